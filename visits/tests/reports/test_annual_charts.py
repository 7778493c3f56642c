"""The charts of the summary of a year: drawn on page and PDF, pictures of at least 200 dots an inch in Word, native in the workbook."""

from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook
from PIL import Image

from config.tests.cast import a_directive, a_visit
from config.tests.html import texts
from visits.documents.blocks import Figure
from visits.reports.annual import AnnualReport

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
TITLES = [
    "การตรวจเยี่ยมที่ดำเนินการแล้ว รายเดือนเทียบกับปีก่อน (แห่ง)",
    "หัวหน้าคณะที่ลงพื้นที่มากที่สุด (แห่ง)",
    "หน่วยงานที่ได้รับการตรวจเยี่ยมมากที่สุด (แห่ง)",
    "ความครอบคลุมของการตรวจเยี่ยม (แห่ง)",
    "ข้อสั่งการในแต่ละมิติ รายเดือน (ข้อ)",
    "ข้อสั่งการที่เปิด แล้วเสร็จ และเกินกำหนด (ข้อ)",
]


@pytest.fixture
def year(office_lampang, nattapol):
    visit = a_visit(office_lampang, "28/01/2566", nattapol)
    a_directive(visit, to=[office_lampang], dimensions=["business"], follow_up="report", due_on="2023-03-01")


@pytest.mark.parametrize("address", ["/reports/annual/", "/reports/annual/print/"])
def test_page_and_print_draw_them(as_executive, year, address):
    assert texts(as_executive.get(f"{address}?fiscal_year=2566"), "figcaption") == TITLES


def test_a_directive_is_open_from_its_day_on_and_overdue_from_the_day_after_it_was_due(executive, year):
    figures = {
        block.chart.title: block.chart
        for block in AnnualReport("fiscal_year=2566", executive).document.blocks
        if isinstance(block, Figure)
    }
    opened, done, late = figures["ข้อสั่งการที่เปิด แล้วเสร็จ และเกินกำหนด"].series
    assert opened.values == (0, 0, 0, *[1] * 9)
    assert done.values == (0,) * 12
    assert late.values == (0, 0, 0, 0, 0, *[1] * 7)


def test_who_led_and_who_was_visited_most_stand_first(
    executive, year, centre1, office_lampang, nattapol, nattiya
):
    for day in ("29/01/2566", "30/01/2566"):
        a_visit(centre1, day, nattiya)
    charts = {chart.title: chart for chart in AnnualReport("fiscal_year=2566", executive).charts}
    led = charts["หัวหน้าคณะที่ลงพื้นที่มากที่สุด"]
    assert (led.labels, led.series[0].values) == ((nattiya.name, nattapol.name), (2, 1))
    visited = charts["หน่วยงานที่ได้รับการตรวจเยี่ยมมากที่สุด"]
    assert (visited.labels, visited.series[0].values) == ((centre1.name, office_lampang.name), (2, 1))


def test_word_has_pictures_of_200_dots_an_inch_with_words_for_screen_readers_and_the_figures_below(
    as_executive, year
):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    content = as_executive.get("/reports/annual/report.docx?fiscal_year=2566").content
    file = docx.Document(BytesIO(content))
    for shape in file.inline_shapes:
        relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        picture = Image.open(BytesIO(file.part.related_parts[relation].blob))
        assert picture.width / shape.width.inches >= 200
    described = [one.get("descr") for one in file.element.body.iter() if one.tag.endswith("}docPr")]
    assert [text.split(" ค่าทุกค่า")[0] for text in described] == TITLES
    heads = [[cell.text.replace("\u00a0", " ") for cell in table.rows[0].cells] for table in file.tables]
    assert ["เดือน", "ปีงบประมาณ พ.ศ. 2566", "ปีงบประมาณ พ.ศ. 2565"] in heads


def test_the_workbook_has_them_as_native_charts(as_executive, year):
    response = as_executive.get("/reports/annual/report.xlsx?fiscal_year=2566")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert len(book["แผนภูมิ"]._charts) == len(TITLES)
