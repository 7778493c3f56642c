"""The report of one visit: its head and its numbered sections, in order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from visits.documents.blocks import (
    Block,
    BulletList,
    DocumentSection,
    Facts,
    Paragraph,
    PersonName,
    Table,
    TableColumn,
    Text,
    numbered,
)
from visits.documents.directives import (
    directive_sections,
    progress_table,
    runs_of,
)
from visits.documents.options import Choices
from visits.documents.people import HOSTS, PARTY, PARTY_LABEL, document_name, people_blocks
from visits.models import Directive, DirectiveKind, Finding, FindingKind, RecordState, Status, Visit
from visits.models.wording import figure
from visits.records.reading import FindingGroup, FindingRead, VisitRead, findings_by_kind

FIGURES = (
    TableColumn("รายการ", 45),
    # Room for hundreds of millions with two decimals in Thai digits.
    TableColumn("จำนวน", 24, "number"),
    TableColumn("หน่วยนับ", 18),
    TableColumn("ปี พ.ศ.", 13, "number"),
)
WITHOUT_YEAR = (
    TableColumn("รายการ", 60),
    TableColumn("จำนวน", 20, "number"),
    TableColumn("หน่วยนับ", 20),
)


@dataclass(frozen=True)
class DocumentHead:
    """What stands above the sections: the kind of document, what it is about, and marks such as ร่าง."""

    title: str
    lines: tuple[str, ...]
    marks: tuple[str, ...] = ()


def visit_head(reading: VisitRead, choices: Choices) -> DocumentHead:
    """Title, unit, day, number and marks of the report of a visit."""
    visit = reading.visit
    when = f"เมื่อ{reading.days}" if reading.days.startswith("วัน") else f"เมื่อวันที่ {reading.days}"
    lines = (visit.unit.name, when if visit.status == Status.DONE else when.removeprefix("เมื่อ"))
    number = (f"เลขทะเบียน {visit.number}",) if visit.number else ()
    return DocumentHead("รายงานผลการตรวจเยี่ยม", (*lines, *number), tuple(marks(visit, choices)))


def marks(visit: Visit, choices: Choices) -> Iterator[str]:
    """What a reader must know of the document: published edition, draft, not yet done, internal."""
    if choices.is_public:
        yield "ฉบับเผยแพร่"
    if visit.record_state != RecordState.FINAL:
        yield f"{visit.get_record_state_display()} ข้อมูลยังไม่ได้รับการรับรอง"
    if visit.certification_note and not choices.is_public:
        yield visit.certification_note
    if visit.status != Status.DONE:
        yield visit.get_status_display()
    if visit.is_internal:
        yield "ใช้ภายในหน่วยงาน"


def visit_blocks(reading: VisitRead, choices: Choices) -> tuple[Block, ...]:
    """All sections of the report of a visit, as one run of headings and blocks."""
    people = ((row, row.get_role_display()) for row in reading.party)
    party = people_blocks(PARTY_LABEL, PARTY, people, reading.visit.others_party)
    sections = [
        DocumentSection("วัน เวลา และสถานที่", (when_and_where(reading),)),
        DocumentSection("คณะผู้ตรวจเยี่ยม", party),
        *visit_sections(reading, choices, directive_numbers([reading], choices)),
    ]
    return tuple(numbered(sections))


def shown_directives(reading: VisitRead, choices: Choices) -> list[Directive]:
    """The directives of a visit that stand in the chosen edition, kind by kind, as they are printed."""
    kinds = list(DirectiveKind)
    shown = (row for row in reading.visit.directives.all() if choices.shows(row))
    return sorted(shown, key=lambda row: kinds.index(DirectiveKind(row.kind)))


def directive_numbers(readings: Iterable[VisitRead], choices: Choices) -> dict[int, int]:
    """Key of each directive -> its number, which runs through the whole document, so that it can be cited."""
    directives = [row for reading in readings for row in shown_directives(reading, choices)]
    return {directive.pk: number for number, directive in enumerate(directives, start=1)}


def visit_sections(reading: VisitRead, choices: Choices, numbers: Mapping[int, int]) -> list[DocumentSection]:
    """The sections of a visit but for day, place and party, which the report of a trip gives once."""
    visit = reading.visit
    findings = [row for row in visit.findings.all() if choices.findings and choices.shows(row)]
    directives = shown_directives(reading, choices)
    hosts = people_blocks(
        "รายชื่อผู้ให้การต้อนรับ", HOSTS, ((row, None) for row in reading.hosts), visit.others_hosts
    )
    groups = findings_by_kind(findings, [*reading.party, *reading.hosts])
    problem = FindingKind.PROBLEM.label
    of_kind = [DocumentSection(group.label, finding_blocks(group)) for group in groups]
    sections = [
        DocumentSection("ผู้ให้การต้อนรับ", hosts),
        DocumentSection("วัตถุประสงค์", paragraphs(visit.purpose)),
        DocumentSection("สรุปผลการตรวจเยี่ยม", paragraphs(visit.summary)),
        DocumentSection("สรุปผลการรับฟัง", tuple(section for section in of_kind if section.title != problem)),
        *(section for section in of_kind if section.title == problem),
        *directive_sections(directives, numbers),
    ]
    if choices.follow_up and directives:
        progress = progress_table(directives, numbers) or Paragraph(("ไม่มีข้อสั่งการที่ต้องรายงานผล",))
        sections.append(DocumentSection("ผลการติดตามข้อสั่งการ", (progress,)))
    return [section for section in sections if not section.is_empty]


def when_and_where(reading: VisitRead) -> Facts:
    """Day, hours, unit, place, province, activities and policies of a visit, and what became of a plan."""
    visit = reading.visit
    province = visit.province.name if visit.province and visit.province.name not in visit.place else ""
    pairs = [
        ("วันที่", f"{reading.days} เวลา {reading.hours}" if reading.hours else reading.days),
        ("หน่วยงาน", visit.unit.name),
        ("สถานที่", visit.place),
        ("จังหวัด", province),
        ("กิจกรรม", ", ".join(str(row) for row in visit.activities.all())),
        ("นโยบาย", ", ".join(str(row) for row in visit.policies.all())),
        (f"เหตุผลที่{visit.get_status_display()}", visit.status_reason),
        ("เลื่อนไปเป็น", str(visit.moved_to or "")),
    ]
    return Facts(tuple((label, (text,)) for label, text in pairs if text))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """An indented paragraph for each line of a text that was typed."""
    return tuple(Paragraph((line,), "opening") for line in text.split("\n") if line)


def finding_blocks(group: FindingGroup) -> tuple[Block, ...]:
    """What one person reported in a row stands below the name, words first, then figures."""
    blocks: list[Block] = []

    def add(lead_in: str, rows: Iterable[FindingRead], block: Callable[[Sequence[Finding]], Block]) -> None:
        for name, same in runs_of(rows, lambda read: document_name(read.reporter, read.row.reported_by)):
            if name:
                blocks.append(Paragraph((lead_in, PersonName(name)), "lead-in"))
            blocks.append(block([read.row for read in same]))

    add("รายงานโดย ", group.in_words, lambda rows: BulletList(tuple(map(finding_text, rows))))
    add("ตัวเลขที่รายงานโดย ", group.figures, lambda rows: figure_table(f"ตัวเลข{group.label}", rows))
    return tuple(blocks)


def finding_text(row: Finding) -> Text:
    """The text, with the unit that it is about where that is not the one visited."""
    if row.unit and row.unit_id != row.visit.unit_id:
        return (row.text, f" ({row.unit.label})")
    return (row.text,)


def figure_text(row: Finding) -> str:
    """ "กว่า 2,180": the figure of a finding with its qualifier."""
    return f"{row.qualifier} {figure(row.figure)}".strip() if row.figure is not None else ""


def figure_table(label: str, rows: Sequence[Finding]) -> Table:
    """Figures with their measure, and with the years where at least one is known."""
    columns = FIGURES if any(row.year_be for row in rows) else WITHOUT_YEAR
    cells = [
        (
            (finding_text(row),),
            ((figure_text(row),),),
            ((row.measure,),),
            ((str(row.year_be or ""),),),
        )[: len(columns)]
        for row in rows
    ]
    return Table(label, columns, tuple(cells))
