"""Opening a round: every open order that rounds ask about is asked at once."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from officials.history import written_by
from visits.directives import settle
from visits.models import Directive, FollowUpRound, RoundDirective
from visits.sign_off import Refused

OPENS = "visits.add_followupround"


def open_round(*, by, fiscal_year, opens_on, due_on, directives, note=""):
    """The next round of a fiscal year over these orders, as far as they can be asked."""
    if not by.has_perm(OPENS):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        asked = list(Directive.objects.visible_to(by).asked_in_rounds().filter(pk__in=directives))
        if not asked:
            raise Refused("ไม่มีข้อสั่งการที่จะติดตามในรอบนี้")
        made = _next_round(fiscal_year, opens_on=opens_on, due_on=due_on, note=note)
        RoundDirective.objects.bulk_create(RoundDirective(round=made, directive=one) for one in asked)
        settle(*asked)
    return made


def _next_round(fiscal_year, **fields):
    last = FollowUpRound.objects.filter(fiscal_year=fiscal_year).aggregate(last=Max("sequence"))["last"] or 0
    try:
        with transaction.atomic():
            return FollowUpRound.objects.create(fiscal_year=fiscal_year, sequence=last + 1, **fields)
    except IntegrityError as error:
        raise Refused(f"มีผู้เปิดรอบที่ {last + 1}/{fiscal_year} พร้อมกัน โปรดตรวจสอบแล้วลองอีกครั้ง") from error
