"""Data entry: the admin of everything in `visits`, by noun."""

from visits.admin import directive, office, reference, reminder, trip, visit, webhook

__all__ = ["directive", "office", "reference", "reminder", "trip", "visit", "webhook"]
