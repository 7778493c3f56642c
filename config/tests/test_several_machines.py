"""Settings for more than one machine: several hosts, a pool in between, a replica to read from, a bucket for the files."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import RequestFactory

from config import databases, replica
from config.environment import media_storage
from config.tests.cast import client_of
from config.tests.test_serve import free_port
from officials.models import OpenSession
from visits.models import Visit

ONE, SEVERAL = "postgres://u:p@a:5432/field", "postgres://u:p@a:5432,b:5433/field"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URL", "DATABASE_DIRECT_URL", "PGBOUNCER", "MEDIA_STORAGE"):
        monkeypatch.setenv(name, "")


def made(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return databases.all_databases()


def test_of_several_hosts_the_one_that_can_be_written_is_taken_and_a_dead_one_costs_two_seconds(monkeypatch):
    one = made(monkeypatch, DATABASE_URL=SEVERAL)["default"]
    assert (one["HOST"], one["PORT"]) == ("a,b", "5432,5433")
    assert (one["OPTIONS"]["target_session_attrs"], one["OPTIONS"]["connect_timeout"]) == ("read-write", 2)
    own = made(monkeypatch, DATABASE_URL=f"{SEVERAL}?target_session_attrs=any&connect_timeout=5")["default"]
    assert (own["OPTIONS"]["target_session_attrs"], own["OPTIONS"]["connect_timeout"]) == ("any", 5)
    assert "target_session_attrs" not in made(monkeypatch, DATABASE_URL=ONE)["default"]["OPTIONS"]


def test_of_several_replicas_any_that_replays_is_read(monkeypatch):
    found = made(monkeypatch, DATABASE_URL=ONE, DATABASE_REPLICA_URL=SEVERAL)
    assert sorted(found) == ["default", "replica"]
    assert found["replica"]["OPTIONS"]["target_session_attrs"] == "standby"


def test_what_the_operator_asks_of_libpq_comes_after_our_own(monkeypatch):
    monkeypatch.setenv("PGOPTIONS", "-c random_page_cost=4")
    one = made(monkeypatch, DATABASE_URL=ONE)["default"]
    assert one["OPTIONS"]["options"] == "-c jit=off -c random_page_cost=3 -c random_page_cost=4"


def test_behind_pgbouncer_nothing_is_left_in_a_session(monkeypatch):
    one = made(monkeypatch, DATABASE_URL=ONE, PGBOUNCER="1")["default"]
    assert (one["DISABLE_SERVER_SIDE_CURSORS"], one["OPTIONS"]["prepare_threshold"]) == (True, None)
    assert "options" not in one["OPTIONS"]  # the pool would refuse the connection
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgres://u:p@a:5433/field")
    assert databases.direct_address() == "postgres://u:p@a:5433/field"


@pytest.mark.filterwarnings("ignore:Engine not recognized from url")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"DATABASE_REPLICA_URL": ONE}, "DATABASE_REPLICA_URL ใช้ได้เฉพาะกับ PostgreSQL"),
        ({"DATABASE_URL": ONE, "DATABASE_REPLICA_URL": "sqlite:////a"}, "DATABASE_REPLICA_URL ไม่ถูกต้อง"),
        ({"DATABASE_URL": ONE, "DATABASE_REPLICA_URL": "nonsense"}, "DATABASE_REPLICA_URL ไม่ถูกต้อง"),
        ({"DATABASE_URL": ONE, "DATABASE_DIRECT_URL": "a:5432"}, "DATABASE_DIRECT_URL ไม่ถูกต้อง"),
        ({"DATABASE_URL": ONE, "PGBOUNCER": "1"}, "PGBOUNCER=1 ต้องมี DATABASE_DIRECT_URL"),
        ({"MEDIA_STORAGE": "/var/lib/files"}, "MEDIA_STORAGE ไม่ถูกต้อง"),
        ({"MEDIA_STORAGE": "s3://Bucket/../x"}, "MEDIA_STORAGE ไม่ถูกต้อง"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(monkeypatch, values, sentence):
    with pytest.raises(ImproperlyConfigured, match=f"^{sentence}.* \\(.*\\)$"):
        made(monkeypatch, **values), databases.direct_address(), media_storage()


def test_a_bucket_and_its_prefix(monkeypatch):
    monkeypatch.setenv("MEDIA_STORAGE", "s3://field-visits/files/2026/")
    options = {"bucket_name": "field-visits", "location": "files/2026"}
    assert media_storage() == {"BACKEND": "config.bucket.BucketStorage", "OPTIONS": options}


def test_the_place_up_to_which_a_browser_has_written_cannot_be_forged():
    def place(cookie):
        request = RequestFactory().get("/")
        request.COOKIES[replica.COOKIE] = cookie
        return replica.place_of(request)

    assert place(TimestampSigner(salt=replica.COOKIE).sign("123")) == 123
    assert [place("123"), place("123:x:y"), place(TimestampSigner(salt="other").sign("123"))] == [0, 0, 0]


def test_only_a_request_that_may_reads_the_replica_and_sessions_never_do(monkeypatch):
    router = replica.ReplicaRouter()
    assert (router.db_for_read(Visit), router.db_for_write(Visit)) == ("default", "default")
    token = replica._reads_replica.set(True)
    try:
        read = [router.db_for_read(Visit), router.db_for_read(OpenSession), router.db_for_write(Visit)]
    finally:
        replica._reads_replica.reset(token)
    assert read == ["replica", "default", "default"]
    assert not router.allow_migrate("replica", "visits")


def test_a_replica_is_read_when_it_keeps_up_and_knows_what_was_written(monkeypatch, settings):
    settings.REPLICA_LAG_SECONDS = 5
    monkeypatch.setattr(replica.ReplicaWatch, "replayed", 100)
    answers = []
    for lag, place in ((None, 0), (0.0, 0), (0.0, 100), (0.0, 101), (6.0, 0)):
        monkeypatch.setattr(replica.ReplicaWatch, "lag", lag)
        answers.append(replica.ReplicaWatch.knows(place))
    assert answers == [False, True, True, False, False]


ASKED = """
import json, sys
from django.conf import settings
# Unhashed: a checkout in which the site never ran has no list of hashed names.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from config.wsgi import application
from config import replica
from config.status.conditions import replica as condition
from django.test import Client
replica.ReplicaWatch.start = lambda: None
replica.ReplicaWatch.lag, replica.ReplicaWatch.replayed = 0.0, 1
client = Client(raise_request_exception=False)
client.cookies.load(json.loads(sys.argv[1]))
answer = client.get("/calendar/", headers={"host": "localhost"})
[found] = condition()
print(json.dumps([answer.status_code, replica.ReplicaWatch.lag, found.level, found.code]))
"""


@pytest.mark.postgresql
def test_a_replica_that_is_gone_is_left_aside_at_once_and_the_page_is_answered(transactional_db, clerk):
    one = connection.settings_dict
    url = f"postgres://{one['USER']}:{one['PASSWORD']}@{one['HOST']}:{{port}}/{one['NAME']}"
    own = {
        "DATABASE_URL": url.format(port=one["PORT"]),
        "DATABASE_REPLICA_URL": url.format(port=free_port()),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    cookies = json.dumps({name: one.value for name, one in client_of(clerk).cookies.items()})
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", ASKED, cookies],
        cwd=site.BASE_DIR,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [200, None, 2, "replica"]
