"""Figures with a measure: how much of what, and whether it was rounded."""

import re

from .prepared import PreparedText
from .proposal import ProposedFigure

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


def find_figures(reading: PreparedText) -> tuple[ProposedFigure, ...]:
    """Figures of the body, in the order of the text."""
    figures = []
    for line in reading.layout.lines:
        reading.check_time()
        if line.start < reading.lead_line.start:
            continue
        for pattern in (_FIGURE, _PERCENT):
            for match in pattern.finditer(reading.clean, line.start, line.end):
                measure = (match["scale"] or "") + match["measure"] if pattern is _FIGURE else "ร้อยละ"
                qualifier = (match["before"] or match["after"] or "").strip()
                amount = match["number"].replace(",", "")
                words = reading.quoted(match.group(), *match.span())
                figures.append(ProposedFigure(amount, measure, qualifier, words))
    return tuple(sorted(figures, key=lambda figure: figure.text.start))
