"""Thousands of invented rows in every shape that offices keep them; what must come of each is known while it is written."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font

from config.thai.dates import ERA, MONTHS, SHORT_MONTHS
from config.thai.text import thai_digits
from visits.imports.late_vowels import late_forms
from visits.tests.imports.files import saved

UNITS = [
    *(("PIO-TH-50", "เชียงใหม่"), ("PIO-TH-51", "ลำพูน"), ("PIO-TH-52", "ลำปาง"), ("PIO-TH-54", "แพร่")),
    *(("PIO-TH-55", "น่าน"), ("PIO-TH-56", "พะเยา"), ("PIO-TH-57", "เชียงราย"), ("PIO-TH-58", "แม่ฮ่องสอน")),
]
LEADS = ["นายเอก ทดลอง", "นางปราณี แสนสุข", "ว่าที่ ร.ต.กิตติ ดีงาม", "นางสาวจัตวา ณ ทดลอง", "ดร.เบญจ ทดลอง"]
PARTIES = [
    ("", [], ""),
    ("นางโท ทดลอง, นายตรี ณ ลำพูน", ["นางโท ทดลอง", "นายตรี ณ ลำพูน"], ""),
    ("นายหก ทดลอง และคณะ", ["นายหก ทดลอง"], "คณะ (ไม่ระบุรายชื่อ)"),
    ("1) นายหก ทดลอง 2) นางเจ็ด ทดลอง และคณะ", ["นายหก ทดลอง", "นางเจ็ด ทดลอง"], "คณะ (ไม่ระบุรายชื่อ)"),
]
PURPOSES = ["ติดตามงาน", "ประชุมมอบแนวทางการทำงาน", "เยี่ยมชมกิจการ"]
# Of fifty rows these are not as they should be.
MONTH_ALONE, NO_SUCH_DAY, NO_SUCH_UNIT, TWICE, NUMBER_ALONE = 7, 17, 27, 37, 47
DISTRICTS = 25
FIRST_DAY = date(2014, 10, 1)


@dataclass
class Written:
    """A file with the counts and the visits that must come of it."""

    content: bytes = b""
    counts: Counter = field(default_factory=Counter)
    visits: list[tuple] = field(default_factory=list)


def written_day(number, day):
    """A day in one of seven ways of writing."""
    be = day.year + ERA
    ways = [
        f"{day.day} {SHORT_MONTHS[day.month - 1]} {be}",
        day,
        f"{day.day:02}/{day.month:02}/{be} 00:00:00",
        day.replace(year=be) if day.day <= 28 else f"{day.day}/{day.month}/{be}",
        thai_digits(f"{day.day:02}/{day.month:02}/{be}"),
        f"{day.day}/{day.month}/{be % 100}",
        f"{day.day} {MONTHS[day.month - 1]} {be}",
    ]
    return ways[number % len(ways)]


def written_unit(number, province):
    """A provincial office by short name, by full name, half short, and as text out of a PDF has it."""
    late = "สำนกังานอตุสาหกรรมจงัหวดั" + next(iter(sorted(late_forms(province))), province)
    names = [
        f"สอจ.{province}",
        f"สำนักงานอุตสาหกรรมจังหวัด{province}",
        f"สนง.อุตสาหกรรมจังหวัด{province}",
        late,
    ]
    return names[number % len(names)]


def invented(number):
    """Day, code and written name of the unit, lead, party and purpose of a row."""
    code, province = UNITS[number % len(UNITS)]
    day = FIRST_DAY + timedelta(days=5 * (number // len(UNITS)))
    return (
        day,
        code,
        written_unit(number // len(UNITS), province),
        LEADS[number % len(LEADS)],
        PARTIES[number % len(PARTIES)],
        PURPOSES[number % len(PURPOSES)],
    )


def many_visits(count):
    """`count` rows, a multiple of 50: four of five on printed pages, the rest a sheet a district, records over several rows."""
    written = Written()
    book = Workbook()
    book.remove(book.active)
    pages = count * 4 // 5
    for part, first in enumerate(range(0, pages, 500)):
        printed_pages(book.create_sheet(f"ปี {2560 + part}"), range(first, min(first + 500, pages)), written)
    rows = range(pages, count)
    size = -(-len(rows) // DISTRICTS)
    for district in range(DISTRICTS):
        sheet = book.create_sheet(f"อำเภอที่ {district + 1}")
        a_district(sheet, rows[district * size : (district + 1) * size], written)
    book.create_sheet("หมายเหตุ").append(["ปีสองหลักเป็นปี พ.ศ."])
    written.content = saved(book)
    written.counts["rows"] = count
    return written


def expect(number, written):
    """Counts a row and notes the visit that comes of it; gives the row's day, unit and whether only its number is written."""
    day, code, _, lead, (_, party, others), purpose = invented(number)
    fault = number % 50
    if fault in (MONTH_ALONE, NO_SUCH_DAY):
        written.counts["refused"] += 1
    elif fault == NO_SUCH_UNIT:
        written.counts["doubtful"] += 1
    elif fault in (TWICE, NUMBER_ALONE):
        written.counts["known"] += 1
    else:
        written.counts["new"] += 1
        written.visits.append((day, code, lead, party, others, purpose))
    return fault


def printed_pages(sheet, numbers, written):
    """Merged titles, a heading of two rows, both again every forty rows; ticks in one of two columns; money; used out to BE."""
    titles = ["สรุปการลงพื้นที่ของผู้บริหาร", "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๗"]

    def head(tail=""):
        for title in titles:
            sheet.append([title + tail])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=9)
        top = sheet.max_row + 1
        sheet.append(
            ["ที่", "วันที่", "หน่วยงานที่ตรวจเยี่ยม", "คณะผู้ตรวจเยี่ยม", None, "เรื่อง", "ผลการดำเนินการ", None, "ค่าใช้จ่าย"]
        )
        sheet.append([None, None, None, "หัวหน้าคณะ", "ผู้ร่วมคณะ", None, "ดำเนินการแล้ว", "ยังไม่ดำเนินการ", None])
        for column in "ABCFI":
            sheet.merge_cells(f"{column}{top}:{column}{top + 1}")
        sheet.merge_cells(f"D{top}:E{top}")
        sheet.merge_cells(f"G{top}:H{top}")

    head()
    sheet["BE9"].font = Font(bold=True)
    last = []
    for place, number in enumerate(numbers):
        if place and place % 40 == 0:
            head(" (ต่อ)")
        fault = expect(number, written)
        day, _, unit, lead, (party, _, _), purpose = invented(number)
        running = [float(place + 1), thai_digits(place + 1), place + 1][number % 3]
        values = [written_day(number, day), unit, lead, party or None, purpose, "/", None, "10,000.-บาท"]
        if fault == MONTH_ALONE:
            values[0] = f"{MONTHS[day.month - 1]} {day.year + ERA}"
        elif fault == NO_SUCH_DAY:
            values[0] = "31/02/2567"
        elif fault == NO_SUCH_UNIT:
            values[1] = f"สำนักงานที่ไม่มีจริง {number % 3}"
        elif fault == TWICE:
            values = last
        elif fault == NUMBER_ALONE:
            values = []
        sheet.append([running, *values])
        last = values
    sheet.append([None, "รวม", None, None, None, None, None, None, f"{len(numbers) * 10_000:,}.-บาท"])


def a_district(sheet, numbers, written):
    """A record over three to five rows: number and day only in the first, people below each other, then the place."""
    sheet.append([f"ผลการลงพื้นที่ {sheet.title}"])
    sheet.append(["ลำดับ", "วัน เดือน ปี", "ประธาน / คณะ", "ภารกิจ", "หมายเหตุ"])
    last = []
    for place, number in enumerate(numbers, 1):
        fault = expect(number, written)
        day, _, unit, lead, (_, party, others), purpose = invented(number)
        short = f"{day.day} {SHORT_MONTHS[day.month - 1]} {(day.year + ERA) % 100}"
        people = [lead, *party, *(["และคณะ"] if others else [])]
        if fault == MONTH_ALONE:
            short = f"{MONTHS[day.month - 1]} {day.year + ERA}"
        elif fault == NO_SUCH_DAY:
            short = "31/02/2567"
        elif fault == NO_SUCH_UNIT:
            unit = f"สำนักงานที่ไม่มีจริง {number % 3}"
        lines = [
            [short if not line else None, person, text, None]
            for line, (person, text) in enumerate(
                zip([*people, None, None], [purpose, f"ณ {unit}", *[None] * len(people)], strict=False)
            )
            if person or text
        ]
        if fault == TWICE:
            lines = last
        elif fault == NUMBER_ALONE:
            lines = [[]]
        for line, values in enumerate(lines):
            sheet.append([place if not line else None, *values])
        sheet.append([])
        last = lines


def many_posts(count):
    """A list of posts, a tenth vacant, with salaries and codes that nobody may keep; the prefix apart or glued to the name."""
    written = Written(counts=Counter(rows=count))
    book = Workbook()
    sheet = book.active
    sheet.append(
        ["ที่", "คำนำหน้าชื่อ", "ชื่อ", "นามสกุล", "ตำแหน่ง", "สังกัด", "วันที่ดำรงตำแหน่ง", "เงินเดือน", "รหัสข้าราชการ"]
    )
    for number in range(count):
        _, province = UNITS[number % len(UNITS)]
        title, unit = f"นักวิชาการอุตสาหกรรม {number}", f"สอจ.{province}"
        if number % 10 == 9:
            written.counts["known"] += 1
            sheet.append([number + 1, None, None, None, title, unit])
            continue
        written.counts["new"] += 1
        name = ["นาย", f"คนที่{number}"] if number % 2 else [None, f"นายคนที่{number}"]
        sheet.append(
            [number + 1, *name, "ทดลอง", title, unit, "๑ ต.ค. ๒๕๖๗", 50_000.0 + number, f"31005{number:05}"]
        )
    written.content = saved(book)
    return written
