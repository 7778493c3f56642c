"""The ten real visits as they stand in the register: days, numbers, people, orders."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from visits.models import Assignment, Attendance, Directive, PressRelease, RecordState, Trip, Visit
from visits.models import Counter as Numbers


@pytest.fixture(scope="module")
def loaded(module_rows):
    call_command("load_reference", verbosity=0)
    call_command("load_examples", verbosity=0)


@pytest.fixture(autouse=True)
def examples(loaded, db):
    pass


def test_five_press_releases_are_three_journeys_and_ten_places():
    assert [model.objects.count() for model in (PressRelease, Trip, Visit)] == [5, 3, 10]
    assert Trip.objects.with_days().get(code="T-2566-01-NORTH").places == 7


def test_the_visit_of_december_2567_counts_in_fiscal_year_2568():
    assert list(Visit.objects.in_fiscal_year(2568).values_list("starts_on")) == [(date(2024, 12, 8),)]
    assert Visit.objects.in_fiscal_year(2567).count() == 0
    assert Visit.objects.in_fiscal_year(2566).count() == 9


def test_all_records_are_certified_and_numbered_in_order_of_day():
    assert set(Visit.objects.values_list("record_state", "status")) == {(RecordState.FINAL, "done")}
    visits = [f"ต.{seq}/2566" for seq in range(1, 10)]
    assert list(Visit.objects.in_order().values_list("number", flat=True)) == [*visits, "ต.1/2568"]
    journeys = Trip.objects.order_by("code").values_list("number", flat=True)
    assert list(journeys) == ["ค.1/2566", "ค.2/2566", "ค.1/2568"]
    directives = Directive.objects.order_by("number_year", "number_seq").values_list("number", flat=True)
    assert list(directives) == [f"ข.{seq}/2566" for seq in range(1, 30)] + ["ข.1/2568", "ข.2/2568"]
    last = {(row.series, row.year): row.last for row in Numbers.objects.all()}
    assert last == {
        ("ค.", 2566): 2, ("ค.", 2568): 1, ("ต.", 2566): 9, ("ต.", 2568): 1, ("ข.", 2566): 29, ("ข.", 2568): 2,
    }  # fmt: skip


def test_directives_follow_the_order_of_the_day_they_were_given():
    days = Directive.objects.order_by("number_year", "number_seq").values_list("visit__starts_on", flat=True)
    assert list(days) == sorted(days)


def test_thirty_directives_and_one_commendation_bear_their_kinds():
    assert Counter(Directive.objects.values_list("kind", flat=True)) == {
        "directive": 7, "policy": 8, "recommendation": 12, "request": 2, "suggestion": 1, "commendation": 1,
    }  # fmt: skip
    followed_up = Directive.objects.followed_up().values_list("kind", flat=True)
    assert Counter(followed_up) == {"directive": 7, "request": 2}


def test_directives_bear_the_capacity_of_their_givers():
    givers = Counter(Directive.objects.values_list("given_by__code", "given_as"))
    acting = "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"
    assert givers == {
        ("nattapol", "ปลัดกระทรวงอุตสาหกรรม"): 18,
        ("nattiya", acting): 9,
        ("nirada", "ผู้ช่วยปลัดกระทรวงอุตสาหกรรม"): 2,
        ("wisanu", "หัวหน้าผู้ตรวจราชการกระทรวงอุตสาหกรรม"): 1,
        ("sakol", "ประธานหอการค้าจังหวัดลำปาง"): 1,
    }


def test_an_order_to_all_offices_is_a_row_for_each_of_them():
    directive = Directive.objects.get(code="V-2567-12-08-NMA-D1")
    rows = directive.assignments.values_list("via", "role", "unit__kind")
    assert Counter(rows) == {
        ("สอจ. ทุกจังหวัด", "support", "provincial_office"): 76,
        ("", "lead", "department"): 1,
    }
    assert Assignment.objects.count() == 480


def test_the_overall_state_says_whether_somebody_is_responsible():
    for directive in Directive.objects.prefetch_related("assignments"):
        assert directive.overall_state == ("pending" if directive.assignments.all() else "")


def test_a_directive_knows_what_it_follows_answers_and_concerns():
    last = Directive.objects.get(code="V-2566-02-23-CRI-D10")
    assert list(last.related_links.values_list("earlier__code", "kind")) == [
        ("V-2566-02-23-CRI-D4", "follows")
    ]
    assert list(last.findings.values_list("code", flat=True)) == ["V-2566-02-23-CRI-F13"]
    first = Directive.objects.get(code="V-2566-01-27-LPG-D1")
    assert list(first.about.values_list("code", flat=True)) == ["DIPROM-MICE"]
    assert set(first.dimension_links.values_list("dimension__code", "stated")) == {
        ("business", False),
        ("community", False),
    }


def test_nattiya_bears_the_line_of_each_day():
    lines = Attendance.objects.filter(official__code="nattiya").order_by("visit__starts_on", "pk")
    acting = "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"
    by_day = {row.visit.starts_on: (row.name, row.position) for row in lines.select_related("visit")}
    name = "นางสาวณัฏฐิญา เนตยสุภา"
    assert by_day == {
        date(2023, 1, 27): (name, acting),
        date(2023, 1, 28): (name, acting),
        date(2023, 1, 29): (name, acting),
        date(2023, 2, 23): (name, acting),
        date(2024, 12, 8): (name, "อธิบดีกรมส่งเสริมอุตสาหกรรม"),
    }


def test_a_line_is_tied_to_an_appointment_only_where_the_register_says_the_same():
    untied = Attendance.objects.filter(appointment=None).values_list("official__code", flat=True)
    assert Counter(untied) == {"surapol": 3, "kittichot": 1}
    tied = Attendance.objects.exclude(appointment=None).select_related("official", "visit")
    assert all(row.official.position_on(row.visit.starts_on).line == row.position for row in tied)


def test_what_was_loaded_has_an_author():
    for model in (Visit, Attendance, Directive, Assignment):
        assert set(model.history.values_list("history_user_name", flat=True)) == {"ระบบ (นำเข้าตัวอย่าง)"}
