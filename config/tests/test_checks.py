"""A PostgreSQL database in which Thai has no letters is refused at migrate."""

import pytest
from django.db import connection, connections

from config.checks import thai_can_be_searched


def test_the_database_of_the_tests_can_search_thai(db):
    assert thai_can_be_searched(databases=["default"]) == []


def another(name):
    """A connection of its own to the database `name` of the same server."""
    other = connections["default"].copy(name)
    other.settings_dict["NAME"] = name
    other.settings_dict["OPTIONS"] = {}
    return other


@pytest.fixture
def speechless(django_db_blocker):
    """A database made with lc_ctype=C, known to Django by its name."""
    server = another("postgres")
    with django_db_blocker.unblock(), server.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS speechless")
        cursor.execute("CREATE DATABASE speechless LC_CTYPE 'C' LC_COLLATE 'C' TEMPLATE template0")
        connections["speechless"] = another("speechless")
        yield "speechless"
        connections["speechless"].close()
        del connections["speechless"]
        cursor.execute("DROP DATABASE speechless")
    server.close()


@pytest.mark.postgresql
def test_a_database_without_letters_is_refused(speechless):
    assert [error.id for error in thai_can_be_searched(databases=[speechless])] == ["config.E001"]


@pytest.mark.postgresql
def test_thai_gives_trigrams_here(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_length(show_trgm('น้ำท่วม'), 1)")
        assert cursor.fetchone() == (8,)
