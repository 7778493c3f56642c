"""The report of one visit: what stands on the sheet, in order, as plain values."""

from dataclasses import dataclass

from visits.documents.blocks import Column, Facts, Listed, Name, Paragraph, Section, Table, numbered
from visits.documents.directives import order_sections, progress_table, runs_of
from visits.documents.names import paper_name
from visits.documents.people import host_blocks, party_blocks
from visits.models import FindingKind, RecordState, Status
from visits.models.wording import figure
from visits.records.reading import by_kind

FIGURES = (
    Column("รายการ", 45),
    # Room for hundreds of millions with two decimals in Thai digits.
    Column("จำนวน", 24, "number"),
    Column("หน่วยนับ", 18),
    Column("ปี พ.ศ.", 13, "number"),
)
WITHOUT_YEAR = (Column("รายการ", 60), Column("จำนวน", 20, "number"), Column("หน่วยนับ", 20))


@dataclass(frozen=True)
class Head:
    """What stands above the sections: the kind of paper, what about, and marks such as ร่าง."""

    title: str
    lines: tuple
    marks: tuple = ()


def visit_head(told, asked):
    visit = told.visit
    when = f"เมื่อ{told.days}" if told.days.startswith("วัน") else f"เมื่อวันที่ {told.days}"
    lines = (visit.unit.name, when if visit.status == Status.DONE else when.removeprefix("เมื่อ"))
    number = (f"เลขทะเบียน {visit.number}",) if visit.number else ()
    return Head("รายงานผลการตรวจเยี่ยม", (*lines, *number), tuple(marks(visit, asked)))


def marks(visit, asked):
    if asked.is_public:
        yield "ฉบับเผยแพร่"
    if visit.record_state != RecordState.FINAL:
        yield f"{visit.get_record_state_display()} ข้อมูลยังไม่ได้รับการรับรอง"
    if visit.status != Status.DONE:
        yield visit.get_status_display()
    if visit.is_internal:
        yield "ใช้ภายในหน่วยงาน"


def visit_blocks(told, asked):
    party = party_blocks([(row, row.get_role_display()) for row in told.party], told.visit.others_party)
    sections = [
        Section("วัน เวลา และสถานที่", (when_and_where(told),)),
        Section("คณะผู้ตรวจเยี่ยม", party),
        *told_sections(told, asked),
    ]
    return tuple(numbered(present(sections)))


def present(sections):
    return [section for section in sections if section.blocks]


def told_sections(told, asked):
    """All sections of a visit but when, where and the party, which a trip tells once."""
    visit = told.visit
    findings = [row for row in visit.findings.all() if asked.findings and asked.shows(row)]
    directives = [row for row in visit.directives.all() if asked.shows(row)]
    groups = by_kind(findings, {row.official_id: row.name for row in (*told.party, *told.hosts)})
    problem = FindingKind.PROBLEM.label
    return present(
        [
            Section("ผู้ให้การต้อนรับ", host_blocks(told.hosts, visit.others_hosts)),
            Section("วัตถุประสงค์", paragraphs(visit.purpose)),
            Section("สรุปผลการตรวจเยี่ยม", paragraphs(visit.summary)),
            Section("สรุปผลการรับฟัง", finding_sections(group for group in groups if group.label != problem)),
            *(Section(problem, finding_blocks(group)) for group in groups if group.label == problem),
            Section("ข้อสั่งการและข้อแนะนำ", order_sections(directives)),
            Section("ผลการติดตามข้อสั่งการ", follow_up_blocks(directives, asked)),
        ]
    )


def when_and_where(told):
    visit = told.visit
    hours = f" เวลา {told.hours}" if told.hours else ""
    pairs = [
        ("วันที่", f"{told.days}{hours}"),
        ("หน่วยงาน", visit.unit.name),
        ("สถานที่", visit.place),
        ("จังหวัด", province_beyond(visit)),
        ("กิจกรรม", ", ".join(str(row) for row in visit.activities.all())),
        ("นโยบาย", ", ".join(str(row) for row in visit.policies.all())),
        (f"เหตุผลที่{visit.get_status_display()}", visit.status_reason),
        ("เลื่อนไปเป็น", str(visit.moved_to or "")),
    ]
    return Facts(tuple((label, (text,)) for label, text in pairs if text))


def province_beyond(visit):
    """The province, unless the place already says it."""
    named = visit.province and visit.province.name not in visit.place
    return visit.province.name if named else ""


def paragraphs(text):
    return tuple(Paragraph((line,), "opening") for line in text.split("\n") if line)


def finding_sections(groups):
    return tuple(Section(group.label, finding_blocks(group)) for group in groups)


def finding_blocks(group):
    """What one person reported in a row stands below the name, words first, then figures."""
    blocks = []
    for name, rows in runs_of(group.told, reporter):
        blocks += [*lead_in("รายงานโดย ", name), Listed(tuple(finding_text(row) for row in rows))]
    for name, rows in runs_of(group.figures, reporter):
        blocks += [*lead_in("ตัวเลขที่รายงานโดย ", name), figure_table(f"ตัวเลข{group.label}", rows)]
    return tuple(blocks)


def reporter(row):
    return paper_name(row.reporter, row.reported_by)


def lead_in(words, name):
    """Stays with what follows."""
    return (Paragraph((words, Name(name)), "lead-in"),) if name else ()


def finding_text(row):
    """With the unit it is about, where that is not the one visited."""
    other = row.unit_id and row.unit_id != row.visit.unit_id
    return (row.text, f" ({row.unit.label})") if other else (row.text,)


def figure_table(label, rows):
    """With the years where at least one is known."""
    columns = FIGURES if any(row.year_be for row in rows) else WITHOUT_YEAR
    return Table(label, columns, tuple(figure_row(row)[: len(columns)] for row in rows))


def figure_row(row):
    number = f"{row.qualifier} {figure(row.figure)}".strip()
    year = str(row.year_be or "")
    return ((finding_text(row),), ((number,),), ((row.measure,),), ((year,),))


def follow_up_blocks(directives, asked):
    if not (asked.follow_up and directives):
        return ()
    table = progress_table(directives)
    return (table or Paragraph(("ไม่มีข้อสั่งการที่ต้องรายงานผล",)),)
