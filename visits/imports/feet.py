"""What stands below a table: totals, sources, notes and signatures, told by their form from lines that go on with a record. Pure."""

import re
from collections.abc import Sequence

from config.thai.text import arabic_digits, clean_line
from visits.imports.reading import Value

# No line of a foot is longer.
LONGEST = 200
_SUM = r"(?:ยอดรวม|รวม)(?:ทั้งสิ้น|ทั้งหมด|ทั้งปี|สุทธิ)?"
_AMOUNT = r"[0-9][0-9,./\- ]*[ก-๎.]{0,12}"
# "รวม", "รวมทั้งสิ้น 12 แห่ง", "รวมจำนวน 3 ครั้ง", and never "รวมทั้งติดตาม…" or "รวมถึง…".
_BARE_TOTAL = re.compile(rf"{_SUM}\s*:?")
# รวม as a sum of something, which needs an amount of its own.
_SUM_OF = r"(?:ยอดรวม|รวม)(?!ถึง|ไปถึง|ทั้ง(?!สิ้น|หมด|ปี)|กับ|กัน|พล)[ก-๎ ]{0,40}"
_TOTAL_OF = re.compile(_SUM_OF)
_TOTAL = re.compile(
    rf"{_SUM}\s*(?:เป็น)?(?:จำนวน|เงิน)?\s*:?\s*(?:{_AMOUNT})?|{_SUM_OF}(?:ทั้งสิ้น|ทั้งหมด)\s*(?:จำนวน)?\s*{_AMOUNT}"
)
_AMOUNTS = re.compile(rf"-|{_AMOUNT}")
_DOTS = r"(?:(?:[._]\s?){4,}|(?:…\s?){2,})"
_MAKER = r"ผู้(?:จัดทำ|รายงาน|ตรวจสอบ|รับรอง|บันทึก|อนุมัติ|เสนอ|สรุป|รวบรวม)(?:ข้อมูล|รายงาน|ตาราง)?"
# How each of these begins: most rows need no closer look.
_START = re.compile(r"\s*(?:[(.…_]|รวม|ยอดรวม|ผู้|ลง|ตำแหน่ง|วันที่|แหล่ง|ที่มา|ข้อมูล|หมายเหตุ)")
_WHO = re.compile(_MAKER)
_TO_SIGN = re.compile(
    rf"\(?ลงชื่อ\)?|\(?(?:ลงชื่อ|ลงนาม)\)?\s*{_DOTS}.*|(?:{_MAKER}|ตำแหน่ง|วันที่)?\s*\(?{_DOTS}[\s./…_()]*(?:{_MAKER})?"
)
_NOTE = re.compile(
    r"(?:แหล่ง)?ที่มา(?:\s*:|\s).*|(?:แหล่ง)?ข้อมูล\s*:.*|หมายเหตุ\s*:.*|ข้อมูล\s*ณ\s*(?:วัน|เดือน|สิ้น).*|"
    rf"{_MAKER}(?:\s*:.*|\s.*)?|\(?(?:ลงชื่อ|ลงนาม)\)?\s.*|\((?:นาย|นาง|น\.ส\.|ดร\.|ว่าที่|พล|พัน|ร้อย)[^()]*\)"
)


class Foot:
    """What was read so far of the foot of a table: `is_open` close below a note or signature, `is_above` behind any of its lines."""

    def __init__(self) -> None:
        self.is_open = self.is_above = self.is_after_blank = False

    def blank(self) -> None:
        """Goes on behind a blank row."""
        self.is_open, self.is_after_blank = False, True

    def takes(self, values: Sequence[Value], stands_apart: bool, is_text: bool) -> bool:
        """Whether a row is a line of the foot. Its form alone may not say so in mid-record, where a text stands.

        A note close below people or units may be either: it is not taken, but is no line of the record above.
        """
        if not _START.match(str(values[0])):
            return False
        stands_apart = stands_apart or self.is_above or self.is_after_blank
        is_total = _is_total(values)
        if is_total and is_text and not stands_apart:
            is_total = len(values) > 1 or bool(_BARE_TOTAL.fullmatch(_plain(values[0])))
        is_signed = _is_to_sign(values) or (stands_apart and _is_note(values))
        self.is_open = is_signed or (self.is_open and not is_total)
        is_unclear = not is_text and not str(values[0]).lstrip().startswith("(") and _is_note(values)
        self.is_above = self.is_above or is_signed or is_total or is_unclear
        return is_signed or is_total


def begins_foot(values: Sequence[Value]) -> bool:
    """Whether a row that stands apart from records is a line of a foot."""
    return Foot().takes(values, stands_apart=True, is_text=False)


def _is_total(values: Sequence[Value]) -> bool:
    """A word for a sum, with nothing but amounts behind."""
    first, *others = map(_plain, values)
    if not (_TOTAL.fullmatch(first) or (others and _TOTAL_OF.fullmatch(first))):
        return False
    return all(map(_AMOUNTS.fullmatch, others))


def _is_to_sign(values: Sequence[Value]) -> bool:
    """A place to sign on, perhaps with who signs in a cell beside it."""
    texts = [_plain(value) for value in values]
    others = [text for text in texts if not _TO_SIGN.fullmatch(text)]
    return len(others) < len(texts) and all(map(_WHO.fullmatch, others))


def _is_note(values: Sequence[Value]) -> bool:
    """A source, note or name of who signs."""
    return len(values) <= 2 and bool(_NOTE.fullmatch(_plain(values[0])))


def _plain(value: Value) -> str:
    text = str(value)
    return arabic_digits(clean_line(text)) if len(text) <= LONGEST else ""
