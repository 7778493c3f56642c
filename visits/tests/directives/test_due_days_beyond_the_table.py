"""Working days that are counted over a year without confirmed holidays are marked so, wherever the due day is read."""

from datetime import date

import pytest
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, client_of
from config.tests.html import texts
from visits.directives import steps
from visits.directives.due_dates import working_day_after
from visits.directives.holiday_years import HolidayYears
from visits.models import Holiday
from visits.records.warnings import holidays

MISSING = "ยังไม่มีวันหยุดราชการของปี พ.ศ. 2572 ในระบบ จึงนับเว้นเพียงวันเสาร์และวันอาทิตย์ โปรดตรวจสอบกำหนดอีกครั้ง"
PROPOSED = "วันหยุดราชการของปี พ.ศ. 2571 ที่ใช้นับยังไม่ได้ยืนยัน โปรดตรวจสอบกำหนดอีกครั้ง"


@pytest.fixture
def confirmed(db):
    return [
        Holiday.objects.create(date=date(year, 1, 1), name="วันขึ้นปีใหม่", verified="office")
        for year in (2027, 2028)
    ]


def counted(centre1, nattapol, day, due_on, due_text="ภายใน 15 วันทำการ"):
    visit = a_visit(centre1, day, lead=nattapol, record_state="final")
    wording = {"follow_up": "report", "due_on": due_on, "due_text": due_text}
    return a_directive(visit, "ให้เร่งรัดแผน", to=[centre1], **wording)


def notes(response):
    return [text for text in texts(response, "span", class_="quiet") if "โปรดตรวจสอบกำหนด" in text]


@pytest.mark.parametrize(
    ("due_on", "due_text", "sentences"),
    [
        (date(2028, 12, 28), "ภายใน 15 วันทำการ", []),
        (date(2029, 1, 5), "ภายใน 15 วันทำการ", [MISSING]),
        (date(2029, 1, 5), "๑๕ วันทำการ", [MISSING]),
        (date(2029, 1, 5), "", []),
    ],
)
def test_the_page_of_a_directive_says_where_the_count_leaves_the_table(
    as_executive, confirmed, centre1, nattapol, due_on, due_text, sentences
):
    row = counted(centre1, nattapol, date(2028, 12, 7), due_on, due_text)
    assert notes(as_executive.get(row.get_absolute_url())) == sentences


def test_it_says_too_that_a_proposed_year_was_not_confirmed(as_executive, confirmed, centre1, nattapol):
    Holiday.objects.create(date=date(2028, 2, 10), name="วันมาฆบูชา", verified="general_knowledge")
    row = counted(centre1, nattapol, date(2027, 12, 20), date(2028, 1, 11))
    assert notes(as_executive.get(row.get_absolute_url())) == [PROPOSED]


def test_the_form_and_the_letter_that_is_prepared_say_it(as_clerk, confirmed, centre1, nattapol, clerk):
    row = counted(centre1, nattapol, date(2028, 12, 7), date(2029, 1, 5))
    assert texts(as_clerk.get(f"/letters/new/?unit={centre1.pk}"), "p", class_="past") == [MISSING]
    letter = as_clerk.post(
        f"/letters/new/?unit={centre1.pk}",
        {"form": "memo", "subject": "แจ้ง", "recipients": "ผอ.", "parts": row.assignments.get().pk},
    )
    assert texts(as_clerk.get(letter.url), "p", class_="past") == [MISSING]
    visit = row.visit
    visit.record_state = "draft"
    visit.save()
    page = as_clerk.get(f"/admin/visits/visit/{visit.pk}/change/").content.decode()
    assert page.count(MISSING) == 1


def test_an_extension_in_working_days_says_it_when_it_is_taken(as_clerk, centre1, nattapol, clerk):
    row = counted(centre1, nattapol, date(2023, 1, 27), timezone.localdate(), "")
    part = row.assignments.get()
    steps.notify(part, by=clerk)
    data = {"days": "5", "reason": "รอผลตรวจ", "seen": f"{part.progress.get().pk}"}
    response = as_clerk.post(f"/assignments/{part.pk}/extend/", data, follow=True)
    sentences = [str(message) for message in response.context["messages"]]
    assert [sentence[:27] for sentence in sentences] == ["ขยายระยะเวลาแล้ว", "ยังไม่มีวันหยุดราชการของปี "]


def test_two_holidays_on_one_day_are_one_day_off_with_both_names(as_executive):
    for name in ("วันวิสาขบูชา", "วันฉัตรมงคล"):
        Holiday.objects.create(date=date(2023, 5, 4), name=name)
    assert working_day_after(date(2023, 5, 3), 1) == date(2023, 5, 5)
    month = as_executive.get("/calendar/2023/05/")
    assert texts(month, "span", class_="holiday") == ["วันวิสาขบูชา / วันฉัตรมงคล"]
    agenda = as_executive.get("/calendar/agenda/?from=01/05/2566&to=31/05/2566")
    assert agenda.status_code == 200


def test_a_visit_on_a_day_of_two_holidays_is_one_warning(as_clerk, centre1, nattapol):
    for name in ("วันวิสาขบูชา", "วันฉัตรมงคล"):
        Holiday.objects.create(date=date(2023, 5, 4), name=name)
    visit = a_visit(centre1, "04/05/2566", lead=nattapol)
    assert [warning.message for warning in holidays(visit)] == [
        "4 พ.ค. 2566 เป็นวันหยุดราชการ (วันวิสาขบูชา / วันฉัตรมงคล)"
    ]


@pytest.mark.parametrize(
    ("today", "verified", "sentences"),
    [
        (date(2027, 9, 30), "office", []),
        (date(2027, 10, 1), None, ["ยังไม่มีวันหยุดราชการของปี พ.ศ. 2571 ในระบบ"]),
        (date(2027, 10, 1), "general_knowledge", ["วันหยุดราชการของปี พ.ศ. 2571 ยังไม่ได้ยืนยัน 1 รายการ"]),
        (date(2027, 12, 31), "office", []),
        (date(2028, 2, 1), "general_knowledge", ["วันหยุดราชการของปี พ.ศ. 2571 ยังไม่ได้ยืนยัน 1 รายการ"]),
    ],
)
def test_the_administrator_is_told_from_october_on(db, today, verified, sentences):
    Holiday.objects.create(date=date(2027, 1, 1), name="วันขึ้นปีใหม่", verified="office")
    if verified:
        Holiday.objects.create(date=date(2028, 1, 1), name="วันขึ้นปีใหม่", verified=verified)
    assert [one for one in [HolidayYears().notice(today)] if one] == sentences


def test_the_front_page_tells_who_may_mend_it_and_nobody_else(admin, as_clerk, as_executive):
    pages = [client.get("/") for client in (client_of(admin), as_clerk, as_executive)]
    assert [bool(page.context.get("holiday_notice")) for page in pages] == [True, False, False]
