"""Trigram indexes for the folded search columns, where the database is PostgreSQL; SQLite has none and needs none."""

from django.db import migrations

COLUMNS = [
    ("visits_visit", "search"),
    ("visits_trip", "search"),
    ("visits_attendance", "search"),
    ("visits_finding", "search"),
    ("visits_directive", "search"),
    ("units_unit", "search"),
    ("units_unitalias", "search"),
    ("officials_official", "search"),
    ("officials_officialalias", "search"),
    ("officials_post", "search"),
]


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table, column in COLUMNS:
        schema_editor.execute(f"CREATE INDEX {table}_trgm ON {table} USING gin ({column} gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, _ in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_trgm")


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial"), ("units", "0001_initial"), ("officials", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
