"""The page for the permanent secretary: eight figures beside last year's, on one A4 whatever the data, and as slides."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pptx import Presentation

from config.tests.cast import a_directive, a_visit
from config.tests.html import elements, texts
from config.thai.dates import fiscal_year, thai_date
from units.models import Kind, Unit
from visits.documents.word_styles import FONT
from visits.models import Directive
from visits.reports.brief import BriefReport
from visits.reports.register import RegisterReport
from visits.reports.visit_charts import TimeAxis

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
LONG = "กรมส่งเสริมและพัฒนาอุตสาหกรรมขนาดกลางและขนาดย่อมประจำภูมิภาคลุ่มน้ำโขงตอนบน " * 3


@pytest.fixture
def year(office_lampang, centre1, nattapol):
    """Two places in 2566, one in 2565; a directive of each year, of which the older one waits."""
    for day in ("28/01/2566", "29/01/2566", "05/01/2565"):
        visit = a_visit(office_lampang, day, lead=nattapol)
    a_directive(visit, text="ให้รายงานผล", to=[office_lampang], follow_up="report", due_on="2023-01-01")
    a_directive(a_visit(centre1, "30/01/2566"), text="ให้เร่งรัด", to=[centre1], follow_up="report")


def figures(query, user):
    return [(row.name, row.value, row.before, row.of) for row in BriefReport(query, user).rows()]


def test_eight_figures_stand_beside_those_of_the_year_before(year, executive):
    assert figures("fiscal_year=2566", executive) == [
        ("การลงพื้นที่", 3, 1, None),
        ("การตรวจเยี่ยม", 3, 1, None),
        ("ศูนย์ภาคที่ตรวจเยี่ยมแล้ว", 1, 0, 1),
        ("สอจ.ที่ตรวจเยี่ยมแล้ว", 1, 1, 1),
        ("จังหวัดที่ตรวจเยี่ยมแล้ว", 2, 1, 9),
        ("ข้อสั่งการที่ต้องรายงานผล", 1, 1, None),
        ("ข้อสั่งการที่แล้วเสร็จหรือยุติ", 0, 0, None),
        ("ข้อสั่งการที่เกินกำหนด", 0, 1, None),
    ]


def test_any_period_stands_beside_the_same_days_a_year_before(year, executive):
    rows = figures("from=28/01/2566&to=29/01/2566", executive)
    assert [row[1:3] for row in rows[:2]] == [(2, 0), (2, 0)]
    report = BriefReport("from=28/01/2566&to=29/01/2566", executive)
    assert report.year_before.query_string == "from=2022-01-28&to=2022-01-29"
    assert report.heading == "สรุปหนึ่งหน้าสำหรับปลัดกระทรวง 28-29 ม.ค. 2566"


def test_a_time_that_runs_on_stands_beside_the_same_days_up_to_today(office_lampang, executive):
    today = timezone.localdate()
    for days in (-10, -365 - 10, -365 + 10):
        a_visit(office_lampang, today + timedelta(days=days))
    query = f"from={today - timedelta(days=30)}&to={today + timedelta(days=30)}"
    assert figures(query, executive)[1] == ("การตรวจเยี่ยม", 1, 1, None)
    assert BriefReport(query, executive).last_day_before == thai_date(
        TimeAxis(today, today).a_year_before().last
    )
    assert BriefReport("fiscal_year=2566", executive).last_day_before == ""


def test_without_a_time_it_is_the_current_fiscal_year(executive):
    assert BriefReport("", executive).filter.value("fiscal_year") == fiscal_year(timezone.localdate())


def test_its_charts_and_map_have_the_same_figures(year, executive):
    report = BriefReport("fiscal_year=2566&province=TH-52", executive)
    over_time, covered, states, _ = report.charts
    assert (
        [sum(series.values) for series in over_time.series]
        == [2, 1]
        == [
            report.all_rows[1].value,
            report.all_rows[1].before,
        ]
    )
    assert covered.series[0].values == tuple(row.value for row in report.all_rows[2:5])
    assert [series.values for series in states.series if any(series.values)] == []
    assert report.map_counts == {"TH-52": 2}
    assert RegisterReport(report.filter.query_string, executive).count == 2


def test_the_oldest_directives_and_the_units_longest_unvisited_come_first(year, executive, centre6):
    report = BriefReport("fiscal_year=2566", executive)
    assert [row.subject for row in report.oldest] == ["ให้เร่งรัด"]
    assert next((row.name, row.last) for row in report.unvisited) == (centre6.label, None)
    assert [row.name for row in report.unvisited][1:] == ["สอจ.ลำปาง", "ศภ.1"]


@pytest.mark.both_databases
def test_the_last_day_is_that_of_the_visit_that_ended_last(year, executive, office_lampang, centre1):
    a_visit(office_lampang, "01/03/2566", status="done", ends_on=date(2023, 3, 9))
    a_visit(office_lampang, "05/03/2566", status="done")
    a_visit(
        office_lampang, "06/03/2566", ends_on=date(2023, 3, 20), status="cancelled", status_reason="ติดภารกิจ"
    )
    report = BriefReport("fiscal_year=2566", executive)
    assert {row.name: row.last for row in report.unvisited}["สอจ.ลำปาง"] == date(2023, 3, 9)


@pytest.mark.both_databases
def test_of_many_open_directives_the_five_oldest_are_shown(executive, office_lampang, centre1):
    for day in range(8, 2, -1):
        for order in (2, 1):
            a_directive(
                a_visit(centre1, f"0{day}/03/2566"),
                f"{day}-{order}",
                to=[office_lampang],
                follow_up="report",
                order=order,
            )
    a_directive(a_visit(centre1, "01/03/2566"), "1", follow_up="none")
    a_directive(a_visit(centre1, "02/03/2565"), "2565", to=[office_lampang], follow_up="report")
    [visit] = {row.visit for row in Directive.objects.filter(text="3-1")}
    a_directive(visit, "3-3", to=[office_lampang], follow_up="report", order=3)
    report = BriefReport("fiscal_year=2566", executive)
    days = [row.day.day for row in report.oldest]
    assert days == [3, 3, 3, 4, 4]
    assert {row.subject for row in report.oldest} == {"3-1", "3-2", "3-3", "4-1", "4-2"}


def test_it_is_one_page_of_a4_with_the_longest_names_and_with_nothing(as_executive, year, office_lampang):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    for unit in Unit.objects.filter(kind__in=[Kind.PROVINCIAL_OFFICE, Kind.REGIONAL_CENTRE]):
        unit.name, unit.short_name = f"{LONG[:190]} {unit.pk}", ""
        unit.save()
    visit = a_visit(office_lampang, "31/01/2566", title=LONG[:200])
    for number in range(7):
        a_directive(
            visit, text=LONG, subject=LONG[:190], to=[office_lampang], follow_up="report", order=number + 2
        )
    for query in (
        f"fiscal_year=2566&q={'ก' * 80}",
        "fiscal_year=2566",
        f"fiscal_year=2566&unit={office_lampang.pk}&kind=provincial_office&region=north&status=done&role=&activity=",
        "fiscal_year=2560",
    ):
        response = as_executive.get(f"/reports/brief/report.pdf?{query}")
        document = pypdfium2.PdfDocument(response.content)
        assert (len(document), [round(side) for side in document[0].get_size()]) == (1, [595, 842])


def test_page_and_print_show_it(as_executive, year):
    page = as_executive.get("/reports/brief/?fiscal_year=2566")
    assert len(texts(page, "dt")) == 8
    assert len(elements(page, "figure", class_="chart")) == 4
    [(link, _)] = elements(page, "a", class_="small-map-link")
    assert link["href"] == "/reports/map/?fiscal_year=2566"
    assert (
        elements(as_executive.get("/reports/brief/print/?fiscal_year=2566"), "a", class_="small-map-link")
        == []
    )
    assert "สรุปหนึ่งหน้าสำหรับปลัดกระทรวง" in texts(as_executive.get("/reports/"), "h2")


def test_five_slides_have_native_tables_charts_and_a_map_with_the_same_figures(as_executive, executive, year):
    response = as_executive.get("/reports/brief/report.pptx?fiscal_year=2566")
    deck = Presentation(BytesIO(response.content))
    shapes = [list(slide.shapes) for slide in deck.slides]
    assert len(shapes) == 5
    [table] = [shape.table for shape in shapes[0] if shape.has_table]
    shown = [[cell.text for cell in row.cells][:3] for row in table.rows][1:]
    rows = BriefReport("fiscal_year=2566", executive).all_rows
    assert shown == [
        [row.name, value + whole, before] for row in rows for value, whole, before in [row.in_words]
    ]
    provinces = [shape.name for shape in shapes[1] if shape.name.startswith("TH-")]
    assert len(provinces) == 77
    assert "TH-52: 2 แห่ง" in provinces
    [chart] = [shape.chart for shape in shapes[2] if shape.has_chart]
    values = {series.name: tuple(series.values) for series in chart.plots[0].series}
    [over_time, *_] = BriefReport("fiscal_year=2566", executive).charts
    assert values == {series.name: series.values for series in over_time.series}
    assert len([shape for shape in shapes[4] if shape.has_table]) == 2
    faces = {
        face.get("typeface")
        for slide in deck.slides
        for face in slide.element.iter()
        if face.tag.endswith("}cs")
    }
    assert faces == {FONT}


def test_a_wrong_filter_gives_a_sentence_and_no_file(as_executive):
    assert texts(as_executive.get("/reports/brief/?fiscal_year=9"), "dt") == []
    assert as_executive.get("/reports/brief/report.pptx?fiscal_year=9").status_code == 400
    assert as_executive.get("/reports/register/report.pptx").status_code == 404


def test_the_workbook_has_the_figures_and_native_charts(as_executive, year):
    response = as_executive.get("/reports/brief/report.xlsx?fiscal_year=2566")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert [row[2] for row in book["ข้อมูล"].iter_rows(min_row=2, values_only=True)] == [3, 3, 1, 1, 2, 1, 0, 0]
    assert len(book["แผนภูมิ"]._charts) == 4


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow(executive, year, office_lampang):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            report = BriefReport("fiscal_year=2566", executive)
            lists = [report.all_rows, report.shown_charts, report.oldest, report.unvisited]
            assert all(lists)
            assert report.map_counts
        return len(captured)

    first = queries()
    for day in range(1, 4):
        a_directive(a_visit(office_lampang, f"0{day}/02/2566"), to=[office_lampang], follow_up="report")
    assert queries() == first


def test_each_slide_of_a_demonstration_says_that_its_data_is_invented(as_executive, year, settings):
    settings.INVENTED = True
    deck = Presentation(BytesIO(as_executive.get("/reports/brief/report.pptx?fiscal_year=2566").content))
    first = [next(shape.text_frame.text for shape in slide.shapes) for slide in deck.slides]
    assert first == ["ระบบสาธิต: ข้อมูลทั้งหมดสมมุติขึ้น ไม่ใช่การตรวจเยี่ยมจริง"] * 5
