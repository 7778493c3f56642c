"""Saving many rows at once."""

from django.db import models


def write(model, rows):
    """Past history on purpose: invented rows need no trace, and the trace would double time and space."""
    return models.QuerySet(model).bulk_create(rows, batch_size=2000)
