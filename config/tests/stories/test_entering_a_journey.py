"""A new clerk enters a journey of three stops without reading a manual, and everybody finds it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from config.tests.cast import dimension, official, unit
from visits.models import Attendance, Directive, Visit

PEOPLE = "nattiya wisanu nirada"


@pytest.fixture
def dimensions(db):
    return [dimension(code) for code in ("business", "community", "environment", "income")]


@pytest.fixture
def people(db):
    return [official(code) for code in PEOPLE.split()]


def type_and_take(page, box, text):
    """Types into an open look-up and takes the first answer to just that text."""
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("term") == [text]):
        box.fill(text)
    # The answer is here, but the list of the question before stands until its "loading" line goes.
    expect(page.locator(".select2-results .loading-results")).to_have_count(0)
    page.locator(".select2-results__option--highlighted").first.click()


def choose(page, field, text):
    page.locator(f"#{field} ~ .select2 .select2-selection").first.click()
    type_and_take(page, page.locator(".select2-container--open .select2-search__field").last, text)


def choose_many(page, field, texts):
    box = page.locator(f"#{field} ~ .select2 .select2-search__field")
    for text in texts:
        box.click()
        type_and_take(page, box, text)


def add_directive(page, number, text, giver, units):
    page.get_by_role("button", name="เพิ่มข้อสั่งการ").click()
    page.fill(f"#id_directives-{number}-text", text)
    choose(page, f"id_directives-{number}-given_by", giver)
    choose_many(page, f"id_directives-{number}-for_units", units)
    page.locator(f"#id_directives-{number}-in_dimensions").get_by_label("ความสำเร็จของธุรกิจ").check()


def save(page, button="บันทึกและแก้ไขต่อ"):
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(".messagelist .success").wait_for()


@pytest.mark.django_db(transaction=True)
def test_a_journey_of_three_stops(
    page, sign_in, clerk, people, nattapol, centre1, office_chiang_mai, office_lampang, dimensions
):
    unit("PIO-TH-51")
    sign_in(page, clerk)
    page.goto("/")
    page.get_by_role("link", name="บันทึกการตรวจเยี่ยม").first.click()
    choose(page, "id_unit", "ศภ.1")
    page.fill("#id_starts_on", "๒๘/๐๒/๒๕๖๗")
    page.fill("#id_start_time", "09.00")
    page.get_by_role("button", name="เพิ่มผู้ร่วมลงพื้นที่").click()
    choose(page, "id_attendances-0-official", "ณัฐพล")
    page.select_option("#id_attendances-0-role", "lead")
    expect(page.locator("#id_attendances-0-position")).to_have_value("ปลัดกระทรวงอุตสาหกรรม")
    choose_many(page, "id_add_people", [f"{one.first_name} {one.last_name}" for one in people])
    for number in range(2):
        add_directive(page, number, f"ให้เร่งรัดงานด้านที่ {number + 1}", "ณัฐพล", ["สอจ. เชียงใหม่", "สอจ.ลำปาง"])
    save(page)
    page.locator("#id_directives-0-text").press_sequentially(" ")
    expect(page.locator(".like li")).to_have_count(1)
    assert page.input_value("#id_attendances-0-position") == "ปลัดกระทรวงอุตสาหกรรม"
    for stop in ("สอจ.เชียงใหม่", "สอจ.ลำปาง"):
        page.get_by_role("link", name="จุดถัดไปของการลงพื้นที่นี้").click()
        choose(page, "id_unit", stop)
        save(page)

    stops = Visit.objects.order_by("sequence")
    assert [stop.unit.short_name for stop in stops] == ["ศภ.1", "สอจ.เชียงใหม่", "สอจ.ลำปาง"]
    assert {(stop.trip_id, str(stop.starts_on)) for stop in stops} == {(stops[0].trip_id, "2024-02-28")}
    assert [stop.attendances.count() for stop in stops] == [4, 4, 4]
    assert (Directive.objects.count(), Attendance.objects.filter(role="lead").count()) == (2, 3)

    for query in ("q=ศภ.1", "q=ณัฏฐิญา", "province=TH-50", "fiscal_year=2567", "q=เร่งรัดงานด้านที่"):
        page.goto(f"/reports/register/?{query}")
        assert page.get_by_role("link", name=centre1.name).first.is_visible(), query
    page.goto("/reports/centres/?fiscal_year=2567")
    assert page.get_by_role("link", name="28 ณัฐพล").is_visible()
    page.goto("/calendar/2024/02/")
    assert page.get_by_role("link", name="ศภ.1").is_visible()
    page.get_by_role("link", name="ศภ.1").click()
    expect(page).to_have_title(re.compile("ปลัดกระทรวงอุตสาหกรรมตรวจเยี่ยม"))
