"""Data entry: the admin of everything in `visits`, by noun."""

from visits.admin import directive, office, reference, reminder, trip, visit

__all__ = ["directive", "office", "reference", "reminder", "trip", "visit"]
