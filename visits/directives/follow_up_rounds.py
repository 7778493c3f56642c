"""Follow-up rounds: opened over open directives, changed, closed; the directives' due days follow at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from config.thai.dates import thai_date
from config.tracking import written_by
from officials.models import User
from visits.directives.settling import settle_keys
from visits.models import Directive, FollowUpRound, RoundDirective
from visits.models.directive import DirectiveQuerySet
from visits.models.workflow import Refused

MAY_OPEN = "visits.add_followupround"
MAY_CHANGE = "visits.change_followupround"


def next_sequence(fiscal_year: int) -> int:
    """The number that the next round of a fiscal year (BE) bears."""
    rounds = FollowUpRound.objects.filter(fiscal_year=fiscal_year)
    return (rounds.aggregate(last=Max("sequence"))["last"] or 0) + 1


def open_round(
    *,
    by: User,
    fiscal_year: int,
    opens_on: date,
    due_on: date,
    directives: DirectiveQuerySet,
    sequence: int | None = None,
    number: int | None = None,
    note: str = "",
) -> FollowUpRound:
    """Opens a round over those of `directives` that rounds ask about; `sequence` and `number` were confirmed."""
    if not by.has_perm(MAY_OPEN):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        keys = locked_keys(directives.visible_to(by).asked_in_rounds())
        if not keys:
            raise Refused("ไม่มีข้อสั่งการที่จะติดตามในรอบนี้")
        if number is not None and len(keys) != number:
            raise Refused(f"จำนวนข้อสั่งการเปลี่ยนจาก {number:,} เป็น {len(keys):,} ข้อ โปรดตรวจสอบแล้วยืนยันอีกครั้ง")
        row = FollowUpRound(fiscal_year=fiscal_year, opens_on=opens_on, due_on=due_on, note=note)
        row.sequence = sequence or next_sequence(fiscal_year)
        save_round(row)
        links = (RoundDirective(round=row, directive_id=key) for key in keys)
        RoundDirective.objects.bulk_create(links, batch_size=1000)
        settle_keys(keys)
    return row


def change_round(follow_up_round: FollowUpRound, *, by: User, version: int, **fields: Any) -> FollowUpRound:
    """Changes days, name or note; `version` is the one that was read, so that a second editor is refused."""
    with locked_round(follow_up_round, by) as row:
        if row.version != version:
            raise Refused("มีผู้แก้ไขรอบนี้ระหว่างที่ท่านเปิดหน้านี้อยู่ โปรดตรวจสอบค่าปัจจุบันแล้วลองอีกครั้ง")
        if row.closed_on and fields["opens_on"] > row.closed_on:
            raise Refused(f"วันที่เปิดรอบต้องไม่หลังวันที่ปิดรอบ ({thai_date(row.closed_on)})")
        for name, value in fields.items():
            setattr(row, name, value)
    return row


def close_round(follow_up_round: FollowUpRound, *, by: User) -> FollowUpRound:
    """Closes a round today; what was reported until now is its result."""
    with locked_round(follow_up_round, by) as row:
        if row.closed_on:
            raise Refused(f"{row} ปิดแล้วเมื่อวันที่ {thai_date(row.closed_on)}")
        if row.opens_on > timezone.localdate():
            raise Refused(f"{row} ยังไม่ถึงวันที่เปิดรอบ ({thai_date(row.opens_on)})")
        row.closed_on = timezone.localdate()
    return row


def reopen_round(follow_up_round: FollowUpRound, *, by: User) -> FollowUpRound:
    """Lets a closed round ask again."""
    with locked_round(follow_up_round, by) as row:
        if not row.closed_on:
            raise Refused(f"{row} ยังเปิดอยู่")
        row.closed_on = None
    return row


@contextmanager
def locked_round(follow_up_round: FollowUpRound, by: User) -> Iterator[FollowUpRound]:
    """The locked row, saved and settled at the end; its directives are locked first, as in every step."""
    if not by.has_perm(MAY_CHANGE):
        raise PermissionDenied
    with transaction.atomic(), written_by(by):
        keys = locked_keys(Directive.objects.filter(round_links__round=follow_up_round.pk))
        row = FollowUpRound.objects.select_for_update().get(pk=follow_up_round.pk)
        yield row
        save_round(row)
        settle_keys(keys)


def locked_keys(directives: QuerySet[Directive]) -> list[int]:
    """The keys of directives, whose rows stay locked until the end of the transaction."""
    rows: Iterable[int] = (
        directives.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    )
    return list(rows)


def save_round(row: FollowUpRound) -> None:
    """Saves a round; raises `Refused` where its year has one of that number already."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(f"มี{row} อยู่แล้ว โปรดตรวจสอบแล้วลองอีกครั้ง") from error
