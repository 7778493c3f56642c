"""A year of holidays is proposed from the kept package, and what a person confirmed or took out stays."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.tests.cast import client_of
from visits.loading.holiday_proposals import year_of
from visits.models import Holiday

MOTHER = "วันเฉลิมพระชนมพรรษาสมเด็จพระบรมราชชนนีพันปีหลวง"


def propose(year):
    out = StringIO()
    call_command("propose_holidays", year, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("text", ["2571", "๒๕๗๑", "พ.ศ. 2571", "2028", "ค.ศ. 2028", " 2028 "])
def test_a_year_is_read_in_either_era(text):
    assert year_of(text) == 2028


@pytest.mark.parametrize("text", ["71", "2301", "ปีหน้า", "2571-2572", "พ.ศ. 2028", "ค.ศ. 2571"])
def test_what_is_no_year_is_refused_with_a_sentence(db, text):
    with pytest.raises(CommandError, match=r"เช่น 2571 หรือ 2028|เสนอวันหยุดได้เฉพาะปี พ\.ศ\. 2457 ถึง 2643"):
        propose(text)


def test_a_proposed_year_waits_to_be_confirmed_and_is_the_same_when_run_again(db):
    lines = propose("2571")
    rows = list(Holiday.objects.values_list("date", "name", "is_day_off", "verified"))
    assert lines[0] == "1 ม.ค. 2571 วันขึ้นปีใหม่"
    assert lines[-1].startswith(f"ปี พ.ศ. 2571 (ค.ศ. 2028): เสนอ {len(rows)} รายการ")
    assert {verified for *_, verified in rows} == {"general_knowledge"}
    assert (date(2028, 1, 1), "วันขึ้นปีใหม่", True, "general_knowledge") in rows
    assert [day for day, _, is_day_off, _ in rows if not is_day_off] == [date(2028, 1, 8), date(2028, 5, 1)]
    assert propose("2028")[0].startswith("ปี พ.ศ. 2571 (ค.ศ. 2028): เสนอ 0 รายการ")
    assert list(Holiday.objects.values_list("date", "name", "is_day_off", "verified")) == rows


def test_a_year_that_was_announced_has_the_ploughing_day(db):
    propose("2568")
    assert Holiday.objects.get(date=date(2025, 5, 9)).name == "วันพืชมงคล"


def test_two_holidays_of_one_day_are_two_rows(db):
    propose("2571")
    names = Holiday.objects.filter(date=date(2028, 8, 12)).values_list("name", flat=True)
    assert list(names) == [MOTHER, "วันแม่แห่งชาติ"]


def test_days_that_a_person_confirmed_moved_or_deleted_stay_as_they_are(db):
    propose("2571")
    confirmed, moved, deleted = Holiday.objects.filter(date__lte=date(2028, 2, 10), is_day_off=True)[:3]
    confirmed.name, confirmed.verified = "วันขึ้นปีใหม่ตามมติ", "office"
    confirmed.save()
    moved.date = date(2028, 1, 4)
    moved.save()
    deleted.delete()
    before = list(Holiday.objects.values_list("date", "name", "verified"))
    propose("2571")
    assert list(Holiday.objects.values_list("date", "name", "verified")) == before


def test_the_administrator_confirms_what_was_chosen(admin):
    propose("2571")
    chosen = list(Holiday.objects.values_list("pk", flat=True)[:2])
    data = {"action": "confirm", "_selected_action": chosen}
    response = client_of(admin).post("/admin/visits/holiday/", data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["ยืนยันแล้ว 2 รายการ"]
    assert list(Holiday.objects.filter(verified="office").values_list("pk", flat=True)) == chosen
    assert Holiday.history.filter(id=chosen[0]).latest().history_user == admin
