"""A form that is sent twice, by a double click or a reload, is stored once and warns of nothing."""

from threading import Thread

import pytest
from django.db import connection

from config.tests.cast import a_visit, attend, client_of, official
from visits.models import Visit
from visits.tests.admin.page import ADD, change, faults, new_visit, opened

pytestmark = pytest.mark.django_db


def test_a_form_sent_twice_is_stored_once(as_clerk, centre1):
    data = new_visit(as_clerk, centre1)
    first, second = as_clerk.post(ADD, data), as_clerk.post(ADD, data)
    assert (faults(first), faults(second), Visit.objects.count()) == ([], [], 1)
    assert first.url == second.url


def test_a_form_sent_twice_takes_its_step_once(as_clerk, centre1):
    data = new_visit(as_clerk, centre1, purpose="ตรวจเยี่ยม") | {"_step": "submit"}
    as_clerk.post(ADD, data)
    answer = as_clerk.post(ADD, data)
    visit = Visit.objects.get()
    assert (answer.url, visit.history.filter(record_state="submitted").count()) == (
        visit.get_absolute_url(),
        1,
    )


def test_a_form_changed_between_two_sendings_comes_back_as_typed_and_says_what_is_stored(as_clerk, centre1):
    data = new_visit(as_clerk, centre1, purpose="ก่อน")
    as_clerk.post(ADD, data)
    answer = as_clerk.post(ADD, data | {"purpose": "หลัง"})
    visit = Visit.objects.get()
    link = f'<a href="{change(visit)}" target="_blank">รายการที่บันทึกไว้</a>'
    assert faults(answer) == [f"รายการนี้บันทึกไว้แล้วเมื่อกดบันทึกครั้งก่อน สิ่งที่แก้ไขหลังจากนั้นยังไม่ได้บันทึก โปรดแก้ไขใน{link}"]
    assert (answer.context["adminform"].form["purpose"].value(), visit.purpose) == ("หลัง", "ก่อน")


def test_two_forms_for_one_unit_on_one_day_still_warn(as_clerk, centre1):
    as_clerk.post(ADD, new_visit(as_clerk, centre1))
    answer = as_clerk.post(ADD, new_visit(as_clerk, centre1))
    assert (faults(answer) != [], Visit.objects.count()) == (True, 1)
    # Only a warning is open, so no heading speaks of errors.
    assert "errornote" not in answer.content.decode()


def test_a_key_that_is_none_is_passed_over(as_clerk, centre1):
    data = new_visit(as_clerk, centre1) | {"entry_key": "' or 1=1"}
    assert faults(as_clerk.post(ADD, data)) == []
    assert Visit.objects.get().code is None


def test_the_button_for_the_next_stop_leads_to_its_form(as_clerk, centre1):
    answer = as_clerk.post(ADD, new_visit(as_clerk, centre1) | {"_next_stop": "1"})
    assert answer.url == f"{ADD}?from={Visit.objects.get().pk}"


def test_who_is_on_the_list_already_is_named(as_clerk, centre1):
    visit = a_visit(centre1, "28/02/2567")
    person = official("surapol")
    attend(visit, person)
    data = opened(as_clerk, change(visit)) | {"add_people": [person.pk], "accept_doubt": []}
    answer = as_clerk.post(change(visit), data, follow=True)
    sentences = [str(message) for message in answer.context["messages"]]
    assert f"มีรายชื่ออยู่แล้ว จึงไม่เพิ่มซ้ำ: {person.name}" in sentences
    assert visit.attendances.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_store_one_visit(clerk, centre1):
    client = client_of(clerk)
    data = new_visit(client, centre1)
    answers = []

    def send():
        try:
            answers.append(client_of(clerk).post(ADD, data).status_code)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, Visit.objects.count()) == ([302, 302], 1)
