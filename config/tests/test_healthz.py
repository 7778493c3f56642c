"""`/healthz` tells a machine how the site stands: ok, read-only, or 503 within two seconds."""

import socket
import sqlite3
import time

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.status.health import Migrations

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of the file of SQLite")


@pytest.fixture(autouse=True)
def asked_for_the_first_time(monkeypatch):
    monkeypatch.setattr(Migrations, "applied", False)


@pytest.fixture
def elsewhere(monkeypatch):
    """Points the site's settings at another database, while this test's own connection stays open."""

    def point(**settings):
        for name, value in settings.items():
            monkeypatch.setitem(connection.settings_dict, name, value)

    return point


def health(client, **headers):
    start = time.monotonic()
    response = client.get("/healthz", headers=headers)
    assert time.monotonic() - start < 2.5
    return response.status_code, response.content.decode()


def test_a_healthy_site_answers_ok_without_sign_in_and_is_not_cached(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_neither_a_foreign_host_nor_a_stale_session_makes_a_difference(client):
    client.cookies["sessionid"] = "gone"
    assert health(client, host="10.0.0.7") == (200, "ok")


def test_a_missing_migration_is_503_until_it_is_applied(client):
    recorder = MigrationRecorder(connection)
    [newest] = MigrationLoader(connection).graph.leaf_nodes("visits")
    recorder.record_unapplied(*newest)
    assert health(client) == (503, "migrations pending")
    recorder.record_applied(*newest)
    assert health(client) == (200, "ok")


def test_migrations_are_read_once(client, django_assert_num_queries):
    client.get("/healthz")
    with django_assert_num_queries(0):
        client.get("/healthz")


@on_sqlite
def test_a_file_that_is_missing_or_empty_is_503_and_stays_missing(client, elsewhere, tmp_path):
    missing, empty = tmp_path / "missing.sqlite3", tmp_path / "empty.sqlite3"
    empty.touch()
    for path in (missing, empty):
        elsewhere(NAME=str(path))
        assert health(client) == (503, "database unavailable")
    assert not missing.exists()


@on_sqlite
def test_a_file_that_can_only_be_read_is_read_only(client, elsewhere, tmp_path, monkeypatch):
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE django_migrations (id, name)")
    file.close()
    elsewhere(NAME=f"{path}")
    monkeypatch.setattr("config.status.health.READ_WRITE", "ro")
    assert health(client) == (200, "read-only")


@pytest.mark.postgresql
def test_a_database_that_only_reads_is_read_only(client, elsewhere):
    elsewhere(
        OPTIONS={**connection.settings_dict["OPTIONS"], "options": "-c default_transaction_read_only=on"}
    )
    assert health(client) == (200, "read-only")


@pytest.mark.postgresql
def test_a_server_that_accepts_and_says_nothing_is_503_within_two_seconds(client, elsewhere):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        elsewhere(HOST="127.0.0.1", PORT=silent.getsockname()[1])
        assert health(client) == (503, "database unavailable")


@pytest.mark.postgresql
def test_a_server_that_is_gone_is_503_at_once(client, elsewhere):
    elsewhere(HOST="127.0.0.1", PORT="1")
    assert health(client) == (503, "database unavailable")
