"""Open orders in a table: dimension, what was said by whom and when, who answers and how far it is."""

from dataclasses import dataclass

from django.db.models import Prefetch

from config.thai.dates import thai_date
from visits.directives.responsible import answers
from visits.documents.blocks import Address, Column, Link, Name, Strong
from visits.documents.directives import NOT_STATED, due
from visits.documents.names import paper_name
from visits.models import Directive, DirectiveDimension
from visits.models.directive import proposed_subject

ANSWERS, LONGEST_SUBJECT = 2, 80
ONLY_SEEN = "แสดงเฉพาะข้อมูลที่ท่านมีสิทธิเห็น"
MANY_DIMENSIONS = "ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ ช่องรวมนับข้อละหนึ่งครั้ง"

OPEN = (
    Column("มิติ", 20),
    Column("เรื่อง", 45),
    Column("หน่วยงานรับผิดชอบ สถานะ และกำหนด", 35),
)


def shortened(text, longest):
    return proposed_subject(" ".join(text.split()), longest)


def order_rows(keys, parts, on, note=""):
    """Directive key -> its `OrderRow`, of parts `as_of` a moment; the same number of queries for any.

    `note` stands below each.
    """
    dimensions = DirectiveDimension.objects.select_related("dimension")
    rows = Directive.objects.select_related("visit__unit", "given_by").prefetch_related(
        Prefetch("dimension_links", dimensions)
    )
    told = answers(parts.filter(directive__in=keys), on)
    found = rows.in_bulk(keys)
    return {key: _order_row(found[key], told[key], note) for key in keys}


@dataclass(frozen=True)
class OrderRow:
    """`dimension` is the number of the first one; None where none is stated."""

    dimension: int | None
    cells: tuple


def by_first_dimension(row):
    return (row.dimension is None, row.dimension)


def _order_row(one, told, note):
    links = one.dimension_links.all()
    first = min((link.dimension.order for link in links), default=None)
    cells = (
        ((", ".join(link.dimension.name for link in links) or NOT_STATED,),),
        tuple(_said(one)),
        (*_answering(told), *_due(one, told), *([(note,)] if note else [])),
    )
    return OrderRow(first, cells)


def _said(one):
    subject = Link(shortened(str(one), LONGEST_SUBJECT), Address(one.get_absolute_url()))
    yield (subject, " ", Name(f"({one.number})")) if one.number else (subject,)
    giver = (Name(paper_name(one.given_name, one.given_by)), " ") if one.given_name else ()
    yield (*giver, f"{thai_date(one.visit.starts_on)} ที่ {one.visit.unit.label}")


def _answering(told):
    if not told:
        yield ("ยังไม่กำหนดหน่วยงาน",)
    for answer in told[:ANSWERS]:
        yield (f"{answer.label}: {', '.join(answer.words)}",)
    if len(told) > ANSWERS:
        yield (f"และอีก {len(told) - ANSWERS} หน่วยงาน",)


def _due(one, told):
    if one.due_on or one.due_text:
        yield (f"กำหนด {' '.join(due(one))}",)
    late = min((answer.late_since for answer in told if answer.late_since), default=None)
    if late:
        yield (Strong(f"เกินกำหนด {thai_date(late)}"),)
