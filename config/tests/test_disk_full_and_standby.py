"""A full disk under SQLite, and a PostgreSQL that only reads as a hot standby does: asked of a site of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.db import connection

from config.tests.cast import a_directive, a_visit, client_of
from config.tests.test_reading_does_not_write import BANNER, PAGES
from visits.models import Attachment

# Status of each address, and whether the page bears the banner; asked twice, for the first page of a process may not
# know yet that nothing can be written.
ASKED = f"""
import json, sys
from django.conf import settings
# Unhashed: a checkout in which the site never ran has no list of hashed names.
settings.STORAGES["staticfiles"] = {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from config.wsgi import application
from django.test import Client
answers, (cookies, addresses) = {{}}, json.load(sys.stdin)
for address in [*addresses, *addresses]:
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies[addresses[address]])
    answer = client.get(address, headers={{"host": "localhost"}})
    content = b"".join(answer).decode("utf-8", "replace")
    answers[address] = [answer.status_code, "{BANNER}" in content]
    answer.close()
print(json.dumps(answers))
"""


def ask(database, cookies, addresses, **environment):
    """What a site over `database` answers to the accounts named beside the addresses."""
    known = {name: {key: one.value for key, one in jar.items()} for name, jar in cookies.items()}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", ASKED],
        cwd=site.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": database,
            "DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "MEDIA_ROOT": str(site.MEDIA_ROOT),
        }
        | environment,
        input=json.dumps([known, addresses]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def records(transactional_db, centre1, clerk, admin, nattapol):
    """Addresses by the name of the account that asks for them: pages, an internal file, the data of a person."""
    visit = a_visit(centre1, "28/01/2566", status="done", record_state="final", lead=nattapol)
    draft, directive = a_visit(centre1, "29/01/2566"), a_directive(visit, to=[centre1])
    file = Attachment(visit=visit, is_internal=True)
    file.file.save("a.txt", ContentFile(b"words"), save=False)
    file.save()
    keys = {"visit": visit.pk, "draft": draft.pk, "directive": directive.pk}
    pages = [page.format(**keys) for page in PAGES]
    secret = {f"/files/{file.pk}/": "clerk", f"/officials/{nattapol.pk}/data/": "admin"}
    cookies = {"clerk": client_of(clerk).cookies, "admin": client_of(admin).cookies}
    return pages, secret, cookies


def check(answers, pages, secret):
    """Every page is read, those of the site with the banner; what needs a line in the log is refused."""
    assert {page: answers[page][0] for page in pages} == dict.fromkeys(pages, 200)
    without = [page for page in pages if not answers[page][1]]
    assert without == ["/reports/register/print/", "/reports/register/report.csv"]
    assert {address: answers[address][0] for address in secret} == dict.fromkeys(secret, 503)


@pytest.mark.postgresql
def test_over_a_standby_every_page_is_read_and_nothing_is_shown_that_must_be_logged(records):
    pages, secret, cookies = records
    of = connection.settings_dict
    place = f"{of['HOST']}:{of['PORT']}/{of['NAME']}"
    database = f"postgres://{of['USER']}:{of['PASSWORD']}@{place}"
    addresses = dict.fromkeys(pages, "clerk") | secret
    answers = ask(database, cookies, addresses, PGOPTIONS="-c default_transaction_read_only=on")
    check(answers, pages, secret)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 24 MB; only root may mount one."""
    if os.getuid():
        pytest.skip("needs root to mount a small disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(tmp_path)]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - our own words
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)  # noqa: S603, S607 - our own words


@pytest.mark.scan
@pytest.mark.one_database
def test_on_a_full_disk_every_page_is_read_and_nothing_is_shown_that_must_be_logged(records, small_disk):
    pages, secret, cookies = records
    database = Path(small_disk, "site.sqlite3")
    connection.cursor().execute(f"VACUUM INTO '{database}'")
    command = ["dd", "if=/dev/zero", f"of={small_disk}/fill", "bs=4k"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1  # noqa: S603 - our own words
    answers = ask(f"sqlite:///{database}", cookies, dict.fromkeys(pages, "clerk") | secret)
    check(answers, pages, secret)
