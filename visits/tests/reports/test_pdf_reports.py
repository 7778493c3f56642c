"""Every report as PDF; and one query string for page, print, PDF, workbook, csv and feed with the same visits."""

import csv
import io

import pypdfium2
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from config.tests.cast import a_directive, a_finding, a_visit, attend, unit
from config.tests.html import Elements, texts
from config.thai.dates import thai_date
from visits.models import CalendarSetting, Programme, Role
from visits.reports import REPORTS
from visits.tests.documents.document_text import pages, squeezed

weasyprint = pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("standing_clock")]

# Of narrow columns; a word is not torn over two lines.
# Lists that are set as others are; `make scan` makes them too.
PLAIN = {"dimensions", "problems", "programmes", "rounds", "progress"}
HEADS = {"officials": "ต้อนรับ", "units": "แล้วเสร็จ"}


@pytest.fixture
def visits(centre1, office_lampang, office_chiang_mai, nattapol):
    """In Lampang twice in one fiscal year and once in another, in Chiang Mai once in each."""
    for where, day in (
        (office_lampang, "27/01/2566"),
        (office_lampang, "01/03/2566"),
        (office_chiang_mai, "28/01/2566"),
        (centre1, "08/12/2567"),
        (office_lampang, "09/12/2567"),
    ):
        visit = a_visit(where, day)
        attend(visit, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
        a_finding(visit, "งบประมาณไม่พอ", kind="problem")
        order = a_directive(visit, f"ให้เร่งรัด {day}", to=[where], given_by=nattapol)
        order.programmes.add(Programme.objects.get_or_create(name="i-Single Form")[0])


def made(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf"), address
    return response.content


def sheet_of(response):
    [text] = [text for tag, _, text in Elements(response.content.decode()).found if tag == "main"]
    return text


@pytest.mark.parametrize(
    "report", [pytest.param(one, marks=pytest.mark.scan) if one in PLAIN else one for one in REPORTS]
)
def test_the_pdf_of_a_report_has_the_text_of_its_print(as_executive, visits, report):
    query = "?fiscal_year=2566"
    printed = as_executive.get(f"/reports/{report}/print/{query}")
    heads = ["".join(head.split()) for head in texts(printed, "thead")]
    content = made(as_executive, f"/reports/{report}/report.pdf{query}")
    text = "".join(pages(content))
    # The longest first: that of a chart may be the beginning of another.
    heads.sort(key=len, reverse=True)
    found, expected = squeezed(text, heads), squeezed(sheet_of(printed), heads)
    # On the one page of the brief each part has its place, and a reader of the PDF its order from the tags.
    assert (sorted(found) == sorted(expected)) if report == "brief" else (found == expected)
    assert HEADS.get(report, "") in text


def test_one_query_gives_the_same_visits_everywhere(as_executive, executive, visits):
    query = "?province=TH-52&fiscal_year=2566"
    base = "/reports/register/"
    expected = ["1 มี.ค. 2566", "27 ม.ค. 2566"]
    on_page = texts(as_executive.get(base + query), "td", class_="day")
    on_print = texts(as_executive.get(f"{base}print/{query}"), "td", class_="day")
    assert on_page == on_print == expected
    text = "".join(pages(made(as_executive, f"{base}report.pdf{query}")))
    days = [*expected, "28 ม.ค. 2566", "8 ธ.ค. 2567", "9 ธ.ค. 2567"]
    assert [day in text for day in days] == [True, True, False, False, False]
    lines = as_executive.get(f"{base}report.csv{query}").getvalue().decode("utf-8-sig")
    assert [row["วันที่"] for row in csv.DictReader(io.StringIO(lines))] == expected
    book = load_workbook(io.BytesIO(as_executive.get(f"{base}report.xlsx{query}").getvalue()))["ข้อมูล"]
    heads, *rows = book.iter_rows(values_only=True)
    assert [thai_date(row[heads.index("วันที่")]) for row in rows] == expected
    key = CalendarSetting.with_first_key(executive).feed_key
    feed = Calendar.from_ical(as_executive.get(f"/calendar/feed/{key}.ics{query}").getvalue())
    days = sorted(thai_date(one.decoded("dtstart")) for one in feed.walk("VEVENT"))
    assert days == expected


def test_a_pdf_of_no_rows_says_so(as_executive, visits):
    text = "".join(pages(made(as_executive, "/reports/register/report.pdf?fiscal_year=2560")))
    assert "ไม่พบการตรวจเยี่ยมตามตัวกรองนี้" in text


def test_more_rows_than_a_pdf_takes_offer_the_workbook(as_executive, visits, monkeypatch):
    monkeypatch.setattr("visits.reports.views.MOST_IN_PDF", 3)
    response = as_executive.get("/reports/register/report.pdf?status=done")
    assert response.status_code == 400
    assert "รายงานนี้มี 5 บรรทัด PDF จัดทำได้ไม่เกิน 3 บรรทัด" in response.text
    assert "/reports/register/report.xlsx?status=done" in response.text


def test_the_eleven_centres_stand_on_one_sheet(as_executive, nattapol):
    centres = [unit(f"DIPROM-C{number:02}") for number in range(1, 12)]
    attend(a_visit(centres[0], "28/01/2566"), nattapol, Role.LEAD)
    page, chart = pages(made(as_executive, "/reports/centres/report.pdf?fiscal_year=2566"))
    assert "ความครอบคลุมของการตรวจเยี่ยม" in chart
    assert [name in page for name in ("ศภ.11", "ตรวจเยี่ยมล่าสุด นับทุกปีงบประมาณ")] == [True, True]


def test_a_wrong_filter_and_an_unknown_report_are_refused(as_executive, visits):
    assert as_executive.get("/reports/register/report.pdf?kind=castle").status_code == 400
    assert as_executive.get("/reports/nonsense/report.pdf").status_code == 404


def test_nothing_of_a_wide_list_lies_beyond_the_margins(as_executive, office_lampang):
    """Words that cannot break: a long name, a foreign word, a long number."""
    visit = a_visit(office_lampang, "27/01/2566", title="W" * 200)
    attend(visit, None, Role.LEAD, name=f"นาย{'ก' * 26} {'ข' * 119}", position="ผู้อำนวยการ")
    content = made(as_executive, f"/reports/register/report.pdf?q={'W' * 150}")
    assert "ผู้อำนวยการ" in "".join(pages(content))
    for page in pypdfium2.PdfDocument(content):
        width, _ = page.get_size()
        boxes = [one.get_bounds() for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
        assert [box for box in boxes if box[0] < 32 or box[2] > width - 32] == []
