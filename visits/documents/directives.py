"""Directives in documents: by kind, each with responsible units, dimensions and due day; and what has been reported."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from config.thai.dates import thai_date
from visits.documents.blocks import (
    Block,
    Cell,
    DocumentSection,
    Paragraph,
    PersonName,
    Row,
    Strong,
    Table,
    TableColumn,
    Text,
)
from visits.documents.people import document_name
from visits.models import FOLLOWED_UP, Assignment, Directive, DirectiveKind, FollowUp
from visits.records.reading import DirectiveRead

COLUMNS = (
    TableColumn("ข้อ", 6, "number"),
    TableColumn("สาระสำคัญ", 39),
    TableColumn("หน่วยงานรับผิดชอบ", 22),
    TableColumn("มิติ", 17),
    TableColumn("กำหนด", 16),
)
PROGRESS = (
    TableColumn("ข้อ", 6, "number"),
    TableColumn("เรื่อง", 32),
    TableColumn("หน่วยงาน", 20),
    TableColumn("สถานะ", 18),
    TableColumn("รายงานล่าสุด", 24),
)
NOT_STATED = "ไม่ระบุ"
ROLE_WORDS = {"lead": " (หลัก)", "coordinate": " (ประสาน)", "support": ""}

Grouped = TypeVar("Grouped")


def directive_sections(directives: Sequence[Directive]) -> tuple[DocumentSection, ...]:
    """One section for each kind that occurs, in the order of the kinds."""
    sections = []
    for kind in DirectiveKind:
        rows = [directive for directive in directives if directive.kind == kind]
        if rows:
            sections.append(DocumentSection(kind.label, kind_blocks(kind, rows)))
    return tuple(sections)


def kind_blocks(kind: DirectiveKind, directives: Sequence[Directive]) -> tuple[Block, ...]:
    """Consecutive directives of one person in a table below the name; the numbers run on."""
    blocks: list[Block] = []
    number = 1
    for giver, rows in runs_of(directives, giver_text):
        if giver:
            blocks.append(Paragraph(giver, "lead-in"))
        table_rows = tuple(directive_row(*numbered) for numbered in enumerate(rows, start=number))
        blocks.append(Table(kind.label, COLUMNS, table_rows))
        number += len(rows)
    return tuple(blocks)


def runs_of(rows: Iterable[Grouped], key: Callable[[Grouped], Any]) -> list[tuple[Any, list[Grouped]]]:
    """Pairs of a key and the consecutive rows that share it."""
    return [(shared, list(same)) for shared, same in groupby(rows, key)]


def giver_text(directive: Directive) -> Text:
    """ "โดย" and who gave the directive, in which capacity; empty where nobody is named."""
    if not directive.given_name:
        return (directive.given_as,) if directive.given_as else ()
    name = PersonName(document_name(directive.given_name, directive.given_by))
    return (Strong("โดย "), name, " ", directive.given_as)


def directive_row(number: int, directive: Directive) -> Row:
    """Number, substance, responsible units, dimensions and due day of a directive."""
    dimensions = [link.dimension.name for link in directive.dimension_links.all()]
    if len(dimensions) > 1:
        dimensions = [f"- {name}" for name in dimensions]
    return (
        ((str(number),),),
        substance(directive),
        tuple((line,) for line in responsible_lines(directive)) or (("–",),),
        tuple((name,) for name in dimensions) or ((NOT_STATED,),),
        tuple((line,) for line in due_lines(directive)),
    )


def substance(directive: Directive) -> Cell:
    """Subject, text, programmes, resolution and number; a subject taken from the text itself is left out."""
    lines: list[Text] = []
    if directive.subject and not directive.text.startswith(directive.subject.rstrip("…")):
        lines.append((Strong(directive.subject),))
    lines += [(line,) for line in directive.text.split("\n") if line]
    programmes = ", ".join(str(programme) for programme in directive.programmes.all())
    if programmes:
        lines.append((f"โครงการ/ระบบงาน: {programmes}",))
    if directive.resolution:
        lines.append((f"ผลการพิจารณา: {directive.resolution}",))
    if directive.number:
        lines.append((f"({directive.number})",))
    return tuple(lines)


def responsible_lines(directive: Directive) -> list[str]:
    """Single units by name, a group by its own name and number, else the words of "addressed to"."""
    reading = DirectiveRead(directive)
    lines = [f"{row.unit.label}{ROLE_WORDS[row.role]}" for row in reading.single]
    lines += [f"{group.name} ({len(group.rows)} หน่วยงาน)" for group in reading.groups]
    return lines or [line for line in directive.addressed_to.split("\n") if line]


def due_lines(directive: Directive) -> list[str]:
    """The due day and its words; where there is neither, how the directive is followed up."""
    lines = [thai_date(directive.due_on)] if directive.due_on else []
    lines += [directive.due_text] if directive.due_text else []
    return lines or [FollowUp(directive.follow_up).label]


def progress_table(directives: Iterable[Directive]) -> Table | None:
    """What has been reported last on each directive that is followed up; None where there is none."""
    followed = [
        directive
        for directive in directives
        if directive.follow_up in FOLLOWED_UP and directive.assignments.all()
    ]
    rows: list[Row] = []
    for number, directive in enumerate(followed, start=1):
        reading = DirectiveRead(directive)
        units = [(row.unit.label, row.get_state_display(), [row]) for row in reading.single]
        units += [(group.name, group.states, group.rows) for group in reading.groups]
        first = (str(number), directive.subject or directive.text.split("\n")[0])
        for unit, states, assignments in units:
            lines = tuple((state,) for state in states.split(" · "))
            rows.append((((first[0],),), ((first[1],),), ((unit,),), lines, latest_report(assignments)))
            first = ("", "")
    return Table("ผลการติดตามข้อสั่งการ", PROGRESS, tuple(rows)) if rows else None


def latest_report(assignments: Sequence[Assignment]) -> Cell:
    """Day and words of the last report of a unit; of a group, how many have reported."""
    entries = [entry for row in assignments for entry in row.progress.all() if entry.text]
    if not entries:
        return (("–",),)
    if len(assignments) > 1:
        return ((f"รายงานแล้ว {len({entry.assignment_id for entry in entries})} หน่วยงาน",),)
    last = entries[-1]
    return ((f"{thai_date(last.reported_on or last.recorded_at)}: {last.text}",),)
