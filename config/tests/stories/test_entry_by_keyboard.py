"""The visit's form without a mouse, on a phone, and with scripts off."""

import pytest
from playwright.sync_api import expect

from config.tests.cast import a_visit
from visits.models import Visit

ADD = "/admin/visits/visit/add/"
FOCUS_IS = "(name) => document.activeElement.matches(name)"

pytestmark = pytest.mark.django_db(transaction=True)


def test_typing_opens_a_look_up_and_enter_goes_on_instead_of_saving(page, sign_in, clerk, centre1):
    sign_in(page, clerk)
    page.goto(ADD)
    page.wait_for_function(FOCUS_IS, arg=".select2-selection")
    page.keyboard.type("DIPROM CENTER 1")
    page.locator(".select2-results__option--highlighted").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("#id_unit ~ .select2 .select2-selection__rendered")).to_contain_text(centre1.name)
    page.locator("#id_starts_on").focus()
    page.keyboard.type("28/02/2567")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id !== 'id_starts_on'")
    assert (page.url.endswith(ADD), Visit.objects.count()) == (True, 0)
    page.keyboard.press("Control+Enter")
    page.locator(".messagelist .success").wait_for()
    assert Visit.objects.get().unit == centre1


def test_the_focus_stands_in_a_row_that_was_added(page, sign_in, clerk):
    sign_in(page, clerk)
    page.goto(ADD)
    page.locator("#attendances-group .add-row a").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(FOCUS_IS, arg="#attendances-0 .select2-selection")
    page.locator("#directives-group .add-row a").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(FOCUS_IS, arg="#id_directives-0-text")


def test_the_buttons_that_save_stay_in_sight_on_a_phone(phone, sign_in, clerk, centre1):
    sign_in(phone, clerk)
    visit = a_visit(centre1, "28/02/2567")
    phone.goto(f"/admin/visits/visit/{visit.pk}/change/")
    phone.evaluate("window.scrollTo(0, 0)")
    expect(phone.locator(".submit-row input[name=_save]").first).to_be_in_viewport()


def test_with_scripts_off_the_page_says_how_to_add_people(scriptless, sign_in, clerk, centre1, nattapol):
    sign_in(scriptless, clerk)
    visit = a_visit(centre1, "28/02/2567")
    scriptless.goto(f"/admin/visits/visit/{visit.pk}/change/")
    expect(scriptless.get_by_role("heading", name="เบราว์เซอร์นี้ปิดสคริปต์ไว้")).to_be_visible()
    scriptless.fill("#id_people_by_name", nattapol.name)
    scriptless.locator("input[name=_save]").first.click()
    assert visit.attendances.get().official == nattapol
