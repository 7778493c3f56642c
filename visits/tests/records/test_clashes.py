"""What cannot both be: one set of rules for the warnings at entry, the page and the marks of the calendar."""

from datetime import date, time, timedelta
from itertools import combinations
from random import Random

import pytest
from django.utils import timezone

from config.tests.cast import a_visit, attend, client_of, official, unit, units
from config.tests.html import links, texts
from visits.models import Attendance, RecordState, Status, Trip, Visit
from visits.records.clashes import (
    ELSEWHERE,
    FAR,
    KINDS,
    PASSED,
    SAME_UNIT,
    ClashList,
    Stay,
    at_both,
    clash_marks,
    clashes,
    is_passed,
)
from visits.tests.admin.page import ADD, doubts, new_visit, person

DAY = "28/01/2566"
JANUARY = date(2023, 1, 1), date(2023, 1, 31)


def found():
    return [clash.kind for clash in clashes(Visit.objects.all(), *JANUARY)]


def a_stay(unit, **fields):
    """On 28 January in Chiang Mai, unless said otherwise."""
    day = fields.pop("on", date(2023, 1, 28))
    values = {"visit": unit, "status": "confirmed", "unit": unit, "trip": None, "province": 1, "ends_on": day}
    values |= {"latitude": 18.79, "longitude": 98.98, "start_time": None, "end_time": None, "starts_on": day}
    return Stay(**values | fields)


KORAT = {"province": 2, "latitude": 14.97, "longitude": 102.1}
LAMPANG = {"province": 3, "latitude": 18.29, "longitude": 99.49}
UNKNOWN = {"province": 4, "latitude": None, "longitude": None}
NEXT = date(2023, 1, 29)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"start_time": time(9), "end_time": time(10, 30)}, {"start_time": time(10)}, ELSEWHERE),
        ({"start_time": time(9), "end_time": time(10)}, {"start_time": time(10)}, None),
        ({"start_time": time(9)}, {"start_time": time(9)}, ELSEWHERE),
        ({"start_time": time(9)}, {"start_time": time(9), "on": NEXT}, None),
        ({"start_time": time(9), "ends_on": NEXT}, {"start_time": time(14), "on": NEXT}, ELSEWHERE),
        (
            {"start_time": time(9), "ends_on": NEXT, "end_time": time(8)},
            {"start_time": time(14), "on": NEXT},
            None,
        ),
        ({"trip": 1, "start_time": time(9)}, {"trip": 1, "start_time": time(9)}, ELSEWHERE),
        ({}, KORAT, FAR),
        ({"start_time": time(9)}, KORAT, FAR),
        ({}, LAMPANG, None),
        ({}, {}, None),
        ({}, UNKNOWN, FAR),
        ({"trip": 1}, KORAT | {"trip": 1}, None),
        ({"ends_on": NEXT}, KORAT | {"on": NEXT}, FAR),
        ({}, KORAT | {"on": NEXT}, None),
        ({"start_time": time(9)}, {"start_time": time(9), "unit": 1}, None),
    ],
)
def test_one_person_cannot_be_at_two_places_at_one_time(one, other, kind):
    stays = a_stay(1, **one), a_stay(**{"unit": 2} | other)
    assert [at_both(*stays), at_both(*reversed(stays))] == [kind, kind]


@pytest.mark.django_db
def test_a_party_at_two_places_is_one_clash_of_all_its_people(centre1, office_lampang, nattapol, nattiya):
    pair = [a_visit(at, DAY, nattapol, start_time="09:00") for at in (centre1, office_lampang)]
    for visit in pair:
        attend(visit, nattiya)
    attend(a_visit(unit("PIO-TH-90"), DAY), nattapol)
    [first, *rest] = clashes(Visit.objects.all(), *JANUARY)
    assert (first.kind, first.visits, set(first.people)) == (
        ELSEWHERE,
        [visit.pk for visit in pair],
        {nattapol.pk, nattiya.pk},
    )
    assert {clash.kind for clash in rest} == {FAR}


@pytest.mark.django_db
def test_two_parties_at_one_unit_clash_and_what_was_called_off_does_not(centre1):
    a_visit(centre1, "27/01/2566", ends_on=date(2023, 1, 28))
    a_visit(centre1, DAY, status=Status.CANCELLED, status_reason="ติดภารกิจ")
    assert found() == []
    a_visit(centre1, DAY)
    assert found() == [SAME_UNIT]


@pytest.mark.django_db
def test_a_month_is_marked_with_two_queries(centre1, centre6, nattapol, django_assert_num_queries):
    here, elsewhere = a_visit(centre1, DAY, nattapol), a_visit(centre6, DAY, nattapol)
    plan = a_visit(centre1, DAY, status=Status.CONFIRMED)
    with django_assert_num_queries(2):
        shown = clash_marks(Visit.objects.all(), *JANUARY, date(2023, 2, 1))
    assert {key: (mark.kinds, mark.sign) for key, mark in shown.items()} == {
        here.pk: ((FAR, SAME_UNIT), "⚠"),
        elsewhere.pk: ((FAR,), "△"),
        plan.pk: ((SAME_UNIT, PASSED), "⚠"),
    }
    assert KINDS[FAR] == "บุคคลเดียวกันอยู่ในจังหวัดที่ห่างกันในวันเดียวกัน โดยไม่ทราบเวลา"


@pytest.mark.django_db
def test_of_the_visits_that_a_filter_shows_the_marks_are_the_same_with_two_queries(
    centre1, centre6, office_lampang, nattapol, nattiya, django_assert_num_queries
):
    here, elsewhere = a_visit(centre1, DAY, nattapol), a_visit(centre6, DAY, nattapol)
    a_visit(centre6, DAY, nattiya)
    a_visit(office_lampang, DAY)
    marks = clash_marks(Visit.objects.all(), *JANUARY, date(2023, 1, 1))
    with django_assert_num_queries(2):
        of_shown = clash_marks(Visit.objects.all(), *JANUARY, date(2023, 1, 1), [here])
    assert marks[here.pk].kinds == (FAR,)
    assert of_shown[here.pk] == marks[here.pk]
    assert marks[elsewhere.pk].kinds == (FAR, SAME_UNIT)


def plain_kinds(one, other):
    """What is wrong of two visits, asked of all their fields and people."""
    kinds = set()
    if one.starts_on <= other.ends_on and other.starts_on <= one.ends_on:
        if one.unit == other.unit:
            kinds.add(SAME_UNIT)
        elif {row.official_id for row in one.attendances.all()} & {
            row.official_id for row in other.attendances.all()
        } - {None}:
            kinds.add(at_both(Stay.of(one), Stay.of(other)))
    return kinds - {None}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_whatever_is_shown_has_the_marks_that_comparing_each_two_visits_gives(
    centre1, centre6, office_lampang, nattapol, nattiya
):
    """Visits of one to four days, some of one journey, some called off, before and after the range too."""
    dice, people = Random(1), [nattapol, nattiya, official("wisanu")]  # noqa: S311 - no secret
    trips = [None, Trip.objects.create(title="การเดินทาง")]
    for _ in range(80):
        first = date(2023, 1, 1) + timedelta(days=dice.randrange(-6, 36))
        hour = dice.choice([None, None, time(9), time(13)])
        status = dice.choice([Status.CONFIRMED, Status.DONE, Status.DONE, Status.CANCELLED])
        visit = a_visit(
            dice.choice([centre1, centre6, office_lampang, *units(["PIO-TH-50", "PIO-TH-90"])]),
            first,
            ends_on=first + timedelta(days=dice.choice([0, 0, 1, 3])),
            start_time=hour,
            trip=dice.choice(trips),
            status=status,
            status_reason="ติดภารกิจ" if status == Status.CANCELLED else "",
        )
        for one in dice.sample(people, dice.randrange(3)):
            attend(visit, one)
        Attendance.objects.create(visit=visit, name="ผู้ไม่มีในทะเบียน")
    today = date(2023, 1, 15)
    visits = list(Visit.objects.between(*JANUARY).prefetch_related("attendances"))
    stand = [visit for visit in visits if visit.status != Status.CANCELLED]
    expected = {visit.pk: {PASSED} if is_passed(visit, today) else set() for visit in stand}
    for one, other in combinations(stand, 2):
        for key in (one.pk, other.pk):
            expected[key] |= plain_kinds(one, other)
    assert set().union(*expected.values()) == {*KINDS}
    for number in (0, 1, 1, 1, 2, 5, 12, len(visits)):
        shown = dice.sample(visits, number)
        marks = clash_marks(Visit.objects.all(), *JANUARY, today, shown)
        for visit in shown:
            found = set(marks[visit.pk].kinds) if visit.pk in marks else set()
            assert found == expected.get(visit.pk, set())


@pytest.mark.django_db
def test_one_party_twice_at_one_unit_is_a_clash_of_the_unit(centre1, nattapol):
    for hour in ("09:00", "09:00"):
        a_visit(centre1, DAY, nattapol, start_time=hour)
    [clash] = clashes(Visit.objects.all(), *JANUARY)
    assert (clash.kind, clash.people) == (SAME_UNIT, ())


@pytest.mark.django_db
def test_many_visits_have_the_same_clashes_as_few(centre1, centre6, nattapol, nattiya, monkeypatch):
    for day in (DAY, "29/01/2566"):
        for at in (centre1, centre6, centre6):
            attend(a_visit(at, day, nattapol), nattiya)
    of_few = clashes(Visit.objects.all(), *JANUARY)
    monkeypatch.setattr("visits.records.clashes.FEW", 0)
    assert clashes(Visit.objects.all(), *JANUARY) == of_few
    assert len(of_few) == 6


@pytest.mark.django_db
def test_of_plans_that_have_passed_only_those_of_the_page_are_read(
    centre1, centre6, nattapol, django_assert_num_queries
):
    for at in (centre1, centre6):
        a_visit(at, DAY, nattapol)
    plans = [a_visit(centre1, f"{day}/01/2566", status=Status.CONFIRMED).pk for day in (1, 2, 3)]
    pairs = clashes(Visit.objects.all(), *JANUARY)
    every = ClashList(pairs, Visit.objects.overdue_plans(date(2023, 2, 1)).in_order())
    assert (len(pairs), every.count()) == (1, 4)
    with django_assert_num_queries(0):
        assert every[0:1] == pairs
    with django_assert_num_queries(1):
        assert [clash.visits for clash in every[0:3]] == [pairs[0].visits, *([key] for key in plans[:2])]
    assert [clash.visits for clash in every[3:6]] == [plans[2:]]


# The page


def page(client, query="?from=01/01/2566&to=31/01/2566"):
    return client.get(f"/calendar/clashes/{query}")


def shown(response):
    return [address for address in links(response) if address.startswith("/visits/")]


@pytest.mark.django_db
def test_the_page_names_the_people_and_both_visits(as_executive, centre1, office_lampang, nattapol):
    pair = [a_visit(at, DAY, nattapol, start_time="09:00") for at in (centre1, office_lampang)]
    a_visit(centre1, "20/01/2566")
    response = page(as_executive)
    assert texts(response, "h2") == ["บุคคลเดียวกันอยู่สองแห่งในเวลาเดียวกัน"]
    assert texts(response, "strong") == ["นายณัฐพล รังสิตพล"]
    assert shown(response) == [visit.get_absolute_url() for visit in pair]


@pytest.mark.django_db
def test_a_clash_is_shown_where_either_visit_is_asked_for(as_executive, centre1, centre6, nattapol):
    for at in (centre1, centre6):
        a_visit(at, DAY, nattapol)
    assert len(shown(page(as_executive, "?fiscal_year=2566&province=TH-50"))) == 2
    assert shown(page(as_executive, "?fiscal_year=2566&province=TH-52")) == []
    assert shown(page(as_executive, "?fiscal_year=2567")) == []


@pytest.mark.django_db
def test_who_sees_only_one_of_the_two_is_not_told_of_the_other(officer, centre1, centre6, nattapol):
    for at in (centre1, centre6):
        a_visit(at, DAY, nattapol, start_time="09:00", record_state=RecordState.FINAL)
    assert shown(page(client_of(officer))) == []
    a_visit(centre1, DAY, record_state=RecordState.FINAL)
    assert len(shown(page(client_of(officer)))) == 2


@pytest.mark.django_db
def test_a_forgotten_plan_is_shown_however_long_ago(as_executive, centre1):
    plan = a_visit(centre1, DAY, status=Status.TENTATIVE)
    a_visit(centre1, timezone.localdate(), status=Status.CONFIRMED)
    assert shown(page(as_executive, "")) == [plan.get_absolute_url()]


@pytest.mark.django_db
def test_a_wrong_filter_and_a_page_there_is_not_show_nothing_wrong(as_executive, centre1):
    a_visit(centre1, DAY, status=Status.TENTATIVE)
    wrong = page(as_executive, "?province=TH-99")
    assert (wrong.status_code, shown(wrong)) == (200, [])
    assert len(shown(page(as_executive, "?page=999"))) == 1


@pytest.mark.django_db
def test_what_a_clerk_accepted_at_entry_is_shown_as_accepted(as_clerk, centre1, centre6, nattapol):
    a_visit(centre6, "28/02/2567", nattapol)
    data = new_visit(as_clerk, centre1)
    person(data, nattapol, "lead")
    data["accept_doubt"] = list(doubts(as_clerk.post(ADD, data)))
    as_clerk.post(ADD, data)
    response = page(as_clerk, "?fiscal_year=2567")
    assert texts(response, "span", class_="mark") == ["ยอมรับแล้วโดย สมหญิง ใจดี"]


@pytest.mark.django_db
def test_the_page_takes_as_many_queries_for_many_clashes_as_for_one(
    as_executive, centre1, office_lampang, nattapol, django_assert_max_num_queries
):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            a_visit(centre1, DAY, nattapol, start_time="09:00")
            a_visit(office_lampang, DAY, nattapol, start_time="09:00")
        with django_assert_max_num_queries(20) as queries:
            page(as_executive)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_people_stand_in_the_order_of_the_party(as_executive, centre1, centre6, nattapol, nattiya):
    today = timezone.localdate()
    for at, party in ((centre1, (nattiya, nattapol)), (centre6, (nattapol, nattiya))):
        visit = a_visit(at, today)
        for place, one in enumerate(party):
            attend(visit, one, order=place)
    [names] = texts(as_executive.get("/calendar/clashes/"), "strong")
    assert names == "นางสาวณัฏฐิญา เนตยสุภา, นายณัฐพล รังสิตพล"
