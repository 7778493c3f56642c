"""หนังสือแจ้งข้อสั่งการ as Word: memo, external letter or circular, with the orders and a form to answer on."""

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from docx.shared import Mm

from config.thai.dates import thai_date
from visits.documents.blocks import (
    Address,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    Strong,
    Table,
    in_thai_digits,
)
from visits.documents.memo import Letterhead
from visits.documents.visit_report import Head
from visits.documents.word import CENTRE, CREST_HEIGHT, RIGHT, add_paragraph, begin, finish, letterhead
from visits.letters.steps import INSIDE
from visits.models import FOLLOWED_UP, LetterForm

BLANK = "." * 40
ORDERS = (
    Column("ข้อ", 8, "number"),
    Column("ข้อสั่งการ", 74),
    Column("กำหนด", 18),
)
ANSWERS = (
    Column("ข้อ", 8, "number"),
    Column("ข้อสั่งการ", 32),
    Column("ผลการดำเนินการ", 34),
    Column("ปัญหาอุปสรรค", 26),
)
REPLY_FORM = "แบบรายงานผลการดำเนินการตามข้อสั่งการ"
RECIPIENTS = (Column("ที่", 8, "number"), Column("หน่วยงาน", 42)) * 2
HANGING = Mm(15)
ENCLOSED = Mm(34)


@dataclass(frozen=True)
class OrderLetter:
    """`enclosed` is told in the head of a letter; a memo tells it in its sentences alone."""

    title: str
    letterhead: Letterhead
    blocks: tuple
    is_inside: bool
    enclosed: tuple
    # Margins and page numbers are those of a memo in all three forms; digits are Thai.
    is_memo = True
    in_thai = True
    head = Head("", ())


def letter_word(letter, parts, office):
    paper = in_thai_digits(_paper(letter, parts, office))
    document = begin(paper)
    letterhead(document, paper) if paper.is_inside else outside_head(document, paper)
    document.paragraphs[-1].paragraph_format.space_after = Mm(2)
    return finish(document, paper.blocks)


def _paper(letter, parts, office):
    """Where nothing is known yet, a dotted line is left to write on."""
    orders = _orders(parts)
    is_inside = goes_inside(letter, parts)
    told = Letterhead(
        agency=office.agency,
        reference=letter.number,
        dated=thai_date(letter.dated_on, month="full") if letter.dated_on else "",
        subject=letter.subject,
        to=letter.recipients,
        crest=Address(""),
        crest_file=office.crest_on_disk,
    )
    blocks = (
        *_body(orders, is_inside),
        *(() if is_inside else _owner(office)),
        *_recipients(letter, parts),
        *_reply_form(orders),
    )
    title = f"หนังสือแจ้งข้อสั่งการ {letter.subject}"
    return OrderLetter(title, told, blocks, is_inside, tuple(_counted([*_enclosed(letter, orders)])))


def _orders(parts):
    """One part of each order; of several units' the one that binds first."""
    found = {}
    for part in parts:
        other = found.setdefault(part.directive_id, part)
        if (part.effective_due_on or date.max) < (other.effective_due_on or date.max):
            found[part.directive_id] = part
    return list(found.values())


def goes_inside(letter, parts):
    """A circular is a memo too where all who get it belong to the ministry."""
    if letter.form == LetterForm.CIRCULAR:
        return all(part.unit.kind in INSIDE for part in parts)
    return letter.form == LetterForm.MEMO


def _enclosed(letter, orders):
    if letter.form == LetterForm.CIRCULAR:
        yield "รายชื่อหน่วยงาน จำนวน 1 ฉบับ"
    if _asked(orders):
        yield f"{REPLY_FORM} จำนวน 1 ฉบับ"


def outside_head(document, paper):
    """ครุฑ in the middle, number left, sender right, then the day, the subject, the recipient and what is enclosed."""
    told = paper.letterhead
    if told.crest_file:
        paragraph = add_paragraph(document, (), alignment=CENTRE)
        paragraph.add_run().add_picture(told.crest_file.path, height=CREST_HEIGHT * 2)
    add_paragraph(document, (f"ที่ {told.reference or BLANK}",))
    add_paragraph(document, (told.agency or BLANK,), alignment=RIGHT)
    day = add_paragraph(document, (told.dated or BLANK,), alignment=CENTRE)
    day.paragraph_format.space_before = Mm(2)
    _labelled(document, "เรื่อง", (told.subject,), HANGING)
    _labelled(document, "เรียน", (told.to,), HANGING)
    _labelled(document, "สิ่งที่ส่งมาด้วย", paper.enclosed, ENCLOSED)


def _counted(lines):
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)] if len(lines) > 1 else lines


def _labelled(document, label, lines, indent):
    """The label, and beside it one line or several, which hang together."""
    for number, line in enumerate(lines):
        paragraph = add_paragraph(document, (f"{'' if number else label}\t{line}",))
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = indent, -indent
        form.tab_stops.add_tab_stop(indent)
        form.space_before = None if number else Mm(2)


def _body(orders, is_inside):
    cause = "ด้วยผู้บริหารกระทรวงอุตสาหกรรมได้ลงพื้นที่ตรวจเยี่ยมหน่วยงาน และมีข้อสั่งการที่เกี่ยวข้องกับหน่วยงานของท่าน"
    yield Paragraph((f"{cause} จำนวน {len(orders)} เรื่อง ดังนี้",), "opening")
    yield Table("ข้อสั่งการ", ORDERS, tuple(_order(*row) for row in enumerate(orders, 1)))
    if asked := _asked(orders):
        which = "" if len(asked) == len(orders) else "ของข้อที่ระบุในแบบรายงาน "
        ask = f"ขอให้รายงานผลการดำเนินการ{which}ตามแบบรายงานที่ส่งมาพร้อมนี้ ภายใน{_answer_by(asked)}"
        yield Paragraph((ask,), "opening")
    closing = "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ"
    yield Paragraph((closing if is_inside else f"{closing}ต่อไป",), "closing")
    if not is_inside:
        yield Paragraph(("ขอแสดงความนับถือ",), "centre")
    yield Signature("")


def _order(number, part):
    order = part.directive
    subject = f"{order.number} {order.subject}".strip()
    by = f"โดย {order.given_name} {order.given_as}".strip() if order.given_name or order.given_as else ""
    given = f"{by} เมื่อวันที่ {thai_date(order.visit.starts_on)}".strip()
    return (
        ((f"{number}",),),
        ((Strong(subject),), (order.text,), (given,)),
        ((_due(part),),),
    )


def _due(part):
    if part.effective_due_on:
        return thai_date(part.effective_due_on)
    return part.directive.due_text or "ไม่กำหนด"


def _asked(orders):
    """What is only to be kept to needs no answer."""
    return [part for part in orders if part.directive.follow_up in FOLLOWED_UP]


def _answer_by(orders):
    """The first day that binds any of the orders."""
    days = [part.effective_due_on for part in orders if part.effective_due_on]
    return f"วันที่ {thai_date(min(days), month='full')}" if days else f"วันที่ {BLANK}"


def _recipients(letter, parts):
    """To whom a circular goes, on a page of its own."""
    if letter.form != LetterForm.CIRCULAR:
        return
    names = [part.unit.name for part in parts]
    yield PageBreak()
    yield Heading(f"รายชื่อหน่วยงาน ({len(names)} หน่วยงาน)")
    yield Table("รายชื่อหน่วยงาน", RECIPIENTS, tuple(_side_by_side(names)))


def _side_by_side(names):
    """Numbered down the left half, then down the right."""
    cells = [(((f"{number}",),), ((name,),)) for number, name in enumerate(names, 1)]
    half = -(-len(cells) // 2)
    nothing = ((("",),), (("",),))
    for left, right in zip_longest(cells[:half], cells[half:], fillvalue=nothing):
        yield (*left, *right)


def _owner(office):
    """At the foot of a letter who answers for it, with the telephone."""
    lines = (office.agency,) if office.agency else (f"ส่วนราชการเจ้าของเรื่อง {BLANK}", f"โทร. {BLANK}")
    for line in ("", *lines):
        yield Paragraph((line,))


def _reply_form(orders):
    """The orders keep the numbers that they have in the letter."""
    rows = tuple(
        (((f"{number}",),), ((str(part.directive),),), (("",), ("",), ("",)), (("",),))
        for number, part in enumerate(orders, 1)
        if part.directive.follow_up in FOLLOWED_UP
    )
    if not rows:
        return
    yield PageBreak()
    yield Heading(REPLY_FORM)
    yield Paragraph((f"หน่วยงาน {BLANK * 2}",))
    yield Table("ผลการดำเนินการ", ANSWERS, rows)
    yield Paragraph((f"ที่หนังสือ {BLANK} วันที่ {BLANK}",))
    yield Signature("")
