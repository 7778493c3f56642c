"""ร่าง -> รอตรวจสอบ -> รับรองแล้ว: who takes which step, what a certified record is, and what stays closed then."""

from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_finding, a_visit, attend, client_of
from config.tests.forms import form_values
from config.tests.html import elements, links, texts
from visits.models import PressRelease, PressReleaseVisit, RecordState, Trip, Visit
from visits.models.workflow import Refused
from visits.records import sign_off
from visits.records.sign_off import gaps
from visits.tests import signing_off
from visits.tests.admin.page import change, faults, new_visit, opened

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

PURPOSE = "รับฟังผลการดำเนินงาน"


@pytest.fixture
def draft(centre1, nattapol):
    """Complete, so that only the steps are in question."""
    return a_visit(centre1, "28/01/2566", nattapol, purpose=PURPOSE)


@pytest.fixture
def waiting(draft, clerk):
    return signing_off.submit(draft, clerk)


@pytest.fixture
def final(waiting, reviewer):
    return signing_off.certify(waiting, reviewer)


@pytest.fixture
def as_reviewer(reviewer):
    return client_of(reviewer)


def take(client, visit, code, **data):
    return client.post(f"/visits/{visit.pk}/sign-off/{code}/", data)


def state(visit):
    return Visit.objects.values_list("record_state", flat=True).get(pk=visit.pk)


def refusal(step, *args):
    with pytest.raises(Refused) as refused:
        step(*args)
    return refused.value


def alerts(response):
    return texts(response, "li") if response.status_code == 200 else []


@pytest.mark.parametrize(
    ("way", "end"),
    [
        (["submit"], "submitted"),
        (["submit", "withdraw"], "draft"),
        (["submit", "return"], "draft"),
        (["submit", "certify"], "final"),
        (["submit", "certify", "reopen"], "draft"),
    ],
    ids=lambda way: way[-1] if isinstance(way, list) else way,
)
def test_the_steps_lead_from_state_to_state(as_clerk, as_reviewer, draft, way, end):
    for code in way:
        client = as_clerk if code in {"submit", "withdraw"} else as_reviewer
        assert take(client, draft, code, text="ตำแหน่งผู้ร่วมคณะไม่ครบ").status_code == 302
    assert state(draft) == end


def test_only_a_reviewer_certifies_returns_and_reopens(clerk, as_clerk, waiting):
    for verb in (signing_off.certify, lambda *a: signing_off.return_for_correction(*a, "แก้ไข")):
        with pytest.raises(PermissionDenied):
            verb(waiting, clerk)
    assert [take(as_clerk, waiting, code).status_code for code in ("certify", "return", "reopen")] == [
        403
    ] * 3
    assert state(waiting) == "submitted"


def test_readers_take_no_step(as_executive, draft):
    assert take(as_executive, draft, "submit").status_code == 403
    assert elements(as_executive.get(f"/visits/{draft.pk}/"), "button", class_="button") == []


def test_returning_and_reopening_ask_for_a_reason(as_reviewer, waiting):
    assert alerts(take(as_reviewer, waiting, "return", text="  "))[-1] == "โปรดระบุเรื่องที่ต้องแก้ไข"
    take(as_reviewer, waiting, "certify")
    assert alerts(take(as_reviewer, waiting, "reopen"))[-1] == "โปรดระบุเหตุผลที่เปิดแก้ไข"
    assert state(waiting) == "final"


def test_the_clerk_reads_what_must_be_corrected(as_clerk, reviewer, waiting):
    signing_off.return_for_correction(waiting, reviewer, "ตำแหน่งผู้ร่วมคณะไม่ครบ")
    for page in (f"/visits/{waiting.pk}/", change(waiting)):
        assert texts(as_clerk.get(page), "p", class_="remark") == ["ตำแหน่งผู้ร่วมคณะไม่ครบ"]


def test_certifying_lists_what_is_missing_with_the_place_where_to_write_it(centre1, clerk, as_reviewer):
    visit = a_visit(centre1, "28/01/2566")
    a_directive(visit, "ให้เร่งรัดการดำเนินงาน")
    signing_off.submit(visit, clerk)
    response = take(as_reviewer, visit, "certify")
    [page] = {
        address.partition("#")[0] for address in links(response) if "#" in address and "/change/" in address
    }
    assert page == change(visit)
    assert [(one.sentence, one.address.partition("#")[2]) for one in gaps(visit)] == [
        ("ยังไม่มีวัตถุประสงค์ สรุปผลการตรวจเยี่ยม หรือสรุปผลการรับฟังอย่างใดอย่างหนึ่ง", "id_purpose"),
        ("ยังไม่มีหัวหน้าคณะในรายชื่อผู้ร่วมลงพื้นที่", "attendances-group"),
        ("ยังไม่มีผู้ใดในรายชื่อผู้ร่วมลงพื้นที่ที่ระบุตำแหน่ง", "attendances-group"),
        ("ข้อสั่งการข้อที่ 1 “ให้เร่งรัดการดำเนินงาน” ยังไม่ระบุผู้สั่งการ", "directives-0"),
    ]
    assert [gap.sentence for gap in gaps(visit)] == alerts(response)[-4:]
    assert (state(visit), Visit.objects.get().number) == ("submitted", "")
    places = {attrs.get("id") for attrs, _ in elements(as_reviewer.get(change(visit)), "div")}
    places |= {attrs.get("id") for attrs, _ in elements(as_reviewer.get(change(visit)), "textarea")}
    assert {"id_purpose", "attendances-group", "directives-0"} <= places


@pytest.mark.parametrize("fields", ["summary", "purpose", "finding"])
def test_one_of_summary_purpose_and_finding_is_enough(centre1, nattapol, fields):
    visit = a_visit(centre1, "28/01/2566", nattapol, **({} if fields == "finding" else {fields: PURPOSE}))
    if fields == "finding":
        a_finding(visit)
    assert gaps(visit) == []


def test_certifying_numbers_visit_trip_and_directives_once(clerk, reviewer, centre1, centre6, nattapol):
    trip = Trip.objects.create(title="ลงพื้นที่ภาคเหนือ")
    stops = [
        a_visit(unit, day, nattapol, trip=trip, purpose=PURPOSE)
        for unit, day in ((centre6, "01/10/2567"), (centre1, "30/09/2567"))
    ]
    orders = [a_directive(stop, given_by=nattapol) for stop in stops]
    for stop in stops:
        signing_off.certify(signing_off.submit(stop, clerk), reviewer)
    numbers = [row.refresh_from_db() or row.number for row in (trip, *stops, *orders)]
    assert numbers == ["ค.1/2567", "ต.1/2568", "ต.1/2567", "ข.1/2568", "ข.1/2567"]


def test_a_record_keeps_its_number_when_opened_again(final, clerk, reviewer, nattapol):
    number = final.number
    a_directive(final, given_by=nattapol)
    opened_again = signing_off.reopen(final, reviewer, "เพิ่มข้อสั่งการ")
    final = signing_off.certify(signing_off.submit(opened_again, clerk), reviewer)
    assert (final.number, [row.number for row in final.directives.all()]) == (number, ["ข.1/2566"])


def test_certifying_freezes_names_and_positions(draft, clerk, reviewer, nattapol, nattiya):
    row = attend(draft, nattiya)
    type(row).objects.bulk_update([_blank(row)], ["name", "position"])
    order = a_directive(draft)
    order.given_by = nattapol
    order.save()
    signing_off.certify(signing_off.submit(draft, clerk), reviewer)
    row.refresh_from_db(), order.refresh_from_db()
    assert row.name == "นางสาวณัฏฐิญา เนตยสุภา"
    assert (order.given_name, order.given_as) == ("นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม")


def _blank(row):
    row.name = row.position = ""
    return row


def test_of_two_people_the_second_is_told(waiting, clerk, reviewer):
    signing_off.withdraw(waiting, clerk)
    sentence = refusal(signing_off.certify, waiting, reviewer)
    assert sentence.sentences[0].startswith("รับรองข้อมูลไม่ได้ เพราะสมหญิง ใจดี ดึงกลับรายการนี้แล้ว เมื่อ ")
    assert state(waiting) == "draft"


def test_what_was_changed_after_it_was_read_is_not_certified_unread(as_reviewer, clerk, waiting):
    seen = waiting.version
    waiting.summary = "เพิ่มหลังจากที่เปิดอ่าน"
    with sign_off.written_by(clerk):
        waiting.save()
    response = take(as_reviewer, waiting, "certify", seen=seen)
    assert alerts(response)[-1] == (
        "สมหญิง ใจดี แก้ไขรายการนี้หลังจากที่ท่านเปิดหน้านี้ โปรดอ่านข้อมูลปัจจุบัน แล้วกดรับรองข้อมูลอีกครั้ง"
    )
    assert take(as_reviewer, waiting, "certify", seen=form_values(response)["seen"][0]).status_code == 302


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_certify_at_once_one_wins(waiting, reviewer):
    def certify():
        try:
            answers.append(signing_off.certify(waiting, reviewer).number)
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    answers = []
    together = [Thread(target=certify) for _ in range(3)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sorted(answers) == ["refused", "refused", "ต.1/2566"]


def test_a_certified_record_is_not_edited(draft, clerk, as_clerk, reviewer, as_reviewer):
    before = opened(as_clerk, change(draft)) | {"summary": "แก้ไขภายหลัง"}
    signing_off.certify(signing_off.submit(draft, clerk), reviewer)
    for client in (as_clerk, as_reviewer):
        assert client.post(change(draft), before)["Location"] == f"/visits/{draft.pk}/"
        assert client.get(change(draft))["Location"] == f"/visits/{draft.pk}/"
    assert Visit.objects.get().summary == ""


def test_a_waiting_record_is_edited_by_those_who_check_it(waiting, as_clerk, as_reviewer):
    assert as_clerk.get(change(waiting))["Location"] == f"/visits/{waiting.pk}/"
    assert faults(as_reviewer.post(change(waiting), opened(as_reviewer, change(waiting)))) == []


def test_certified_records_are_not_deleted_in_bulk(final, as_clerk, as_reviewer, nattapol):
    order = a_directive(final, given_by=nattapol)
    for client in (as_clerk, as_reviewer):
        for name, row in (("visit", final), ("directive", order)):
            data = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
            client.post(f"/admin/visits/{name}/", data)
            assert client.post(f"/admin/visits/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert (Visit.objects.count(), final.directives.count()) == (1, 1)


def test_the_wording_of_a_certified_directive_stays(draft, clerk, reviewer, as_clerk, nattapol):
    order = a_directive(draft, given_by=nattapol)
    address = f"/admin/visits/directive/{order.pk}/change/"
    before = opened(as_clerk, address) | {"text": "ให้ชะลอไว้ก่อน"}
    signing_off.certify(signing_off.submit(draft, clerk), reviewer)
    assert as_clerk.post(address, before).status_code == 302
    order.refresh_from_db()
    assert order.text == "ให้เร่งรัดการดำเนินงาน"


def test_a_numbered_directive_is_not_taken_out_of_a_record_opened_again(
    draft, clerk, reviewer, as_clerk, nattapol
):
    a_directive(draft, given_by=nattapol)
    final = signing_off.certify(signing_off.submit(draft, clerk), reviewer)
    signing_off.reopen(final, reviewer, "ตรวจทานอีกครั้ง")
    data = opened(as_clerk, change(draft)) | {"directives-0-DELETE": "on"}
    assert "ข.1/2566 มีเลขทะเบียนแล้ว ลบไม่ได้" in faults(as_clerk.post(change(draft), data))


def test_a_press_release_is_not_tied_to_a_certified_record(final, centre1, as_clerk):
    release = PressRelease.objects.create(title="ปลัดกระทรวงตรวจเยี่ยมศูนย์ภาค")
    open_visit = a_visit(centre1, "29/01/2566")
    PressReleaseVisit.objects.create(press_release=release, visit=open_visit)
    address = f"/admin/visits/pressrelease/{release.pk}/change/"
    data = opened(as_clerk, address) | {"visit_links-0-visit": final.pk}
    sentence = f"{final} รับรองแล้ว จึงเพิ่ม เปลี่ยน หรือลบข่าวไม่ได้"
    assert sentence in faults(as_clerk.post(address, data))
    assert release.visits.get() == open_visit


def test_the_next_stop_leaves_a_certified_record_as_it_is(final, as_clerk, centre6):
    data = new_visit(as_clerk, centre6)
    assert faults(as_clerk.post(f"/admin/visits/visit/add/?from={final.pk}", data)) == []
    final.refresh_from_db()
    assert final.trip is None


def test_the_clerk_saves_and_submits_at_once(as_clerk, centre1, nattapol):
    data = new_visit(as_clerk, centre1) | {"_step": "submit"}
    response = as_clerk.post("/admin/visits/visit/add/", data)
    visit = Visit.objects.get()
    assert (response["Location"], visit.record_state) == (f"/visits/{visit.pk}/", RecordState.SUBMITTED)


def test_what_was_typed_is_saved_although_the_record_cannot_be_certified(as_reviewer, centre1, clerk):
    visit = signing_off.submit(a_visit(centre1, "28/01/2566"), clerk)
    data = opened(as_reviewer, change(visit)) | {"summary": "สรุปของผู้ตรวจสอบ", "_step": "certify"}
    response = as_reviewer.post(change(visit), data)
    assert response["Location"] == f"/visits/{visit.pk}/sign-off/certify/"
    visit.refresh_from_db()
    assert (visit.summary, visit.record_state) == ("สรุปของผู้ตรวจสอบ", RecordState.SUBMITTED)


FOR_EVERYBODY = {"พิมพ์", "ใส่ในปฏิทิน", "ข้อความส่งต่อ"}


def buttons(client, visit):
    response = client.get(f"/visits/{visit.pk}/")
    found = [text for _, text in elements(response, "button", class_="button")]
    return found + [text for _, text in elements(response, "a", class_="button") if text not in FOR_EVERYBODY]


def test_the_page_offers_each_the_steps_of_the_moment(draft, clerk, reviewer, as_clerk, as_reviewer):
    assert buttons(as_clerk, draft) == ["เสนอตรวจสอบ", "แก้ไข"]
    waiting = signing_off.submit(draft, clerk)
    assert buttons(as_clerk, draft) == ["ดึงกลับ"]
    assert buttons(as_reviewer, draft) == ["ดึงกลับ", "รับรองข้อมูล", "แก้ไข", "ส่งกลับแก้ไข"]
    signing_off.certify(waiting, reviewer)
    assert buttons(as_clerk, draft) == []
    assert buttons(as_reviewer, draft) == ["เปิดแก้ไข"]


def test_the_report_says_who_certified_and_when(as_executive, final):
    printed = as_executive.get(f"/visits/{final.pk}/print/?digits=arabic")
    [sentence] = [text for text in texts(printed, "p", class_="printed") if text.startswith("รับรอง")]
    when = sign_off.last_steps([final])[final.pk].moment
    assert sentence == f"รับรองข้อมูลโดย วิชัย รอบคอบ เมื่อ {when}"


@pytest.mark.both_databases
def test_the_reviewer_sees_what_waits_with_the_same_number_of_queries(
    as_reviewer, as_clerk, clerk, waiting, centre1, django_assert_num_queries, nattapol
):
    with CaptureQueriesContext(
        connection,
    ) as one:
        page = as_reviewer.get("/sign-off/")
    assert texts(page, "td")[0::4] == ["28 ม.ค. 2566"]
    assert texts(page, "td")[3].startswith("สมหญิง ใจดี ")
    for day in ("29/01/2566", "27/01/2566"):
        signing_off.submit(a_visit(centre1, day, nattapol, purpose=PURPOSE), clerk)
    with django_assert_num_queries(len(one)):
        page = as_reviewer.get("/sign-off/")
    assert texts(page, "td")[0::4] == ["27 ม.ค. 2566", "28 ม.ค. 2566", "29 ม.ค. 2566"]
    assert as_clerk.get("/sign-off/").status_code == 403
