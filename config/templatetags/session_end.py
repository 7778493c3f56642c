from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("officials/sign_in/session_end.html", takes_context=True)
def session_end(context: template.Context) -> dict[str, Any]:
    """The warning before a sign-in ends, hidden until its script finds that it is time."""
    return {
        "idle": int(settings.SESSION_IDLE.total_seconds()),
        "warning": int(settings.SESSION_WARNING.total_seconds()),
        "keeps": settings.KEEP_TYPED_WORDS,
        "left": context["request"].session.seconds_left,
    }
