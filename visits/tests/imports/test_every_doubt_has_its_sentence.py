"""One row for each thing that can be wrong with a row of a table: what becomes of it, and the sentence that says why."""

from datetime import datetime, time

import pytest

from config.tests.cast import a_directive, a_visit, official, unit
from config.thai.dates import A_RANGE
from units.models import Kind, Unit
from visits.imports.check_run import check
from visits.imports.intake import start_import, take_slice
from visits.models import Holiday, Import, Visit
from visits.models.table_import import ImportRow
from visits.tests.imports import files

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
VISIT = {"วันที่": "28/01/2566", "หน่วยงาน": "สอจ.ลำพูน", "เรื่อง": "ติดตามงาน"}
DIRECTIVE = {"วันที่สั่งการ": "28/01/2566", "ข้อสั่งการ": "ให้จัดทำแผน", "หน่วยงานหลัก": "สอจ.ลำพูน"}
UNIT = {"ชื่อหน่วยงาน": "โรงงานทดลอง", "ประเภท": "", "จังหวัด": ""}
POST = {"ชื่อ": "เอก", "นามสกุล": "ทดลอง", "ตำแหน่ง": "นักวิชาการอุตสาหกรรม", "สังกัด": "สอจ.ลำพูน"}
LONG = "ก" * 501


@pytest.fixture(autouse=True)
def lamphun(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return unit("PIO-TH-51")


@pytest.fixture
def outcomes(clerk):
    def of(kind, *rows):
        head = list(rows[0])
        table = files.workbook([head, *([row.get(name) for name in head] for row in rows)])
        source = start_import(kind, "table.xlsx", table, clerk)
        check(source, clerk)
        return list(source.rows.order_by("order").values_list("outcome", "reason"))

    return of


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"ถึงวันที่": "27/01/2566"}, "refused", "วันสุดท้ายมาก่อนวันแรก"),
        ({"ถึงวันที่": "29/01/2566"}, "new", ""),
        ({"จังหวัด": "แดนสนธยา"}, "doubtful", "ไม่รู้จักจังหวัด “แดนสนธยา”"),
        ({"หน่วยงาน": ""}, "refused", "ไม่ได้ระบุหน่วยงานที่ตรวจเยี่ยม"),
        ({"หน่วยงาน": "", "เรื่อง": "ติดตามงาน ณ สอจ.ลำพูน"}, "new", ""),
        ({"เวลา": "11.00-09.00 น."}, "doubtful", "เวลาสิ้นสุดมาก่อนเวลาเริ่ม (ในแฟ้ม: 11.00-09.00 น.)"),
        ({"กิจกรรม": "ดำน้ำ"}, "new", "ไม่รู้จักกิจกรรม “ดำน้ำ” จึงไม่ได้ใส่ไว้"),
        ({"ชื่อเรื่อง": LONG}, "doubtful", f"ข้อความยาวเกิน 250 ตัวอักษร: “{LONG[:40]}…”"),
        ({"หัวหน้าคณะ": "นายเอก ทดลอง", "ตำแหน่ง": "อธิบดี", "จุดที่": "๒."}, "new", ""),
    ],
)
def test_a_visit(outcomes, changes, outcome, reason):
    assert outcomes("visits", VISIT | changes) == [(outcome, reason)]


def test_a_time_that_is_none_is_told_as_it_stands(outcomes):
    [(outcome, reason)] = outcomes("visits", VISIT | {"เวลา": "เช้าตรู่"})
    assert (outcome, reason.endswith("(ในแฟ้ม: เช้าตรู่)")) == ("doubtful", True)


def test_a_visit_that_is_there_is_filled_in_kept_as_it_is_or_stands_beside_another(outcomes, lamphun):
    nattapol = official("nattapol")
    a_visit(lamphun, "28/01/2566", nattapol)
    certified = a_visit(lamphun, "29/01/2566", nattapol, record_state="final")
    other = a_visit(lamphun, "30/01/2566", nattapol, purpose="ติดตามงาน")
    rows = [VISIT | {"วันที่": f"{day}/01/2566", "หัวหน้าคณะ": ""} for day in (28, 29, 30, 30)]
    rows[3]["หัวหน้าคณะ"] = "นายเอก ทดลอง"
    found = outcomes("visits", *rows)
    assert [outcome for outcome, _ in found] == ["changed", "known", "known", "new"]
    assert [reason for _, reason in found[1:]] == [
        f"มีอยู่แล้ว ({certified}) และเสนอหรือรับรองแล้ว จึงไม่เติมส่วนที่ยังว่าง",
        f"มีอยู่แล้ว ({other})",
        f"วันเดียวกันมีการตรวจเยี่ยมหน่วยงานนี้ซึ่งมีหัวหน้าคณะคนอื่นด้วย ({other})",
    ]


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"ข้อสั่งการ": "", "เรื่อง": "แผน"}, "refused", "ไม่มีข้อความของข้อสั่งการ"),
        ({"กำหนดแล้วเสร็จ": "โดยเร็ว"}, "new", "กำหนดแล้วเสร็จเก็บไว้เป็นข้อความ: โดยเร็ว"),
        ({"กำหนดแล้วเสร็จ": "01/01/2566"}, "doubtful", "กำหนดแล้วเสร็จมาก่อนวันที่สั่งการ"),
        (
            {"หน่วยงานหลัก": ""},
            "doubtful",
            "ไม่ทราบทั้งหน่วยงานที่ตรวจเยี่ยมและหน่วยงานหลัก จึงยังไม่รู้ว่าสั่งการที่ใด",
        ),
        ({"ประเภท": "คำทำนาย"}, "doubtful", "ไม่แน่ว่าเป็นข้อสั่งการประเภทใด (คำทำนาย)"),
        ({"หน่วยงานที่ตรวจเยี่ยม": "สอจ.ลำพูน", "ประเภท": "ข้อสั่งการ"}, "new", ""),
    ],
)
def test_a_directive(outcomes, changes, outcome, reason):
    made = "ไม่พบการตรวจเยี่ยมในวันนั้น จะสร้างร่างการตรวจเยี่ยมให้ด้วย"
    expected = [line for line in (reason, made if outcome == "new" else "") if line]
    assert outcomes("directives", DIRECTIVE | changes) == [(outcome, "\n".join(expected))]


def test_a_directive_is_tied_to_the_one_visit_that_is_open(outcomes, lamphun):
    def at(day, text="ให้จัดทำแผน"):
        return DIRECTIVE | {
            "วันที่สั่งการ": f"{day}/01/2566",
            "ข้อสั่งการ": text,
            "หน่วยงานที่ตรวจเยี่ยม": "สอจ.ลำพูน",
        }

    nattapol = official("nattapol")
    a_visit(lamphun, "27/01/2566", nattapol)
    certified = a_visit(lamphun, "28/01/2566", nattapol, record_state="final")
    a_directive(a_visit(lamphun, "29/01/2566", nattapol), "ให้จัดทำแผน")
    for sequence in (1, 2):
        a_visit(lamphun, "30/01/2566", nattapol, sequence=sequence)
    assert outcomes("directives", at(27), at(28), at(29), at(30), at(27)) == [
        ("new", ""),
        ("doubtful", f"การตรวจเยี่ยมของข้อสั่งการนี้รับรองแล้ว ({certified}) ต้องเปิดแก้ไขก่อน"),
        ("known", "มีข้อสั่งการข้อความเดียวกันในวันเดียวกันแล้ว"),
        ("doubtful", "วันนั้นมีการตรวจเยี่ยมหลายแห่งที่ตรงกัน ยังไม่รู้ว่าสั่งการที่แห่งใด"),
        ("known", "ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน"),
    ]


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"ชื่อหน่วยงาน": "", "ประเภท": "สถานประกอบการ"}, "refused", "ไม่มีชื่อหน่วยงาน"),
        ({"ประเภท": "ปราสาท"}, "doubtful", "ไม่รู้จักประเภทหน่วยงาน “ปราสาท”"),
        ({"จังหวัด": "แดนสนธยา"}, "doubtful", "ไม่รู้จักจังหวัด “แดนสนธยา”"),
        ({"ชื่อหน่วยงาน": "สอจ.ลำพูน"}, "known", "มีหน่วยงานชื่อนี้ในทำเนียบแล้ว"),
    ],
)
def test_a_unit(outcomes, changes, outcome, reason):
    assert outcomes("units", UNIT | changes) == [(outcome, reason)]


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"นามสกุล": ""}, "refused", "ไม่มีนามสกุลของ “เอก”"),
        ({"ชื่อ": "ว่าง", "นามสกุล": ""}, "known", "ตำแหน่งว่าง ไม่มีชื่อบุคคล จึงไม่มีอะไรต้องบันทึก"),
        ({"ชื่อ": "ณัฐพล", "นามสกุล": "รังสิตพล"}, "known", "มีบุคคลชื่อนี้ในทำเนียบแล้ว"),
    ],
)
def test_a_person(outcomes, changes, outcome, reason):
    official("nattapol")
    row = {name: POST[name] for name in ("ชื่อ", "นามสกุล")} | {"ที่": 1} | changes
    assert outcomes("officials", row) == [(outcome, reason)]


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"ตำแหน่ง": "", "ตั้งแต่วันที่": "1/10/2566"}, "refused", "ไม่มีชื่อตำแหน่ง"),
        ({"นามสกุล": ""}, "refused", "ไม่มีนามสกุลของ “เอก”"),
        (
            {"ตั้งแต่วันที่": "1/10/2566", "ถึงวันที่": "1/10/2565"},
            "refused",
            "วันที่พ้นตำแหน่งมาก่อนวันที่เริ่มดำรงตำแหน่ง",
        ),
        ({"สังกัด": ""}, "doubtful", "ไม่ได้ระบุหน่วยงานของตำแหน่ง"),
        ({}, "new", ""),
    ],
)
def test_an_appointment(outcomes, changes, outcome, reason):
    assert outcomes("appointments", POST | changes) == [(outcome, reason)]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("ศภ.5, ศภ.6 และ ศภ.7", []),
        ("ศภ.5และศภ.6", []),
        ("กองวิจัยและพัฒนา และ ศภ.5", []),
        ("กองวิจัยและพัฒนา", []),
        ("ศภ.5 และ ศภ.99", ["ศภ.99"]),
        ("กองแผนและติดตาม", ["กองแผนและติดตาม"]),
        ("ศภ.5 และกองแผนและติดตาม", ["ศภ.5 และกองแผนและติดตาม"]),
    ],
)
def test_units_with_and_between_them_are_told_from_one_whose_name_holds_it(outcomes, written, asked):
    for number in (5, 6, 7):
        Unit.objects.create(name=f"ศูนย์ทดลองที่ {number}", short_name=f"ศภ.{number}", kind=Kind.OTHER)
    Unit.objects.create(name="กองวิจัยและพัฒนา", kind=Kind.OTHER)
    outcomes("directives", DIRECTIVE | {"หน่วยงานหลัก": written})
    assert ImportRow.objects.get().questions == [f"unit:{name}" for name in asked]


def test_hours_behind_the_day_become_the_time_where_none_is_written(outcomes, clerk):
    days = ["28/01/2566 เวลา 09.00-11.30 น.", datetime(2023, 1, 29, 9, 30), "30/01/2566 (09.00 น.)"]  # noqa: DTZ001
    rows = [VISIT | {"วันที่": day, "เวลา": ""} for day in days]
    rows[2]["เวลา"] = "13.00 น."
    assert outcomes("visits", *rows) == [("new", "")] * 3
    take_slice(Import.objects.get(), clerk)
    assert list(Visit.objects.order_by("starts_on").values_list("start_time", "end_time")) == [
        (time(9), time(11, 30)),
        (time(9, 30), None),
        (time(13), None),
    ]


def test_rows_that_come_twice_are_known_the_second_time(outcomes):
    twice = "ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน"
    people = {name: POST[name] for name in ("ชื่อ", "นามสกุล")}
    for kind, row in (("units", UNIT), ("officials", people), ("appointments", POST), ("visits", VISIT)):
        assert outcomes(kind, row, row) == [("new", ""), ("known", twice)]


def test_a_holiday(outcomes):
    Holiday.objects.create(date="2023-01-02", name="วันหยุดชดเชยวันขึ้นปีใหม่")
    days = (("2", "วันหยุดชดเชยวันขึ้นปีใหม่"), ("2", "วันหยุดพิเศษ"), ("3", ""), ("4", "งาน"), ("4", "งาน"))
    assert outcomes("holidays", *({"วันที่": f"{day}/1/2566", "ชื่อวันหยุด": name} for day, name in days)) == [
        ("known", "มีวันหยุดชื่อนี้ในวันนี้แล้ว"),
        ("new", "วันนี้มีวันหยุดชดเชยวันขึ้นปีใหม่อยู่แล้ว จะเป็นวันหยุดวันเดียวที่มีสองชื่อ"),
        ("refused", "ไม่มีชื่อวันหยุด"),
        ("new", ""),
        ("known", "ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน"),
    ]


def test_a_holiday_of_several_days_is_one_on_each_of_them(outcomes, clerk):
    Holiday.objects.create(date="2029-04-14", name="วันสงกรานต์")
    Holiday.objects.create(date="2029-04-15", name="วันหยุดพิเศษ")
    days = ("13 - 15 เม.ย. 2572", "15 เมษายน 2572", "14 - 16 เม.ย. 2572", "1 ม.ค. - 31 ธ.ค. 2572", "5 - 7")
    rows = outcomes("holidays", *({"วันที่": day, "ชื่อวันหยุด": "วันสงกรานต์"} for day in days))
    twice = "วันที่ 15 เม.ย. 2572 มีวันหยุดพิเศษอยู่แล้ว จะเป็นวันหยุดวันเดียวที่มีสองชื่อ"
    there = "วันที่ 14 เม.ย. 2572 มีวันหยุดชื่อนี้แล้ว"
    too_long = "วันหยุดยาว 365 วัน (1 มกราคม - 31 ธันวาคม 2572) กรุณาตรวจสอบ หรือแยกเป็นวันละแถว"
    assert rows[:4] == [
        ("new", f"เป็นวันหยุด 3 วัน: 13-15 เมษายน 2572\n{there}\n{twice}"),
        ("new", "วันนี้มีวันหยุดพิเศษอยู่แล้ว จะเป็นวันหยุดวันเดียวที่มีสองชื่อ"),
        ("new", f"เป็นวันหยุด 3 วัน: 14-16 เมษายน 2572\n{there}\n{twice}"),
        ("refused", too_long),
    ]
    take_slice(Import.objects.get(), clerk)
    stored = Holiday.objects.order_by("date", "pk").values_list("date__day", "name")
    assert list(stored) == [
        (13, "วันสงกรานต์"),
        (14, "วันสงกรานต์"),
        (15, "วันหยุดพิเศษ"),
        (15, "วันสงกรานต์"),
        (16, "วันสงกรานต์"),
    ]


def test_a_range_that_is_not_read_names_no_box_that_is_not_there(outcomes):
    row = {"วันที่": "ราว 1 ม.ค. 2566 ถึง 2 ม.ค. 2566", "ชื่อวันหยุด": "วันหยุด"}
    [(outcome, reason)] = outcomes("holidays", row)
    assert (outcome, reason) == ("refused", f"อ่านช่วงวันนี้ไม่ได้ กรุณาแยกเป็นวันละแถว (ในแฟ้ม: {row['วันที่']})")


def test_a_range_where_a_table_holds_one_day_is_said(outcomes):
    made = "ไม่พบการตรวจเยี่ยมในวันนั้น จะสร้างร่างการตรวจเยี่ยมให้ด้วย"
    assert outcomes("directives", DIRECTIVE | {"วันที่สั่งการ": "1-2 มี.ค. 2566"}) == [
        ("new", f"วันที่สั่งการเป็นช่วงวัน (1-2 มีนาคม 2566) จึงใช้วันแรก\n{made}")
    ]
    sentence = f"วันที่เริ่มดำรงตำแหน่งเป็นช่วงวัน (1-2 มีนาคม 2566) {A_RANGE}"
    assert outcomes("appointments", POST | {"ตั้งแต่วันที่": "1-2 มี.ค. 2566"}) == [("doubtful", sentence)]
