"""Lists of people on paper: in typed order, with the position of the day."""

from visits.documents.blocks import Column, Name, Paragraph, Table
from visits.documents.names import paper_name, post_lines
from visits.models import Role

UNCONFIRMED = "* ตำแหน่ง ณ วันนั้นยังไม่ยืนยัน"
PARTY = (
    Column("ลำดับ", 10, "number"),
    Column("ชื่อ - นามสกุล", 30),
    Column("ตำแหน่ง ณ วันนั้น", 43),
    Column("บทบาท", 17),
)
# Of a trip, where a role says at which stops.
TRAVELLERS = (
    Column("ลำดับ", 10, "number"),
    Column("ชื่อ - นามสกุล", 28),
    Column("ตำแหน่ง ณ วันนั้น", 38),
    Column("บทบาท", 24),
)
HOSTS = (Column("ลำดับ", 10, "number"), Column("ชื่อ - นามสกุล", 30), Column("ตำแหน่ง ณ วันนั้น", 60))


def party_blocks(rows, others, columns=PARTY):
    """`rows` are pairs of an attendance and the words for its role, parts of which stand on lines of their own."""
    cells = [(row, (tuple((role,) for role in roles.split(" · ")),)) for row, roles in rows]
    table = _table("รายชื่อคณะผู้ตรวจเยี่ยม", columns, cells)
    return (*table, *_unnamed(others))


def host_blocks(rows, others):
    return (*_table("รายชื่อผู้ให้การต้อนรับ", HOSTS, [(row, ()) for row in rows]), *_unnamed(others))


def _table(label, columns, rows):
    if not rows:
        return ()
    cells = tuple(
        (((str(number),),), (_name(row),), _position(row), *more)
        for number, (row, more) in enumerate(rows, start=1)
    )
    note = (Paragraph((UNCONFIRMED,), "note"),) if any(row.is_unconfirmed for row, _ in rows) else ()
    return (Table(label, columns, cells), *note)


def _name(row):
    if not row.name:
        return ("(ไม่ทราบชื่อ)",)
    behalf = (f" (แทน {row.on_behalf_of})",) if row.on_behalf_of else ()
    return (printed_name(row), *behalf)


def printed_name(row):
    return Name(paper_name(row.name, row.official))


def _position(row):
    """One text a line; the acting post stands below the own."""
    lines = list(post_lines(row.position)) or ["–"]
    if row.is_unconfirmed:
        lines[-1] += " *"
    return tuple((line,) for line in lines)


def _unnamed(others):
    return tuple(Paragraph((line,)) for line in others.split("\n") if line)


def called(row):
    """Name and position within a sentence."""
    name = (printed_name(row), " ") if row.name else ()
    return (*name, row.position)


def lead_of(people):
    return next((row for row in people if row.role == Role.LEAD), None)
