"""Whatever is sent as a table, a sentence comes back, nothing is kept of it and no row is half taken."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from visits.imports import archive_guard, intake, reading
from visits.imports.intake import start_import
from visits.imports.late_vowels import LATE, late
from visits.imports.reading import UnreadableTable, read_sheets
from visits.imports.tables import find_tables, mapped
from visits.imports.targets import TARGETS
from visits.models import Import
from visits.tests.imports import files

HEAD = ["วันที่", "หน่วยงาน", "หัวหน้าคณะ", "เรื่อง"]
ROW = ["28/02/2566", "สอจ.ลำพูน", "นายเอก ทดลอง", "ติดตามงาน"]


def refusal(content):
    with pytest.raises(UnreadableTable) as refused:
        read_sheets("x.xlsx", content)
    return str(refused.value)


def records(content):
    [sheet] = read_sheets("x", content)
    return [
        (record.row, mapped(record, table.codes))
        for table in find_tables(TARGETS["visits"], sheet)
        for record in table.records()
    ]


def rewritten(change, *rows):
    """A workbook whose first sheet is changed as bytes."""
    source = zipfile.ZipFile(io.BytesIO(files.workbook([HEAD, *rows])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, change(content) if name.endswith("sheet1.xml") else content)
    return target.getvalue()


def test_a_value_in_the_last_cell_of_a_sheet_is_refused_before_the_reader_takes_all_memory():
    book = Workbook()
    book.active.append(HEAD)
    book.active["XFD1048576"] = "x"
    assert refusal(files.saved(book)) == reading.TOO_FAR.format(place="XFD1048576")


def test_cells_that_are_only_formatted_may_lie_far_out():
    content = rewritten(
        lambda sheet: sheet.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        ),
        ROW,
    )
    assert [row for row, _ in records(content)] == [2]


def test_a_row_of_no_place_is_not_let_through():
    far = b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    content = rewritten(lambda sheet: sheet.replace(b"</sheetData>", far), ROW)
    assert refusal(content) == reading.TOO_FAR.format(place="แถวที่ 1048576")


@pytest.mark.parametrize(
    ("table", "is_refused"),
    [
        ('<table:table-cell table:number-columns-repeated="16000"/>', False),
        (
            '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>',
            True,
        ),
        ('<table:table-cell table:number-columns-repeated="300"/><table:table-cell office:value="1"/>', True),
    ],
)
def test_an_open_document_is_measured_by_its_repeated_cells(table, is_refused):
    part = f"<table:table><table:table-row>{table}</table:table-row></table:table>".encode()
    try:
        archive_guard.look_at_ods(part)
    except archive_guard.TooFar:
        assert is_refused
    else:
        assert not is_refused


def test_a_formula_without_a_result_is_named():
    assert refusal(files.workbook([HEAD, ["28/02/2566", "=A1", *ROW[2:]]])) == reading.NO_RESULT.format(
        place="B2"
    )


def test_macros_are_passed_over():
    target = io.BytesIO(files.workbook([HEAD, ROW]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen()")
    assert records(target.getvalue()) == [
        (2, dict(zip(["day", "unit", "lead", "purpose"], ([x] for x in ROW), strict=True)))
    ]


def test_a_password_is_named():
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0")
    assert refusal(compound + "EncryptedPackage".encode("utf-16-le")) == reading.HAS_PASSWORD


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * (reading.LARGEST + 1), reading.TOO_LARGE),
        (b"%PDF-1.7 x", reading.IS_PDF),
        (rewritten(lambda sheet: sheet[: len(sheet) // 2], ROW), reading.UNREADABLE_FILE),
    ],
    ids=["large", "pdf", "cut"],
)
def test_what_is_no_table_is_refused_in_its_own_sentence(content, sentence):
    assert refusal(content) == sentence


def test_two_headings_are_two_tables_and_both_are_read():
    content = files.workbook(
        [
            HEAD,
            ROW,
            ["ที่", "ผู้เข้าร่วม", "หน่วยงานที่ตรวจเยี่ยม", "วันที่ลงพื้นที่"],
            [1, "นางโท ทดลอง", "สอจ.แพร่", "2/3/2566"],
        ]
    )
    second = {"number": [1], "guests": ["นางโท ทดลอง"], "unit": ["สอจ.แพร่"], "day": ["2/3/2566"]}
    assert records(content)[1:] == [(4, second)]


def test_merged_cells_share_a_day_and_lines_below_stay_with_their_record():
    book = Workbook()
    sheet = book.active
    for row in (
        ["ทะเบียน"],
        HEAD,
        ROW,
        [None, None, None, "ต่อ"],
        ["1/3/2566", "สอจ.แพร่", None, "มอบแนวทาง"],
        [None, "สอจ.น่าน", None, None],
    ):
        sheet.append(row)
    for merged in ("A1:D1", "A3:A4", "B3:B4", "C3:C6", "A5:A6", "D5:D6"):
        sheet.merge_cells(merged)
    lead = ["นายเอก ทดลอง"]
    assert records(files.saved(book)) == [
        (3, {"day": [ROW[0]], "unit": [ROW[1]], "lead": lead, "purpose": ["ติดตามงาน", "ต่อ"]}),
        (5, {"day": ["1/3/2566"], "unit": ["สอจ.แพร่"], "lead": lead, "purpose": ["มอบแนวทาง"]}),
        (6, {"day": ["1/3/2566"], "unit": ["สอจ.น่าน"], "lead": lead, "purpose": ["มอบแนวทาง"]}),
    ]


def test_a_row_that_lacks_its_day_does_not_lend_its_unit_to_the_row_above():
    content = files.workbook(
        [HEAD, ["28/02/2566", None, "นายเอก ทดลอง", "ติดตามงาน"], [None, "สอจ.แพร่", None, None]]
    )
    assert [row for row, _ in records(content)] == [2, 3]


NUMBERED = ["ลำดับ", "วันที่", "เวลา", "หน่วยงาน", "หัวหน้าคณะ", "ผู้ร่วมคณะ", "ภารกิจ"]
VISIT = [1, "28/02/2566", "09.00", "สอจ.ลำพูน", "นายเอก ทดลอง", "นางโท ทดลอง", "ติดตามงาน"]


def below(column, *texts):
    """Rows with one cell filled, none for an empty text."""
    return [[text if place == column and text else None for place in range(len(VISIT))] for text in texts]


def lines_of(code, *rows, head=NUMBERED):
    """The lines of a column of each record."""
    return [values.get(code) for _, values in records(files.workbook([head, *rows]))]


@pytest.mark.parametrize(
    "line",
    [
        "รวมทั้งติดตามการใช้งบประมาณ",
        "รวมถึงรายงานผลต่อกระทรวง",
        "รวมถึงโรงงาน 3 แห่ง",
        "รวมทั้งโรงงานทั้งหมด 3 แห่ง",
        "รวม 2 แห่ง",
        "ที่มาของปัญหาโรงงาน",
        "ที่มา ของปัญหา",
        "ผู้จัดทำแผนรายงานความก้าวหน้า",
        "ผู้รายงานคือผู้อำนวยการ",
        "ลงนามบันทึกข้อตกลง",
        "หมายเหตุ: ฝนตก",
        "รอผล....",
    ],
)
def test_a_line_that_begins_like_a_foot_goes_on_with_its_record(line):
    assert lines_of("purpose", VISIT, *below(6, line), [2, *VISIT[1:]]) == [["ติดตามงาน", line], ["ติดตามงาน"]]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (0, "รวม"),
        (1, "รวมทั้งสิ้น ๑๒ แห่ง"),
        (3, "รวม 2 แห่ง"),
        (3, "รวมการลงพื้นที่ทั้งสิ้น 12 ครั้ง"),
        (6, "รวมทั้งสิ้น"),
        (6, "ลงชื่อ.......................ผู้รายงาน"),
        (5, "(......................................)"),
        (5, "วันที่ ...../...../....."),
        (0, "หมายเหตุ : ข้อมูลเบื้องต้น"),
        (1, "ที่มา กองยุทธศาสตร์"),
        (1, "ผู้จัดทำ นางสาวสมหญิง ใจดี"),
    ],
)
def test_a_foot_close_below_a_table_is_told_by_its_form_and_place(place, line):
    assert records(files.workbook([NUMBERED, VISIT, *below(place, line)])) == records(
        files.workbook([NUMBERED, VISIT])
    )


@pytest.mark.parametrize(
    "total",
    [
        ["รวม", None, "12 ครั้ง", "3 แห่ง", None, "-", "80,000.-บาท"],
        [None, None, None, "รวมจำนวนการตรวจเยี่ยม", None, 12],
    ],
)
def test_a_total_with_amounts_in_other_cells_is_no_record(total):
    assert [row for row, _ in records(files.workbook([NUMBERED, VISIT, total]))] == [2]


SIGNED = [
    "ข้อมูล ณ วันที่ 30 กันยายน 2567",
    "ลงชื่อ.......................ผู้รายงาน",
    "(นางสาวสมหญิง ใจดี)",
    "นักวิเคราะห์นโยบายและแผนชำนาญการ",
]


@pytest.mark.parametrize("total", ["รวม 2 แห่ง", ""], ids=["below a total", "below a blank row"])
@pytest.mark.parametrize("place", [4, 5, 6])
def test_a_signature_block_is_no_part_of_the_last_visit(total, place):
    with_block = [NUMBERED, VISIT, [], *below(3, total), *below(place, *SIGNED)]
    assert records(files.workbook(with_block)) == records(files.workbook([NUMBERED, VISIT]))


def test_who_signs_may_stand_in_a_cell_beside_the_dotted_line():
    signature = [None, None, None, "ลงชื่อ", "..................", "ผู้รายงาน"]
    assert records(files.workbook([NUMBERED, VISIT, signature])) == records(files.workbook([NUMBERED, VISIT]))


def test_a_note_close_below_people_is_asked_as_a_row_of_its_own():
    assert lines_of("party", VISIT, *below(5, "ผู้จัดทำ นางสาวสมหญิง ใจดี")) == [
        ["นางโท ทดลอง"],
        ["ผู้จัดทำ นางสาวสมหญิง ใจดี"],
    ]


@pytest.mark.parametrize("above", [[[]], below(0, "รวม 1 แห่ง")], ids=["blank row", "total"])
def test_what_is_unclear_below_the_table_is_asked_as_a_row_of_its_own(above):
    rows = [VISIT, *above, *below(5, "นางสาวสมหญิง ใจดี", "นักวิเคราะห์นโยบาย")]
    assert lines_of("party", *rows) == [["นางโท ทดลอง"], ["นางสาวสมหญิง ใจดี", "นักวิเคราะห์นโยบาย"]]


def test_a_blank_row_between_the_lines_of_a_record_does_not_part_them():
    rows = [VISIT, [], *below(6, "ต่อ"), [2, *VISIT[1:]]]
    assert lines_of("purpose", *rows) == [["ติดตามงาน", "ต่อ"], ["ติดตามงาน"]]


def test_a_record_goes_on_behind_a_heading_that_comes_again():
    rows = [VISIT, *below(3, "ลงชื่อ........ผู้รายงาน"), [], NUMBERED, *below(6, "ต่อ")]
    assert lines_of("purpose", *rows) == [["ติดตามงาน", "ต่อ"]]


def test_a_signature_below_a_table_without_numbers_is_no_record():
    signature = [[None, None, text, None] for text in SIGNED[1:]]
    assert records(files.workbook([HEAD, ROW, [], *signature])) == records(files.workbook([HEAD, ROW]))


def test_scripts_in_a_web_page_are_no_text():
    page = "<table><tr><th>วันที่</th><th>หน่วยงาน</th></tr><tr><td>1/3/2566<script>x()</script></td><td>สอจ.น่าน</td></tr></table>"
    assert records(page.encode())[0][1] == {"day": ["1/3/2566"], "unit": ["สอจ.น่าน"]}


def test_vowels_one_letter_late_are_mended_and_no_right_word_is_touched():
    assert [late(word) for word in ("จังหวัด", "สำนักงาน", "วันที่")] == ["จงัหวดั", "สำนกังาน", "วนัที่"]
    rows = [["วนัที่", "หนว่ยงาน", "วตัถปุระสงค์"], ["1 มนีาคม 2566", "สำนกังานอตุสาหกรรมจงัหวดัลำพนู", "ตดิตามงาน"]]
    assert records(files.workbook(rows))[0][1] == {
        "day": ["1 มีนาคม 2566"],
        "unit": ["สำนักงานอุตสาหกรรมจังหวัดลำพูน"],
        "purpose": ["ติดตามงาน"],
    }
    assert [form for form in LATE if form in LATE.values()] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([HEAD], intake.NO_ROWS),
        ([ROW, ROW], intake.NO_TABLE),
        ([["ชื่อ-สกุล", "ยศ"], ["ก", "ข"]], intake.NO_TABLE),
    ],
    ids=["heading alone", "no heading", "wrong kind"],
)
def test_what_holds_no_table_of_the_kind_leaves_nothing(clerk, rows, sentence):
    with pytest.raises(UnreadableTable) as refused:
        start_import("visits", "x.xlsx", files.workbook(rows), clerk)
    assert (str(refused.value), Import.objects.count()) == (sentence, 0)
