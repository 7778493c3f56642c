"""Directives as of a past day: read by the clock of recording, for the annual summary, the register and one page."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from visits.models import AMENDED_FIELDS, Amendment, Directive


def end_of(day: date | None) -> datetime | None:
    """The last moment of a past day; None for today and later, which is shown as of now."""
    if not day or day >= timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def word_as_then(directives: Iterable[Directive], moment: datetime) -> None:
    """Gives directives that were amended since then the wording that they had, without saving it; one query."""
    by_key = {directive.pk: directive for directive in directives}
    later = Amendment.objects.filter(directive__in=by_key, recorded_at__gt=moment).order_by("-sequence")
    for amendment in later:
        for name in AMENDED_FIELDS:
            setattr(by_key[amendment.directive_id], name, getattr(amendment, name))
