"""Data entry: the admin of everything in `officials`, by noun."""

from officials.admin import account, person

__all__ = ["account", "person"]
