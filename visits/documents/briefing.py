"""ข้อมูลประกอบการตรวจเยี่ยม: what one reads before going to a unit or province, on at most two pages of A4.

Each part has room for a few rows, the newest first; where there are more, it says how many and where they stand.
"""

from collections import Counter

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring
from config.thai.dates import thai_date, thai_range, thai_time
from visits.documents.blocks import (
    Address,
    Block,
    BulletList,
    Facts,
    Heading,
    Link,
    Paragraph,
    PersonName,
    Row,
    Strong,
    Table,
    TableColumn,
    Text,
)
from visits.documents.briefing_data import Briefing
from visits.documents.briefing_queries import (
    COUNTED_FINDINGS,
    COUNTED_TO_KEEP,
    COUNTED_VISITS,
    LAST_VISITS,
    NEWEST_FINDINGS,
    NEWEST_TO_KEEP,
)
from visits.documents.directives import NOT_STATED
from visits.documents.document import Document
from visits.documents.open_directives import (
    LONGEST_SUBJECT,
    MANY_DIMENSIONS,
    ONLY_SEEN,
    OPEN_COLUMNS,
    READ_DIRECTIVES,
    open_directive_rows,
    shortened,
)
from visits.documents.page_space import PageSpace, item_height, row_height
from visits.documents.people import document_name
from visits.documents.visit_report import FIGURES, DocumentHead, figure_text
from visits.models import Assignment, Attendance, Directive, Finding, FindingKind, Role, Visit
from visits.models.policy import policy_title
from visits.records.reading import VISITS

TITLE = "ข้อมูลประกอบการตรวจเยี่ยม"
# Lines for each part, which together fill two pages; what one leaves over, those behind it may take.
PAST_VISITS, PROBLEMS, FINDINGS, NUMBERS, TO_KEEP = 11, 4, 7, 6, 4
# Of each kind of open directives, the nearest kind first.
DIRECTIVES = (10, 7, 6, 6)
PLANNED = 2
LONGEST_TEXT = 120

# Who led, with what stands in the register of people besides the name of the day.
WITH_NAMES = KeptPrefetch(
    "attendances",
    Attendance.objects.filter(role=Role.LEAD).select_related("official"),
    to_attr="leads",
    is_usual=True,
)
READ_FINDINGS = KeptRows(Finding.objects.select_related("visit__unit", "unit").order_by(), "pk")
IN_WORDS, IS_PROBLEM = Q(figure=None), Q(kind=FindingKind.PROBLEM)
KINDS_OF_FINDINGS = {
    "problems": IN_WORDS & IS_PROBLEM,
    "others": IN_WORDS & ~IS_PROBLEM,
    "figures": ~IN_WORDS,
}

VISIT_COLUMNS = (
    TableColumn("วันที่", 17),
    TableColumn("หน่วยงานที่ตรวจเยี่ยม", 28),
    TableColumn("หัวหน้าคณะ", 42),
    TableColumn("ข้อสั่งการ (ข้อ)", 13, "number"),
)


def briefing_document(briefing: Briefing) -> Document:
    """The briefing with links, for the screen; `without_links` makes it fit for print."""
    space, moment = PageSpace(), timezone.localtime()
    day, time = thai_date(moment, month="full"), thai_time(moment)
    only_seen = () if briefing.user.sees_everything else (Paragraph((ONLY_SEEN,), "note"),)
    blocks = (
        *only_seen,
        Facts(tuple((label, (text,)) for label, text in briefing.facts if text)),
        *visit_blocks(briefing, space),
        *finding_blocks(briefing, space),
        *directive_blocks(briefing, space),
        *to_keep_blocks(briefing, space),
        Paragraph((f"ข้อมูล ณ วันที่ {day} เวลา {time} พิมพ์โดย {briefing.user}",), "printed"),
    )
    head = DocumentHead(TITLE, (briefing.name,))
    return Document(f"{TITLE} {briefing.name}", head, blocks, in_thai=False, is_dense=True)


def days_of(visit: Visit) -> str:
    """The days of a visit, with short months."""
    return thai_range(visit.starts_on, visit.ends_on, month="short")


def more(left: int, address: str, unit: str) -> tuple[Block, ...]:
    """A line that says how many more there are, and leads to them; nothing where there are none."""
    return (Paragraph((Link(f"และอีก {left:,} {unit}", Address(address)),), "note"),) if left > 0 else ()


def visit_blocks(briefing: Briefing, space: PageSpace) -> tuple[Block, ...]:
    """The next plans as lines, then the newest visits in a table."""
    blocks: list[Block] = [Heading("การตรวจเยี่ยมที่ผ่านมา")]
    count = sum(number for _, number in briefing.found(COUNTED_VISITS))
    coming = list(briefing.planned.values_list("pk", flat=True)[:PLANNED])
    past = [key for (key,) in briefing.found(LAST_VISITS)] if count else []
    visits = {visit.pk: visit for visit in VISITS.read([*coming, *past])}
    prefetch_occurring(list(visits.values()), WITH_NAMES)
    # One may be deleted between the two statements.
    for visit in (visits[key] for key in coming if key in visits):
        lead = visit.leads[0].name or visit.leads[0].position if visit.leads else ""
        day = Link(days_of(visit), Address(visit.get_absolute_url()))
        unit = f" {visit.unit.label} ({visit.get_status_display()})"
        led: Text = (" นำโดย ", PersonName(lead)) if lead else ()
        blocks.append(Paragraph((Strong("กำหนดการครั้งต่อไป "), day, unit, *led)))
    if not count:
        return (*blocks, Paragraph(("ไม่มีการตรวจเยี่ยมที่บันทึกไว้",)))
    directives = Directive.objects.visible_to(briefing.user).filter(visit__in=past).order_by()
    given = Counter(dict(directives.values_list("visit").annotate(Count("pk"))))
    rows: list[Row] = []
    for visit in (visits[key] for key in past if key in visits):
        days: list[Text] = [(Link(days_of(visit), Address(visit.get_absolute_url())),)]
        if not visit.is_final:
            days.append((f"({visit.get_record_state_display()})",))
        leads: list[Text] = []
        for row in visit.leads:
            if row.name:
                leads.append((PersonName(document_name(row.name, row.official)),))
            leads.append((row.position,))
        number = str(given[visit.pk])
        rows.append((tuple(days), ((visit.unit.label,),), tuple(leads) or (("–",),), ((number,),)))
    shown = space.take(rows, row_height(VISIT_COLUMNS), PAST_VISITS)
    table = Table("การตรวจเยี่ยมที่ผ่านมา", VISIT_COLUMNS, tuple(shown))
    return (*blocks, table, *more(count - len(shown), briefing.visits_address, "แห่ง"))


def finding_blocks(briefing: Briefing, space: PageSpace) -> tuple[Block, ...]:
    """Problems, other findings and figures that were reported there."""
    counts: Counter[str] = Counter()
    for kind, number, figures in briefing.found(COUNTED_FINDINGS):
        counts["problems" if kind == FindingKind.PROBLEM else "others"] += number - figures
        counts["figures"] += figures
    keys = {
        name: [key for (key,) in briefing.found(NEWEST_FINDINGS, is_kind)] if counts[name] else []
        for name, is_kind in KINDS_OF_FINDINGS.items()
    }
    read = {row.pk: row for row in READ_FINDINGS.read([key for newest in keys.values() for key in newest])}
    newest = {name: [read[key] for key in of_kind if key in read] for name, of_kind in keys.items()}
    blocks: list[Block] = []
    for label, name, most in (
        ("ปัญหาอุปสรรค", "problems", PROBLEMS),
        ("ผลงาน แผนงาน และสิ่งที่ได้เยี่ยมชม", "others", FINDINGS),
    ):
        texts = [(shortened(row.text, LONGEST_TEXT), " ", *source_text(row)) for row in newest[name]]
        if items := space.take(texts, item_height, most):
            blocks += [newest_label(label, len(items), counts[name]), BulletList(tuple(items))]
    cells: list[Row] = []
    for row in newest["figures"]:
        text: Text = (shortened(row.text, LONGEST_SUBJECT), " ", *source_text(row))
        cells.append(((text,), ((figure_text(row),),), ((row.measure,),), ((str(row.year_be or ""),),)))
    if shown := space.take(cells, row_height(FIGURES), NUMBERS):
        blocks += [
            newest_label("ตัวเลข", len(shown), counts["figures"]),
            Table("ตัวเลขที่รายงาน", FIGURES, tuple(shown)),
        ]
    return (Heading("ที่รายงานไว้"), *blocks) if blocks else ()


def newest_label(label: str, shown: int, count: int) -> Paragraph:
    """The label of a list; where not all are shown, with how many there are."""
    of_all = "" if count == shown else f" ({shown} รายการล่าสุด จาก {count:,} รายการ)"
    return Paragraph((Strong(f"{label}{of_all}"),), "lead-in")


def source_text(row: Finding) -> Text:
    """Where and when it was reported, and the unit that it is about, where that is another one."""
    visit = row.visit
    about = f" เรื่องของ {row.unit.label}" if row.unit and row.unit_id != visit.unit_id else ""
    source = Link(f"{visit.unit.label} {days_of(visit)}", Address(visit.get_absolute_url()))
    return ("(", source, f"{about})")


def directive_blocks(briefing: Briefing, space: PageSpace) -> tuple[Block, ...]:
    """How many open directives touch each dimension, then the newest of each kind, by dimension."""
    heading = Heading("ข้อสั่งการที่ยังไม่แล้วเสร็จ")
    keys = [key for kind in briefing.open_directives for key in kind.newest]
    if not keys:
        return (heading, Paragraph(("ไม่มีข้อสั่งการที่ต้องรายงานผลค้างอยู่",)))
    rows = open_directive_rows(keys, Assignment.objects.as_of(), briefing.today)
    height = row_height(OPEN_COLUMNS)
    blocks: list[Block] = []
    for kind, most in zip(briefing.open_directives, DIRECTIVES, strict=False):
        newest = [rows[key] for key in kind.newest if key in rows]
        shown = space.take(newest, lambda row: height(row.cells), most)
        if not shown:
            continue
        cells = tuple(row.cells for row in sorted(shown, key=lambda row: row.sort_key))
        blocks.append(Paragraph((Strong(f"{kind.title} {kind.number:,} ข้อ"),), "lead-in"))
        blocks.append(Table(kind.title, OPEN_COLUMNS, cells))
        if left := kind.number - len(shown):
            links = [
                run
                for words, address in briefing.links_to(kind, left)
                for run in (" ", Link(words, Address(address)))
            ]
            begin = () if kind.address else (f"และอีก {left:,} ข้อ ทั้งหมดตามหน่วยงาน:",)
            blocks.append(Paragraph((*begin, *links), "note"))
    by_dimension = dimension_table(briefing)
    return (heading, by_dimension, Paragraph((MANY_DIMENSIONS,), "note"), *blocks)


def dimension_table(briefing: Briefing) -> Table:
    """A row for each dimension and a total, a column for each kind of open directives."""
    kinds = briefing.open_directives
    share = 72 // len(kinds)
    columns = (
        TableColumn("มิติ", 100 - share * len(kinds)),
        *(TableColumn(kind.title, share, "number") for kind in kinds),
    )
    names: list[tuple[int | None, str]] = [(row.key, row.name) for row in briefing.dimensions]
    names.append((None, NOT_STATED))
    counts = [(name, [kind.dimensions[key] for kind in kinds]) for key, name in names]
    counts.append(("รวม", [kind.number for kind in kinds]))
    rows = tuple((((name,),), *(((f"{number:,}",),) for number in numbers)) for name, numbers in counts)
    return Table(
        f"ข้อสั่งการที่ยังไม่แล้วเสร็จจำแนกตาม{policy_title(row.policy for row in briefing.dimensions)}", columns, rows
    )


def to_keep_blocks(briefing: Briefing, space: PageSpace) -> tuple[Block, ...]:
    """Policies and advice given there, which ask for no report but are to be kept to."""
    count = sum(number for _, number in briefing.found(COUNTED_TO_KEEP))
    if not count:
        return ()
    texts: list[Text] = []
    for directive in READ_DIRECTIVES.in_order(key for (key,) in briefing.found(NEWEST_TO_KEEP)):
        giver: Text = ()
        if directive.given_name:
            giver = (" ", PersonName(document_name(directive.given_name, directive.given_by)))
        subject = shortened(str(directive), LONGEST_SUBJECT)
        link = Link(subject, Address(directive.get_absolute_url()))
        place = f" {thai_date(directive.visit.starts_on)} ที่ {directive.visit.unit.label}"
        texts.append((f"{directive.get_kind_display()}: ", link, *giver, place))
    shown = space.take(texts, item_height, TO_KEEP)
    address = f"{reverse('directives')}?follow_up=none&{briefing.query}"
    return (Heading("ที่ให้ถือปฏิบัติ"), BulletList(tuple(shown)), *more(count - len(shown), address, "ข้อ"))
