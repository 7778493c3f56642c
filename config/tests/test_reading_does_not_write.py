"""A database that can only be read, is busy, or is gone: pages are answered as far as they can be, and nothing is said to be saved."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from psycopg import errors

from config.status.database_state import Fault, Outage, fault_of
from config.tests.cast import a_directive, a_visit
from config.tests.html import heading, texts
from officials.models.usage_log import Use
from visits.models import Attachment

BANNER = "ขณะนี้ดูข้อมูลได้อย่างเดียว ยังบันทึกไม่ได้"
PAGES = (
    "/",
    "/calendar/2023/01/",
    "/directives/",
    "/directives/{directive}/",
    "/reports/register/",
    "/reports/register/print/",
    "/reports/register/report.csv",
    "/visits/{visit}/",
    "/admin/visits/visit/",
    "/admin/visits/visit/{draft}/change/",
    "/account/",
)


@pytest.fixture
def records(centre1):
    visit = a_visit(centre1, "28/01/2566", status="done", record_state="final")
    draft = a_visit(centre1, "29/01/2566")
    return {"visit": visit.pk, "draft": draft.pk, "directive": a_directive(visit, to=[centre1]).pk}


@pytest.fixture
def reader(clerk, records, clock):
    """Signed in two minutes ago, so that each page wants to note that the account was seen."""
    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    clock(minutes=2)
    return client


@pytest.fixture
def only_read():
    """From now on the database refuses to write."""

    def refuse():
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA query_only = ON")
        else:
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; SET TRANSACTION READ ONLY")

    yield refuse
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA query_only = OFF")  # also within a transaction that failed


def test_every_page_is_read_while_nothing_can_be_written(reader, records, only_read):
    only_read()
    for page in PAGES:
        answer = reader.get(page.format(**records))
        b"".join(answer)
        assert (page, answer.status_code) == (page, 200)
    assert texts(reader.get("/"), "p", class_="read-only") == [BANNER]


def test_a_form_says_that_nothing_can_be_saved(reader, only_read):
    only_read()
    answer = reader.post("/account/sessions/end/")
    assert (answer.status_code, answer["Retry-After"], heading(answer)) == (503, "60", BANNER)


def test_an_export_is_logged_by_the_process_where_the_database_takes_no_line(reader, only_read, caplog):
    only_read()
    answer = reader.get("/reports/register/report.csv")
    b"".join(answer)
    assert answer.status_code == 200
    assert [
        line.message.startswith("Not written into the database (read-only): export")
        for line in caplog.records
        if "export" in line.message
    ] == [True]


def test_internal_files_are_not_shown_without_a_line_in_the_log(reader, records, only_read):
    def attached(is_internal):
        row = Attachment(visit_id=records["visit"], is_internal=is_internal)
        row.file.save("a.txt", ContentFile(b"words"), save=False)
        row.save()
        return f"/files/{row.pk}/"

    internal, public = attached(True), attached(False)
    only_read()
    answer = reader.get(internal)
    assert (answer.status_code, heading(answer)) == (503, "ยังเปิดข้อมูลนี้ไม่ได้")
    assert b"".join(reader.get(public)) == b"words"


def test_the_banner_goes_when_writing_works_again(reader):
    reader.get("/")
    assert texts(reader.get("/"), "p", class_="read-only") == []
    assert Use.objects.count() == 1  # the sign-in


@pytest.mark.parametrize(
    ("statement", "fault"),
    [("SELECT * FROM no_such_table", None), ("SELECT 1/0 FROM no_such_table", None)],
)
def test_a_mistake_of_the_site_is_no_fault_of_the_database(db, statement, fault):
    with pytest.raises(DatabaseError) as failure, connection.cursor() as cursor:
        cursor.execute(statement)
    assert fault_of(failure.value) == fault


@pytest.mark.parametrize(
    ("cause", "fault"),
    [
        (errors.ReadOnlySqlTransaction(), Fault.READ_ONLY),
        (errors.DiskFull(), Fault.READ_ONLY),
        (errors.DeadlockDetected(), Fault.BUSY),
        (errors.QueryCanceled(), Fault.BUSY),
        (errors.AdminShutdown(), Fault.GONE),
    ],
)
def test_what_postgresql_says_of_a_fault_is_told_by_its_code(cause, fault):
    failure = OperationalError("refused")
    failure.__cause__ = cause
    assert fault_of(failure) is fault


def test_a_failure_to_connect_means_that_the_database_is_gone():
    assert fault_of(OperationalError("no connection")) is Fault.GONE


def test_while_the_database_is_gone_every_page_is_refused_at_once(client, db, django_assert_num_queries):
    Outage.begin()
    with django_assert_num_queries(0):
        answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"], heading(answer)) == (503, "10", "ระบบหยุดให้บริการชั่วคราว")
    Outage.until = 0.001
    assert client.get("/admin/login/").status_code == 200
    assert Outage.until == 0.0


@pytest.mark.parametrize("address", ["/admin/login/", "/"])
def test_a_form_in_another_charset_is_a_thai_400(client, db, address):
    kind = "application/x-www-form-urlencoded; charset=tis-620"
    answer = Client(enforce_csrf_checks=True).post(address, b"username=a", content_type=kind)
    assert (answer.status_code, heading(answer)) == (400, "คำขอไม่ถูกต้อง")


# The site as a server runs it: statuses and seconds of three pages, in the order in which they are asked.
ASKED = """
import json, time
from config.wsgi import application
from django.test import Client
client, told = Client(raise_request_exception=False), []
for page in ("/admin/login/", "/admin/login/", "/healthz"):
    client.cookies["sessionid"] = "a" * 32
    start = time.monotonic()
    told.append([client.get(page, headers={"host": "localhost"}).status_code, time.monotonic() - start])
print(json.dumps(told))
"""


def asked_of_a_site_over(database):
    environment = os.environ | {"DATABASE_URL": database}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", ASKED],
        cwd=site.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.one_database
def test_a_missing_file_is_503_and_is_never_created(tmp_path):
    path = tmp_path / "site.sqlite3"
    assert [status for status, _ in asked_of_a_site_over(f"sqlite:///{path}")] == [503, 503, 503]
    assert not path.exists()


@pytest.mark.one_database
def test_a_server_that_is_gone_is_503_and_waited_for_only_once():
    first, second, health = asked_of_a_site_over("postgres://field@127.0.0.1:1/field")
    assert [first[0], second[0], health[0]] == [503, 503, 503]
    assert first[1] < 30  # the first page of a process also loads the site
    assert second[1] < 1
    assert health[1] < 2.5
