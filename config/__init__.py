"""The site itself: settings, look, Thai dates and text, fields of forms, tracking of writes, health."""

__version__ = "0.2.0"
