import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.status.health import Migrations


@pytest.fixture(autouse=True)
def asked_for_the_first_time(monkeypatch):
    monkeypatch.setattr(Migrations, "applied", False)


@pytest.mark.django_db
def test_a_healthy_site_answers_ok_without_sign_in_and_is_not_cached(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_missing_migration_is_503_until_it_is_applied(client):
    recorder = MigrationRecorder(connection)
    [newest] = MigrationLoader(connection).graph.leaf_nodes("visits")
    recorder.record_unapplied(*newest)
    assert client.get("/healthz").status_code == 503
    recorder.record_applied(*newest)
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_migrations_are_read_once(client, django_assert_num_queries):
    client.get("/healthz")
    with django_assert_num_queries(1):
        client.get("/healthz")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_is_503(client, monkeypatch):
    def refuse(*_):
        raise OperationalError("no connection")

    connection.close()
    with monkeypatch.context() as patch:
        patch.setattr(connection, "get_new_connection", refuse)
        assert client.get("/healthz").status_code == 503
