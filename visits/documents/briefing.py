"""ข้อมูลประกอบการตรวจเยี่ยม: what one reads before going to a unit or province, on at most two sheets of A4.

Each part has room for a few rows, the newest first; where there are more, it says how many and where they stand.
"""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import thai_date, thai_range, thai_time
from visits.documents.blocks import (
    Address,
    Column,
    Facts,
    Heading,
    Link,
    Listed,
    Name,
    Paragraph,
    Strong,
    Table,
)
from visits.documents.briefing_data import given_by_visit
from visits.documents.directives import NOT_STATED
from visits.documents.document import Paper
from visits.documents.names import paper_name
from visits.documents.open_directives import (
    LONGEST_SUBJECT,
    MANY_DIMENSIONS,
    ONLY_SEEN,
    OPEN,
    by_first_dimension,
    order_rows,
    shortened,
)
from visits.documents.page_space import Room, item_lines, row_lines
from visits.documents.visit_report import FIGURES, Head
from visits.models import (
    Assignment,
    Attendance,
    Dimension,
    FindingKind,
    Role,
)
from visits.models.wording import figure

TITLE = "ข้อมูลประกอบการตรวจเยี่ยม"
# Lines for each part, which together fill two sheets; what one leaves over, those behind it may take.
VISITS, PROBLEMS, TOLD, NUMBERS, KEPT = 11, 4, 7, 6, 4
# Of each kind of open orders, the nearest kind first.
ORDERS = (10, 7, 6, 6)
# Rows that are looked at; no part takes more.
MOST = 10
PLANNED = 2
LONGEST_TEXT = 120

LED = (
    Column("วันที่", 17),
    Column("หน่วยงานที่ตรวจเยี่ยม", 28),
    Column("หัวหน้าคณะ", 42),
    Column("ข้อสั่งการ (ข้อ)", 13, "number"),
)


def before_paper(place):
    """With links, for the screen; `without_links` makes paper of it."""
    room = Room()
    officer = () if place.user.sees_everything else (Paragraph((ONLY_SEEN,), "note"),)
    blocks = (
        *officer,
        Facts(tuple((label, (text,)) for label, text in place.facts if text)),
        *visit_blocks(place, room),
        *said_blocks(place, room),
        *order_blocks(place, room),
        *kept_blocks(place, room),
        Paragraph((as_of(place.user),), "printed"),
    )
    return Paper(f"{TITLE} {place.name}", Head(TITLE, (place.name,)), blocks, in_thai=False, is_dense=True)


def as_of(user):
    moment = timezone.localtime()
    day, time = thai_date(moment, month="full"), thai_time(moment)
    return f"ข้อมูล ณ วันที่ {day} เวลา {time} พิมพ์โดย {user}"


def days_of(visit):
    return thai_range(visit.starts_on, visit.ends_on, month="short")


def more(left, address, unit):
    """A line that says how many more there are, and leads to them."""
    return (Paragraph((Link(f"และอีก {left:,} {unit}", Address(address)),), "note"),) if left > 0 else ()


# Visits


def with_lead(visits):
    leads = Attendance.objects.filter(role=Role.LEAD).select_related("official")
    return visits.select_related("unit").prefetch_related(Prefetch("attendances", leads, to_attr="leads"))


def lead_lines(visit):
    for row in visit.leads:
        if row.name:
            yield (Name(paper_name(row.name, row.official)),)
        yield (row.position,)


def visit_blocks(place, room):
    count = place.took_place.count()
    yield Heading("การตรวจเยี่ยมที่ผ่านมา")
    yield from (_plan(visit) for visit in with_lead(place.planned)[:PLANNED])
    if not count:
        yield Paragraph(("ไม่มีการตรวจเยี่ยมที่บันทึกไว้",))
        return
    visits = list(with_lead(place.took_place)[:MOST])
    given = given_by_visit(place.user, visits)
    rows = room.take([_visit_row(visit, given) for visit in visits], row_lines(LED), VISITS)
    yield Table("การตรวจเยี่ยมที่ผ่านมา", LED, tuple(rows))
    yield from more(count - len(rows), place.visits_address, "แห่ง")


def _plan(visit):
    lead = visit.leads[0].name or visit.leads[0].position if visit.leads else ""
    led = (" นำโดย ", Name(lead)) if lead else ()
    words = (f" {visit.unit.label} ({visit.get_status_display()})",)
    day = Link(days_of(visit), Address(visit.get_absolute_url()))
    return Paragraph((Strong("กำหนดการครั้งต่อไป "), day, *words, *led))


def _visit_row(visit, given):
    draft = () if visit.is_final else ((f"({visit.get_record_state_display()})",),)
    return (
        ((Link(days_of(visit), Address(visit.get_absolute_url())),), *draft),
        ((visit.unit.label,),),
        tuple(lead_lines(visit)) or (("–",),),
        ((str(given[visit.pk]),),),
    )


# What was reported


def said_blocks(place, room):
    rows = place.findings.select_related("visit__unit", "unit")
    words = rows.filter(figure=None)
    parts = [
        *_told("ปัญหาอุปสรรค", words.problems(), room, PROBLEMS),
        *_told("ผลงาน แผนงาน และสิ่งที่ได้เยี่ยมชม", words.exclude(kind=FindingKind.PROBLEM), room, TOLD),
        *_numbers(rows.figures(), room),
    ]
    return (Heading("ที่รายงานไว้"), *parts) if parts else ()


def _told(label, rows, room, most):
    texts = [(shortened(row.text, LONGEST_TEXT), " ", *_source(row)) for row in rows[:MOST]]
    shown = room.take(texts, item_lines, most)
    if not shown:
        return
    yield Paragraph((Strong(_newest(label, len(shown), rows)),), "lead-in")
    yield Listed(tuple(shown))


def _newest(label, shown, rows):
    """Says how many there are, where not all of them are shown."""
    count = rows.count()
    return label if count == shown else f"{label} ({shown} รายการล่าสุด จาก {count:,} รายการ)"


def _source(row):
    """Where and when it was said, and the unit that it is about, where that is another one."""
    visit = row.visit
    about = f" เรื่องของ {row.unit.label}" if row.unit_id and row.unit_id != visit.unit_id else ""
    words = f"{visit.unit.label} {days_of(visit)}"
    return "(", Link(words, Address(visit.get_absolute_url())), f"{about})"


def _numbers(rows, room):
    cells = [_number_row(row) for row in rows[:MOST]]
    shown = room.take(cells, row_lines(FIGURES), NUMBERS)
    if not shown:
        return
    yield Paragraph((Strong(_newest("ตัวเลข", len(shown), rows)),), "lead-in")
    yield Table("ตัวเลขที่รายงาน", FIGURES, tuple(shown))


def _number_row(row):
    number = f"{row.qualifier} {figure(row.figure)}".strip()
    text = (shortened(row.text, LONGEST_SUBJECT), " ", *_source(row))
    return (text,), ((number,),), ((row.measure,),), ((str(row.year_be or ""),),)


# Orders


def order_blocks(place, room):
    """How many touch each dimension, then the newest of each kind, by dimension."""
    yield Heading("ข้อสั่งการที่ยังไม่แล้วเสร็จ")
    keys = [key for kind in place.orders for key in kind.keys[:MOST]]
    if not keys:
        yield Paragraph(("ไม่มีข้อสั่งการที่ต้องรายงานผลค้างอยู่",))
        return
    yield from _by_dimension(place)
    rows = order_rows(keys, Assignment.objects.as_of(), place.today)
    for kind, most in zip(place.orders, ORDERS, strict=False):
        newest = [rows[key] for key in kind.keys[:MOST]]
        shown = room.take(newest, lambda row: row_lines(OPEN)(row.cells), most)
        if shown:
            yield Paragraph((Strong(f"{kind.title} {len(kind.keys):,} ข้อ"),), "lead-in")
            yield Table(kind.title, OPEN, tuple(row.cells for row in sorted(shown, key=by_first_dimension)))
            yield from _left(kind, len(kind.keys) - len(shown))


def _left(kind, count):
    if count <= 0:
        return
    ways = kind.ways_to(count)
    links = [run for words, address in ways for run in (" ", Link(words, Address(address)))]
    yield Paragraph((*(() if kind.address else (f"และอีก {count:,} ข้อ ทั้งหมดตามหน่วยงาน:",)), *links), "note")


def _by_dimension(place):
    kinds = place.orders
    share = 72 // len(kinds)
    columns = (
        Column("มิติ", 100 - share * len(kinds)),
        *(Column(kind.title, share, "number") for kind in kinds),
    )
    names = [*Dimension.objects.visible_to(place.user).values_list("code", "name"), ("", NOT_STATED)]
    counts = [(name, [kind.dimensions[code] for kind in kinds]) for code, name in names]
    lines = [*counts, ("รวม", [len(kind.keys) for kind in kinds])]
    rows = tuple((((name,),), *(((f"{one:,}",),) for one in numbers)) for name, numbers in lines)
    yield Table("ข้อสั่งการที่ยังไม่แล้วเสร็จจำแนกตามมิติ", columns, rows)
    yield Paragraph((MANY_DIMENSIONS,), "note")


def kept_blocks(place, room):
    """Most of what is said asks for no answer, but is to be kept to."""
    count = place.kept_to.count()
    if not count:
        return
    newest = place.kept_to.select_related("visit__unit", "given_by")[:MOST]
    shown = room.take([_kept(one) for one in newest], item_lines, KEPT)
    yield Heading("ที่ให้ถือปฏิบัติ")
    yield Listed(tuple(shown))
    yield from more(count - len(shown), f"{reverse('directives')}?follow_up=none&{place.there}", "ข้อ")


def _kept(one):
    subject = Link(shortened(str(one), LONGEST_SUBJECT), Address(one.get_absolute_url()))
    giver = (" ", Name(paper_name(one.given_name, one.given_by))) if one.given_name else ()
    return (
        f"{one.get_kind_display()}: ",
        subject,
        *giver,
        f" {thai_date(one.visit.starts_on)} ที่ {one.visit.unit.label}",
    )
