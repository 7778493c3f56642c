from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def contact() -> str:
    """The administrator and how to reach them, for people who cannot sign in."""
    return f"ผู้ดูแลระบบ ({settings.CONTACT})" if settings.CONTACT else "ผู้ดูแลระบบ"
