"""The calendar for the wall: one sheet whatever stands on it, in full or safe to post."""

from datetime import date, timedelta

import pytest

from config.templatetags.invented import invented_notice
from config.tests.cast import a_visit
from config.tests.html import heading, texts
from visits.calendar.grid import Month
from visits.calendar.wall import PAPERS, Measure, below, fit
from visits.models import Holiday, Status, Visit
from visits.tests.documents.document_text import pages, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_sheet_names_month_filter_and_number_of_visits(as_executive, centre1):
    a_visit(centre1, "28/01/2566")
    response = as_executive.get("/calendar/wall/2023/01/?province=TH-50")
    assert heading(response) == "ปฏิทินการตรวจเยี่ยม มกราคม พ.ศ. 2566"
    assert texts(response, "p", class_="asked") == ["จังหวัด: เชียงใหม่ · 1 แห่ง"]


def test_a_day_says_when_where_and_who_leads(as_executive, centre1, nattapol):
    a_visit(centre1, "28/01/2566", nattapol, start_time="09:00", ends_on=date(2023, 1, 29))
    Holiday.objects.create(date=date(2023, 1, 29), name="วันหยุดพิเศษ")
    response = as_executive.get("/calendar/wall/2023/01/")
    assert "28● 09.00 น. ศภ.1 (นายณัฐพล รังสิตพล)" in texts(response, "td", class_="weekend")
    assert texts(response, "td", class_="off") == ["29วันหยุดพิเศษ● (ต่อ) ศภ.1 (นายณัฐพล รังสิตพล)"]
    # Each between blanks is whole; the name too.
    assert texts(response, "i")[-3:] == ["ศภ.1", "(นายณัฐพล", "รังสิตพล)"]


def test_the_version_to_post_tells_neither_hours_nor_names_nor_what_is_not_settled(
    as_executive, centre1, centre6, nattapol
):
    a_visit(centre1, "28/01/2566", nattapol, start_time="09:00", status=Status.CONFIRMED)
    a_visit(centre6, "28/01/2566", is_internal=True)
    for status in (Status.TENTATIVE, Status.CANCELLED, Status.POSTPONED):
        a_visit(centre6, "28/01/2566", status=status, status_reason="ติดภารกิจ")
    response = as_executive.get("/calendar/wall/2023/01/?version=post")
    assert texts(response, "p", class_="asked") == ["ทุกการตรวจเยี่ยม · 1 แห่ง · ฉบับติดประกาศ"]
    assert [text for text in texts(response, "td") if len(text) > 2] == ["28◆ ศภ.1"]


def test_a_wrong_filter_is_no_file(as_executive):
    assert as_executive.get("/calendar/wall/2023/01/wall.pdf?paper=a9").status_code == 400
    page = as_executive.get("/calendar/wall/2023/01/?paper=a9")
    assert "กระดาษ: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่" in texts(page, "li")


@pytest.fixture
def a_busy_quarter(centre1, office_lampang):
    """Six visits a day, 300 on one day, one of 40 days."""
    first = date(2023, 1, 1)
    days = [first + timedelta(days=number % 90) for number in range(540)] + [date(2023, 2, 8)] * 300
    Visit.objects.bulk_create(
        Visit(unit=(centre1, office_lampang)[day.day % 2], starts_on=day, ends_on=day, status="confirmed")
        for day in days
    )
    a_visit(centre1, first, ends_on=first + timedelta(days=39), status=Status.CONFIRMED)


@pytest.mark.parametrize(
    "query",
    [
        "",
        pytest.param("paper=a3", marks=pytest.mark.scan),
        pytest.param("span=quarter", marks=pytest.mark.scan),
    ],
)
def test_the_busiest_sheet_is_one_page_to_its_last_line(as_executive, a_busy_quarter, query):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    [text] = pages(as_executive.get(f"/calendar/wall/2023/02/wall.pdf?{query}").content)
    assert squeezed("ข้อมูล ณ วันที่") in squeezed(text)


def test_the_notice_of_a_demonstration_takes_no_second_page(as_executive, a_busy_quarter, settings):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    settings.INVENTED = True
    [text] = pages(as_executive.get("/calendar/wall/2023/02/wall.pdf").content)
    assert squeezed(invented_notice()) in squeezed(text)


def test_a_long_filter_in_the_heading_takes_its_lines_from_the_days():
    short, long = (below(PAPERS["a4"], "ภาค: ภาคเหนือ" * times, 8, "").height for times in (1, 60))
    assert short == PAPERS["a4"].height
    assert PAPERS["a4"].height / 2 <= long < short - 12


def test_an_empty_month_is_set_in_the_largest_type():
    rows = Month(2023, 2).weeks()
    assert fit([rows], lambda day: [], PAPERS["a4"], across=7).size == 12


def test_a_word_that_one_line_holds_takes_a_line_of_its_own_where_the_first_is_full():
    measure = Measure(PAPERS["a4"], 7, head=1)
    assert [measure.lines(text, 12) for text in ("สอจ.ลำปาง", "สอจ.ลำปาง (นายณัฐพล", "ก" * 40)] == [1, 2, 4]


def test_type_shrinks_before_anything_is_left_out():
    rows = Month(2023, 2).weeks()
    fitted = fit([rows], lambda day: ["◆ 09.00 น. สอจ.ลำปาง"] * 5, PAPERS["a4"], across=7)
    assert fitted.size < 12
    assert {box.more for _, row in fitted.columns[0] for box in row} == {0}


def test_what_does_not_fit_in_the_smallest_type_is_counted():
    rows = Month(2023, 2).weeks()
    fitted = fit([rows], lambda day: ["◆ 09.00 น. สอจ.ลำปาง"] * 40, PAPERS["a4"], across=7)
    assert fitted.size == 6
    assert {len(box.texts) + box.more for _, row in fitted.columns[0] for box in row} == {40}
    assert sum(height for height, _ in fitted.columns[0]) <= PAPERS["a4"].height
