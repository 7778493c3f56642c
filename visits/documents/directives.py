"""Directives on paper: by kind, each with who answers for it, its dimensions and its due day; and what became of it."""

from itertools import groupby

from config.thai.dates import thai_date
from visits.documents.blocks import Column, Name, Paragraph, Section, Strong, Table
from visits.documents.names import paper_name
from visits.models import FOLLOWED_UP, DirectiveKind, FollowUp
from visits.records.reading import DirectiveRead

COLUMNS = (
    Column("ข้อ", 6, "number"),
    Column("สาระสำคัญ", 39),
    Column("หน่วยงานรับผิดชอบ", 22),
    Column("มิติ", 17),
    Column("กำหนด", 16),
)
PROGRESS = (
    Column("ข้อ", 6, "number"),
    Column("เรื่อง", 32),
    Column("หน่วยงาน", 20),
    Column("สถานะ", 18),
    Column("รายงานล่าสุด", 24),
)
NOT_STATED = "ไม่ระบุ"
ROLE_WORDS = {"lead": " (หลัก)", "coordinate": " (ประสาน)", "support": ""}


def order_sections(directives):
    """One section a kind, in the order of the kinds."""
    found = []
    for kind in DirectiveKind:
        rows = [one for one in directives if one.kind == kind]
        if rows:
            found.append(Section(kind.label, tuple(_by_giver(kind, rows))))
    return tuple(found)


def _by_giver(kind, directives):
    """Consecutive orders of one person stand in one table below the name; the count runs on."""
    number = 1
    for giver, rows in runs_of(directives, _giver):
        if giver:
            yield Paragraph(giver, "lead-in")
        yield Table(kind.label, COLUMNS, tuple(_row(n, one) for n, one in enumerate(rows, start=number)))
        number += len(rows)


def runs_of(rows, key):
    """Pairs of a key and the consecutive rows that share it."""
    return [(shared, list(found)) for shared, found in groupby(rows, key)]


def _giver(one):
    name = (Strong("โดย "), Name(paper_name(one.given_name, one.given_by)), " ") if one.given_name else ()
    return (*name, one.given_as) if name or one.given_as else ()


def _row(number, one):
    return (
        ((str(number),),),
        tuple(_substance(one)),
        tuple((line,) for line in _responsible(one)) or (("–",),),
        _dimensions(one),
        tuple((line,) for line in due(one)),
    )


def _dimensions(one):
    names = [link.dimension.name for link in one.dimension_links.all()]
    if len(names) > 1:
        names = [f"- {name}" for name in names]
    return tuple((name,) for name in names) or ((NOT_STATED,),)


def _substance(one):
    if one.subject and not _begins_alike(one.text, one.subject):
        yield (Strong(one.subject),)
    yield from ((line,) for line in one.text.split("\n") if line)
    programmes = ", ".join(str(row) for row in one.programmes.all())
    if programmes:
        yield (f"โครงการ/ระบบงาน: {programmes}",)
    if one.resolution:
        yield (f"ผลการพิจารณา: {one.resolution}",)
    if one.number:
        yield (f"({one.number})",)


def _begins_alike(text, subject):
    """A subject proposed from the text itself says nothing new."""
    return text.startswith(subject.rstrip("…"))


def _responsible(one):
    """Single units by name, a group by its own name and number, else the words that were said."""
    told = DirectiveRead(one)
    lines = [f"{row.unit.label}{ROLE_WORDS[row.role]}" for row in told.single]
    lines += [f"{group.name} ({len(group.rows)} หน่วยงาน)" for group in told.groups]
    return lines or [line for line in one.addressed_to.split("\n") if line]


def due(one):
    lines = [thai_date(one.due_on)] if one.due_on else []
    lines += [one.due_text] if one.due_text else []
    return lines or [FollowUp(one.follow_up).label]


def progress_table(directives):
    """What has been reported so far on each order that is followed up; nothing where there is none."""
    followed = [one for one in directives if one.follow_up in FOLLOWED_UP and one.assignments.all()]
    rows = [row for number, one in enumerate(followed, start=1) for row in _progress_rows(number, one)]
    return Table("ผลการติดตามข้อสั่งการ", PROGRESS, tuple(rows)) if rows else None


def _progress_rows(number, one):
    told = DirectiveRead(one)
    subject = one.subject or one.text.split("\n")[0]
    parts = [(row.unit.label, row.get_state_display(), _latest([row])) for row in told.single]
    parts += [(group.name, group.states, _latest(group.rows)) for group in told.groups]
    for index, (unit, state, latest) in enumerate(parts):
        head = (str(number), subject) if index == 0 else ("", "")
        states = tuple((part,) for part in state.split(" · "))
        yield (((head[0],),), ((head[1],),), ((unit,),), states, latest)


def _latest(rows):
    """Day and words of the last report of a unit; of a group, how many have reported."""
    told = [entry for row in rows for entry in row.progress.all() if entry.text]
    if not told:
        return (("–",),)
    if len(rows) > 1:
        return ((f"รายงานแล้ว {len({entry.assignment_id for entry in told})} หน่วยงาน",),)
    last = told[-1]
    day = thai_date(last.reported_on or last.recorded_at)
    return ((f"{day}: {last.text}",),)
