"""Words that a browser breaks at the end of a line: it guesses the boundaries of Thai words, and these it guesses wrong."""

import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.thai.text import printable

# Words of the office that Chromium was seen to break, and parts that a reader does not separate.
_WHOLE = """
    กระจาย กระทบ กลับ กำลังใจ ขั้นตอน ข้อความ ข้อสังเกต ครบถ้วน จังหวัด จัดตั้ง ช่วยเหลือ ตรวจสอบ ต่อยอด ถูกต้อง ทรุดโทรม ทั่วถึง ทุกรอบ ท่องเที่ยว ธุรกิจ
    ธรรมาภิบาล งบประมาณ บูรณาการ ประชารัฐ ผลักดัน ผู้ประกอบการ พื้นฐาน พื้นที่ ภาพประกอบ มอบหมาย ร่วมมือ รับฟัง รับทราบ รับรอง รับผิดชอบ รายชื่อ รายได้
    รายละเอียด ลุ่มน้ำ ล้านนา สถานที่ สนับสนุน ส่งเสริม สิ่งแวดล้อม สินเชื่อ หนี้สูญ หนึ่ง หลักเกณฑ์ หลักฐาน อุตสาหกรรม เข้มแข็ง เครือข่าย เครื่องมือ เจ้าหน้าที่
    เติบโต เป้าหมาย เผยแพร่ เพิ่มเติม เรียนรู้ แผนงาน แลกเปลี่ยน ผู้บริหาร หน่วยงาน สถานประกอบการ
"""
# Words that the dictionary of the PDF renderer breaks as well.
_WHOLE_IN_PDF = """
    กรมส่งเสริม กรมโรงงาน ขับเคลื่อน ข้อสั่งการ ข้อแนะนำ ตรวจเยี่ยม ต่อเนื่อง ถือปฏิบัติ ประชารัฐ ยกระดับ เติบโต แล้วเสร็จ หน่วยงาน
"""


# By first letter, so that at most places of a text one look is enough; of two words the longer one counts.
_AFTER = defaultdict(list)
for _word in sorted({*_WHOLE.split(), *_WHOLE_IN_PDF.split()}, key=len, reverse=True):
    _AFTER[_word[0]].append(_word[1:])
_TORN = re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in _AFTER.items()))
_TORN_WORD = re.compile(f"({_TORN.pattern})")
_TORN_IN_PDF = frozenset(_WHOLE_IN_PDF.split())
# The sign ฯ directly after a word; with it the browser does not recognise the word.
_AND_SO_ON = re.compile("(?<=[ก-๎])(?<!ฯล)ฯ(?!ล)")
_MARKED = re.compile('<span class="(?:held|abridged)">([^<]*)</span>')


# A number at the beginning of a line means nothing without the word before it, nor does "น." without its hour.
_BESIDE_A_NUMBER = re.compile(
    r"(?<=ที่) (?=[0-9๐-๙])|(?<=[0-9๐-๙]) (?=น\.)|(?<=[ก-์.]) (?=[2๒][5๕][0-9๐-๙]{2}(?![0-9๐-๙]))"
)


def beside_numbers(text: str) -> str:
    """The text with blanks that browser and Word do not break: "ภาคที่ 1", "09.30 น.", "มกราคม 2566".

    Not needed in the PDF, whose renderer finds Thai words by a dictionary.
    """
    return _BESIDE_A_NUMBER.sub("\u00a0", printable(str(text)))


def held(text: str) -> SafeString:
    """The text as HTML with such words marked for the style sheet."""
    # A column repeats the same short texts.
    return _short_held(text) if len(text) <= 80 else _held(text)


def _held(text: str) -> SafeString:
    shown, pieces = [], []
    # With the pattern in brackets every second part is a word that is torn.
    for number, part in enumerate(_TORN_WORD.split(text)):
        if number % 2:
            shown.append('<span class="held">{}</span>')
            pieces.append(part)
        elif part:
            without = _AND_SO_ON.split(part)
            shown.append('<span class="abridged">ฯ</span>'.join(["{}"] * len(without)))
            pieces += without
    return format_html("".join(shown), *pieces) if pieces else SafeString("")


def parts(text: str) -> list[str]:
    """The whole words of a text without blanks, and what stands between them."""
    found = [match.span() for match in _TORN.finditer(text)]
    cuts = sorted({0, len(text), *(place for span in found for place in span)})
    return [text[start:end] for start, end in pairwise(cuts)]


_short_held = lru_cache(maxsize=4096)(_held)


def words_held_in_pdf(text: str) -> frozenset[str]:
    """The words of a text that stay on one line of the PDF."""
    return _TORN_IN_PDF.intersection(_TORN.findall(text))


def held_in_pdf(html: str) -> str:
    """The page with the marks only of those words that the dictionary of the PDF renderer breaks."""
    marked_until = -1

    def mark_or_word(mark: re.Match) -> str:
        """Of two adjacent words only the first keeps its mark, because no line can end between two marks."""
        nonlocal marked_until
        if mark[1] not in _TORN_IN_PDF or mark.start() == marked_until:
            return mark[1]
        marked_until = mark.end()
        return mark[0]

    return _MARKED.sub(mark_or_word, html)
