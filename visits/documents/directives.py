"""Directives in documents: by kind, each with responsible units, dimensions and due day; and what has been reported."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

from django.utils import timezone

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
from visits.documents.page_space import fitted_columns
from visits.documents.people import document_name
from visits.models import FOLLOWED_UP, Assignment, Directive, DirectiveKind, FollowUp
from visits.records.reading import DirectiveRead

NUMBER = TableColumn("ข้อ", 6, "number")
DIMENSIONS = TableColumn("มิติ", 17)
DUE = TableColumn("กำหนด", 16)
# What is said of a directive of each kind, and to whom.
WORDS = {
    DirectiveKind.SUGGESTION: (TableColumn("ข้อเสนอแนะ", 61), TableColumn("เสนอต่อ", 22)),
    DirectiveKind.COMMENDATION: (TableColumn("ข้อความชื่นชม", 61), TableColumn("ผู้ได้รับคำชื่นชม", 22)),
}
USUAL_WORDS = (TableColumn("สาระสำคัญ", 39), TableColumn("หน่วยงานรับผิดชอบ", 22))
TO_KEEP = Paragraph(("ให้ถือปฏิบัติ โดยไม่ต้องรายงานผล",), "note")
PROGRESS = (
    NUMBER,
    TableColumn("เรื่อง", 32),
    TableColumn("หน่วยงาน", 20),
    TableColumn("สถานะ", 18),
    TableColumn("รายงานล่าสุด", 24),
)
NOT_STATED = "ไม่ระบุ"
BINDING = "ข้อสั่งการและข้อแนะนำ"

Grouped = TypeVar("Grouped")


def counts_by_kind(directives: Iterable[Directive]) -> str:
    """ "ข้อสั่งการ (มอบหมาย) 5 ข้อ ข้อแนะนำ 2 ข้อ": how many of each kind that occurs."""
    counts = Counter(directive.kind for directive in directives)
    return " ".join(f"{kind.label} {counts[kind]} ข้อ" for kind in DirectiveKind if counts[kind])


def directive_sections(
    directives: Sequence[Directive], numbers: Mapping[int, int]
) -> tuple[DocumentSection, ...]:
    """What binds, kind by kind; then, under headings of their own, suggestions of others and praise.

    `numbers` gives the number of each directive, by its key, in the whole document.
    """
    binding = [directive for directive in directives if DirectiveKind(directive.kind).is_binding]
    kinds = [kind for kind in DirectiveKind if kind in {directive.kind for directive in directives}]
    of_kind = {
        kind: kind_blocks(kind, [row for row in directives if row.kind == kind], numbers) for kind in kinds
    }
    subsections = [DocumentSection(kind.label, of_kind[kind]) for kind in kinds if kind.is_binding]
    count = (Paragraph((counts_by_kind(binding),), "lead-in"),) if len(subsections) > 1 else ()
    return (
        DocumentSection(BINDING, (*count, *subsections)),
        *(DocumentSection(kind.label, of_kind[kind]) for kind in kinds if not kind.is_binding),
    )


def kind_blocks(
    kind: DirectiveKind, directives: Sequence[Directive], numbers: Mapping[int, int]
) -> tuple[Block, ...]:
    """Consecutive directives of one person in a table below the name, with the columns that this kind needs."""
    has_dimensions = kind.is_binding or any(row.dimension_links.all() for row in directives)
    has_due = any(due_lines(directive) for directive in directives)
    columns = [NUMBER, *WORDS.get(kind, USUAL_WORDS)]
    columns += [DIMENSIONS] if has_dimensions else []
    columns += [DUE] if has_due else []
    rows = {row.pk: directive_row(numbers[row.pk], row, has_dimensions, has_due) for row in directives}
    fitted = fitted_columns(columns, list(rows.values()))
    blocks: list[Block] = []
    for giver, same in runs_of(directives, giver_text):
        if giver:
            blocks.append(Paragraph(giver, "lead-in"))
        blocks.append(Table(kind.label, fitted, tuple(rows[row.pk] for row in same)))
    if kind.is_binding and not has_due:
        blocks.append(TO_KEEP)
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


def directive_row(number: int, directive: Directive, has_dimensions: bool, has_due: bool) -> Row:
    """Number, substance, responsible units and, where the table has them, dimensions and due day of a directive."""
    cells: list[Cell] = [
        ((str(number),),),
        substance(directive),
        tuple((line,) for line in responsible_lines(directive)) or (("–",),),
    ]
    if has_dimensions:
        names = [link.dimension.name for link in directive.dimension_links.all()]
        if len(names) > 1:
            names = [f"- {name}" for name in names]
        cells.append(tuple((name,) for name in names) or ((NOT_STATED,),))
    if has_due:
        cells.append(tuple((line,) for line in due_lines(directive) or [FollowUp.NONE.label]))
    return tuple(cells)


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
    lines = [row.unit_in_role for row in reading.single]
    lines += [f"{group.name} ({len(group.rows)} หน่วยงาน)" for group in reading.groups]
    return lines or [line for line in directive.addressed_to.split("\n") if line]


def due_lines(directive: Directive) -> list[str]:
    """The due day and its words; else in which rounds it is reported on; nothing where no report is wanted."""
    lines = [thai_date(directive.due_on)] if directive.due_on else []
    lines += [directive.due_text] if directive.due_text else []
    if not lines and directive.follow_up in FOLLOWED_UP:
        lines = [FollowUp(directive.follow_up).label]
    return lines


def progress_table(directives: Iterable[Directive], numbers: Mapping[int, int]) -> Table | None:
    """What has been reported last on each directive that is followed up; None where there is none."""
    rows: list[Row] = []
    for directive in directives:
        if directive.follow_up not in FOLLOWED_UP:
            continue
        reading = DirectiveRead(directive)
        units = [(row.unit.label, row.get_state_display(), [row]) for row in reading.single]
        units += [(group.name, group.states, group.rows) for group in reading.groups]
        first = (str(numbers[directive.pk]), directive.subject or directive.text.split("\n")[0])
        for unit, states, assignments in units:
            lines = tuple((state,) for state in states.split(" · "))
            rows.append((((first[0],),), ((first[1],),), ((unit,),), lines, latest_report(assignments)))
            first = ("", "")
    return Table("ผลการติดตามข้อสั่งการ", fitted_columns(PROGRESS, rows), tuple(rows)) if rows else None


def latest_report(assignments: Sequence[Assignment]) -> Cell:
    """Day and words of the last report of a unit; of a group, how many have reported."""
    entries = [entry for row in assignments for entry in row.progress.all() if entry.text]
    if not entries:
        return (("–",),)
    if len(assignments) > 1:
        return ((f"รายงานแล้ว {len({entry.assignment_id for entry in entries})} หน่วยงาน",),)
    last = entries[-1]
    day = last.reported_on or timezone.localdate(last.recorded_at)
    return ((f"{thai_date(day)}: {last.text}",),)
