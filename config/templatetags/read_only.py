"""The banner while nothing can be saved."""

from django.template import Library

from config.status.database_state import ReadOnly

register = Library()


@register.simple_tag
def is_read_only() -> bool:
    """Whether writes have been refused in the last minute."""
    return ReadOnly.is_on()
