"""The map of provinces: the same visits as everywhere, in the colours and in the table beside them."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, units
from config.tests.html import elements, texts
from units.models import Province, Unit
from visits.directives.settling import settle
from visits.models import OPEN_STATES, Assignment, State, Visit
from visits.models.directive import AWAITED
from visits.reports.map_shapes import (
    COLOURS,
    counts_by_province,
    place_on_map,
    province_shapes,
    small_map,
    small_shapes,
)
from visits.reports.province_map import SHOWN, ProvinceMapReport

pytestmark = pytest.mark.django_db


def titles(response):
    """Of the provinces: points say whether they were visited by words alone."""
    named = texts(response, "title")[1:]
    return [title for title in named if not title.startswith(("สอจ.", "ศภ."))]


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
            "centre": row.centre or 0,
        }
        [shape] = [shape for shape in report.shapes if shape.title.startswith("ลำปาง")]
        assert (row.value(shown) or 0) == values[shown]
        assert shape.shade == report.shade(row)


def test_open_and_overdue_are_what_the_office_calls_so(executive, office_lampang):
    visit = a_visit(office_lampang, "28/01/2566")
    for state in State:
        row = a_directive(visit, to=[office_lampang], due_on="2023-03-01", follow_up="report")
        [assignment] = row.assignments.all()
        assignment.state = state
        assignment.save()
        settle(row)
    a_directive(visit, to=[office_lampang], follow_up="none")
    [row] = [row for row in ProvinceMapReport("", executive).rows() if row.code == "TH-52"]
    assert (row.open, row.overdue) == (len(OPEN_STATES), len(AWAITED))
    assert row.overdue == Assignment.objects.overdue(timezone.localdate()).count()


def test_what_has_no_province_is_told_beside_the_total(as_executive, executive, office_lampang):
    a_visit(office_lampang, "28/01/2566")
    assert len(ProvinceMapReport("", executive).totals) == 1
    nowhere = a_visit(Unit.objects.create(name="บริษัท", kind="enterprise"), "29/01/2566")
    a_directive(nowhere, to=[office_lampang], due_on="2023-03-01")
    total, without = ProvinceMapReport("", executive).totals
    assert total.startswith("การตรวจเยี่ยมที่ดำเนินการแล้ว 2 ครั้ง 2 แห่ง ตรวจเยี่ยมแล้ว 1 จาก ")
    assert without == ("ไม่ระบุจังหวัด 1 ครั้ง 1 แห่ง ข้อสั่งการค้าง 1 ข้อ เกินกำหนด 1 ข้อ ไม่ได้แสดงบนแผนที่และในตาราง")
    for address in ("/reports/map/", "/reports/map/print/"):
        assert without in texts(as_executive.get(address), "p")
    data = json.loads(as_executive.get("/reports/map/report.json").getvalue())
    assert data["totals"] == [total, without]


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
            report = ProvinceMapReport("", executive)
            assert list(report.shapes) + list(report.points)
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


def corners(path):
    return [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def holds(path, x, y):
    """Whether a point lies within an outline: a line from it to the left crosses the border an odd number of times."""
    crossings = 0
    for ring in path.split("z"):
        points = corners(ring)
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            if (y1 > y) != (y2 > y) and x1 + (y - y1) * (x2 - x1) / (y2 - y1) < x:
                crossings += 1
    return crossings % 2 == 1


def test_the_seat_of_a_province_lies_in_it_on_the_map():
    provinces = json.loads((settings.BASE_DIR / "fixtures" / "provinces.json").read_text(encoding="utf-8"))
    shapes = province_shapes()
    outside = [
        row["name"]
        for row in provinces
        if not holds(shapes[row["code"]], *place_on_map(row["latitude"], row["longitude"]))
    ]
    # Islands and bays are drawn with few corners: these lie on the shore.
    assert len(outside) <= 3


def test_centres_and_offices_are_points_filled_where_they_were_visited(executive, office_lampang, centre1):
    a_visit(office_lampang, "28/01/2566")
    points = ProvinceMapReport("fiscal_year=2566", executive).points
    found = {point.title: (point.is_centre, point.is_visited) for point in points}
    assert found[f"{office_lampang.label}: ตรวจเยี่ยมแล้ว"] == (False, True)
    assert found[f"{centre1.label}: ยังไม่ได้ตรวจเยี่ยม"] == (True, False)
    assert not any(point.is_visited for point in ProvinceMapReport("fiscal_year=2560", executive).points)


def test_each_area_of_a_centre_has_a_look_and_a_number_of_its_own(executive):
    units([f"DIPROM-C{number:02}" for number in range(1, 12)])
    report = ProvinceMapReport("show=centre", executive)
    looks = {shape.digits: (shape.colour, shape.hatching) for shape in report.shapes if shape.digits}
    assert sorted(map(int, looks)) == list(range(1, 12))
    assert len(set(looks.values())) == 11
    assert [words for *_, words in report.legend][:2] == ["1 ศภ.1", "2 ศภ.2"]
    [row] = [row for row in report.rows() if row.code == "TH-52"]
    assert (row.centre_name, looks[str(row.centre)]) == ("ศภ.1", report.look(row.centre))


def test_the_small_map_is_one_picture_with_one_link_in_the_same_shades(executive, office_lampang, centre1):
    for day in range(1, 8):
        a_visit(office_lampang, f"{day}/02/2566")
    a_visit(centre1, "28/01/2566")
    counts = counts_by_province(Visit.objects.visible_to(executive).in_fiscal_year(2566))
    picture = small_map(counts, "ตรวจเยี่ยมแล้ว 2 จาก 77 จังหวัด", "/reports/map/?fiscal_year=2566")
    assert len(picture.encode()) < 25_000
    assert (picture.count("<a "), picture.count('role="img"')) == (1, 1)
    large = {shape.code: shape.shade for shape in ProvinceMapReport("fiscal_year=2566", executive).shapes}
    for shade in set(large.values()):
        [drawn] = re.findall(rf'fill="{COLOURS[shade]}"><path id="shade-{shade}" d="([^"]*)"', picture)
        assert all((small_shapes()[code] in drawn) == (large[code] == shade) for code in large)
