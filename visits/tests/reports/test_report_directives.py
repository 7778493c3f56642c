"""ทะเบียนติดตามข้อสั่งการ, and directives by dimension and by programme."""

import re
from datetime import date
from operator import itemgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_visit, attend, dimension, unit
from config.tests.html import texts
from visits.directives.settling import settle
from visits.models import Assignment, Programme, Role
from visits.reports.columns import plain
from visits.reports.dimensions import DimensionsReport
from visits.reports.directives import DirectivesReport
from visits.reports.programmes import ProgrammesReport

pytestmark = pytest.mark.django_db


def cells(report, titles, place="page"):
    columns = {column.title: column for column in report.columns_for(place)}
    return [[plain(columns[title].value(row)) for title in titles] for row in report.rows()]


def subjects(report):
    return [subject for [subject] in cells(report, ["ประเด็น/เรื่อง"])]


@pytest.fixture
def visit(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566")
    attend(visit, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    return visit


@pytest.fixture
def orders(visit, nattapol, nattiya, office_lampang, office_chiang_mai):
    """One late and half done, one to a whole group, one to nobody, one merely to be kept to."""
    half = a_directive(
        visit, "ข.เร่งรัด", to=[office_lampang, office_chiang_mai], given_by=nattapol, dimensions=["business"]
    )
    half.assignments.filter(unit=office_lampang).first().delete()
    Assignment.objects.create(directive=half, unit=office_lampang, state="closed")
    late = half.assignments.get(unit=office_chiang_mai)
    late.effective_due_on = date(2023, 3, 1)
    late.save()
    group = a_directive(visit, "ก.สำรวจ", given_by=nattiya, dimensions=["business", "income"])
    for code in ("PIO-TH-57", "PIO-TH-58"):
        Assignment.objects.create(directive=group, unit=unit(code), via="สอจ. ทุกจังหวัด")
    settle(group)
    a_directive(visit, "ค.ศึกษา", addressed_to="ผู้ตรวจราชการทุกท่าน")
    a_directive(visit, "ง.ยึดถือ", follow_up="none", kind="policy")
    return half


def test_a_line_says_who_ordered_what_from_whom_and_how_far_it_is(orders, executive):
    titles = ["วันที่มีข้อสั่งการ", "ประเด็น/เรื่อง", "ผู้สั่งการ", "หน่วยงานรับผิดชอบ", "มิติ", "กำหนดแล้วเสร็จ", "สถานะ"]
    giver = "นายณัฐพล รังสิตพล\nปลัดกระทรวงอุตสาหกรรม"
    assert cells(DirectivesReport("", executive), titles)[0] == [
        *["28 ม.ค. 2566", "ข.เร่งรัด", giver, "สอจ.เชียงใหม่\nสอจ.ลำปาง", "ความสำเร็จของธุรกิจ"],
        *["รายงานทุกรอบ\n (เกินกำหนด 1 มี.ค. 2566)", "รอแจ้ง\nแล้วเสร็จ"],
    ]


def test_a_group_stands_as_its_name_and_number_and_nobody_as_what_was_said(orders, executive):
    rows = cells(DirectivesReport("", executive), ["หน่วยงานรับผิดชอบ", "สถานะ"])
    assert rows[1:] == [
        ["สอจ. ทุกจังหวัด (2 หน่วยงาน)", "รอแจ้ง 2 หน่วยงาน"],
        ["ผู้ตรวจราชการทุกท่าน", ""],
        ["ยังไม่กำหนด", "ถือปฏิบัติ"],
    ]


def test_by_giver_those_of_one_person_stand_together(orders, executive):
    assert subjects(DirectivesReport("by=giver", executive)) == ["ก.สำรวจ", "ข.เร่งรัด", "ค.ศึกษา", "ง.ยึดถือ"]


@pytest.mark.parametrize("by", ["day", "number", "due", "giver", "unit", "state"])
def test_pages_of_one_row_are_the_whole_list(orders, visit, executive, by):
    a_directive(visit, "จ.ติดตาม", given_name="ผู้ไม่อยู่ในทำเนียบ")
    report = DirectivesReport(f"by={by}", executive)
    whole = subjects(report)
    pages = [list(report.rows(place, place + 1)) for place in range(len(whole))]
    assert [str(row.directive) for page in pages for row in page] == whole
    assert report.count == len(whole)


@pytest.mark.parametrize(
    "query",
    [
        "by=giver",
        "by=unit",
        "by=unit&state=overdue",
        "state=nobody",
        "lacks=dimension",
        "due=none",
        "due=soon",
    ],
)
def test_what_is_left_out_is_asked_of_each_row(orders, executive, query):
    """PostgreSQL goes through a long list that is "not in" for each row: 20 s with 600,000 directives."""
    with CaptureQueriesContext(connection) as queries:
        report = DirectivesReport(query, executive)
        assert (len(list(report.rows(0, 1))) <= 1, bool(report.totals)) == (True, True)
    assert [
        text for text in map(itemgetter("sql"), queries) if re.search(r"NOT \([^()]+ IN \(SELECT", text)
    ] == []


def test_by_unit_each_responsible_unit_has_its_own_line(orders, executive):
    rows = cells(DirectivesReport("by=unit", executive), ["หน่วยงานรับผิดชอบ", "ประเด็น/เรื่อง", "สถานะ"])
    assert rows == [
        ["สอจ. ทุกจังหวัด (2 หน่วยงาน)", "ก.สำรวจ", "รอแจ้ง 2 หน่วยงาน"],
        ["สอจ.เชียงใหม่", "ข.เร่งรัด", "รอแจ้ง"],
        ["สอจ.ลำปาง", "ข.เร่งรัด", "แล้วเสร็จ"],
        ["ผู้ตรวจราชการทุกท่าน", "ค.ศึกษา", ""],
        ["ยังไม่กำหนด", "ง.ยึดถือ", "ถือปฏิบัติ"],
    ]


def test_by_state_the_least_advanced_stands_first(orders, executive, office_lampang, visit):
    done = a_directive(visit, "จ.เสร็จ", to=[office_lampang])
    done.assignments.bulk_update(
        [Assignment(pk=row.pk, state="closed") for row in done.assignments.all()], ["state"]
    )
    settle(done)
    assert subjects(DirectivesReport("by=state", executive)) == [
        "ข.เร่งรัด",
        "ก.สำรวจ",
        "จ.เสร็จ",
        "ค.ศึกษา",
        "ง.ยึดถือ",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=closed", ["ข.เร่งรัด"]),
        ("state=pending", ["ข.เร่งรัด", "ก.สำรวจ"]),
        ("state=overdue", ["ข.เร่งรัด"]),
        ("state=nobody", ["ค.ศึกษา", "ง.ยึดถือ"]),
        ("state=overdue&by=unit", ["ข.เร่งรัด"]),
        ("dimension=income", ["ก.สำรวจ"]),
        ("fiscal_year=2560", []),
    ],
)
def test_one_may_ask_for_a_state_or_a_dimension(orders, executive, query, found):
    assert subjects(DirectivesReport(query, executive)) == found


def test_totals_say_how_many_are_done_and_late(orders, executive):
    assert DirectivesReport("", executive).totals == [
        "ข้อสั่งการ 4 ข้อ ต้องรายงานผล 2 ข้อ แล้วเสร็จหรือยุติ 0 ข้อ เกินกำหนด 1 ข้อ",
        "จากการตรวจเยี่ยมที่ดำเนินการแล้ว 1 ครั้ง 1 แห่ง",
    ]


@pytest.mark.parametrize("query", ["state=nobody", "mine=1&state=overdue", "order=policy&as_at=30/09/2566"])
def test_visits_are_not_said_to_be_those_of_directives_that_are_narrowed(
    orders, executive, as_executive, centre1, query
):
    a_visit(centre1, "01/02/2566")
    sentence = "นับการตรวจเยี่ยมทั้งที่มีและไม่มีข้อสั่งการตามตัวกรอง ดำเนินการแล้ว 2 ครั้ง 2 แห่ง"
    assert DirectivesReport(query, executive).totals[-1] == sentence
    for address in ("/directives/", "/reports/directives/print/"):
        assert sentence in texts(as_executive.get(f"{address}?{query}"), "p")


def test_visits_after_the_day_as_at_which_states_are_told_are_not_counted(orders, executive, centre1):
    a_visit(centre1, "30/09/2566")
    a_visit(centre1, "01/10/2566")
    report = DirectivesReport("as_at=30/09/2566", executive)
    assert report.totals[-1] == "จากการตรวจเยี่ยมที่ดำเนินการแล้ว 2 ครั้ง 2 แห่ง"


@pytest.mark.parametrize("query", ["", "by=unit", "by=state"])
def test_the_number_of_queries_does_not_grow(visit, executive, office_lampang, office_chiang_mai, query):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            cells(DirectivesReport(query, executive), ["หน่วยงานรับผิดชอบ", "มิติ", "สถานะ"])
        return len(captured)

    def give():
        a_directive(visit, to=[office_lampang, office_chiang_mai], dimensions=["business", "income"])

    give()
    of_one = queries()
    give()
    give()
    assert queries() == of_one


# By dimension


def counts(report):
    heads = [column.title for column in report.columns_for("page")]
    return {
        str(row.head): dict(
            zip(heads[1:], [column.value(row) for column in report.columns_for("page")[1:]], strict=True)
        )
        for row in report.rows()
    }


def test_a_directive_counts_in_each_of_its_dimensions_and_once_in_the_sum(orders, executive):
    row = counts(DimensionsReport("", executive))["ศูนย์ส่งเสริมอุตสาหกรรมภาค"]
    assert row == {"ความสำเร็จของธุรกิจ": 2, "การกระจายรายได้สู่ชุมชน": 1, "ไม่ระบุ": 2, "รวม (ข้อ)": 4}


def test_rows_without_a_directive_and_dimensions_without_one_are_there(orders, executive):
    dimension("environment")
    table = counts(DimensionsReport("by=region", executive))
    assert list(table) == ["ภาคเหนือ", "ภาคตะวันออกเฉียงเหนือ", "ภาคกลาง", "ภาคตะวันออก", "ภาคตะวันตก", "ภาคใต้"]
    assert table["ภาคใต้"]["รวม (ข้อ)"] == 0
    assert table["ภาคเหนือ"]["การรักษาสิ่งแวดล้อม"] == 0


def test_a_row_leads_to_the_orders_that_it_counts(orders, executive, centre1):
    a_directive(a_visit(centre1, "08/12/2567"))
    north = next(iter(DimensionsReport("by=region&fiscal_year=2566", executive).rows()))
    listed = DirectivesReport(north.head.address.partition("?")[2], executive)
    assert (listed.filter.sentences, listed.count) == ([], north.total)


def test_years_between_the_first_and_the_last_are_there_too(orders, executive, centre1):
    a_directive(a_visit(centre1, "08/12/2567"))
    table = counts(DimensionsReport("by=fiscal_year", executive))
    assert {year: row["รวม (ข้อ)"] for year, row in table.items()} == {
        "พ.ศ. 2566": 4,
        "พ.ศ. 2567": 0,
        "พ.ศ. 2568": 1,
    }


def test_the_foot_adds_up_and_the_rule_is_stated(orders, executive):
    report = DimensionsReport("", executive)
    assert report.footer == ["รวม", 2, 1, 2, 4]
    assert report.notes[0].startswith("ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ")


# By programme


@pytest.fixture
def programmes(orders):
    single = Programme.objects.create(name="i-Single Form")
    hero = Programme.objects.create(name="DIPROM HERO")
    for order in orders.visit.directives.all()[:2]:
        order.programmes.add(single)
    orders.programmes.add(hero)
    return single


def test_everything_ordered_about_a_programme_stands_below_its_name(programmes, executive):
    assert cells(ProgrammesReport("", executive), ["โครงการ/ระบบงาน/มาตรฐาน", "ประเด็น/เรื่อง"]) == [
        ["DIPROM HERO", "ข.เร่งรัด"],
        ["i-Single Form", "ข.เร่งรัด"],
        ["i-Single Form", "ก.สำรวจ"],
    ]
    assert ProgrammesReport("", executive).totals[0] == "โครงการ/ระบบงาน/มาตรฐาน 2 รายการ ข้อสั่งการ 2 ข้อ"


def test_one_programme_leaves_out_the_others(programmes, executive):
    rows = cells(
        ProgrammesReport(f"programme={programmes.pk}", executive), ["โครงการ/ระบบงาน/มาตรฐาน", "ประเด็น/เรื่อง"]
    )
    assert rows == [["i-Single Form", "ข.เร่งรัด"], ["i-Single Form", "ก.สำรวจ"]]
