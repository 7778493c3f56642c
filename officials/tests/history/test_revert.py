"""A reviewer takes back one change of a record: shown first, refused where it would undo somebody else's work."""

import pytest

from config.tests.cast import a_visit, attend, client_of
from config.tests.html import texts
from config.tracking import written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_reviewer(reviewer):
    return client_of(reviewer)


@pytest.fixture
def visit(centre1, clerk):
    with written_by(clerk):
        visit = a_visit(centre1, "28/01/2566", summary="สรุปเดิม")
        visit.summary = "สรุปใหม่"
        visit.save()
    return visit


def address(row):
    past = row.history.first()
    return f"/history/{past.instance_type._meta.label_lower}/{past.history_id}/revert/"


def test_an_edit_is_taken_back_as_a_change_of_its_own(as_reviewer, visit):
    page = f"/admin/visits/visit/{visit.pk}/history/"
    page_of_change = address(visit)
    assert page_of_change in as_reviewer.get(page).text
    assert texts(as_reviewer.get(page_of_change), "td") == ["สรุปใหม่", "สรุปเดิม"]
    assert as_reviewer.post(page_of_change).url == page
    visit.refresh_from_db()
    last = visit.history.first()
    assert (visit.summary, last.history_user_name) == ("สรุปเดิม", "วิชัย รอบคอบ")
    assert last.history_change_reason.startswith("คืนค่าเดิมของการแก้ไขการตรวจเยี่ยม")


def test_what_was_changed_since_or_certified_stays(as_reviewer, visit, as_clerk):
    page_of_change = address(visit)
    visit.summary = "สรุปล่าสุด"
    visit.save()
    refused = as_reviewer.post(page_of_change)
    assert (refused.status_code, texts(refused, "li")[-1]) == (
        409,
        "สรุปผลการตรวจเยี่ยมถูกแก้ไขหลังจากนั้นเป็น “สรุปล่าสุด”",
    )
    visit.record_state = "final"
    visit.take_number(2566)
    visit.save()
    page = as_reviewer.get(f"/admin/visits/visit/{visit.pk}/history/")
    assert address(visit) not in page.text  # a step of the site is led back by a step
    certified = as_reviewer.post(page_of_change)
    assert (certified.status_code, "เปิดแก้ไขก่อน" in certified.text) == (409, True)
    assert as_reviewer.post(address(visit)).status_code == 409
    assert as_clerk.post(page_of_change).status_code == 403
    visit.refresh_from_db()
    assert visit.summary == "สรุปล่าสุด"


def test_a_person_taken_out_comes_back_and_one_added_stays(as_reviewer, visit, nattiya):
    row = attend(visit, nattiya, position="รองอธิบดี")
    added, key = address(row), row.pk
    assert added not in as_reviewer.get(f"/admin/visits/visit/{visit.pk}/history/").text
    assert as_reviewer.post(added).status_code == 409
    row.delete()
    row.pk = key
    seen = visit.version
    assert as_reviewer.post(address(row)).status_code == 302
    assert [one.position for one in visit.attendances.all()] == ["รองอธิบดี"]
    visit.refresh_from_db()
    assert visit.version > seen


def test_the_auditor_asks_for_one_record_and_the_trail_outlives_the_account(auditor, visit, clerk, nattiya):
    attend(visit, nattiya)
    a_visit(visit.unit, "01/02/2566")
    clerk.delete()
    reading = client_of(auditor)
    query = f"?record=visits.visit:{visit.pk}"
    assert query in reading.get(f"/admin/visits/visit/{visit.pk}/history/").text
    cells = texts(reading.get(f"/trail/{query}"), "td")
    assert cells[1::3] == ["ระบบ", "สมหญิง ใจดี", "สมหญิง ใจดี"]
    sentences = reading.get(f"/trail/trail.csv{query}&person=สมหญิง").getvalue().decode().splitlines()
    assert len(sentences) == 3
    assert texts(reading.get("/trail/?record=visits.lost:1"), "td") == []
