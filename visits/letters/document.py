"""หนังสือแจ้งข้อสั่งการ as Word: memo, external letter or circular, with the directives and a form to report on."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import zip_longest

from docx.document import Document as WordFile
from docx.shared import Length, Mm

from config.stored_files import read_stored
from config.thai.dates import thai_date
from visits.documents.blocks import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Strong,
    Table,
    TableColumn,
    in_thai_digits,
    without_unprintable,
)
from visits.documents.document import Document
from visits.documents.memo import Letterhead
from visits.documents.visit_report import DocumentHead
from visits.documents.word import (
    CENTRE,
    CREST_HEIGHT,
    RIGHT,
    add_letterhead,
    add_paragraph,
    begin_word,
    finish_word,
)
from visits.models import FOLLOWED_UP, Assignment, Letter, LetterForm, Office
from visits.models.letter import INSIDE

BLANK = "." * 40
DIRECTIVES = (
    TableColumn("ข้อ", 8, "number"),
    TableColumn("ข้อสั่งการ", 74),
    TableColumn("กำหนด", 18),
)
REPORTS = (
    TableColumn("ข้อ", 8, "number"),
    TableColumn("ข้อสั่งการ", 32),
    TableColumn("ผลการดำเนินการ", 34),
    TableColumn("ปัญหาอุปสรรค", 26),
)
REPLY_FORM = "แบบรายงานผลการดำเนินการตามข้อสั่งการ"
RECIPIENTS = (TableColumn("ที่", 8, "number"), TableColumn("หน่วยงาน", 42)) * 2
HANGING = Mm(15)
ENCLOSED = Mm(34)


def letter_word(letter: Letter, assignments: Sequence[Assignment], office: Office) -> bytes:
    """The letter as the content of a .docx file; where nothing is known yet, a dotted line is left to write on."""
    inside = letter.form == LetterForm.MEMO
    if letter.form == LetterForm.CIRCULAR:
        # A memo too where all who get it belong to the ministry.
        inside = all(assignment.unit.kind in INSIDE for assignment in assignments)
    numbered = list(enumerate(one_for_each_directive(assignments), start=1))
    letterhead = Letterhead.of(office, letter.subject, letter.recipients, letter.number, letter.dated_on)
    enclosed = ["รายชื่อหน่วยงาน จำนวน 1 ฉบับ"] if letter.form == LetterForm.CIRCULAR else []
    if to_report(numbered):
        enclosed.append(f"{REPLY_FORM} จำนวน 1 ฉบับ")
    if len(enclosed) > 1:
        enclosed = [f"{number}. {line}" for number, line in enumerate(enclosed, 1)]
    # At the foot of a letter stands who answers for it, with the telephone.
    owner = (office.agency,) if office.agency else (f"ส่วนราชการเจ้าของเรื่อง {BLANK}", f"โทร. {BLANK}")
    blocks = (
        *body_blocks(numbered, inside),
        *(Paragraph((line,)) for line in (() if inside else ("", *owner))),
        *(recipient_blocks(assignments) if letter.form == LetterForm.CIRCULAR else ()),
        *reply_form_blocks(numbered),
    )
    title = f"หนังสือแจ้งข้อสั่งการ {letter.subject}"
    # Margins and page numbers are those of a memo in all three forms.
    letterhead = without_unprintable(in_thai_digits(letterhead))
    document = without_unprintable(in_thai_digits(Document(title, DocumentHead("", ()), blocks, letterhead)))
    file = begin_word(document)
    if inside:
        add_letterhead(file, document.head, letterhead)
    else:
        add_outside_head(file, letterhead, in_thai_digits(tuple(enclosed)))
    file.paragraphs[-1].paragraph_format.space_after = Mm(2)
    return finish_word(file, document.blocks)


def one_for_each_directive(assignments: Sequence[Assignment]) -> list[Assignment]:
    """One assignment of each directive; of several units' the one that is due first."""
    first: dict[int, Assignment] = {}
    for assignment in assignments:
        other = first.setdefault(assignment.directive_id, assignment)
        if (assignment.effective_due_on or date.max) < (other.effective_due_on or date.max):
            first[assignment.directive_id] = assignment
    return list(first.values())


def to_report(numbered: Sequence[tuple[int, Assignment]]) -> list[tuple[int, Assignment]]:
    """Those that ask for a report; what is only to be kept to does not."""
    return [pair for pair in numbered if pair[1].directive.follow_up in FOLLOWED_UP]


def add_outside_head(file: WordFile, letterhead: Letterhead, enclosed: tuple[str, ...]) -> None:
    """ครุฑ in the middle, number left, sender right, then the day, the subject, the recipient and what is enclosed."""
    if letterhead.crest_file:
        paragraph = add_paragraph(file, (), alignment=CENTRE)
        crest = BytesIO(read_stored(str(letterhead.crest_file.name)))
        paragraph.add_run().add_picture(crest, height=CREST_HEIGHT * 2)
    add_paragraph(file, (f"ที่ {letterhead.reference or BLANK}",))
    add_paragraph(file, (letterhead.agency or BLANK,), alignment=RIGHT)
    day = add_paragraph(file, (letterhead.dated or BLANK,), alignment=CENTRE)
    day.paragraph_format.space_before = Mm(2)
    add_labelled(file, "เรื่อง", (letterhead.subject,), HANGING)
    add_labelled(file, "เรียน", (letterhead.to,), HANGING)
    add_labelled(file, "สิ่งที่ส่งมาด้วย", enclosed, ENCLOSED)


def add_labelled(file: WordFile, label: str, lines: tuple[str, ...], indent: Length) -> None:
    """The label, and beside it one line or several, with a hanging indent."""
    for number, line in enumerate(lines):
        paragraph = add_paragraph(file, (f"{'' if number else label}\t{line}",))
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = indent, -indent
        form.tab_stops.add_tab_stop(indent)
        form.space_before = None if number else Mm(2)


def body_blocks(numbered: Sequence[tuple[int, Assignment]], inside: bool) -> Iterator[Block]:
    """Cause, directives, what is asked and by when, closing and signature."""
    cause = "ด้วยผู้บริหารกระทรวงอุตสาหกรรมได้ลงพื้นที่ตรวจเยี่ยมหน่วยงาน และมีข้อสั่งการที่เกี่ยวข้องกับหน่วยงานของท่าน"
    yield Paragraph((f"{cause} จำนวน {len(numbered)} เรื่อง ดังนี้",), "opening")
    yield Table("ข้อสั่งการ", DIRECTIVES, tuple(directive_row(*pair) for pair in numbered))
    if to_answer := to_report(numbered):
        days = [row.effective_due_on for _, row in to_answer if row.effective_due_on]
        day = f"วันที่ {thai_date(min(days), month='full')}" if days else f"วันที่ {BLANK}"
        which = "" if len(to_answer) == len(numbered) else "ของข้อที่ระบุในแบบรายงาน "
        text = f"ขอให้รายงานผลการดำเนินการ{which}ตามแบบรายงานที่ส่งมาพร้อมนี้ ภายใน{day}"
        yield Paragraph((text,), "opening")
    closing = "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ"
    yield Paragraph((closing if inside else f"{closing}ต่อไป",), "closing")
    if not inside:
        yield Paragraph(("ขอแสดงความนับถือ",), "centre")
    yield Signature("")


def directive_row(number: int, assignment: Assignment) -> Row:
    """Number, the directive with who gave it when, and the due day."""
    directive = assignment.directive
    subject = f"{directive.number} {directive.subject}".strip()
    giver = f"{directive.given_name} {directive.given_as}".strip()
    given = f"{f'โดย {giver} ' if giver else ''}เมื่อวันที่ {thai_date(directive.visit.starts_on)}"
    due = directive.due_text or "ไม่กำหนด"
    if assignment.effective_due_on:
        due = thai_date(assignment.effective_due_on)
    return (((f"{number}",),), ((Strong(subject),), (directive.text,), (given,)), ((due,),))


def recipient_blocks(assignments: Sequence[Assignment]) -> Iterator[Block]:
    """To whom a circular goes, on a page of its own, numbered down the left half, then down the right."""
    cells = [(((f"{number}",),), ((row.unit.name,),)) for number, row in enumerate(assignments, 1)]
    half = -(-len(cells) // 2)
    pairs = zip_longest(cells[:half], cells[half:], fillvalue=((("",),), (("",),)))
    yield PageBreak()
    yield Heading(f"รายชื่อหน่วยงาน ({len(cells)} หน่วยงาน)")
    yield Table("รายชื่อหน่วยงาน", RECIPIENTS, tuple((*left, *right) for left, right in pairs))


def reply_form_blocks(numbered: Sequence[tuple[int, Assignment]]) -> Iterator[Block]:
    """A form to report on, where a report is asked for; the directives keep the numbers that they have in the letter."""
    rows: tuple[Row, ...] = tuple(
        (((f"{number}",),), ((str(row.directive),),), (("",), ("",), ("",)), (("",),))
        for number, row in to_report(numbered)
    )
    if not rows:
        return
    yield PageBreak()
    yield Heading(REPLY_FORM)
    yield Paragraph((f"หน่วยงาน {BLANK * 2}",))
    yield Table("ผลการดำเนินการ", REPORTS, rows)
    yield Paragraph((f"ที่หนังสือ {BLANK} วันที่ {BLANK}",))
    yield Signature("")
