import pytest
from django.core.files.base import ContentFile

from config.tests.cast import a_visit
from config.tests.forms import form_values
from config.tests.html import texts
from visits.models import Attachment

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566")


def attach(visit, name, content_type, content=PNG):
    row = Attachment(visit=visit, original_name=name, content_type=content_type)
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def test_a_photograph_is_shown_under_its_own_name(as_executive, visit):
    photo = attach(visit, "ศูนย์ภาค 1.png", "image/png")
    response = as_executive.get(f"/files/{photo.pk}/")
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "", "application/x-unknown"])
def test_what_a_browser_could_run_is_only_handed_over(as_executive, visit, content_type):
    page = attach(visit, "page.html", content_type, b"<script>alert(1)</script>")
    response = as_executive.get(f"/files/{page.pk}/")
    response.close()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'


def test_a_stranger_is_asked_to_sign_in(client, visit):
    photo = attach(visit, "a.png", "image/png")
    assert client.get(f"/files/{photo.pk}/").url == f"/admin/login/?next=/files/{photo.pk}/"


def test_a_file_that_is_gone_from_the_disk_is_said(as_clerk, visit):
    photo = attach(visit, "a.png", "image/png")
    photo.file.storage.delete(photo.file.name)
    answer = as_clerk.get(f"/files/{photo.pk}/")
    assert answer.status_code == 404
    assert texts(answer, "h1") == ["ไม่พบไฟล์ในระบบจัดเก็บ"]
    entry = f"/admin/visits/visit/{visit.pk}/change/"
    assert as_clerk.post(entry, form_values(as_clerk.get(entry))).status_code == 302
