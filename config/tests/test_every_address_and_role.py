"""Every address of the site, asked by every role and by nobody, answers as its table says, and tells no other unit's data.

The table, and how a new address comes into it, is in `addresses.py`.
"""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import get_resolver, reverse

from config.tests.addresses import NAMES, OPEN_WITHOUT_FACTOR, TABLE, admin_pages, routes
from config.tests.walk import NOBODY, prepared_walk
from officials.models import RequiredFactor
from officials.roles import ROLES

pytestmark = pytest.mark.django_db

# Rows are chosen for the officer by the database; what the other roles may is decided without it.
OTHERS = [one for one in NAMES if one not in ("officer", "clerk")]
EACH_ROLE = [pytest.param(one, marks=pytest.mark.one_database) if one in OTHERS else one for one in NAMES] + [
    NOBODY
]


def test_every_address_is_in_the_table():
    known = TABLE.keys() | admin_pages().keys()
    missing = [
        f'“{name}” is a new address: add one line to TABLE in addresses.py, such as "{name}": everybody(), '
        f'only("reviewer") or of("visit"); its docstring tells which.'
        for name in dict.fromkeys(routes())
        if name not in known
    ]
    assert missing == []


def test_every_address_has_a_name_that_no_other_has():
    """Without one it would not be asked."""
    names = [one.name for one in get_resolver().url_patterns if not hasattr(one, "url_patterns")]
    assert [name for name in names if not name or names.count(name) > 1] == []


def test_the_table_holds_no_address_that_is_gone():
    assert sorted(TABLE.keys() - set(routes())) == []


@pytest.fixture(scope="module")
def walk(module_rows):
    return prepared_walk()


@pytest.mark.parametrize("role", EACH_ROLE)
def test_every_address_answers_as_the_table_says(walk, role):
    # Files are made once, for whom no other unit's data may stand in them; from a second database they would be the same.
    with_files = role == "officer" and connection.vendor == "sqlite"
    assert list(walk(role).differences(with_files, of_everybody=role not in OTHERS)) == []


@pytest.mark.scan
@pytest.mark.parametrize("role", OTHERS)
def test_what_everybody_may_see_is_shown_to_the_other_roles_too(walk, role):
    assert list(walk(role).differences()) == []


@pytest.mark.parametrize("role", EACH_ROLE)
def test_every_page_of_the_admin_answers_as_the_roles_say(walk, role):
    assert list(walk(role).differences_in_the_admin()) == []


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["admin", "officer"])
def test_without_the_second_factor_that_its_role_asks_for_an_account_reaches_nothing(walk, role):
    way, [name] = walk(role), [one.name for one in ROLES if one.code == role]
    RequiredFactor.objects.create(group=Group.objects.get(name=name))
    page = reverse("second_factor")
    assert {name for name, led in way.led_away(page) if not led} == OPEN_WITHOUT_FACTOR
    assert way.client.get("/nowhere/").url == page
