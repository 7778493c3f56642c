"""`KeptRows` and `KeptPrefetch` give what Django gives that builds its SQL anew: an upgrade that changes a name fails here."""

import pytest
from django.db import connection
from django.db.models import Count, F, Prefetch, Q

from config.kept_statements import KeptKeys, KeptQuery, KeptRows, KeptTable
from config.occurring import KeptPrefetch, prefetch_occurring
from config.tests.cast import a_directive, a_finding, a_visit, attend
from visits.models import Activity, Directive, Finding, Programme, Trip, Visit, VisitActivity
from visits.records.reading import (
    ASSIGNMENTS,
    OF_DIRECTIVE,
    OF_EVERY_VISIT,
    OF_FINDING,
    OF_TRIP,
    OF_VISIT,
    VISITS,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(centre1, centre6, nattapol):
    """Two stops of a trip with people, findings, directives and what hangs on them, and a visit that holds nothing."""
    trip = Trip.objects.create(title="ตรวจราชการภาคเหนือ")
    first, second = (a_visit(unit, "28/01/2566", nattapol, trip=trip) for unit in (centre1, centre6))
    attend(first, None, name="นายสมชาย ใจดี", role="host")
    for order, code in enumerate(("tour", "meeting")):
        activity = Activity.objects.create(code=code, name=code, order=2 - order)
        for visit in (first, second):
            VisitActivity.objects.create(visit=visit, activity=activity)
    finding = a_finding(second, text="ราคาวัตถุดิบสูง", unit=centre6)
    directive = a_directive(second, to=[centre1], dimensions=["business"])
    programme = Programme.objects.create(name="ชุมชนดีพร้อม")
    for row in (finding, directive):
        row.programmes.add(programme)
    directive.about.add(centre6)
    return [first, second, a_visit(centre1, "29/01/2566", record_state="final")]


def loaded(row):
    """All that was fetched of a row, its relations to one included."""
    if not hasattr(row, "_state"):
        return row
    one = {name: loaded(value) for name, value in row._state.fields_cache.items() if name != "visit"}
    return (
        type(row),
        {name: value for name, value in row.__dict__.items() if name != "_state" and "owner" not in name},
        one,
    )


def test_kept_rows_are_what_the_filter_gives(visits):
    keys = [visit.pk for visit in visits]
    annotated = (
        Visit.objects.order_by("pk")
        .annotate(unit_name=F("unit__name"))
        .select_related("unit__province", "trip")
    )
    for rows, field, wanted in (
        (VISITS.rows.order_by("-pk"), "pk", keys),
        (OF_TRIP.rows, "trip", [visits[0].trip_id]),
        (
            annotated.select_related(None).select_related("unit").only("starts_on", "unit__name"),
            "pk",
            keys[1:],
        ),
        (annotated.values_list("pk", "starts_on", "unit_name"), "pk", keys),
    ):
        reader = KeptRows(rows, field)
        expected = list(rows.filter(**{f"{field}__in": wanted}))
        for _ in range(2):
            assert [loaded(row) for row in reader.read(wanted)] == [loaded(row) for row in expected]
        assert reader.read([]) == []


def test_kept_rows_build_their_sql_once(visits, django_assert_num_queries, monkeypatch):
    reader = KeptRows(Visit.objects.order_by("pk"), "pk")
    assert reader.read([visits[0].pk]) == visits[:1]
    compiler = reader.rows.query.get_compiler(connection=connection)
    monkeypatch.setattr(type(compiler), "as_sql", None)
    with django_assert_num_queries(1):
        assert reader.read([visit.pk for visit in visits]) == visits
    # What all threads share holds on to the connection of none.
    [built] = reader.built.values()
    assert built.compiler.connection is not connection
    assert built.compiler.connection.connection is None


def test_a_kept_table_is_all_rows_in_their_order(visits, django_assert_num_queries, monkeypatch):
    rows = VisitActivity.objects.select_related("activity").order_by("-pk")
    expected = [loaded(row) for row in rows]
    table = KeptTable(rows)
    assert ([loaded(row) for row in table.read()], len(expected)) == (expected, 4)
    assert KeptTable(rows.values_list("pk")).read() == [(row.pk,) for row in rows]
    by_year = Visit.objects.order_by().values_list("starts_on__year").annotate(Count("pk"))
    assert KeptTable(by_year).read() == list(by_year)
    visits[0].activity_links.all()[0].delete()
    monkeypatch.setattr(type(rows.query.get_compiler(connection=connection)), "as_sql", None)
    with django_assert_num_queries(1):
        assert len(table.read()) == 3


def test_kept_keys_are_counted_and_read_page_by_page(visits, django_assert_num_queries):
    keys = KeptKeys(Visit.objects.order_by("-pk"))
    with django_assert_num_queries(2):
        assert (keys.count(), keys[1:3]) == (3, [visits[1].pk, visits[0].pk])
    nobodys = KeptKeys(Visit.objects.filter(unit__in=[]))
    assert (nobodys.count(), nobodys[0:2]) == (0, [])


def test_an_officer_is_given_what_officers_see(visits, officer, clerk):
    keys = [visit.pk for visit in visits]
    assert {*VISITS.seen_by(clerk, keys)} == {*visits}
    assert VISITS.seen_by(officer, keys) == visits[2:]


def visits_elsewhere(rows, name, units, others):
    """First days and numbers of visits to units that are not among the others, by a condition of each kind."""
    near = Q(unit__in=units) | Q(**{name: units})
    return rows.filter(near).exclude(unit__in=others).values_list("starts_on").annotate(Count("pk"))


def test_a_kept_query_gives_what_the_query_gives(visits, clerk, centre1, centre6):
    rows = Visit.objects.order_by("starts_on")
    reader = KeptQuery(rows, visits_elsewhere)
    both = [centre1.pk, centre6.pk]
    for units, others in ((both, []), (both, both[:1]), ([], both), (both[:1], []), (both, [*both, 0])):
        for name in ("unit__in", "unit__parent__in"):
            expected = list(visits_elsewhere(rows, name, units, others))
            assert reader.seen_by(clerk, (name,), units, others) == expected
    assert len(reader.built) == 2


def test_a_kept_query_builds_its_sql_once(visits, clerk, centre1, centre6, monkeypatch):
    reader = KeptQuery(
        Visit.objects.order_by("pk"), lambda rows, units: rows.filter(unit__in=units).values_list("pk")
    )
    assert len(reader.seen_by(clerk, (), [centre1.pk])) == 2
    monkeypatch.setattr(reader, "build", None)
    assert [key for (key,) in reader.seen_by(clerk, (), [centre1.pk, centre6.pk])] == [
        row.pk for row in visits
    ]
    [(_, _, compiler, _)] = reader.built.values()
    assert compiler.connection.connection is None


def test_a_kept_query_gives_an_officer_what_officers_see(visits, officer, clerk, centre1):
    reader = KeptQuery(
        Visit.objects.order_by("pk"), lambda rows, units: rows.filter(unit__in=units).values_list("pk")
    )
    assert len(reader.seen_by(clerk, (), [centre1.pk])) == 2
    assert reader.seen_by(officer, (), [centre1.pk]) == [(visits[2].pk,)]


@pytest.mark.parametrize(
    ("lookups", "model"),
    [(OF_VISIT + OF_EVERY_VISIT, Visit), (OF_FINDING, Finding), ((ASSIGNMENTS, *OF_DIRECTIVE), Directive)],
)
def test_a_kept_prefetch_fetches_what_django_would(visits, lookups, model):
    rows, expected = (list(model.objects.order_by("pk")) for _ in range(2))
    prefetch_occurring(rows, *lookups)
    prefetch_occurring(expected, *(Prefetch(lookup.prefetch_through, lookup.rows) for lookup in lookups))
    fetched = 0
    for row, other in zip(rows, expected, strict=True):
        for lookup in lookups:
            of_row, of_other = (list(getattr(one, lookup.prefetch_through).all()) for one in (row, other))
            assert of_row == of_other
            fetched += len(of_row)
            for relation in of_row:
                assert getattr(relation, "visit", row) == row
    assert fetched


def test_what_a_kept_prefetch_gave_is_filtered_by_the_database(visits, django_assert_num_queries):
    """`QuerySet._chain` is what every method calls that gives other rows."""
    [visit, *_] = visits
    prefetch_occurring([visit], KeptPrefetch("activities", Activity.objects.all()))
    assert [row.code for row in visit.activities.all()] == ["meeting", "tour"]
    with django_assert_num_queries(2):
        assert [row.code for row in visit.activities.filter(code="tour")] == ["tour"]
        assert [row.code for row in visit.activities.order_by("-order")] == ["tour", "meeting"]
    assert [row.code for row in visit.activities.all()] == ["meeting", "tour"]


def test_the_visit_of_a_row_is_the_one_that_was_read(visits, django_assert_num_queries):
    [visit, *_] = visits
    prefetch_occurring([visit], *OF_VISIT)
    with django_assert_num_queries(0):
        assert all(row.visit is visit for row in visit.attendances.all())


def test_what_is_usual_is_fetched_with_the_rows_and_without_a_look(
    visits, nattapol, django_assert_num_queries
):
    """`QuerySet._fetch_all` is what reads rows, however they are asked for."""
    rows = Visit.objects.order_by("pk").with_lead()
    with django_assert_num_queries(5):
        assert [[lead.official_id for lead in visit.leads] for visit in rows] == [
            [nattapol.pk],
            [nattapol.pk],
            [],
        ]
        assert [rows.get(pk=visits[2].pk).leads, list(rows.values_list("pk", flat=True)[:1])] == [
            [],
            [visits[0].pk],
        ]
