"""Directives that are not done, as rows: dimension, subject and giver, responsible units with state and due day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring
from config.thai.dates import thai_date
from visits.directives.responsible import Responsible, responsible_units
from visits.documents.blocks import Address, Link, PersonName, Row, Strong, TableColumn, Text
from visits.documents.directives import NOT_STATED, due_lines
from visits.documents.people import document_name
from visits.models import Directive, DirectiveDimension
from visits.models.assignment import AssignmentQuerySet
from visits.models.directive import proposed_subject

NAMED_UNITS, LONGEST_SUBJECT = 2, 80
ONLY_SEEN = "แสดงเฉพาะข้อมูลที่ท่านมีสิทธิเห็น"
MANY_DIMENSIONS = "ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ ช่องรวมนับข้อละหนึ่งครั้ง"

READ_DIRECTIVES = KeptRows(Directive.objects.select_related("visit__unit", "given_by").order_by(), "pk")
DIMENSIONS = KeptPrefetch(
    "dimension_links", DirectiveDimension.objects.select_related("dimension"), is_usual=True
)
OPEN_COLUMNS = (
    TableColumn("มิติ", 20),
    TableColumn("เรื่อง", 45),
    TableColumn("หน่วยงานรับผิดชอบ สถานะ และกำหนด", 35),
)


@dataclass(frozen=True)
class OpenDirectiveRow:
    """`dimension` is the order of the first one; None where none is stated."""

    dimension: int | None
    cells: Row

    @property
    def sort_key(self) -> tuple[bool, int | None]:
        """By first dimension, those without any last."""
        return (self.dimension is None, self.dimension)


def shortened(text: str, longest: int) -> str:
    """The text in one line of at most so many letters, cut between words."""
    return proposed_subject(" ".join(text.split()), longest)


def open_directive_rows(
    keys: Sequence[int], assignments: AssignmentQuerySet, on: date, note: str = ""
) -> dict[int, OpenDirectiveRow]:
    """Directive key -> its row, of `assignments` as of a moment; the same number of queries for any, none for none.

    `note` stands below each.
    """
    if not keys:
        return {}
    responsible = responsible_units(keys, on, assignments)
    directives = READ_DIRECTIVES.in_order(keys)
    prefetch_occurring(directives, DIMENSIONS)
    return {row.pk: open_directive_row(row, responsible[row.pk], note) for row in directives}


def open_directive_row(directive: Directive, units: Sequence[Responsible], note: str) -> OpenDirectiveRow:
    """The row of a directive for which these units and groups are responsible."""
    links = directive.dimension_links.all()
    subject = Link(shortened(str(directive), LONGEST_SUBJECT), Address(directive.get_absolute_url()))
    number = (" ", PersonName(f"({directive.number})")) if directive.number else ()
    giver: Text = ()
    if directive.given_name:
        giver = (PersonName(document_name(directive.given_name, directive.given_by)), " ")
    given = (*giver, f"{thai_date(directive.visit.starts_on)} ที่ {directive.visit.unit.label}")

    lines: list[Text] = [(f"{unit.label}: {', '.join(unit.state_labels)}",) for unit in units[:NAMED_UNITS]]
    if not units:
        lines.append(("ยังไม่กำหนดหน่วยงาน",))
    if len(units) > NAMED_UNITS:
        lines.append((f"และอีก {len(units) - NAMED_UNITS} หน่วยงาน",))
    if directive.due_on or directive.due_text:
        lines.append((f"กำหนด {' '.join(due_lines(directive))}",))
    late = min((unit.late_since for unit in units if unit.late_since), default=None)
    if late:
        lines.append((Strong(f"เกินกำหนด {thai_date(late)}"),))
    if note:
        lines.append((note,))
    return OpenDirectiveRow(
        dimension=min((link.dimension.order for link in links), default=None),
        cells=(
            ((", ".join(link.dimension.name for link in links) or NOT_STATED,),),
            ((subject, *number), given),
            tuple(lines),
        ),
    )
