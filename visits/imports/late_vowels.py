"""Mends text out of a PDF whose vowel signs stand one letter late: "จงัหวดั" for "จังหวัด". Pure.

Only words that are sure to be meant are mended, because a sign that stands behind the next letter may also be right. Names of
units and people are found by their letters whatever the place of the signs (`Checker.mended`).
"""

import re

from config.thai.dates import MONTHS

_WORDS = (
    *(
        "จังหวัด",
        "สำนักงาน",
        "หน่วยงาน",
        "วันที่",
        "วัน",
        "เดือน",
        "ผู้ตรวจราชการ",
        "ตรวจเยี่ยม",
        "อุตสาหกรรม",
        "กระทรวง",
        "ปลัดกระทรวง",
    ),
    *(
        "ติดตามงาน",
        "ติดตาม",
        "ประชุม",
        "รับฟัง",
        "มอบนโยบาย",
        "ลงพื้นที่",
        "พื้นที่",
        "สถานที่",
        "หัวหน้าคณะ",
        "ผู้ร่วมคณะ",
        "คณะผู้",
        "ดำเนินการ",
    ),
    *(
        "ผลการดำเนินงาน",
        "วัตถุประสงค์",
        "ภารกิจ",
        "กิจกรรม",
        "ผู้บริหาร",
        "ผู้สั่งการ",
        "ข้อสั่งการ",
        "ลำดับ",
        "เรื่อง",
        "ศูนย์ส่งเสริม",
        "นางสาว",
    ),
    *(
        "เชียงใหม่",
        "ลำพูน",
        "ลำปาง",
        "น่าน",
        "แม่ฮ่องสอน",
        "บุรีรัมย์",
        "สุรินทร์",
        "อุบลราชธานี",
        "อุดรธานี",
        "ปัตตานี",
        "ตำแหน่ง",
        "รองปลัด",
    ),
    *MONTHS,
)
_LETTER = re.compile("(.)([ัิ-ฺ็-๎]*)")
_TONES = re.compile("[่-๎]+")


def late(word: str) -> str:
    """The word with every run of signs behind the next letter; those of the last letter stay."""
    letters = _LETTER.findall(word)
    text, waiting = "", ""
    for index, (letter, signs) in enumerate(letters):
        is_last = index == len(letters) - 1
        text += letter + waiting + (signs if is_last else "")
        waiting = signs
    return text


def late_forms(word: str) -> set[str]:
    """The word as such a text has it: all its signs late, or only signs that stand on a letter without a tone."""
    alone = "".join(late(part) if not _TONES.search(part) else part for part in re.split("(.[ัิ-ฺ็]*[่-๎]+)", word))
    return {form for form in (late(word), alone) if form != word and len(form) > 4}


LATE = {form: word for word in sorted(_WORDS, key=len) for form in late_forms(word)}


def late_in(text: str) -> dict[str, str]:
    """Those late forms that stand in a text, with the words they stand for, the longest first."""
    found = [form for form in LATE if form in text]
    return {form: LATE[form] for form in sorted(found, key=len, reverse=True)}
