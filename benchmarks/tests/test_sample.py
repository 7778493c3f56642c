"""Invented records: the same seed makes the same, and they keep the rules of real ones."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from benchmarks.sample.make_sample import Command
from benchmarks.sample.making import MANY_ROWS, make
from benchmarks.sample.writing import KEPT_BESIDE
from config.word_index import faulty_tables
from officials.models import Official
from units.models import Unit
from visits.models import Assignment, Attendance, Directive, Visit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def reference(module_rows):
    call_command("load_reference", verbosity=0)


def sample(seed):
    """What 12 visits of a seed look like; nothing stays."""
    with transaction.atomic():
        list(make(12, seed, TODAY, people=80, places=20))
        rows = Attendance.objects.order_by("pk").values_list(
            "visit__number", "visit__starts_on", "visit__unit__name", "name", "position", "role"
        )
        texts = [*rows, *Directive.objects.order_by("pk").values_list("number", "text", "overall_state")]
        transaction.set_rollback(True)
    return texts


def test_the_same_seed_makes_the_same_records(reference):
    assert sample(7) == sample(7)
    assert sample(7) != sample(8)


def test_a_sample_keeps_the_rules_of_real_records(reference):
    list(make(60, 1, TODAY, people=80, places=20))
    assert Visit.objects.count() == 60
    assert set(Visit.objects.filter(starts_on__gt=TODAY).values_list("status", flat=True)).isdisjoint(
        {"done"}
    )
    for model in (Visit, Directive):
        numbers = model.objects.exclude(number="").order_by("number_year", "number_seq")
        for year in set(numbers.values_list("number_year", flat=True)):
            given = list(numbers.filter(number_year=year).values_list("number_seq", flat=True))
            assert given == list(range(1, len(given) + 1))
    assert Attendance.objects.filter(role="lead").count() == 60
    assert Assignment.objects.exclude(directive__visit__status="done").count() == 0


def test_half_of_the_assignments_of_a_sample_are_late(reference):
    list(make(120, 1, TODAY, people=80, places=20))
    late = Assignment.objects.overdue(TODAY).count() / Assignment.objects.count()
    assert 0.4 < late < 0.6


def test_rows_written_at_once_are_those_that_saving_writes(reference):
    list(make(12, 1, TODAY, people=80, places=20))
    for model in (Visit, Attendance, Official, Directive, Unit):
        row = model.objects.order_by("-pk")[0]
        columns = [field.attname for field in model._meta.concrete_fields if field.attname != "version"]
        written = {name: getattr(row, name) for name in columns}
        row.save()
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in columns} == written
    last = Visit.objects.order_by("-pk")[0]
    assert Visit.objects.create(unit=last.unit, starts_on=TODAY).pk > last.pk


def indexes():
    """Definitions of the indexes and triggers of the tables that a sample fills."""
    with connection.cursor() as cursor:
        found = set()
        for model in [*MANY_ROWS, Visit.history.model]:
            found |= set(cursor.execute(KEPT_BESIDE[connection.vendor], [model._meta.db_table]).fetchall())
    return found


def test_a_sample_leaves_all_indexes_as_they_were_and_filled(reference):
    before = indexes()
    list(make(12, 1, TODAY, people=80, places=20, history=True))
    assert indexes() == before
    assert len(before) > 20
    assert faulty_tables(connection, thorough=True) == []


@pytest.mark.parametrize(("history", "kinds"), [(True, {"+"}), (False, set())])
def test_a_sample_has_a_history_where_one_is_wished_for(reference, history, kinds):
    list(make(12, 1, TODAY, people=80, places=20, history=history))
    for model in (Visit, Attendance, Directive):
        trail = model.history.order_by("id")
        assert {row.history_type for row in trail} == kinds
        assert [row.instance for row in trail] == (list(model.objects.order_by("pk")) if history else [])
    trail = Directive.history.first()
    assert trail is None or (trail.text, trail.history_user_name) == (trail.instance.text, "ระบบ")


def test_the_positions_of_a_sample_agree_with_its_register(reference):
    list(make(20, 1, TODAY, people=80, places=20))
    rows = Attendance.objects.filter(visit__starts_on__gte=F("appointment__starts_on"))
    for row in rows.select_related("official", "visit"):
        assert row.official.position_on(row.visit.starts_on).line == row.position


def test_a_real_office_gets_no_sample_by_mistake(reference, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="--force"):
        call_command(Command(), visits=1)
    assert Visit.objects.count() == 0


def test_a_second_sample_is_refused(reference, settings):
    settings.DEMO = True
    call_command(Command(), visits=3, verbosity=0)
    with pytest.raises(CommandError, match="อยู่แล้ว"):
        call_command(Command(), visits=3)
    assert Visit.objects.count() == 3
