"""Data entry: the admin of everything in `visits`, by noun."""

from visits.admin import directive, reference, trip, visit

__all__ = ["directive", "reference", "trip", "visit"]
