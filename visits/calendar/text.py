"""Plain text to paste into a chat: the visits of some days, or what one visit came to. Names as on the list of that day."""

from config.thai.dates import thai_date, thai_range
from visits.calendar.grid import by_day
from visits.models import CALLED_OFF, Status
from visits.models.wording import hours
from visits.templatetags.calendar_cells import moves

INTERNAL = "ใช้ภายในหน่วยงาน"


def day_words(day):
    return thai_date(day, month="full", weekday=True)


def schedule(visits, span, words):
    """`words` say what is listed below the heading: the filter, or nothing."""
    days = by_day(visits, span)
    when = day_words(span.first) if span.first == span.last else thai_range(span.first, span.last)
    lines = [f"กำหนดการตรวจเยี่ยม {when}", *words]
    for day, rows in days:
        lines += ["", *([f"▪ {day_words(day)}"] if span.first != span.last else [])]
        for number, visit in enumerate(rows, start=1):
            lines += _entry(number, visit, day)
    return "\n".join([*lines, "", f"รวม {len(visits)} แห่ง" if visits else "ไม่มีการตรวจเยี่ยม"])


def _entry(number, visit, day):
    when = "(ต่อ)" if visit.starts_on < day else hours(visit)
    where = visit.province.title if visit.province else ""
    yield " ".join(filter(None, [f"{number}.", when, visit.unit.name, where]))
    if lead := " ".join(filter(None, [visit.lead_name, visit.lead_position])):
        yield f"   {lead}"
    if notes := list(_notes(visit)):
        yield f"   ({', '.join(notes)})"


def _notes(visit):
    """What a reader has to know besides: not settled, called off, moved, not for everybody."""
    if visit.status in {Status.TENTATIVE, *CALLED_OFF} and not visit.moved_to_on:
        yield visit.get_status_display()
    yield from moves(visit)
    if visit.is_internal:
        yield INTERNAL


def summary(told, address):
    """Who, where, what was ordered; what is for the office alone is left out and not even hinted at."""
    visit = told.visit
    lines = [visit.unit.name, f"{told.days} {told.hours and f'เวลา {told.hours}'}".strip()]
    lines += [visit.province.title] if visit.province else []
    lines += [f"({visit.get_status_display()})"] if visit.status != Status.DONE else []
    lines += [f"({INTERNAL})"] if visit.is_internal else []
    lines += _people(told)
    lines += ["", visit.summary] if visit.summary else []
    lines += _orders([one for one in told.directives if not one.directive.is_internal])
    return "\n".join(["สรุปการตรวจเยี่ยม", *lines, "", address])


def _people(told):
    party = [*(_person(row) for row in told.party), *told.visit.others_party.splitlines()]
    hosts = [*(_person(row) for row in told.hosts), *told.visit.others_hosts.splitlines()]
    for label, people in (("คณะ", party), ("ผู้ให้การต้อนรับ", hosts)):
        if people:
            yield from ["", label, *(f"- {person}" for person in people)]


def _person(row):
    return " ".join(filter(None, [row.name, row.position]))


def _orders(directives):
    if directives:
        yield from ["", "ข้อสั่งการและข้อแนะนำ"]
    for number, one in enumerate(directives, start=1):
        yield f"{number}. {one.directive.get_kind_display()}: {one.directive.text}"
        if answering := [*(row.unit.label for row in one.single), *(group.name for group in one.groups)]:
            yield f"   หน่วยงานรับผิดชอบ: {', '.join(answering)}"
