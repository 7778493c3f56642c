"""The served site keeps its connection to the SQLite file, and notices at the next request that another file lies there."""

import sqlite3
from pathlib import Path

import pytest

from config.sqlite.base import DatabaseWrapper

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def file_with(path, number):
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE kept (number INTEGER)")
        made.execute("INSERT INTO kept VALUES (?)", [number])
    made.close()


def number_read(connection):
    with connection.cursor() as cursor:
        return cursor.execute("SELECT number FROM kept").fetchone()[0]


def is_mapped(path):
    """Whether this process has pages of the file in its memory."""
    return any(line.endswith(f" {path}") for line in Path("/proc/self/maps").read_text().splitlines())


def test_a_connection_is_used_until_another_file_lies_at_its_path(tmp_path, settings):
    path, other = tmp_path / "site.sqlite3", tmp_path / "restored.sqlite3"
    file_with(path, 1)
    file_with(other, 2)
    own = settings.DATABASES["default"] | {"NAME": path, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    own |= {"ENGINE": "config.sqlite", "OPTIONS": {"must_exist": True}, "TIME_ZONE": None, "AUTOCOMMIT": True}
    connection = DatabaseWrapper(own, "measured")
    assert (number_read(connection), connection.is_usable()) == (1, True)
    opened = connection.connection
    for _ in range(2):
        assert is_mapped(path)
        connection.close_if_unusable_or_obsolete()
        assert not is_mapped(path)
        assert (number_read(connection), connection.connection is opened) == (1, True)
    other.replace(path)
    connection.close_if_unusable_or_obsolete()
    assert number_read(connection) == 2
    path.unlink()
    assert not connection.is_usable()
    connection.close()
