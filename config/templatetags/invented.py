"""Says on every page that the data of a demonstration is invented."""

from django.conf import settings
from django.template import Library

register = Library()


@register.simple_tag
def invented_notice() -> str:
    """The sentence where `make demo` runs, else empty."""
    return "ระบบสาธิต: ข้อมูลทั้งหมดสมมุติขึ้น ไม่ใช่การตรวจเยี่ยมจริง" if settings.INVENTED else ""
