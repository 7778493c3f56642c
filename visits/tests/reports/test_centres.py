"""Who visited which regional centre when: what each row and cell of the matrix says."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.thai.dates import fiscal_year
from officials.models import Post
from units.models import Kind, Responsibility
from visits.models import RecordState, Role, Status
from visits.reports.centres import CentresReport
from visits.reports.columns import plain
from visits.tests import rows

pytestmark = pytest.mark.django_db
FEBRUARY = date(2024, 2, 28)


@pytest.fixture
def cast():
    """Two centres; the first answers for Lampang, where a provincial office lies."""
    lampang = rows.province("ลำปาง", "TH-52")
    first = rows.unit("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", Kind.REGIONAL_CENTRE, short_name="ศภ.1")
    second = rows.unit("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 2", Kind.REGIONAL_CENTRE, short_name="ศภ.2")
    Responsibility.objects.create(unit=first, province=lampang)
    office = rows.unit("สำนักงานอุตสาหกรรมจังหวัดลำปาง", province=lampang, short_name="สอจ.ลำปาง")
    boss, deputy = rows.person("สมชาย"), rows.person("สมหญิง", prefix="นาง")
    return SimpleNamespace(**locals(), user=rows.reader())


def matrix(cast, query="fiscal_year=2567"):
    """Row head -> what stands in its cells that are not empty, by the title of the column."""
    report = CentresReport(query, cast.user)
    assert report.filter.problems == {}
    head, *others = report.columns_for("page")
    return {
        str(head.value(row)): {
            column.title: plain(column.value(row)) for column in others if column.value(row)
        }
        for row in report.rows()
    }


def february(cast, query="fiscal_year=2567", row="ศภ.1"):
    return matrix(cast, query)[row].get("ก.พ. 2567")


def test_the_rows_are_the_centres_each_with_its_area(cast):
    assert list(matrix(cast)) == ["ศภ.1", "อื่นในพื้นที่ ศภ.1", "ศภ.2"]


def test_the_columns_run_from_october_to_september_in_the_buddhist_era(cast):
    titles = [column.title for column in CentresReport("fiscal_year=2567", cast.user).columns_for("page")]
    assert titles[1:13:11] == ["ต.ค. 2566", "ก.ย. 2567"]
    assert titles[3:5] == ["ธ.ค. 2566", "ม.ค. 2567"]
    assert titles[13:] == ["รวม (แห่ง)", "ตรวจเยี่ยมล่าสุด", "ผ่านมา (วัน)"]


def test_a_cell_says_the_day_and_the_first_name_of_the_lead(cast):
    rows.attend(rows.visit(cast.first, FEBRUARY, lead=cast.boss), cast.deputy)
    assert february(cast) == "28 สมชาย (ร่าง)"


def test_everybody_of_the_party_is_named_on_demand_without_the_hosts(cast):
    visit = rows.visit(cast.first, FEBRUARY, record_state=RecordState.SUBMITTED)
    rows.attend(visit, cast.deputy)
    rows.attend(visit, cast.boss, Role.LEAD)
    rows.attend(visit, rows.person("เจ้าบ้าน"), Role.HOST)
    assert february(cast, "fiscal_year=2567&names=all") == "28 สมชาย, สมหญิง"


def test_the_person_asked_for_is_named_instead_of_the_lead(cast):
    rows.attend(rows.visit(cast.first, FEBRUARY, lead=cast.boss), cast.deputy)
    query = f"fiscal_year=2567&official={cast.deputy.pk}"
    assert february(cast, query) == "28 สมหญิง (ร่าง)"
    assert february(cast, f"{query}&names=lead") == "28 สมชาย (ร่าง)"


def test_the_name_is_that_of_the_day(cast):
    visit = rows.visit(cast.first, FEBRUARY)
    rows.attend(visit, cast.deputy, Role.LEAD, name="นางสมศรี ใจดี")
    assert february(cast) == "28 สมศรี (ร่าง)"


def test_who_is_known_only_by_post_is_named_by_it(cast):
    visit = rows.visit(cast.first, FEBRUARY)
    rows.attend(visit, None, Role.LEAD, position="ผู้ว่าราชการจังหวัดลำปาง")
    assert february(cast) == "28 ผู้ว่าราชการจังหวัดลำปาง (ร่าง)"
    Post.objects.create(title="ผู้ว่าราชการจังหวัดลำปาง", abbreviation="ผวจ.ลำปาง", unit=cast.office)
    assert february(cast) == "28 ผวจ.ลำปาง (ร่าง)"


def test_a_visit_without_names_is_still_there(cast):
    rows.visit(cast.first, FEBRUARY)
    assert february(cast) == "28 ไม่ระบุชื่อ (ร่าง)"


def test_visits_of_a_month_stand_as_they_happened_and_several_days_as_a_range(cast):
    rows.visit(cast.first, FEBRUARY, ends_on=date(2024, 3, 1), lead=cast.boss)
    rows.visit(cast.first, date(2024, 2, 5), ends_on=date(2024, 2, 6), lead=cast.deputy)
    assert february(cast) == "5-6 สมหญิง (ร่าง)\n28 ก.พ. - 1 มี.ค. 2567 สมชาย (ร่าง)"


def test_plans_are_marked_and_not_counted_what_was_called_off_is_gone(cast):
    rows.visit(cast.first, FEBRUARY, lead=cast.boss, status=Status.CONFIRMED)
    rows.visit(cast.first, FEBRUARY, lead=cast.boss, status=Status.CANCELLED, status_reason="ฝนตก")
    rows.visit(cast.first, FEBRUARY, lead=cast.boss, status=Status.POSTPONED, status_reason="ฝนตก")
    assert matrix(cast)["ศภ.1"] == {"ก.พ. 2567": "28 สมชาย (ร่าง, แผน)"}


def test_sub_units_and_predecessors_belong_to_the_centre_itself(cast):
    below = rows.unit("ศูนย์บริการ", Kind.FACILITY, parent=cast.first, province=cast.lampang)
    old = rows.unit("ศูนย์เดิม", Kind.REGIONAL_CENTRE, successor=cast.first, closed_on=date(2020, 1, 1))
    rows.visit(below, FEBRUARY, lead=cast.boss)
    rows.visit(old, date(2019, 3, 1), lead=cast.boss)
    assert february(cast) == "28 สมชาย (ร่าง)"
    assert "อื่นในพื้นที่ ศภ.1" in matrix(cast)
    assert february(cast, row="อื่นในพื้นที่ ศภ.1") is None
    assert matrix(cast, "fiscal_year=2562")["ศภ.1"]["มี.ค. 2562"] == "1 สมชาย (ร่าง)"


def test_other_units_in_the_provinces_of_a_centre_are_counted_apart(cast):
    rows.visit(cast.office, FEBRUARY)
    rows.visit(cast.office, FEBRUARY, status=Status.TENTATIVE)
    found = matrix(cast)
    assert found["ศภ.1"] == {}
    assert found["อื่นในพื้นที่ ศภ.1"] == {"ก.พ. 2567": "1 (แผน 1)", "รวม (แห่ง)": 1}


def test_the_last_visit_is_of_whichever_year_with_the_days_since(cast):
    day = timezone.localdate() - timedelta(days=400)
    rows.visit(cast.first, day)
    rows.visit(cast.first, day - timedelta(days=400))
    now = fiscal_year(timezone.localdate())
    row = matrix(cast, f"fiscal_year={now}")["ศภ.1"]
    assert (row["ตรวจเยี่ยมล่าสุด"], row["ผ่านมา (วัน)"]) == (day, 400)


def test_what_was_visited_and_what_not_is_said_plainly(cast):
    trip = rows.trip()
    rows.visit(cast.first, FEBRUARY, trip=trip)
    rows.visit(cast.office, FEBRUARY, trip=trip)
    assert CentresReport("fiscal_year=2567", cast.user).totals == [
        "ศูนย์ส่งเสริมอุตสาหกรรมภาค 1 ครั้ง 1 แห่ง",
        "หน่วยงานอื่นในพื้นที่รับผิดชอบ 1 ครั้ง 1 แห่ง",
        "ยังไม่ได้ตรวจเยี่ยม 1 จาก 2 แห่ง ได้แก่ ศภ.2",
    ]
    rows.visit(cast.second, FEBRUARY, status=Status.CONFIRMED)
    assert CentresReport("fiscal_year=2567", cast.user).totals[-1].endswith("ได้แก่ ศภ.2 (มีแผนแล้ว)")
    rows.visit(cast.second, FEBRUARY)
    assert CentresReport("fiscal_year=2567", cast.user).totals[-1] == "ตรวจเยี่ยมครบทั้ง 2 แห่ง"


def test_a_visit_that_belongs_to_two_rows_is_summed_once(cast):
    rows.visit(cast.first, FEBRUARY)
    query = f"fiscal_year=2567&units={cast.first.pk},{rows.unit('กรม', Kind.DEPARTMENT).pk}"
    cast.first.parent = rows.unit("กรมใหญ่", Kind.DEPARTMENT)
    cast.first.save()
    report = CentresReport(f"fiscal_year=2567&units={cast.first.pk},{cast.first.parent_id}", cast.user)
    assert [row.count for row in report.rows() if not hasattr(row, "row_class")] == [1, 1]
    assert report.footer[-3] == 1
    assert list(matrix(cast, query)) == ["ศภ.1", "อื่นในพื้นที่ ศภ.1", "กรม"]


def test_the_rows_can_be_another_kind_or_a_list(cast):
    assert list(matrix(cast, "rows=provincial_office")) == ["สอจ.ลำปาง"]
    assert list(matrix(cast, f"units={cast.second.pk},{cast.office.pk}")) == ["ศภ.2", "สอจ.ลำปาง"]
    heading = CentresReport("rows=provincial_office&fiscal_year=2567", cast.user).heading
    assert heading == "การตรวจเยี่ยมสำนักงานอุตสาหกรรมจังหวัด ปีงบประมาณ พ.ศ. 2567"


def test_the_year_is_the_current_one_or_that_of_the_first_day_asked_for(cast):
    now = fiscal_year(timezone.localdate())
    assert CentresReport("", cast.user).heading.endswith(f"ปีงบประมาณ พ.ศ. {now}")
    assert CentresReport("fiscal_year=", cast.user).year == now
    assert CentresReport("from=01/10/2566", cast.user).year == 2567
    assert CentresReport("to=30/09/2566", cast.user).year == 2566


def test_days_of_two_years_say_which_of_them_is_shown(cast):
    beyond = "ช่วงวันที่ที่เลือกไม่ได้อยู่ในปีงบประมาณเดียว แสดงเฉพาะปีงบประมาณ พ.ศ. 2566"
    for query, expected in {
        "from=01/09/2566&to=31/10/2566": True,
        "from=01/09/2566": True,
        "from=01/10/2565&to=30/09/2566": False,
        "fiscal_year=2566": False,
    }.items():
        assert (beyond in CentresReport(query, cast.user).totals) is expected, query


@pytest.mark.parametrize(
    "query", ["rows=castle", "units=1,x", "units=99999999", "names=none", "fiscal_year=2024"]
)
def test_options_that_make_no_sense_are_refused(cast, query):
    report = CentresReport(query, cast.user)
    assert list(report.filter.problems) == [query.partition("=")[0]]
    assert list(report.rows()) == []


def test_the_page_links_every_cell_to_its_visit(cast, client):
    visit = rows.visit(cast.first, FEBRUARY, lead=cast.boss)
    client.force_login(cast.user)
    text = client.get("/reports/centres/?fiscal_year=2567").text
    assert '<span class="mark">(ร่าง)</span>' in client.get("/reports/centres/print/?fiscal_year=2567").text
    assert (
        f'<a href="/visits/{visit.pk}/"><span>28</span> <span>สมชาย</span></a> <span class="mark">ร่าง</span>'
        in text
    )
    assert f'<a href="/reports/register/?unit={cast.first.pk}&amp;fiscal_year=2567">ศภ.1</a>' in text


def test_many_rows_cost_as_many_questions_as_one(cast, client):
    def number_of_queries():
        with CaptureQueriesContext(connection) as queries:
            client.get("/reports/centres/?fiscal_year=2567&names=all")
        return len(queries)

    client.force_login(cast.user)
    rows.visit(cast.first, FEBRUARY, lead=cast.boss)
    client.get("/reports/centres/")
    one = number_of_queries()
    third = rows.unit("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 3", Kind.REGIONAL_CENTRE)
    for unit in (cast.second, third, cast.office):
        rows.visit(unit, FEBRUARY, lead=cast.deputy)
    assert number_of_queries() == one
