"""Who entered or submitted a record and certifies it too is warned, and record and report say so; a setting forbids it."""

import pytest
from django.utils import timezone

from config.tests.cast import a_visit, client_of
from config.tests.html import texts
from config.tests.pages import text_of
from config.tracking import written_by
from officials.models import Deputy
from visits.models import RecordState
from visits.models.workflow import Refused
from visits.records import sign_off
from visits.tests import signing_off

pytestmark = pytest.mark.django_db
NOTE = "ผู้รับรองเป็นผู้บันทึกหรือเสนอข้อมูลนี้เอง (วิชัย รอบคอบ)"


@pytest.fixture
def entered(centre1, nattapol, reviewer):
    """A complete record that the reviewer entered and somebody else submitted."""
    with written_by(reviewer):
        return a_visit(centre1, "28/01/2566", nattapol, purpose="รับฟังผลการดำเนินงาน")


def test_who_entered_a_record_certifies_it_with_a_tick_that_record_and_report_repeat(
    entered, clerk, reviewer
):
    signing_off.submit(entered, clerk)
    as_reviewer, page = client_of(reviewer), f"/visits/{entered.pk}/sign-off/certify/"
    warned = as_reviewer.post(page)
    assert (warned.status_code, NOTE in text_of(warned)) == (200, True)
    entered.refresh_from_db()
    assert entered.record_state == RecordState.SUBMITTED
    assert as_reviewer.post(page, {"accept_own": "on"}).status_code == 302
    entered.refresh_from_db()
    assert (entered.record_state, entered.certification_note) == (RecordState.FINAL, NOTE)
    assert NOTE in text_of(as_reviewer.get(f"/visits/{entered.pk}/"))
    assert NOTE in text_of(as_reviewer.get(f"/visits/{entered.pk}/print/"))
    assert NOTE not in text_of(as_reviewer.get(f"/visits/{entered.pk}/print/?edition=public"))


def test_who_submitted_a_record_is_warned_like_who_entered_it(centre1, nattapol, clerk, reviewer):
    with written_by(clerk):
        visit = a_visit(centre1, "28/01/2566", nattapol, purpose="รับฟังผลการดำเนินงาน")
    signing_off.submit(visit, reviewer)
    assert sign_off.own_record_note(visit, reviewer) == NOTE


def test_whoever_corrects_a_record_that_waits_has_not_entered_it(centre1, nattapol, clerk, reviewer):
    with written_by(clerk):
        visit = a_visit(centre1, "28/01/2566", nattapol, purpose="รับฟังผลการดำเนินงาน")
    visit = signing_off.submit(visit, clerk)
    with written_by(reviewer):
        visit.summary = "แก้คำผิด"
        visit.save()
    assert signing_off.certify(visit, reviewer).certification_note == ""


def test_a_setting_forbids_to_certify_an_own_record(entered, clerk, reviewer, settings):
    settings.CERTIFY_OWN_RECORDS = False
    waiting = signing_off.submit(entered, clerk)
    with pytest.raises(Refused, match="ระบบนี้ตั้งไว้ให้ผู้อื่นเป็นผู้รับรอง"):
        signing_off.certify(waiting, reviewer)
    page = client_of(reviewer).post(f"/visits/{entered.pk}/sign-off/certify/")
    assert texts(page, "li")[-1:] == [f"{NOTE} ระบบนี้ตั้งไว้ให้ผู้อื่นเป็นผู้รับรอง"]


def test_reopening_takes_the_note_away(entered, clerk, reviewer):
    final = signing_off.certify(signing_off.submit(entered, clerk), reviewer)
    assert signing_off.reopen(final, reviewer, "แก้วันที่").certification_note == ""


def test_a_deputy_certifies_in_the_place_of_a_reviewer_and_the_record_says_so(
    entered, clerk, reviewer, admin
):
    today = timezone.localdate()
    Deputy.objects.create(reviewer=reviewer, deputy=admin, starts_on=today, ends_on=today)
    signing_off.submit(entered, clerk)
    answer = client_of(admin).post(f"/visits/{entered.pk}/sign-off/certify/")
    entered.refresh_from_db()
    assert (answer.status_code, entered.record_state) == (302, RecordState.FINAL)
    assert entered.certification_note.startswith("รับรองแทน วิชัย รอบคอบ (")
