"""The map of provinces: the same visits as everywhere, in the colours and in the table beside them."""

import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_directive, a_visit
from config.tests.html import elements, texts
from units.models import Province
from visits.reports.province_map import SHOWN, ProvinceMapReport, province_shapes

pytestmark = pytest.mark.django_db


def titles(response):
    return texts(response, "title")[1:]


def row_of(response, name):
    cells = texts(response, "td")
    start = cells.index(name)
    return cells[start : start + 8]


def test_every_province_has_a_shape():
    provinces = json.loads((settings.BASE_DIR / "fixtures" / "provinces.json").read_text(encoding="utf-8"))
    assert province_shapes().keys() == {province["code"] for province in provinces}


def test_a_province_says_how_many_places_were_visited_and_leads_to_them(
    as_executive, office_lampang, centre1
):
    a_visit(office_lampang, "28/01/2566")
    a_visit(office_lampang, "29/01/2566")
    a_visit(office_lampang, "30/01/2566", status="confirmed")
    response = as_executive.get("/reports/map/?fiscal_year=2566")
    [(link, _)] = [pair for pair in elements(response, "a") if pair[1].strip() == "ลำปาง: 2 แห่ง"]
    assert link["href"] == "/reports/register/?fiscal_year=2566&province=TH-52"
    assert "เชียงใหม่: ยังไม่ได้ตรวจเยี่ยม" in titles(response)
    assert len(titles(response)) == Province.objects.count()


def test_the_table_holds_what_the_map_shows(executive, office_lampang):
    visit = a_visit(office_lampang, "28/01/2566")
    a_directive(visit, to=[office_lampang], due_on="2023-03-01")
    for shown, _ in SHOWN:
        report = ProvinceMapReport(f"show={shown}", executive)
        [row] = [row for row in report.rows() if row.code == "TH-52"]
        values = {
            "visits": 1,
            "days": (timezone.localdate() - visit.ends_on).days,
            "open": 1,
            "overdue": row.overdue,
        }
        [shape] = [shape for shape in report.shapes if shape.title.startswith("ลำปาง")]
        assert (row.value(shown) or 0) == values[shown]
        assert shape.shade == report.shade(row)


def test_shades_part_the_values_and_the_legend_names_them(executive, office_lampang):
    for day in range(1, 12):
        a_visit(office_lampang, f"{day}/02/2566")
    report = ProvinceMapReport("", executive)
    assert report.ranges == [
        (0, "ยังไม่ได้ตรวจเยี่ยม"),
        (1, "1-3 แห่ง"),
        (2, "4-6 แห่ง"),
        (3, "7-9 แห่ง"),
        (4, "10-11 แห่ง"),
    ]
    assert {shape.shade for shape in report.shapes} == {0, 4}


def test_one_press_of_tab_passes_the_map(as_executive, office_lampang):
    a_visit(office_lampang, "28/01/2566")
    links = [
        attributes for attributes, text in elements(as_executive.get("/reports/map/"), "a") if "แห่ง" in text
    ]
    assert {link["tabindex"] for link in links if "province=" in link.get("href", "")} == {"-1"}


def test_the_number_of_queries_does_not_grow(executive, office_lampang, centre1):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            list(ProvinceMapReport("", executive).shapes)
        return len(captured)

    a_directive(a_visit(office_lampang, "28/01/2566"), to=[office_lampang])
    before = queries()
    for day in range(1, 9):
        a_directive(a_visit(centre1, f"{day}/02/2566"), to=[office_lampang])
    assert queries() == before


def test_a_wrong_filter_shows_no_map(as_executive):
    assert titles(as_executive.get("/reports/map/?show=height")) == []


def test_it_is_printed_and_made_a_pdf_without_links(as_executive, office_lampang):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    a_visit(office_lampang, "28/01/2566")
    assert titles(as_executive.get("/reports/map/print/")) == []
    assert as_executive.get("/reports/map/report.pdf").content.startswith(b"%PDF")
