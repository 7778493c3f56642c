"""One start per app replaces the migrations before it: old databases go on, those that stopped half-way are told so."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.checks import no_migration_stopped_half_way

pytestmark = pytest.mark.django_db

APPS = ("officials", "units", "visits")


@pytest.fixture
def starts():
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {key: one for key, one in migrations.items() if one.replaces}


@pytest.fixture
def recorder():
    return MigrationRecorder(connection)


def with_old_names(recorder, starts):
    """The database as the replaced migrations left it."""
    for key, migration in starts.items():
        recorder.record_unapplied(*key)
        for replaced in migration.replaces:
            recorder.record_applied(*replaced)


def test_each_app_has_one_start_and_officials_two_because_of_its_circle_with_units(starts):
    assert sorted(starts) == [
        ("officials", "0001_start"),
        ("officials", "0002_start_with_units"),
        ("units", "0001_start"),
        ("visits", "0001_start"),
    ]


def test_a_database_with_all_old_migrations_has_nothing_left_to_do(recorder, starts):
    for app, name in recorder.applied_migrations():
        if app in APPS:
            recorder.record_unapplied(app, name)
    with_old_names(recorder, starts)
    executor = MigrationExecutor(connection)
    later = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    assert [(one.app_label, one.name) for one in later if one.replaces] == []
    for migration in later:
        recorder.record_applied(migration.app_label, migration.name)
    call_command("migrate", verbosity=0)
    assert starts.keys() <= recorder.applied_migrations().keys()
    assert no_migration_stopped_half_way(["default"]) == []


def test_a_database_that_stopped_half_way_is_told_what_to_do(recorder, starts):
    with_old_names(recorder, starts)
    recorder.record_unapplied(*starts["visits", "0001_start"].replaces[-1])
    last = starts["visits", "0001_start"].replaces[-2][1]
    [error] = no_migration_stopped_half_way(["default"])
    thai, _, english = error.msg.partition(" (")
    assert error.id == "config.E002"
    assert thai == f"ฐานข้อมูล default ปรับโครงสร้างค้างไว้ที่ visits.{last} จึงใช้กับรุ่นนี้ไม่ได้"
    assert english == f"database default stopped half-way at visits.{last})"


def test_a_new_database_is_not_half_way():
    assert no_migration_stopped_half_way(["default"]) == []
