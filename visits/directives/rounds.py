"""Rounds of asking: opened over open orders, changed, closed; their orders' due days follow at once."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from config.thai.dates import thai_date
from config.tracking import written_by
from visits.directives.settling import settle_keys
from visits.models import Directive, FollowUpRound, RoundDirective
from visits.models.workflow import Refused

OPENS = "visits.add_followupround"
CHANGES = "visits.change_followupround"


def next_sequence(fiscal_year):
    rounds = FollowUpRound.objects.filter(fiscal_year=fiscal_year)
    return (rounds.aggregate(last=Max("sequence"))["last"] or 0) + 1


def open_round(*, by, fiscal_year, opens_on, due_on, directives, sequence=None, number=None, note=""):
    """Over these orders, as far as they can be asked; `sequence` and `number` are those that were confirmed."""
    if not by.has_perm(OPENS):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        keys = _locked_keys(directives.visible_to(by).asked_in_rounds())
        _refuse_other_number(keys, number)
        made = FollowUpRound(fiscal_year=fiscal_year, opens_on=opens_on, due_on=due_on, note=note)
        made.sequence = sequence or next_sequence(fiscal_year)
        _save(made)
        RoundDirective.objects.bulk_create(
            (RoundDirective(round=made, directive_id=key) for key in keys), batch_size=1000
        )
        settle_keys(keys)
    return made


def change_round(asked, *, by, version, **fields):
    """`version` is the one that was read: of two who change a round the second is told."""
    with _changing(asked, by) as row:
        if row.version != version:
            raise Refused("มีผู้แก้ไขรอบนี้ระหว่างที่ท่านเปิดหน้านี้อยู่ โปรดตรวจสอบค่าปัจจุบันแล้วลองอีกครั้ง")
        if row.closed_on and fields["opens_on"] > row.closed_on:
            raise Refused(f"วันที่เปิดรอบต้องไม่หลังวันที่ปิดรอบ ({thai_date(row.closed_on)})")
        for name, value in fields.items():
            setattr(row, name, value)
    return row


def close_round(asked, *, by):
    """From today on it asks nobody; what was answered until now is its result."""
    with _changing(asked, by) as row:
        if row.closed_on:
            raise Refused(f"{row} ปิดแล้วเมื่อวันที่ {thai_date(row.closed_on)}")
        if row.opens_on > timezone.localdate():
            raise Refused(f"{row} ยังไม่ถึงวันที่เปิดรอบ ({thai_date(row.opens_on)})")
        row.closed_on = timezone.localdate()
    return row


def reopen_round(asked, *, by):
    with _changing(asked, by) as row:
        if not row.closed_on:
            raise Refused(f"{row} ยังเปิดอยู่")
        row.closed_on = None
    return row


@contextmanager
def _changing(asked, by):
    """The locked row, saved at the end; its orders first, as in every step."""
    if not by.has_perm(CHANGES):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        keys = _locked_keys(Directive.objects.filter(round_links__round=asked.pk))
        row = FollowUpRound.objects.select_for_update().get(pk=asked.pk)
        yield row
        _save(row)
        settle_keys(keys)


def _locked_keys(directives):
    rows = directives.select_for_update(of=("self",)).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _refuse_other_number(keys, number):
    if not keys:
        raise Refused("ไม่มีข้อสั่งการที่จะติดตามในรอบนี้")
    if number is not None and len(keys) != number:
        raise Refused(f"จำนวนข้อสั่งการเปลี่ยนจาก {number:,} เป็น {len(keys):,} ข้อ โปรดตรวจสอบแล้วยืนยันอีกครั้ง")


def _save(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(f"มี{row} อยู่แล้ว โปรดตรวจสอบแล้วลองอีกครั้ง") from error
