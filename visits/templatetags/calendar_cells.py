"""What stands in a day of a calendar, written at once: hundreds of them on a page take a template three times as long."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from config.thai.dates import SHORT_MONTHS, WEEKDAYS, thai_date, thai_time
from visits.calendar.wall import words_of
from visits.models import Status
from visits.models.wording import MARKS, hours
from visits.records.clashes import ELSEWHERE, FAR, PASSED, SAME_UNIT

register = template.Library()

# In few words; the page of the clashes says which visit it is with.
CLASHES = {ELSEWHERE: "บุคคลอยู่สองแห่ง", FAR: "บุคคลอยู่ไกลกัน", SAME_UNIT: "หลายคณะ", PASSED: "ยังไม่บันทึกผล"}


@register.filter
def whole_words(text, room):
    """A text on the wall: no word, and so no name, is torn that one line can hold."""
    words = (f"<i>{escape(word)}</i>" if fits else escape(word) for word, fits in words_of(text, room))
    return mark_safe(" ".join(words))  # nosec B308 B703 # noqa: S308 - each word is escaped


@register.simple_tag
def day_cell(day, today, add, query):
    """A day of a month or week: its number, the link that adds a visit, bars, holiday, entries and how many more."""
    named = " ".join(filter(None, [day.classes, "today" if day.date == today else ""]))
    attributes = f' class="{named}"' if named else ""
    attributes += ' aria-current="date"' if day.date == today else ""
    parts = [_number(day), ' <span class="now">วันนี้</span>' if day.date == today else "", _add(day.date, add)]
    parts += [
        entry(bar.entry, day.date, bar.kind) if bar else '<span class="gap"></span>' for bar in day.bars
    ]
    parts += [f'<span class="holiday">{escape(day.holiday.name)}</span>'] if day.holiday else []
    parts += [entry(visit, day.date) for visit in day.shown]
    if day.more:
        address = f"/calendar/day/{day.date.isoformat()}/{escape(query)}"
        parts.append(f'<a class="more" href="{address}">อีก {day.more} รายการ</a>')
    return mark_safe(f"<td{attributes}>{''.join(parts)}</td>")  # nosec B308 B703 # noqa: S308 - names and query are escaped


def _number(day):
    """With weekday and month where a telephone lists the day, and the month of a neighbour everywhere."""
    listed = day.count or day.holiday
    weekday = f'<span class="weekday">{WEEKDAYS[day.date.weekday()]} </span>' if listed else ""
    month = SHORT_MONTHS[day.date.month - 1] if listed or not day.in_month else ""
    month = month and f'<span class="of"> {month}</span>'
    return f'<span class="day">{weekday}{day.date.day}{month}</span>'


def _add(day, address):
    if not address:
        return ""
    said = f"เพิ่ม {day.day} {SHORT_MONTHS[day.month - 1]}"
    return f'<a class="add" href="{address}?starts_on={day.isoformat()}" title="{said}">+</a>'


def entry(visit, day, kind=""):
    """The link to a visit in one of its days; `kind` says which part of a bar it is."""
    hue = f"hue-{visit.hue}" if hasattr(visit, "hue") else ""
    classes = " ".join(filter(None, ["entry", kind, f"status-{visit.status}", hue]))
    # Where a bar only goes on, its beginning has said all.
    said = "" if kind == "on" else f' title="{escape(title(visit))}"'
    words = filter(None, [_when(visit, day), escape(visit.unit.label), _state(visit), _moves(visit)])
    return mark_safe(  # nosec B308 B703 # noqa: S308 - all text is escaped
        f'<a class="{classes}" href="/visits/{visit.pk}/"{said}>{marks(visit)} {" ".join(words)}</a>'
    )


def title(visit):
    """Unit, time, who led and status: for hovering, and on a telephone below the entry."""
    lead, status = visit.lead_name or visit.lead_position, visit.get_status_display()
    return " · ".join(filter(None, [visit.unit.name, hours(visit), lead, status, clash_words(visit)]))


@register.filter
def clash_words(visit):
    return " · ".join(CLASHES[kind] for kind in visit.clash.kinds) if visit.clash else ""


@register.simple_tag
def marks(visit):
    """The sign of the status, the letter of the colour where there is one, and the sign of a clash."""
    letter = f"<b>{visit.letter}</b>" if hasattr(visit, "letter") else ""
    clash = f' <b class="clash">{visit.clash.sign}</b>' if visit.clash else ""
    return mark_safe(MARKS[Status(visit.status)] + letter + clash)  # nosec B308 B703 # noqa: S308 - our own signs


def _when(visit, day):
    if visit.starts_on < day:
        return "(ต่อ)"
    return thai_time(visit.start_time) if visit.start_time else ""


def _state(visit):
    return "(ร่าง)" if visit.status == Status.DONE and not visit.is_final else ""


def _moves(visit):
    return " ".join(f"<small>{words}</small>" for words in moves(visit))


def texts(day):
    """What a printed day says below its number, line by line; a bar has one line, whatever it says."""
    found = [day.holiday.name] if day.holiday else []
    found += ["" for _ in day.bars]
    for visit in day.shown:
        said = [MARKS[Status(visit.status)], _when(visit, day.date), visit.unit.label, _state(visit)]
        found.append(" ".join([*said, *moves(visit)]))
    return [*found, ""] if day.more else found


@register.filter
def moves(visit):
    """Where a postponed visit went, and whence the one came that takes its place."""
    found = [("เลื่อนไป", visit.moved_to_on), ("เลื่อนมาจาก", visit.moved_from_on)]
    return [f"{words} {thai_date(day)}" for words, day in found if day]


@register.simple_tag
def heat(day, today, query):
    """A day of the year: its shade says how many visits it has, as does the title of its link."""
    classes = f"heat-{day.shade}"
    classes += " off" if day.holiday and day.holiday.is_day_off else ""
    classes, current = (f"{classes} today", ' aria-current="date"') if day.date == today else (classes, "")
    number = day.date.day
    said = escape(
        " · ".join(filter(None, [day.count and f"{day.count} แห่ง", day.holiday and day.holiday.name]))
    )
    if not day.count:
        return mark_safe(f'<td class="{classes}"{current} title="{said}">{number}</td>')  # nosec B308 B703 # noqa: S308 - said is escaped
    return mark_safe(  # nosec B308 B703 # noqa: S308 - the name of the holiday and the query are escaped
        f'<td class="{classes}"{current}><a href="/calendar/day/{day.date.isoformat()}/{escape(query)}" title="{said}">'
        f'{number}<span class="visually-hidden"> {day.count} แห่ง</span></a></td>'
    )
