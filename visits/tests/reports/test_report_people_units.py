"""สรุปการลงพื้นที่รายบุคคล and ประวัติการตรวจเยี่ยมรายหน่วยงาน."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, attend
from officials.models import Official
from units.models import Unit
from visits.models import Role, Trip
from visits.reports.columns import plain
from visits.reports.officials import OfficialsReport
from visits.reports.units import UnitsReport

pytestmark = pytest.mark.django_db


def cells(report, titles, place="page"):
    columns = {column.title: column for column in report.columns_for(place)}
    return [[plain(columns[title].value(row)) for title in titles] for row in report.rows()]


@pytest.fixture
def journeys(centre1, office_chiang_mai, nattapol, nattiya):
    """Two stops of one trip and one visit of its own, the last cancelled."""
    trip = Trip.objects.create(title="ภาคเหนือ")
    first = a_visit(centre1, "28/01/2566", trip=trip)
    attend(first, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    attend(first, nattiya, position="รองอธิบดี")
    second = a_visit(office_chiang_mai, "29/01/2566", trip=trip)
    attend(second, nattiya, Role.LEAD, position="รองอธิบดี")
    alone = a_visit(centre1, "08/12/2567")
    attend(alone, nattiya, position="อธิบดี")
    attend(alone, None, Role.HOST, position="ผู้อำนวยการศูนย์")
    called_off = a_visit(centre1, "09/12/2567", status="cancelled", status_reason="ฝนตก")
    attend(called_off, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    return first


WHO = "นายณัฐพล รังสิตพล\nปลัดกระทรวงอุตสาหกรรม"
COUNTS = ["ชื่อ", "รวม (แห่ง)", "รวม (ครั้ง)", "หัวหน้าคณะ", "ผู้ร่วมคณะ", "ผู้ให้การต้อนรับ"]


def test_everybody_is_counted_by_role_with_heads_of_party_first(journeys, executive):
    assert cells(OfficialsReport("", executive), COUNTS) == [
        ["นางสาวณัฏฐิญา เนตยสุภา", 3, 2, 1, 2, 0],
        ["นายณัฐพล รังสิตพล", 1, 1, 1, 0, 0],
        ["(ไม่ทราบชื่อ)", 1, 1, 0, 0, 1],
    ]


def test_the_position_of_everybody_is_that_of_the_last_visit(journeys, executive):
    positions = cells(OfficialsReport("", executive), ["ตำแหน่งล่าสุดที่บันทึก"])
    assert positions == [["อธิบดี"], ["ปลัดกระทรวงอุตสาหกรรม"], ["ผู้อำนวยการศูนย์"]]


def test_kinds_and_regions_are_counted(journeys, executive):
    rows = cells(OfficialsReport("", executive), ["ประเภทหน่วยงาน", "ภาค"])
    assert rows[0] == ["ศูนย์ส่งเสริมอุตสาหกรรมภาค 2\nสำนักงานอุตสาหกรรมจังหวัด 1", "ภาคเหนือ 3"]


def test_two_people_of_one_name_are_two(journeys, executive):
    namesake = Official.objects.create(prefix="นาย", first_name="ณัฐพล", last_name="รังสิตพล")
    attend(journeys, namesake, position="เจ้าหน้าที่")
    names = [row[0] for row in cells(OfficialsReport("", executive), ["ชื่อ"])]
    assert names.count("นายณัฐพล รังสิตพล") == 2


def test_one_person_has_a_line_a_visit_with_the_position_of_that_day(journeys, executive, nattiya):
    report = OfficialsReport(f"official={nattiya.pk}", executive)
    assert cells(report, ["วันที่", "หน่วยงานที่ตรวจเยี่ยม", "บทบาท", "ตำแหน่ง ณ วันนั้น"]) == [
        ["8 ธ.ค. 2567", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (ร่าง)", "ผู้ร่วมคณะ", "อธิบดี"],
        ["29 ม.ค. 2566", "สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่ (ร่าง)", "หัวหน้าคณะ", "รองอธิบดี"],
        ["28 ม.ค. 2566", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (ร่าง)", "ผู้ร่วมคณะ", "รองอธิบดี"],
    ]
    assert report.totals[-1] == (
        "นางสาวณัฏฐิญา เนตยสุภา: 2 ครั้ง 3 แห่ง (หัวหน้าคณะ 1, ผู้ร่วมคณะ 2, "
        "ศูนย์ส่งเสริมอุตสาหกรรมภาค 2, สำนักงานอุตสาหกรรมจังหวัด 1, ภาคเหนือ 3)"
    )


def test_what_was_called_off_is_told_of_one_person_but_not_counted(journeys, executive, nattapol):
    report = OfficialsReport(f"official={nattapol.pk}", executive)
    assert cells(report, ["หน่วยงานที่ตรวจเยี่ยม"])[0][0].endswith("(ยกเลิก, ร่าง)")
    assert report.totals[1] == "ดำเนินการแล้ว 1 ครั้ง 1 แห่ง"


def test_a_role_leaves_only_the_rows_in_that_role(journeys, executive, nattiya):
    report = OfficialsReport(f"official={nattiya.pk}&role=lead", executive)
    assert cells(report, ["วันที่"]) == [["29 ม.ค. 2566"]]


# UnitsReport


def test_each_unit_says_when_it_was_last_visited_and_by_whom(journeys, executive, centre1, lampang):
    rows = cells(UnitsReport("kind=regional_centre", executive), ["หน่วยงาน", "ตรวจเยี่ยมแล้ว (แห่ง)", "ครั้งล่าสุด"])
    assert rows == [["ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", 2, date(2024, 12, 8)]]


def test_a_unit_without_a_visit_is_there_too(journeys, executive, office_lampang):
    rows = cells(UnitsReport("kind=provincial_office", executive), ["หน่วยงาน", "ครั้งล่าสุด", "หัวหน้าคณะครั้งล่าสุด"])
    assert ["สำนักงานอุตสาหกรรมจังหวัดลำปาง", "ยังไม่เคย", ""] in rows
    never = UnitsReport("kind=provincial_office&idle=never", executive)
    assert cells(never, ["หน่วยงาน"]) == [["สำนักงานอุตสาหกรรมจังหวัดลำปาง"]]


LAST = ["หน่วยงาน", "ตรวจเยี่ยมแล้ว (แห่ง)", "ครั้งล่าสุด"]


def test_the_last_visit_is_that_of_all_years_whichever_year_is_asked_for(journeys, executive, office_lampang):
    report = UnitsReport("kind=regional_centre&fiscal_year=2566", executive)
    assert cells(report, LAST) == [["ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", 1, date(2024, 12, 8)]]
    for time in ("fiscal_year=2560", "from=01/01/2567&to=31/01/2567", "period=month"):
        report = UnitsReport(f"kind=provincial_office&{time}", executive)
        assert cells(report, LAST) == [
            ["สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่", 0, date(2023, 1, 29)],
            ["สำนักงานอุตสาหกรรมจังหวัดลำปาง", 0, "ยังไม่เคย"],
        ]
        assert report.totals[0] == (
            "หน่วยงาน 2 หน่วย ยังไม่เคยได้รับการตรวจเยี่ยม 1 หน่วย ในช่วงเวลาที่เลือกไม่ได้รับการตรวจเยี่ยม 2 หน่วย"
        )
        never = UnitsReport(f"kind=provincial_office&{time}&idle=never", executive)
        assert cells(never, LAST) == [["สำนักงานอุตสาหกรรมจังหวัดลำปาง", 0, "ยังไม่เคย"]]


def test_a_unit_visited_lately_lies_not_idle_whichever_year_is_asked_for(executive, centre1):
    a_visit(centre1, timezone.localdate())
    assert UnitsReport("kind=regional_centre&fiscal_year=2560&idle=12", executive).count == 0


def test_a_unit_above_those_visited_is_visited_whichever_kind_or_place_is_asked_for(
    executive, centre1, office_lampang
):
    above = Unit.objects.create(name="กอง", kind="division", province=office_lampang.province)
    centre1.parent = above
    centre1.save()
    a_visit(centre1, "28/01/2566")
    for query in ("kind=division", f"province={above.province.code}&idle=12"):
        rows = cells(UnitsReport(query, executive), LAST)
        assert [row for row in rows if row[0] == "กอง"] == [["กอง", 0, date(2023, 1, 28)]]


def test_what_another_condition_leaves_out_is_not_said_never_to_have_been(journeys, executive, nattapol):
    report = UnitsReport(f"official={nattapol.pk}&role=lead", executive)
    last_days = {name: last for name, _, last in cells(report, LAST)}
    assert last_days["ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1"] == date(2023, 1, 28)
    assert last_days["สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่"] == "ไม่มีตามเงื่อนไข"
    assert report.totals[0] == "หน่วยงาน 5 หน่วย ไม่เคยได้รับการตรวจเยี่ยมตามเงื่อนไขที่เลือก 2 หน่วย"


def test_units_ask_no_more_of_many_visits(journeys, executive, centre1, office_chiang_mai):
    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            report = UnitsReport(query, executive)
            cells(report, LAST)
            assert report.totals
        return len(captured)

    asked = ("", "fiscal_year=2566", "fiscal_year=2566&idle=12", "q=x")
    before = [queries(query) for query in asked]
    for day in range(1, 6):
        a_visit(centre1, f"0{day}/02/2566")
        a_visit(office_chiang_mai, f"0{day}/03/2567")
    assert [queries(query) for query in asked] == before


def first_of_month(months_ago):
    today = timezone.localdate()
    years, month = divmod(today.month - 1 - months_ago, 12)
    return date(today.year + years, month + 1, 1)


@pytest.mark.parametrize(("months", "found"), [(5, 0), (6, 1), (7, 1)])
def test_a_unit_not_visited_for_some_months_is_found(executive, centre1, months, found):
    a_visit(centre1, first_of_month(months))
    assert UnitsReport("kind=regional_centre&idle=6", executive).count == found


def test_open_directives_are_counted_at_the_unit_responsible(journeys, executive, office_lampang):
    a_directive(journeys, to=[office_lampang])
    a_directive(journeys, to=[office_lampang], follow_up="none")
    rows = dict(cells(UnitsReport("", executive), ["หน่วยงาน", "ข้อสั่งการที่ยังไม่แล้วเสร็จ"]))
    assert rows["สำนักงานอุตสาหกรรมจังหวัดลำปาง"] == 1


def test_the_history_of_one_unit_holds_its_predecessor_and_what_it_was_called_then(
    journeys, executive, centre1
):
    old = Unit.objects.create(name="ศูนย์เดิม", kind="regional_centre", successor=centre1)
    a_visit(old, "01/02/2560")
    a_directive(journeys)
    report = UnitsReport(f"unit={centre1.pk}", executive)
    titles = ["วันที่", "หน่วยงาน ณ วันนั้น", "หัวหน้าคณะ", "ผู้ร่วมคณะและผู้เข้าร่วม (คน)", "ข้อสั่งการ (ข้อ)"]
    assert cells(report, titles) == [
        ["9 ธ.ค. 2567", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (ยกเลิก, ร่าง)", WHO, 0, 0],
        ["8 ธ.ค. 2567", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (ร่าง)", "", 1, 0],
        ["28 ม.ค. 2566", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (ร่าง)", WHO, 1, 1],
        ["1 ก.พ. 2560", "ศูนย์เดิม (ร่าง)", "", 0, 0],
    ]
    assert report.totals == ["ดำเนินการแล้ว 3 ครั้ง 3 แห่ง"]
