"""What stands in a day of a calendar, as HTML at once: hundreds of them on a page take a template three times as long."""

from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from config.thai.dates import SHORT_MONTHS, WEEKDAYS, thai_date, thai_time
from visits.calendar.grid import Day, HeatDay
from visits.calendar.wall import words_of
from visits.models import Status, Visit
from visits.models.wording import MARKS, hours
from visits.records.clashes import ELSEWHERE, FAR, PASSED, SAME_UNIT

# In few words; the page of the clashes says which visit it is with.
CLASHES = {ELSEWHERE: "บุคคลอยู่สองแห่ง", FAR: "บุคคลอยู่ไกลกัน", SAME_UNIT: "หลายคณะ", PASSED: "ยังไม่บันทึกผล"}


def whole_words(text: str, room: float) -> SafeString:
    """A text on the wall: no word, and so no name, is torn that one line can hold."""
    words = (f"<i>{escape(word)}</i>" if fits else escape(word) for word, fits in words_of(text, room))
    return mark_safe(" ".join(words))  # nosec B308 B703 # noqa: S308 - each word is escaped


def day_cell(day: Day, today: date, add: str, query: str) -> SafeString:
    """A day of a month or week: its number, the link that adds a visit, bars, holiday, entries and how many more."""
    is_today = day.date == today
    classes = " ".join(filter(None, [day.classes, "today" if is_today else ""]))
    attributes = f' class="{classes}"' if classes else ""
    attributes += ' aria-current="date"' if is_today else ""
    # With weekday and month where a telephone lists the day, and the month of a neighbour everywhere.
    listed = day.count or day.holiday
    weekday = f'<span class="weekday">{WEEKDAYS[day.date.weekday()]} </span>' if listed else ""
    month = SHORT_MONTHS[day.date.month - 1]
    of_month = f'<span class="of"> {month}</span>' if listed or not day.in_month else ""
    parts = [f'<span class="day">{weekday}{day.date.day}{of_month}</span>']
    parts.append(' <span class="now">วันนี้</span>' if is_today else "")
    if add:
        title = f"เพิ่ม {day.date.day} {month}"
        parts.append(f'<a class="add" href="{add}?starts_on={day.date.isoformat()}" title="{title}">+</a>')
    parts += [
        entry(bar.entry, day.date, bar.classes) if bar else '<span class="gap"></span>' for bar in day.bars
    ]
    parts += [f'<span class="holiday">{escape(day.holiday.name)}</span>'] if day.holiday else []
    parts += [entry(visit, day.date) for visit in day.shown]
    if day.more:
        address = f"/calendar/day/{day.date.isoformat()}/{escape(query)}"
        parts.append(f'<a class="more" href="{address}">อีก {day.more} รายการ</a>')
    return mark_safe(f"<td{attributes}>{''.join(parts)}</td>")  # nosec B308 B703 # noqa: S308 - names and query are escaped


def entry(visit: Visit, day: date, bar: str = "") -> SafeString:
    """The link to a visit in one of its days; `bar` are the classes of a part of a bar."""
    hue = f"hue-{visit.hue}" if hasattr(visit, "hue") else ""
    classes = " ".join(filter(None, ["entry", bar, f"status-{visit.status}", hue]))
    # Where a bar only goes on, its beginning has shown all; else unit, time, lead and status stand in the title.
    title = ""
    if bar != "on":
        lead, status = visit.lead_name or visit.lead_position, visit.get_status_display()
        words = filter(None, [visit.unit.name, hours(visit), lead, status, clash_words(visit)])
        title = f' title="{escape(" · ".join(words))}"'
    moved = " ".join(f"<small>{words}</small>" for words in moves(visit))
    parts = filter(None, [start_words(visit, day), escape(visit.unit.label), draft_words(visit), moved])
    return mark_safe(  # nosec B308 B703 # noqa: S308 - all text is escaped
        f'<a class="{classes}" href="/visits/{visit.pk}/"{title}>{marks(visit)} {" ".join(parts)}</a>'
    )


def clash_words(visit: Visit) -> str:
    """With what a visit clashes, in few words."""
    return " · ".join(CLASHES[kind] for kind in visit.clash.kinds) if visit.clash else ""


def marks(visit: Visit) -> SafeString:
    """The sign of the status, the letter of the colour where there is one, and the sign of a clash."""
    letter = f"<b>{visit.letter}</b>" if hasattr(visit, "letter") else ""
    clash = f' <b class="clash">{visit.clash.sign}</b>' if visit.clash else ""
    return mark_safe(MARKS[Status(visit.status)] + letter + clash)  # nosec B308 B703 # noqa: S308 - our own signs


def start_words(visit: Visit, day: date) -> str:
    """When a visit begins on a day, or that it goes on."""
    if visit.starts_on < day:
        return "(ต่อ)"
    return thai_time(visit.start_time) if visit.start_time else ""


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
            visit.unit.label,
            draft_words(visit),
        ]
        lines.append(" ".join([*words, *moves(visit)]))
    return [*lines, ""] if day.more else lines


def heat_cell(day: HeatDay, today: date, query: str) -> SafeString:
    """A day of the year: its shade shows how many visits it has, as does the title of its link."""
    classes = f"heat-{day.shade}"
    classes += " off" if day.holiday and day.holiday.is_day_off else ""
    classes, current = (f"{classes} today", ' aria-current="date"') if day.date == today else (classes, "")
    number = day.date.day
    count = f"{day.count} แห่ง" if day.count else ""
    title = escape(" · ".join(filter(None, [count, day.holiday and day.holiday.name])))
    if not day.count:
        return mark_safe(f'<td class="{classes}"{current} title="{title}">{number}</td>')  # nosec B308 B703 # noqa: S308 - the title is escaped
    return mark_safe(  # nosec B308 B703 # noqa: S308 - the name of the holiday and the query are escaped
        f'<td class="{classes}"{current}><a href="/calendar/day/{day.date.isoformat()}/{escape(query)}" title="{title}">'
        f'{number}<span class="visually-hidden"> {count}</span></a></td>'
    )
