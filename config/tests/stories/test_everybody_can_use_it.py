"""Pages work for people who see badly, hold a phone, or have scripts turned off."""

import pytest
from playwright.sync_api import expect

from config.tests.browser import DESKTOP, PHONE
from config.tests.cast import a_directive, a_finding, a_visit, attend
from visits.directives import steps
from visits.models import Trip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(centre1, office_lampang, nattapol, nattiya, clerk):
    """Every kind of page, with something on it."""
    trip = Trip.objects.create(title="ลงพื้นที่ภาคเหนือ")
    visit = a_visit(
        centre1, "28/01/2566", nattapol, trip=trip, summary="รับฟังผลการดำเนินงาน", record_state="final"
    )
    attend(visit, nattiya)
    attend(a_visit(office_lampang, "28/01/2566", status="confirmed"), nattiya)
    a_finding(visit, figure="9.15", measure="ล้านบาท", kind="problem")
    order = a_directive(
        visit, to=[office_lampang], dimensions=["business"], given_by=nattapol, follow_up="report"
    )
    part = order.assignments.get()
    steps.notify(part, by=clerk)
    clerk.unit = office_lampang
    clerk.save()
    return [
        "/",
        "/manual/",
        "/manual/?q=ปฏิทิน",
        "/manual/entry/",
        "/manual/clerk/",
        "/directives/",
        "/reports/map/",
        "/second-factor/",
        "/calendar/feed/",
        "/calendar/clashes/?fiscal_year=2566",
        "/calendar/filters/?region=north",
        "/calendar/2023/01/?colour=region",
        "/calendar/week/2023-01-28/",
        "/calendar/day/2023-01-28/",
        "/calendar/2023/",
        "/calendar/agenda/2023/01/?more=1",
        "/calendar/wall/2023/01/",
        f"/visits/{visit.pk}/text/",
        "/before/",
        f"/units/{visit.unit_id}/before/",
        "/reports/",
        "/reports/register/",
        "/reports/centres/?fiscal_year=2566",
        "/reports/officials/",
        "/reports/units/",
        "/reports/directives/",
        f"/directives/{order.pk}/",
        "/directives/mine/",
        "/rounds/open/",
        "/reports/rounds/",
        f"/assignments/{part.pk}/report/",
        "/reports/progress/",
        "/reports/annual/?fiscal_year=2566",
        "/reports/dimensions/",
        "/reports/problems/",
        f"/visits/{visit.pk}/",
        f"/visits/{visit.pk}/print/",
        f"/visits/{visit.pk}/print/?form=memo",
        f"/trips/{trip.pk}/print/",
        f"/trips/{trip.pk}/",
        "/admin/",
        "/admin/visits/visit/",
        "/admin/visits/visit/add/",
        f"/admin/visits/visit/{visit.pk}/change/",
        f"/admin/visits/visit/{visit.pk}/history/",
        "/admin/units/unit/",
        "/nowhere/",
    ]


# One of each kind that people work on daily; `make scan` reads all.
DAILY = ("/", "/calendar/2023/01/?colour=region", "/reports/register/", "/admin/visits/visit/add/")


@pytest.mark.parametrize("of", ["daily", pytest.param("all", marks=pytest.mark.scan)])
def test_no_page_has_an_accessibility_fault_at_any_level(
    page, sign_in, clerk, addresses, accessibility_faults, of
):
    sign_in(page, clerk)
    found = {}
    for size in [DESKTOP] if of == "daily" else [DESKTOP, PHONE]:
        page.set_viewport_size(size)
        for address in DAILY if of == "daily" else addresses:
            page.goto(address)
            if faults := accessibility_faults(page):
                found[address, size["width"]] = faults
    assert found == {}, found


def test_a_directive_is_a_short_card_on_a_phone(phone, sign_in, clerk, addresses):
    sign_in(phone, clerk)
    phone.goto("/directives/")
    heights = phone.locator(".list tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert heights != []
    assert max(heights) <= 180


WIDTH = "document.documentElement.scrollWidth"


def on_every_page(page, addresses, script):
    """Address -> what the script gives on its page."""
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = page.evaluate(script)
    return found


@pytest.mark.scan
@pytest.mark.parametrize("times", [2, 4])
def test_a_page_enlarged_needs_no_scrolling_sideways(page, sign_in, clerk, addresses, times):
    """A window of a quarter of its width shows what a zoom to 400 % shows."""
    sign_in(page, clerk)
    page.set_viewport_size({name: size // times for name, size in DESKTOP.items()})
    widths = on_every_page(page, addresses, WIDTH)
    wide = {address: width for address, width in widths.items() if width > DESKTOP["width"] // times}
    assert {address: width for address, width in wide.items() if "/print/" not in address} == {}


@pytest.mark.scan  # every page is opened
def test_no_page_is_wider_than_a_phone(phone, sign_in, clerk, addresses):
    sign_in(phone, clerk)
    widths = on_every_page(phone, addresses, WIDTH)
    wide = {address: width for address, width in widths.items() if width > 360}
    assert {address: width for address, width in wide.items() if "/print/" not in address} == {}


OTHER_TYPEFACES = """() => [...document.querySelectorAll("button, input, select, textarea, td, p, h1")].filter(one =>
    !/^"?Sarabun/.test(getComputedStyle(one).fontFamily)).map(one => one.outerHTML.slice(0, 80))"""


@pytest.mark.scan  # every page is opened
def test_all_is_written_in_one_typeface(page, sign_in, clerk, addresses):
    sign_in(page, clerk)
    others = on_every_page(page, addresses, OTHER_TYPEFACES)
    assert {address: found for address, found in others.items() if found} == {}


MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one)
    const seconds = style.transitionDuration.split(",").map(parseFloat)
    return Math.max(...seconds) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth"
}).map(one => one.outerHTML.slice(0, 80))"""
EDGES = """() => [...document.querySelectorAll(".button, .page .ways a, .week .block")].filter(one =>
    parseFloat(getComputedStyle(one).borderTopWidth) === 0).map(one => one.outerHTML.slice(0, 80))"""


def test_nothing_moves_and_nothing_is_told_by_colour_alone_where_the_reader_asks(
    page, sign_in, executive, addresses
):
    """Every page of a test is opened with less motion asked for; then the system's own few colours rule."""
    sign_in(page, executive)
    found = {}
    for address in ("/", "/reports/map/", "/calendar/week/2023-01-28/"):
        page.goto(address)
        found[address] = page.evaluate(MOVING)
        page.emulate_media(forced_colors="active")
        found[address] += page.evaluate(EDGES)
        fills = "paths => new Set(paths.map(one => getComputedStyle(one).fill)).size"
        if address == "/reports/map/" and page.locator(".province-map path").evaluate_all(fills) < 2:
            found[address].append("every province looks alike")
        page.emulate_media(forced_colors="none")
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_reading_needs_no_scripts(scriptless, sign_in, executive, addresses):
    sign_in(scriptless, executive)
    scriptless.goto("/reports/register/")
    scriptless.get_by_label("คำค้น").fill("ศภ.1")
    scriptless.get_by_role("button", name="แสดงผล").click()
    scriptless.get_by_role("link", name="ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1").first.click()
    expect(scriptless.get_by_text("9.15").first).to_be_visible()
