"""A photograph is kept without what its file tells beside it: the place, the camera, the hour."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from config.tests.camera import OWNER, photograph
from config.tests.cast import a_directive, a_visit
from config.tests.html import elements, texts
from visits.models import Attachment, Progress
from visits.tests.admin.page import faults
from visits.tests.admin.test_files import attach

pytestmark = pytest.mark.one_database


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566")


@pytest.mark.parametrize(
    ("kind", "name", "stored"),
    [
        ("JPEG", "ภาพ.JPG", "JPEG"),
        ("WEBP", "a.webp", "JPEG"),
        ("PNG", "a.png", "PNG"),
        ("HEIF", "b.heic", "JPEG"),
    ],
)
def test_the_place_does_not_stay_in_the_picture(visit, kind, name, stored):
    came = photograph(kind, (900, 600))
    assert OWNER.encode() in came
    row = Attachment.objects.create(visit=visit, file=ContentFile(came, name))
    with row.file.open("rb") as file:
        content = file.read()
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size, dict(picture.getexif())) == (
        stored,
        (900, 600) if kind == "HEIF" else (600, 900),
        {},
    )
    assert OWNER.encode() not in content
    assert row.original_name == {"JPEG": "ภาพ.jpg", "HEIF": "b.jpg", "WEBP": "a.jpg"}.get(kind, name)
    assert row.content_type == f"image/{stored.lower()}"


def test_a_broken_picture_is_refused_beside_the_field(as_clerk, visit):
    assert faults(attach(as_clerk, visit, "เสีย.jpg", photograph(size=(900, 600))[:2000])) == [
        "เปิดภาพไม่ได้ (ไฟล์เสียหรือไม่สมบูรณ์) โปรดแนบไฟล์อื่น"
    ]


def test_pages_show_small_previews_of_large_pictures(as_executive, visit):
    row = Attachment.objects.create(visit=visit, file=ContentFile(photograph(size=(3000, 2000)), "a.jpg"))
    page = as_executive.get(f"/visits/{visit.pk}/")
    [(shown, _)] = [one for one in elements(page, "img") if "photographs" in one[0]["src"]]
    assert shown["src"] == f"/photographs/{row.pk}/preview/"
    assert Image.open(io.BytesIO(as_executive.get(shown["src"]).getvalue())).size == (320, 480)


def test_the_same_file_twice_on_one_page_is_refused(as_clerk, visit):
    assert faults(attach(as_clerk, visit, "a.jpg", photograph())) == []
    assert faults(attach(as_clerk, visit, "b.jpg", photograph())) == ["ไฟล์นี้แนบไว้แล้วในแถวอื่น"]


def test_evidence_that_was_shown_before_is_noticed(as_clerk, visit, centre1, centre6):
    order = a_directive(a_visit(centre6, "29/01/2566"), to=[centre1])
    progress = Progress.objects.create(
        assignment=order.assignments.get(), verb="report", state="reported", text="แล้วเสร็จ"
    )
    Attachment.objects.create(visit=visit, file=ContentFile(photograph(), "a.jpg"), kind="photo")
    Attachment.objects.create(
        progress=progress, file=SimpleUploadedFile("b.jpg", photograph()), kind="evidence"
    )
    sentences = [
        text
        for text in texts(as_clerk.get(f"/directives/{order.pk}/"), "span", class_="quiet")
        if "ไฟล์" in text
    ]
    assert sentences == [f"ไฟล์เดียวกับที่แนบไว้กับ {visit}"]
