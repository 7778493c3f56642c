"""Somebody is called away, the browser crashes, a save is refused: what was typed is offered again, to the same account."""

import re

import pytest
from playwright.sync_api import expect

from config.tests.cast import PASSWORD, a_directive, a_visit, attend, official, unit
from config.tests.stories.test_entering_a_journey import choose, choose_many, save
from visits.models import Attendance, RecordState, Visit

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/visits/visit/add/"
OFFER = "เรียกคืนข้อมูลที่พิมพ์ค้างไว้"

# The window has not been used for so many minutes, and is looked at again.
LEFT_ALONE = """minutes => {
  localStorage.setItem("last-use", Date.now() - minutes * 60000);
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def kept(page):
    """How many forms the browser keeps."""
    # What a press of a button led to is seen before its scripts have run.
    page.wait_for_load_state()
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed:')).length")


def keep(page):
    """As the script does every few seconds; returns how many forms the browser keeps by now."""
    page.wait_for_load_state()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return kept(page)


def crash(page):
    """The window is gone without a word; another one of the same browser is opened."""
    keep(page)
    page.close()
    return page.context.new_page()


def offered(page):
    """What the page says of the words that it offers."""
    expect(page.get_by_role("button", name=OFFER)).to_be_visible()
    return page.locator(".typed-words [role=status] span").first.inner_text()


def restore(page):
    page.get_by_role("button", name=OFFER).click()
    expect(page.get_by_text("เรียกคืนแล้ว แต่ยังไม่ได้บันทึก")).to_be_visible()


def nothing_is_offered(page):
    # Offers are made as soon as the script has run.
    page.wait_for_load_state()
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    return page.get_by_role("button", name=OFFER).count() == 0


def type_password(page, username):
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()


def press_save(page):
    page.get_by_role("button", name="บันทึก", exact=True).click()


def test_a_form_survives_the_end_of_its_session(page, type_sign_in, clerk, centre1, clock):
    type_sign_in(page, "clerk", PASSWORD)
    page.goto(ADD)
    page.locator("#id_summary").fill("รับฟังผลการดำเนินงาน")
    page.locator("#id_starts_on").fill("28/02/2567")
    page.evaluate(LEFT_ALONE, 26)
    page.get_by_role("button", name="ทำงานต่อ").click()
    expect(page.get_by_role("button", name="ทำงานต่อ")).to_be_hidden()
    clock(minutes=32)
    page.evaluate(LEFT_ALONE, 32)
    expect(page.get_by_text("การเข้าสู่ระบบสิ้นสุดแล้ว")).to_be_visible()
    press_save(page)
    expect(page.get_by_text("เบราว์เซอร์นี้เก็บไว้ให้แล้ว")).to_be_visible()
    type_password(page, "clerk")
    assert re.fullmatch(r"พิมพ์ไว้เมื่อ \d+ \S+ 25\d\d \d\d:\d\d น. · 2 ช่อง", offered(page))
    restore(page)
    expect(page.locator("#id_summary")).to_have_value("รับฟังผลการดำเนินงาน")
    expect(page.locator("#id_starts_on")).to_have_value("28/02/2567")
    choose(page, "id_unit", "ศภ.1")
    save(page)
    assert Visit.objects.get().summary == "รับฟังผลการดำเนินงาน"
    page.goto(ADD)
    assert (nothing_is_offered(page), kept(page)) == (True, 0)


def test_a_visit_with_people_and_directives_survives_a_crash(
    page, sign_in, clerk, nattapol, centre1, office_lampang
):
    official("wisanu")
    sign_in(page, clerk)
    page.goto(ADD)
    choose(page, "id_unit", "ศภ.1")
    page.fill("#id_starts_on", "28/02/2567")
    page.get_by_role("button", name="เพิ่มผู้ร่วมลงพื้นที่").click()
    choose(page, "id_attendances-0-official", "ณัฐพล")
    page.select_option("#id_attendances-0-role", "lead")
    expect(page.locator("#id_attendances-0-position")).to_have_value("ปลัดกระทรวงอุตสาหกรรม")
    page.fill("#id_attendances-0-position", "ปลัดกระทรวง")
    page.get_by_role("button", name="เพิ่มข้อสั่งการ").click()
    page.fill("#id_directives-0-text", "ให้เร่งรัด")
    choose_many(page, "id_directives-0-for_units", ["สอจ.ลำปาง"])
    page = crash(page)
    page.goto(ADD)
    restore(page)
    expect(page.locator("#id_attendances-0-position")).to_have_value("ปลัดกระทรวง")
    expect(page.locator("#id_unit ~ .select2").first).to_contain_text("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1")
    save(page)
    visit = Visit.objects.get()
    [row] = visit.attendances.values_list("official", "role", "position")
    assert (visit.unit, row) == (centre1, (nattapol.pk, "lead", "ปลัดกระทรวง"))
    [directive] = visit.directives.all()
    assert [one.unit for one in directive.assignments.all()] == [office_lampang]
    assert kept(page) == 0


def test_words_return_to_their_row_and_what_others_saved_meanwhile_is_told(
    page, sign_in, clerk, nattapol, centre1
):
    visit = a_visit(centre1, "28/01/2566", title="ตรวจเยี่ยม", summary="เดิม")
    first = attend(visit, official("wisanu"), order=1)
    second = attend(visit, nattapol, order=2)
    sign_in(page, clerk)
    address = f"/admin/visits/visit/{visit.pk}/change/"
    page.goto(address)
    page.fill("#id_attendances-1-position", "ปลัดกระทรวง")
    page.fill("#id_summary", "ที่พิมพ์ไว้")
    page = crash(page)
    first.delete()
    visit.refresh_from_db()
    visit.title = "ผู้อื่นแก้ไข"
    visit.save()
    page.goto(address)
    restore(page)
    expect(page.locator("#id_attendances-0-position")).to_have_value("ปลัดกระทรวง")
    expect(page.locator("#id_title")).to_have_value("ผู้อื่นแก้ไข")
    press_save(page)
    expect(page.get_by_text("บันทึกรายการนี้ไปก่อนแล้ว")).to_be_visible()
    save(page)
    second.refresh_from_db()
    visit.refresh_from_db()
    assert (second.position, visit.title, visit.summary) == ("ปลัดกระทรวง", "ผู้อื่นแก้ไข", "ที่พิมพ์ไว้")
    assert Attendance.objects.count() == 1


@pytest.mark.scan
def test_a_form_that_came_back_with_errors_is_not_offered_to_itself_and_stays_kept(
    page, sign_in, clerk, centre1
):
    sign_in(page, clerk)
    page.goto(ADD)
    page.fill("#id_summary", "หัวข้อ")
    page.get_by_role("button", name="เพิ่มผู้ร่วมลงพื้นที่").click()
    page.fill("#id_attendances-0-position", "ผู้แทนจังหวัด")
    press_save(page)
    expect(page.locator(".errornote")).to_be_visible()
    assert (nothing_is_offered(page), keep(page)) == (True, 1)
    page.fill("#id_starts_on", "28/02/2567")
    page = crash(page)
    page.goto(ADD)
    restore(page)
    names = ["summary", "starts_on", "attendances-0-position"]
    assert [page.input_value(f"#id_{name}") for name in names] == ["หัวข้อ", "28/02/2567", "ผู้แทนจังหวัด"]


@pytest.mark.scan
def test_an_account_is_offered_only_its_own_words(page, sign_in, clerk, reviewer):
    sign_in(page, clerk)
    page.goto("/calendar/filters/")
    page.fill("#id_name", "ของผู้บันทึก")
    page = crash(page)
    sign_in(page, reviewer)
    page.goto("/calendar/filters/")
    assert nothing_is_offered(page)
    sign_in(page, clerk)
    page.goto("/calendar/filters/")
    restore(page)
    expect(page.locator("#id_name")).to_have_value("ของผู้บันทึก")


def test_signing_out_asks_about_unsaved_words_and_forgets_them(page, type_sign_in, clerk):
    type_sign_in(page, "clerk", PASSWORD)
    page.goto("/calendar/filters/")
    page.fill("#id_name", "ยังไม่บันทึก")
    assert keep(page) == 1
    dialogs = []
    page.once("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    sign_out(page)
    assert [sentence.partition(" ")[0] for sentence in dialogs] == ["มีข้อมูลที่ยังไม่บันทึก"]
    assert keep(page) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    sign_out(page)
    page.wait_for_url("**/admin/login/**")
    assert kept(page) == 0


def sign_out(page):
    page.locator(".account").evaluate("(part) => { part.open = true; }")
    page.get_by_role("button", name="ออกจากระบบ").click()


def test_words_are_forgotten_after_three_days_and_when_they_are_thrown_away(page, sign_in, clerk):
    sign_in(page, clerk)
    page.goto("/calendar/filters/")
    page.fill("#id_name", "เก่า")
    page = crash(page)
    page.goto("/calendar/filters/")
    page.get_by_role("button", name="ลบทิ้ง").click()
    assert kept(page) == 0
    page.fill("#id_name", "เก่ากว่า")
    page = crash(page)
    page.goto("/calendar/")
    page.evaluate("""() => Object.keys(localStorage).filter((key) => key.startsWith("typed:")).forEach((key) => {
      const entry = JSON.parse(localStorage[key]);
      localStorage[key] = JSON.stringify({ ...entry, at: entry.at - 3 * 86400000 });
    })""")
    page.goto("/calendar/")
    assert kept(page) == 0


def test_leaving_a_page_with_unsaved_words_asks_first(page, sign_in, clerk):
    sign_in(page, clerk)
    page.goto("/calendar/filters/")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))
    page.locator("#id_name").press_sequentially("ยังไม่บันทึก")
    page.get_by_role("link", name="หน้าแรก").first.click()
    expect(page.locator("#id_name")).to_have_value("ยังไม่บันทึก")
    assert dialogs == ["beforeunload"]
    page.fill("#id_name", "")
    page.get_by_role("link", name="หน้าแรก").first.click()
    page.wait_for_url("**/")
    assert dialogs == ["beforeunload"]


def test_nothing_of_internal_records_or_of_people_stays_in_the_browser(page, sign_in, clerk):
    sign_in(page, clerk)
    page.goto(ADD)
    page.fill("#id_summary", "เรื่องภายใน")
    assert keep(page) == 1
    page.evaluate("document.getElementById('id_is_internal').click()")
    assert keep(page) == 0
    page.goto("/admin/officials/official/add/")
    page.fill("#id_first_name", "สมชาย")
    assert keep(page) == 0


@pytest.mark.scan
def test_another_window_with_the_same_form_is_not_taken_for_lost_words(page, sign_in, clerk):
    sign_in(page, clerk)
    page.goto(ADD)
    page.fill("#id_summary", "หน้าต่างแรก")
    keep(page)
    other = page.context.new_page()
    other.goto(ADD)
    assert nothing_is_offered(other)
    page.close()
    expect(other.get_by_role("button", name=OFFER)).to_be_visible()


def test_a_form_of_an_earlier_sign_in_leads_back_to_its_words(page, type_sign_in, clerk, centre1):
    type_sign_in(page, "clerk", PASSWORD)
    visit = a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL)
    step = a_directive(visit, to=[centre1]).assignments.get()
    page.goto(f"/assignments/{step.pk}/notify/")
    page.fill("#id_on", "30/01/2566")
    other = page.context.new_page()
    other.goto("/")
    sign_out(other)
    other.wait_for_url("**/admin/login/**")
    page.get_by_role("button", name="แจ้งข้อสั่งการ", exact=True).click()
    expect(page.get_by_text("ออกจากระบบหรือเปลี่ยนบัญชีในหน้าต่างอื่นแล้ว")).to_be_visible()
    type_password(other, "clerk")
    other.wait_for_url("**/")
    page.get_by_role("button", name="แจ้งข้อสั่งการ", exact=True).click()
    expect(page.get_by_role("heading", name="บันทึกไม่สำเร็จ")).to_be_visible()
    page.get_by_role("link", name="กลับไปหน้าเดิม").click()
    restore(page)
    expect(page.locator("#id_on")).to_have_value("30/01/2566")


@pytest.mark.scan
def test_a_press_release_is_kept_through_both_of_its_pages(page, sign_in, clerk, centre1):
    unit("DIPROM-C02")
    sign_in(page, clerk)
    page.goto("/press-release/")
    page.fill("#id_text", "วันที่ 28 มกราคม 2566 ตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1")
    page.locator("form.release-text [type=submit]").click()
    page.locator("form.draft").wait_for()
    page.locator("form.draft [name$=title]").first.fill("หัวข่าวที่พิมพ์")
    page = crash(page)
    page.goto("/press-release/")
    restore(page)
    page.locator("form.release-text [type=submit]").click()
    page.locator("form.draft").wait_for()
    restore(page)
    expect(page.locator("form.draft [name$=title]").first).to_have_value("หัวข่าวที่พิมพ์")


@pytest.mark.scan
def test_a_browser_with_no_room_left_says_so(page, sign_in, clerk):
    sign_in(page, clerk)
    page.goto("/calendar/filters/")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error(); }; }")
    page.fill("#id_name", "ยาว")
    keep(page)
    expect(page.get_by_text("เบราว์เซอร์นี้เก็บสิ่งที่พิมพ์ค้างไว้ไม่ได้")).to_be_visible()
