"""What must be true of the place where the site runs; `manage.py migrate` and `check --database default` ask."""

from django.core.checks import Error, Tags, register
from django.db import connections

SPEECHLESS = {"C", "POSIX"}
LOCALE = "SELECT datctype FROM pg_database WHERE datname = current_database()"


@register(Tags.database)
def thai_can_be_searched(databases=None, **_):
    """With lc_ctype=C PostgreSQL sees no letters in Thai: trigram indexes stay empty and find nothing."""
    found = {alias: locale_of(connections[alias]) for alias in databases or ()}
    return [
        Error(
            f"ฐานข้อมูล {alias} ใช้ lc_ctype={locale} จึงค้นภาษาไทยไม่ได้ "
            f"(database {alias} has lc_ctype={locale}: Thai text cannot be searched)",
            hint="CREATE DATABASE … LC_CTYPE 'C.UTF-8' TEMPLATE template0",
            id="config.E001",
        )
        for alias, locale in found.items()
        if locale in SPEECHLESS
    ]


def locale_of(connection):
    """The character locale of a PostgreSQL database; None of any other."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(LOCALE)
        return cursor.fetchone()[0]
