"""The office's words on visits: each finds the visit it means and leaves the other out."""

from datetime import date, time, timedelta

import pytest

from config.tests.cast import a_directive, a_visit, attend, client_of, official, unit
from visits.models import (
    Activity,
    Assignment,
    Directive,
    DirectiveProgramme,
    Programme,
    Trip,
    Visit,
    VisitActivity,
)
from visits.models.wording import waits_for


@pytest.fixture
def january(centre1, nattapol, nattiya):
    """ศภ.1, 28 Jan 2566: led by nattapol, nattiya goes along."""
    visit = a_visit(centre1, "28/01/2566", lead=nattapol)
    attend(visit, nattiya)
    return visit


@pytest.fixture
def december(centre6, nattiya):
    """ศภ.6, 8 Dec 2567 and the day after: led by nattiya."""
    return a_visit(centre6, "08/12/2567", lead=nattiya, ends_on=date(2024, 12, 9))


@pytest.fixture
def both(january, december):
    """What a word finds: "1" for the visit to centre 1, "6" for that to centre 6."""

    def found(rows):
        return "".join(sorted(visit.unit.code[-1] for visit in rows.select_related("unit")))

    return found


def test_between_finds_visits_with_a_day_in_the_range(both):
    words = Visit.objects.between
    assert both(words(date(2023, 1, 28), date(2023, 1, 28))) == "1"
    assert both(words(date(2024, 12, 9), date(2024, 12, 31))) == "6"
    assert both(words(last=date(2024, 12, 7))) == "1"
    assert both(words(first=date(2024, 12, 10))) == ""
    assert both(words()) == "16"


def test_between_finds_long_visits_from_every_side(centre1):
    spans = [(first, first + length) for first in range(1, 6) for length in (0, 1, 3, 40)]
    for first, last in spans:
        a_visit(centre1, on_day(first), ends_on=on_day(last))
    for first, last in [(1, 1), (3, 3), (3, 5), (6, 9), (9, 40), (45, 50)]:
        met = [span for span in spans if span[0] <= last and span[1] >= first]
        found = Visit.objects.between(on_day(first), on_day(last))
        assert sorted(found.values_list("starts_on", "ends_on")) == [
            (on_day(one), on_day(other)) for one, other in met
        ]


def on_day(number):
    """Days of 2023, counted on beyond the end of the month."""
    return date(2022, 12, 31) + timedelta(days=number)


def test_a_fiscal_year_begins_in_october_of_the_year_before(both, centre1):
    assert [both(Visit.objects.in_fiscal_year(year)) for year in (2566, 2567, 2568)] == ["1", "", "6"]
    first, last = a_visit(centre1, "01/10/2567"), a_visit(centre1, "30/09/2568")
    assert set(Visit.objects.in_fiscal_year(2568).filter(unit=centre1)) == {first, last}


def test_only_what_took_place_is_counted(both, centre1):
    a_visit(centre1, "01/02/2566", status="cancelled", status_reason="ติดราชการ")
    a_visit(centre1, "01/02/2566", status="postponed", status_reason="ติดราชการ")
    planned = a_visit(centre1, "01/02/2566", status="confirmed")
    assert both(Visit.objects.counted()) == "16"
    assert list(Visit.objects.planned()) == [planned]


def test_a_plan_is_overdue_once_its_last_day_has_passed(centre1):
    plan = a_visit(centre1, "01/02/2566", ends_on=date(2023, 2, 2), status="tentative")
    a_visit(centre1, "01/02/2566")
    assert list(Visit.objects.overdue_plans(date(2023, 2, 2))) == []
    assert list(Visit.objects.overdue_plans(date(2023, 2, 3))) == [plan]


def test_drafts_are_all_that_is_not_certified(both, january, centre1):
    a_visit(centre1, "01/02/2566", record_state="final")
    january.record_state = "submitted"
    january.save()
    assert both(Visit.objects.drafts()) == "16"


def test_at_a_unit_counts_its_sub_units(both, centre1, centre6, diprom):
    assert both(Visit.objects.at(diprom)) == "16"
    assert both(Visit.objects.at(centre1.pk)) == "1"
    assert both(Visit.objects.filter(unit=diprom)) == ""
    assert both(Visit.objects.filter(unit=centre6)) == "6"


def test_in_the_area_of_a_centre_are_all_visits_in_its_provinces(both, centre1, centre6, office_lampang):
    a_visit(office_lampang, "27/01/2566")
    assert (
        both(Visit.objects.in_area_of(centre1)) == "12"
    )  # ศภ.1 in Chiang Mai, and the office in Lampang (TH-52)
    assert both(Visit.objects.in_area_of(centre6)) == "6"


def test_attended_by_any_of_the_officials_in_any_role(both, nattapol, nattiya):
    assert both(Visit.objects.attended_by(nattapol)) == "1"
    assert both(Visit.objects.attended_by(nattiya)) == "16"
    assert both(Visit.objects.attended_by(nattapol.pk, nattiya.pk)) == "16"
    assert both(Visit.objects.attended_by(official("wisanu"))) == ""


def test_a_role_is_meant_on_the_same_row(both, nattapol, nattiya):
    """In January somebody led and nattiya was there, but she did not lead."""
    assert both(Visit.objects.attended_by(nattiya, role="lead")) == "6"
    assert both(Visit.objects.attended_by(nattiya, role="companion")) == "1"
    assert both(Visit.objects.attended_by(role="companion")) == "1"
    assert both(Visit.objects.attended_by(nattapol, role="lead")) == "1"


def test_with_a_dimension_a_programme_an_activity(both, january):
    programme = Programme.objects.create(name="ดีพร้อม")
    activity = Activity.objects.create(code="tour", name="เยี่ยมชม")
    for directive in (
        a_directive(january, dimensions=["income"]),
        a_directive(january, dimensions=["income"]),
    ):
        DirectiveProgramme.objects.create(directive=directive, programme=programme)
    VisitActivity.objects.create(visit=january, activity=activity)
    assert both(Visit.objects.with_dimension("income")) == "1"
    assert both(Visit.objects.with_dimension("business")) == ""
    assert both(Visit.objects.with_programme(programme)) == "1"
    assert both(Visit.objects.with_programme(programme.pk + 1)) == ""
    assert both(Visit.objects.with_activity("tour")) == "1"
    assert both(Visit.objects.with_activity("meeting")) == ""


def test_visits_stand_in_the_order_in_which_they_happened(centre1):
    def stop(sequence, start=None):
        return a_visit(centre1, "28/01/2566", sequence=sequence, start_time=start).pk

    last, third, second, first = stop(4), stop(3), stop(2, time(13)), stop(9, time(9))
    day_before = a_visit(centre1, "27/01/2566").pk
    order = list(Visit.objects.in_order().values_list("pk", flat=True))
    assert order == [day_before, first, second, third, last]


def test_what_a_list_names_of_the_lead_costs_one_query(
    january, december, django_assert_num_queries, nattapol
):
    with django_assert_num_queries(2):
        leads = [[row.official_id for row in visit.leads] for visit in Visit.objects.with_lead().in_order()]
    assert leads[0] == [nattapol.pk]


def test_a_journey_has_the_days_and_places_of_its_visits(january, december):
    trip = Trip.objects.create(title="ลงพื้นที่")
    for visit in (january, december):
        visit.trip = trip
        visit.save()
    found = Trip.objects.with_days().get()
    assert (found.starts_on, found.ends_on, found.places) == (date(2023, 1, 28), date(2024, 12, 9), 2)


def test_the_province_and_the_last_day_follow_from_unit_and_first_day(centre1, chiang_mai):
    visit = a_visit(centre1, "28/01/2566")
    assert (visit.province, visit.ends_on) == (chiang_mai, date(2023, 1, 28))


def test_the_title_is_proposed_from_lead_and_unit(january):
    lead = january.attendances.get(role="lead")
    assert january.proposed_title(lead) == "ปลัดกระทรวงอุตสาหกรรมตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1"


def test_a_reader_finds_the_visits_that_a_clerk_finds(january, executive, clerk):
    assert client_of(executive)
    assert list(Visit.objects.visible_to(executive)) == list(Visit.objects.visible_to(clerk)) == [january]
    assert unit("DIPROM-C01") == january.unit


@pytest.mark.parametrize(
    ("state", "days", "follow_up", "words"),
    [
        ("acknowledged", -12, "report", "รอรายงานผล เกินกำหนด 12 วัน"),
        ("notified", 0, "rounds", "รอหน่วยงานรับทราบ ครบกำหนดวันนี้"),
        ("in_progress", 14, "report", "รอรายงานผลครั้งถัดไป ครบกำหนดในอีก 14 วัน"),
        ("returned", 15, "report", "รอรายงานเพิ่มเติม"),
        ("pending", None, "report", "ยังไม่แจ้งหน่วยงาน"),
        ("reported", -12, "report", "รอพิจารณารายงาน"),
        ("notified", -12, "none", "รอหน่วยงานรับทราบ"),
        ("acknowledged", None, "none", ""),
        ("closed", -12, "report", ""),
    ],
)
def test_what_is_waited_for_is_said_as_a_person_says_it(state, days, follow_up, words):
    today = date(2026, 11, 29)
    due = None if days is None else today + timedelta(days=days)
    row = Assignment(directive=Directive(follow_up=follow_up), state=state, effective_due_on=due)
    assert waits_for(row, today) == words
