"""Data entry: the admin of everything in `visits`, by noun."""

from visits.admin import directive, office, reference, trip, visit

__all__ = ["directive", "office", "reference", "trip", "visit"]
