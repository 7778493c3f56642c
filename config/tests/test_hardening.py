"""What a hostile reader tries first: files beside the site, names that break a header, secrets in the checkout."""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import QuerySet

from config.tests.cast import a_visit
from visits.models import Attachment

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    "address",
    [
        "/.env",
        "/db.sqlite3",
        "/config/settings.py",
        "/media/",
        "/static/../config/settings.py",
        "/static/%2e%2e/%2e%2e/.env",
        "/static/..%2f..%2f.env",
        "/static//etc/passwd",
        "/files/..%2f1/",
        "/reports/..%2f..%2fconfig%2fsettings.py/",
    ],
)
def test_nothing_beside_the_site_is_served(as_executive, address):
    assert as_executive.get(address).status_code == 404


def test_uploads_have_no_address_of_their_own(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566")
    row = Attachment.objects.create(visit=visit, file=ContentFile(b"%PDF-1.7", "../../บันทึก.pdf"))
    assert re.fullmatch(r"attachments/[0-9a-f]{32}\.pdf", row.file.name)
    assert as_executive.get(f"/media/{row.file.name}").status_code == 404


@pytest.mark.parametrize("name", ['a"; x="\r\nSet-Cookie: b=c.pdf', "ก\nข.pdf"])
def test_the_name_of_a_file_cannot_add_a_header(as_executive, centre1, name):
    visit = a_visit(centre1, "28/01/2566")
    row = Attachment.objects.create(visit=visit, file=ContentFile(b"%PDF-1.7", "a.pdf"))
    QuerySet(Attachment).filter(pk=row.pk).update(original_name=name)
    response = as_executive.get(f"/files/{row.pk}/")
    response.close()
    assert (response.status_code, "Set-Cookie" in response) == (200, False)


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|SECRET_KEY\s*=\s*['\"]?(?=[\w-]*[0-9])[\w-]{50,}|AKIA[0-9A-Z]{16}"
)
KINDS = {".py", ".md", ".txt", ".toml", ".json", ".html", ".js", ".css", ".example", ".sh", ""}
NOT_KEPT = {
    ".venv",
    ".venv-scan",
    ".git",
    ".hypothesis",
    "media",
    "staticfiles",
    "__pycache__",
    "node_modules",
}


def texts_of_the_checkout():
    for path in settings.BASE_DIR.rglob("*"):
        if path.suffix in KINDS and path.name != ".env" and not NOT_KEPT & set(path.parts) and path.is_file():
            yield path, path.read_text("utf-8", "replace")


def test_no_secret_lies_in_the_checkout():
    assert [path for path, text in texts_of_the_checkout() if SECRETS.search(text)] == []
