"""Pages with plain text to paste into a chat: the visits of some days, or what one visit came to. Names as on that day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.thai.dates import thai_date, thai_range
from officials.models.account import SignedInRequest
from visits.calendar.cells import moves
from visits.calendar.entries import entries_of
from visits.calendar.grid import Span, by_day
from visits.calendar.preferences import preferences_of
from visits.filters.filter_fields import LayoutField
from visits.filters.visit_filter import VisitFilter
from visits.models import CALLED_OFF, Status, Visit
from visits.models.wording import hours
from visits.records.reading import VisitRead, one_for_reading

DAYS = [("", "วันนี้"), ("tomorrow", "พรุ่งนี้"), ("week", "สัปดาห์นี้")]
INTERNAL = "ใช้ภายในหน่วยงาน"


@require_safe
def calendar_text(request: SignedInRequest) -> HttpResponse:
    """The visits of today, tomorrow or this week as text."""
    days = LayoutField(label="ช่วงเวลา", choices=DAYS, required=False)
    visit_filter = VisitFilter(request.GET, user=request.user, options={"days": days, "colour": None})
    chosen, today = visit_filter.value("days") or "", timezone.localdate()
    if chosen == "week":
        span = Span.week_of(today, preferences_of(request.user).first_weekday)
    else:
        day = today + timedelta(days=1) if chosen == "tomorrow" else today
        span = Span(day, day)
    visits = entries_of(visit_filter.visits, span, request.user)
    page = {
        "title": "ข้อความส่งต่อ",
        "filter": visit_filter,
        "choices": [(words, visit_filter.query(days=key or None), key == chosen) for key, words in DAYS],
        "text": schedule(visits, span, visit_filter.in_words) if visit_filter.is_valid else "",
        "back": reverse("calendar") + visit_filter.query(days=None),
        "back_words": "กลับไปที่ปฏิทิน",
    }
    return render(request, "visits/calendar/text.html", page)


@require_safe
def visit_text(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one visit came to, as text."""
    reading = VisitRead(one_for_reading(pk, request.user))
    address = reading.visit.get_absolute_url()
    page = {
        "title": "ข้อความสรุปการตรวจเยี่ยม",
        "text": summary(reading, request.build_absolute_uri(address)),
        "back": address,
        "back_words": "กลับไปที่การตรวจเยี่ยม",
        "leaves_out": any(row.directive.is_internal for row in reading.directives),
    }
    return render(request, "visits/calendar/text.html", page)


def day_words(day: date) -> str:
    """A day with its weekday."""
    return thai_date(day, month="full", weekday=True)


def schedule(visits: Sequence[Visit], span: Span, conditions: Sequence[str]) -> str:
    """The visits of some days as text; `conditions` are the filter in words, below the heading."""
    is_one_day = span.first == span.last
    when = day_words(span.first) if is_one_day else thai_range(span.first, span.last)
    lines = [f"กำหนดการตรวจเยี่ยม {when}", *conditions]
    for day, rows in by_day(visits, span):
        lines += ["", *([] if is_one_day else [f"▪ {day_words(day)}"])]
        for number, visit in enumerate(rows, start=1):
            lines += schedule_lines(number, visit, day)
    return "\n".join([*lines, "", f"รวม {len(visits)} แห่ง" if visits else "ไม่มีการตรวจเยี่ยม"])


def schedule_lines(number: int, visit: Visit, day: date) -> Iterator[str]:
    """One visit on one of its days: when and where, who leads, and what a reader has to know besides."""
    when = "(ต่อ)" if visit.starts_on < day else hours(visit)
    where = visit.province.title if visit.province else ""
    yield " ".join(filter(None, [f"{number}.", when, visit.unit.name, where]))
    if lead := " ".join(filter(None, [visit.lead_name, visit.lead_position])):
        yield f"   {lead}"
    # Not settled, called off, moved, not for everybody.
    is_open = visit.status in {Status.TENTATIVE, *CALLED_OFF} and not visit.moved_to_on
    notes = [*([visit.get_status_display()] if is_open else []), *moves(visit)]
    notes += [INTERNAL] if visit.is_internal else []
    if notes:
        yield f"   ({', '.join(notes)})"


def summary(reading: VisitRead, address: str) -> str:
    """Who, where, which directives; what is for the office alone is left out and not even hinted at."""
    visit = reading.visit
    lines = [visit.unit.name, f"{reading.days} {reading.hours and f'เวลา {reading.hours}'}".strip()]
    lines += [visit.province.title] if visit.province else []
    lines += [f"({visit.get_status_display()})"] if visit.status != Status.DONE else []
    lines += [f"({INTERNAL})"] if visit.is_internal else []
    party = [*map(str, reading.party), *visit.others_party.splitlines()]
    hosts = [*map(str, reading.hosts), *visit.others_hosts.splitlines()]
    for label, people in (("คณะ", party), ("ผู้ให้การต้อนรับ", hosts)):
        lines += ["", label, *(f"- {person}" for person in people)] if people else []
    lines += ["", visit.summary] if visit.summary else []
    directives = [row for row in reading.directives if not row.directive.is_internal]
    lines += ["", "ข้อสั่งการและข้อแนะนำ"] if directives else []
    for number, row in enumerate(directives, start=1):
        lines.append(f"{number}. {row.directive.get_kind_display()}: {row.directive.text}")
        if units := [*(single.unit.label for single in row.single), *(group.name for group in row.groups)]:
            lines.append(f"   หน่วยงานรับผิดชอบ: {', '.join(units)}")
    return "\n".join(["สรุปการตรวจเยี่ยม", *lines, "", address])
