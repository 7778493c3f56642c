"""หนังสือแจ้งข้อสั่งการ as Word: memo, external letter or circular, with the orders and a form to answer on."""

from dataclasses import dataclass

from docx.shared import Mm

from config.thai.dates import thai_date
from visits.models import FOLLOWED_UP, LetterForm
from visits.papers.blocks import (
    Address,
    Column,
    Heading,
    Listed,
    PageBreak,
    Paragraph,
    Signature,
    Strong,
    Table,
    in_thai_digits,
)
from visits.papers.memo import Letterhead
from visits.papers.report import Head
from visits.papers.word import CENTRE, CREST_HEIGHT, RIGHT, add_paragraph, begin, finish, letterhead

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


@dataclass(frozen=True)
class OrderLetter:
    title: str
    letterhead: Letterhead
    blocks: tuple
    # Margins and page numbers are those of a memo in all three forms; digits are Thai.
    is_memo = True
    in_thai = True
    head = Head("", ())


def letter_word(letter, parts, office):
    paper = in_thai_digits(_paper(letter, parts, office))
    document = begin(paper)
    letterhead(document, paper) if letter.form == LetterForm.MEMO else outside_head(
        document, paper.letterhead
    )
    return finish(document, paper.blocks)


def _paper(letter, parts, office):
    """Where nothing is known yet, a dotted line is left to write on."""
    orders = list({part.directive_id: part for part in parts}.values())
    told = Letterhead(
        agency=office.agency,
        reference=letter.number,
        dated=thai_date(letter.dated_on, month="full") if letter.dated_on else "",
        subject=letter.subject,
        to=letter.recipients,
        crest=Address(""),
        crest_file=office.crest_on_disk,
    )
    blocks = (*_body(letter, orders), *_recipients(letter, parts), *_reply_form(orders))
    return OrderLetter(f"หนังสือแจ้งข้อสั่งการ {letter.subject}", told, blocks)


def outside_head(document, told):
    """ครุฑ in the middle, number left, sender right, then the day, the subject and the recipient."""
    if told.crest_file:
        paragraph = add_paragraph(document, (), alignment=CENTRE)
        paragraph.add_run().add_picture(told.crest_file.path, height=CREST_HEIGHT * 2)
    add_paragraph(document, (f"ที่ {told.reference or BLANK}",))
    add_paragraph(document, (told.agency,), alignment=RIGHT)
    day = add_paragraph(document, (told.dated or BLANK,), alignment=CENTRE)
    day.paragraph_format.space_before = Mm(2)
    for label, text in (("เรื่อง", told.subject), ("เรียน", told.to)):
        add_paragraph(document, (f"{label}  {text}",)).paragraph_format.space_before = Mm(2)


def _body(letter, orders):
    cause = "ด้วยผู้บริหารกระทรวงอุตสาหกรรมได้ลงพื้นที่ตรวจเยี่ยมหน่วยงาน และมีข้อสั่งการที่เกี่ยวข้องกับหน่วยงานของท่าน"
    yield Paragraph((f"{cause} จำนวน {len(orders)} เรื่อง ดังนี้",), "opening")
    yield Table("ข้อสั่งการ", ORDERS, tuple(_order(*row) for row in enumerate(orders, 1)))
    if asked := _asked(orders):
        which = "" if len(asked) == len(orders) else "ของข้อที่ระบุในแบบรายงาน "
        ask = f"ขอให้รายงานผลการดำเนินการ{which}ตามแบบรายงานที่ส่งมาพร้อมนี้ ภายใน{_answer_by(asked)}"
        yield Paragraph((ask,), "opening")
    closing = "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ"
    yield Paragraph((closing if letter.form == LetterForm.MEMO else f"{closing}ต่อไป",), "opening")
    if letter.form != LetterForm.MEMO:
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
    units = [part.unit.name for part in parts]
    if letter.form == LetterForm.CIRCULAR:
        names = tuple((name,) for name in units)
        return (PageBreak(), Heading(f"รายชื่อหน่วยงาน ({len(units)} หน่วยงาน)"), Listed(names))
    return ()


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
    yield Heading("แบบรายงานผลการดำเนินการตามข้อสั่งการ")
    yield Paragraph((f"หน่วยงาน {BLANK * 2}",))
    yield Table("ผลการดำเนินการ", ANSWERS, rows)
    yield Paragraph((f"ที่หนังสือ {BLANK} วันที่ {BLANK}",))
    yield Signature("")
