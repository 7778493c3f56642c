"""Django's named date formats in the Buddhist era.

Explicit patterns ("Y-m-d") stay Gregorian, because machines read them.
"""

from typing import Any

from django.utils import dateformat, formats
from django.utils.translation import get_language

from config.thai.dates import ERA

NAMED = {
    "DATE_FORMAT",
    "DATETIME_FORMAT",
    "SHORT_DATE_FORMAT",
    "SHORT_DATETIME_FORMAT",
    "YEAR_MONTH_FORMAT",
    "MONTH_DAY_FORMAT",
}
gregorian = formats.date_format


class BuddhistEra(dateformat.DateFormat):
    """Letters of a pattern that write a year."""

    def Y(self) -> int:  # noqa: N802 (Django calls the method by the letter of the pattern)
        return int(super().Y()) + ERA

    def y(self) -> str:
        """Two digits of the year."""
        return f"{self.Y() % 100:02d}"

    def o(self) -> int:
        """The year of the ISO week."""
        return super().o() + ERA


def date_format(value: Any, format: str | None = None, use_l10n: bool | None = None) -> str:
    """As Django's own, with Buddhist-era years in its named formats."""
    name = format or "DATE_FORMAT"
    if name not in NAMED or use_l10n is False or get_language() != "th":
        return gregorian(value, format, use_l10n)
    return BuddhistEra(value).format(formats.get_format(name))
