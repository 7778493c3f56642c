"""Figures with a measure: how much of what, and whether it was rounded."""

import re

from .prepared import PreparedText
from .proposal import ProposedFigure
from .provinces import pattern as provinces

_QUALIFIER = r"(?:มากกว่า|ไม่น้อยกว่า|ไม่ต่ำกว่า|ไม่เกิน|กว่า|ประมาณ|ราว|เกือบ|เฉลี่ย)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"แสนล้าน|หมื่นล้าน|พันล้าน|ล้านล้าน|ล้าน|แสน|หมื่น|พัน"
_MEASURE = (
    r"บาทต่อ(?:ปี|เดือน|วัน|กิโลกรัม)|บาท|คนต่อ(?:วัน|ชั่วโมง)|คน|ราย|แห่ง|โรงงาน|โรง(?![ก-ฮ])|ไร่"
    r"|งาน(?=\s)|ครัวเรือน|หลังคาเรือน|หลัง|ชุมชน|หมู่บ้าน|ตำบล|อำเภอ|จังหวัด|"
    r"กลุ่ม|กิจการ|สถานประกอบการ|ผลิตภัณฑ์|โครงการ|หลักสูตร|เรื่อง|ชุด|ชิ้น|คัน|เครื่อง|ตัว"
    r"|ตันต่อ(?:ปี|วัน)|ตัน|กิโลกรัม|กิโลเมตร|กม\.|เมตร|ตารางเมตร|ตารางกิโลเมตร"
    r"|ลูกบาศก์เมตร(?:ต่อวินาที)?|ลบ\.ม\.|"
    r"เมกะวัตต์|เตียง|โดส|เปอร์เซ็นต์|%|ครั้ง|วัน(?!ที่)|เดือน(?!\s?[ก-ฮ])|ปี|ชั่วโมง"
    r"|ดอลลาร์(?:สหรัฐ)?|ฉบับ|อัตรา|แปลง|ต้น|ลิตร"
)
_FIGURE = re.compile(
    rf"(?:(?P<before>{_QUALIFIER})\s?)?(?<![\d.,/:])(?P<number>{_NUMBER})(?P<after>\s?กว่า)?\s?(?P<scale>{_SCALE})?\s?(?P<measure>{_MEASURE})"
)
_PERCENT = re.compile(
    rf"(?:(?P<before>{_QUALIFIER})\s?)?ร้อยละ\s?(?:(?P<after>{_QUALIFIER})\s?)?(?P<number>{_NUMBER})"
)

# Makes the number behind it one of a row ("ภาคที่ 6"); behind พื้นที่ and อยู่ที่ stands a figure.
_ONE_OF_A_ROW = re.compile(
    r"(?:(?:ภาค|หมู่|เลข|ครั้ง|ระยะ|รุ่น|เขต|ราชการ|ข้อ|ลำดับ|อันดับ|ฉบับ|ชั้น|จุด|แห่ง|สาย|รอบ|มิติ|กลุ่ม|ชุด)ที่"
    r"|DIPROM\s?CENTER|มาตรา|(?<!หมวด)(?<!\d\s)หมู่|ซอย|ไตรมาส)\s?$"
)
_YEAR = re.compile(r"(?:(?<!ต่อ)ปี|งบประมาณ|พ\.ศ\.)\s?2[4-6]\d\d$")
_LONGEST_WORD = 20
# An area by its name ("ตำบลสูงเนิน"), while "3 ตำบลใกล้เคียง" counts.
_NAMED_AREA = re.compile(
    rf"จังหวัด(?:{provinces()})|(?:ตำบล|อำเภอ)"
    r"(?!ที่|ใน|ของ|และ|ได้|ใกล้|นำร่อง|ต้นแบบ|เป้าหมาย|ทั่ว|โดย|รอบ|ชาย|มี|ตาม|เพื่อ|ซึ่ง|จาก|ริม)[ก-ฮเ-ไ]"
)
_GROUP = "(?:จังหวัด|อำเภอ|ตำบล|หมู่บ้าน|ชุมชน|ครัวเรือน|กลุ่ม|โรงงาน|ผลิตภัณฑ์|โครงการ)"
_SLOGAN = re.compile(rf"(?<![\d.,])1\s?{_GROUP}\s?1\s?{_GROUP}(?!\s?\d)")


def is_count(clean: str, match: re.Match[str]) -> bool:
    """False where the number is one of a row or a year, or the measure begins the name of an area."""
    start, end = match.span("number")
    nearest = max(0, start - _LONGEST_WORD)
    if _ONE_OF_A_ROW.search(clean[nearest:start]) or _YEAR.search(clean[nearest:end]):
        return False
    return not _NAMED_AREA.match(clean, match.start("measure"))


def find_figures(reading: PreparedText) -> tuple[ProposedFigure, ...]:
    """Figures of the body, in the order of the text."""
    figures = []
    # Slogans such as "1 ตำบล 1 ผลิตภัณฑ์", and days.
    spans = [match.span() for match in _SLOGAN.finditer(reading.clean)]
    spans += [(day.start, day.end) for day in reading.days]
    without_figure = {place for start, end in spans for place in range(start, end)}
    for line in reading.layout.lines:
        reading.check_time()
        if line.start < reading.lead_line.start:
            continue
        for pattern in (_FIGURE, _PERCENT):
            for match in pattern.finditer(reading.clean, line.start, line.end):
                if match.start("number") in without_figure:
                    continue
                if pattern is _FIGURE and not is_count(reading.clean, match):
                    continue
                measure = (match["scale"] or "") + match["measure"] if pattern is _FIGURE else "ร้อยละ"
                qualifier = (match["before"] or match["after"] or "").strip()
                amount = match["number"].replace(",", "")
                words = reading.quoted(match.group(), *match.span())
                figures.append(ProposedFigure(amount, measure, qualifier, words))
    return tuple(sorted(figures, key=lambda figure: figure.text.start))
