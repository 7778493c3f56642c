"""People in documents: in typed order, under the name and position of the day.

On memo and report a person is นาย, นาง, นางสาว or a rank, never ดร.; the post acted in stands on a line of its own.
"""

import re
from collections.abc import Iterable

from officials.models import Official
from officials.models.names import PREFIXES, with_prefix
from officials.models.positions import ACTING_WORDS
from visits.documents.blocks import Block, Cell, Paragraph, PersonName, Row, Table, TableColumn
from visits.documents.page_space import fitted_columns
from visits.models import Attendance

PARTY_LABEL = "รายชื่อคณะผู้ตรวจเยี่ยม"
UNCONFIRMED = "* ตำแหน่ง ณ วันนั้นยังไม่ยืนยัน"
PARTY = (
    TableColumn("ลำดับ", 10, "number"),
    TableColumn("ชื่อ - นามสกุล", 30),
    TableColumn("ตำแหน่ง ณ วันนั้น", 43),
    TableColumn("บทบาท", 17),
)
# Of a trip, where a role says at which stops.
TRIP_PARTY = (
    TableColumn("ลำดับ", 10, "number"),
    TableColumn("ชื่อ - นามสกุล", 28),
    TableColumn("ตำแหน่ง ณ วันนั้น", 38),
    TableColumn("บทบาท", 24),
)
HOSTS = (
    TableColumn("ลำดับ", 10, "number"),
    TableColumn("ชื่อ - นามสกุล", 30),
    TableColumn("ตำแหน่ง ณ วันนั้น", 60),
)

ACADEMIC = re.compile(r"^(?:(?:ผศ|รศ|ศ|ดร)\. ?)+")
BEFORE_ACTING = re.compile(f" +(?={'|'.join(ACTING_WORDS.values())})")
CIVIL_PREFIXES = tuple(prefix for prefix in PREFIXES if not ACADEMIC.match(prefix))


def document_name(name: str, official: Official | None = None) -> str:
    """The name frozen on the day without academic titles; with the register's prefix where that leaves none."""
    bare = ACADEMIC.sub("", name)
    if bare == name or bare.startswith(CIVIL_PREFIXES) or official is None:
        return bare
    return with_prefix(official.prefix, bare)


def name_of(row: Attendance) -> PersonName:
    """The name of somebody who attended, as printed."""
    return PersonName(document_name(row.name, row.official))


def post_lines(position: str) -> tuple[str, ...]:
    """The position in lines: "รองอธิบดี…" and, where there is one, "รักษาราชการแทน…"."""
    return tuple(BEFORE_ACTING.split(position)) if position else ()


def people_blocks(
    label: str,
    columns: tuple[TableColumn, ...],
    people: Iterable[tuple[Attendance, str | None]],
    others: str,
) -> tuple[Block, ...]:
    """Table of people, then lines about `others` without a name.

    `people` are pairs of an attendance and the words for its role, parted by " · " into lines; None where the table has
    no column for it.
    """
    people = list(people)
    rows: list[Row] = []
    for number, (row, roles) in enumerate(people, start=1):
        behalf = (f" (แทน {row.on_behalf_of})",) if row.on_behalf_of else ()
        name = (name_of(row), *behalf) if row.name else ("(ไม่ทราบชื่อ)",)
        position = list(post_lines(row.position)) or ["–"]
        if row.is_unconfirmed:
            position[-1] += " *"
        cells: list[Cell] = [((str(number),),), (name,), tuple((line,) for line in position)]
        if roles is not None:
            cells.append(tuple((role,) for role in roles.split(" · ")))
        rows.append(tuple(cells))
    blocks: list[Block] = [Table(label, fitted_columns(columns, rows), tuple(rows))] if rows else []
    if any(row.is_unconfirmed for row, _ in people):
        blocks.append(Paragraph((UNCONFIRMED,), "note"))
    return (*blocks, *(Paragraph((line,)) for line in others.split("\n") if line))
