"""What stands in a day of a calendar, as HTML at once: hundreds of them on a page take a template three times as long."""

from datetime import date
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.thai.dates import SHORT_MONTHS, WEEKDAYS, thai_date, thai_time
from visits.calendar.entries import LETTERS, Marking
from visits.calendar.grid import Day, HeatDay
from visits.calendar.wall import words_of
from visits.models import Status, Visit
from visits.models.wording import MARKS, hours
from visits.records.clashes import ELSEWHERE, FAR, PASSED, SAME_UNIT
from visits.reports.first_names import first_name

# In few words; the page of the clashes says which visit it is with.
CLASHES = {ELSEWHERE: "บุคคลอยู่สองแห่ง", FAR: "บุคคลอยู่ไกลกัน", SAME_UNIT: "หลายคณะ", PASSED: "ยังไม่บันทึกผล"}
TODAY = SafeString(' <span class="now">วันนี้</span>')
CURRENT = SafeString(' aria-current="date"')
GAP = SafeString('<span class="gap"></span>')


def whole_words(text: str, room: float) -> SafeString:
    """A text on the wall: no word, and so no name, is torn that one line can hold."""
    words = ((format_html("<i>{}</i>", word) if fits else word,) for word, fits in words_of(text, room))
    return format_html_join(" ", "{}", words)


def day_cell(day: Day, today: date, add: str, query: str, marking: Marking) -> SafeString:
    """A day of a month or week: its number, the link that adds a visit, bars, holiday, entries and how many more."""
    is_today = day.date == today
    # With weekday and month where a telephone lists the day, and the month of a neighbour everywhere.
    listed = day.count or day.holiday
    weekday, month = WEEKDAYS[day.date.weekday()], SHORT_MONTHS[day.date.month - 1]
    parts = [
        format_html(
            '<span class="day">{}{}{}</span>',
            format_html('<span class="weekday">{} </span>', weekday) if listed else "",
            day.date.day,
            format_html('<span class="of"> {}</span>', month) if listed or not day.in_month else "",
        )
    ]
    if is_today:
        parts.append(TODAY)
    if add:
        parts.append(
            format_html(
                '<a class="add" href="{}?starts_on={}" title="เพิ่ม {} {}">+</a>',
                add,
                day.date.isoformat(),
                day.date.day,
                month,
            )
        )
    parts += [entry(bar.entry, day.date, marking, bar.classes) if bar else GAP for bar in day.bars]
    if day.holiday:
        parts.append(format_html('<span class="holiday">{}</span>', day.holiday.name))
    parts += [entry(visit, day.date, marking) for visit in day.shown]
    if day.more:
        address = f"/calendar/day/{day.date.isoformat()}/{query}"
        parts.append(format_html('<a class="more" href="{}">อีก {} รายการ</a>', address, day.more))
    classes = " ".join(filter(None, [day.classes, "today" if is_today else ""]))
    return format_html(
        "<td{}{}>{}</td>",
        format_html(' class="{}"', classes) if classes else "",
        CURRENT if is_today else "",
        format_html("{}" * len(parts), *parts),
    )


def entry(visit: Visit, day: date, marking: Marking, bar: str = "") -> SafeString:
    """The link to a visit in one of its days; `bar` are the classes of a part of a bar."""
    # Where a bar only goes on, its beginning has shown all; else unit, time, lead and status stand in the title.
    title = ""
    if bar != "on":
        lead, status = visit.lead_name or visit.lead_position, visit.get_status_display()
        words = filter(None, [visit.unit.name, hours(visit), lead, status, clash_words(visit, marking)])
        title = f' title="{escape(" · ".join(words))}"'
    when = hours(visit) if marking.with_hours and visit.starts_on == day else start_words(visit, day)
    words = filter(None, [when, lead_word(visit), visit.unit.label, draft_words(visit)])
    parts = [*map(escape, words), *(f"<small>{escape(words)}</small>" for words in moves(visit))]
    classes = " ".join(filter(None, ["entry", bar, f"status-{visit.status}", hue_class(visit, marking)]))
    link = f'<a class="{escape(classes)}" href="/visits/{visit.pk}/"{title}>{marks(visit, marking)}'
    return SafeString(f"{' '.join([link, *parts])}</a>")  # nosec B703 - every text in it is escaped


def hue_class(visit: Visit, marking: Marking) -> str:
    """The class of a visit's colour in the style sheet; empty where entries are not coloured."""
    hue = marking.hues.get(visit.pk)
    return "" if hue is None else f"hue-{hue}"


def clash_words(visit: Visit, marking: Marking) -> str:
    """With what a visit clashes, in few words."""
    clash = marking.clashes.get(visit.pk)
    return " · ".join(CLASHES[kind] for kind in clash.kinds) if clash else ""


def marks(visit: Visit, marking: Marking) -> str:
    """The sign of the status, the letter of the colour where there is one, and the sign of a clash."""
    sign, hue, clash = MARKS[Status(visit.status)], marking.hues.get(visit.pk), marking.clashes.get(visit.pk)
    if hue is not None:
        sign = format_html("{}<b>{}</b>", sign, LETTERS[hue])
    return format_html('{} <b class="clash">{}</b>', sign, clash.sign) if clash else sign


def start_words(visit: Visit, day: date) -> str:
    """When a visit begins on a day, or that it goes on."""
    if visit.starts_on < day:
        return "(ต่อ)"
    return thai_time(visit.start_time) if visit.start_time else ""


def lead_word(visit: Visit) -> str:
    """The first name of who leads; empty where only a post is known, which the title tells."""
    return first_name(visit.lead_name or "")


def draft_words(visit: Visit) -> str:
    """That a visit took place and is not certified yet."""
    return "(ร่าง)" if visit.status == Status.DONE and not visit.is_final else ""


def moves(visit: Visit) -> list[str]:
    """Where a postponed visit went, and where the one came from that takes its place."""
    days = [("เลื่อนไป", visit.moved_to_on), ("เลื่อนมาจาก", visit.moved_from_on)]
    return [f"{words} {thai_date(day)}" for words, day in days if day]


def printed_lines(day: Day) -> list[str]:
    """What a printed day shows below its number, line by line; a bar has one line, whatever it shows."""
    lines = [day.holiday.name] if day.holiday else []
    lines += ["" for _ in day.bars]
    for visit in day.shown:
        words = [
            MARKS[Status(visit.status)],
            start_words(visit, day.date),
            lead_word(visit),
            visit.unit.label,
            draft_words(visit),
        ]
        lines.append(" ".join([*words, *moves(visit)]))
    return [*lines, ""] if day.more else lines


def heat_cell(day: HeatDay, today: date, query: str) -> SafeString:
    """A day of the year: its shade shows how many visits it has, as does the title of its link."""
    classes, current = f"heat-{day.shade}", ""
    if day.holiday and day.holiday.is_day_off:
        classes += " off"
    if day.date == today:
        classes, current = f"{classes} today", CURRENT
    if not day.count:
        title = day.holiday.name if day.holiday else ""
        return format_html('<td class="{}"{} title="{}">{}</td>', classes, current, title, day.date.day)
    count = f"{day.count} แห่ง"
    return format_html(
        '<td class="{}"{}><a href="/calendar/day/{}/{}" title="{}">{}<span class="visually-hidden"> {}</span></a></td>',
        classes,
        current,
        day.date.isoformat(),
        query,
        f"{count} · {day.holiday.name}" if day.holiday else count,
        day.date.day,
        count,
    )
