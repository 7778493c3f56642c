"""Uploaded files are read, decoded and refused before any transaction begins, by their size first."""

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from config.stored_files import WAITING
from config.tests.camera import photograph
from config.tests.cast import a_directive, a_visit, client_of
from config.tests.html import texts
from visits.attachments import images, uploads
from visits.directives import steps
from visits.models import Assignment, Attachment
from visits.tests.admin.page import faults
from visits.tests.admin.test_files import attach

pytestmark = pytest.mark.one_database


@pytest.fixture
def opened(monkeypatch):
    """How many transactions of the site's own were open each time that Pillow opened a picture."""
    depths, really = [], Image.open

    def watched(*arguments, **options):
        depths.append(len(connection.savepoint_ids))
        return really(*arguments, **options)

    monkeypatch.setattr(Image, "open", watched)
    return depths


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566")


def waiting_files(settings):
    return list(Path(settings.MEDIA_ROOT, WAITING).glob("*"))


def drawing(width, height, kind, mode="1"):
    file = BytesIO()
    Image.new(mode, (width, height)).save(file, kind)
    return file.getvalue()


def test_a_picture_of_the_entry_form_is_read_before_its_transaction(as_clerk, visit, opened, settings):
    assert faults(attach(as_clerk, visit, "a.jpg", photograph())) == []
    assert faults(attach(as_clerk, visit, "b.jpg", photograph(size=(90, 60))[:900])) == [
        "เปิดภาพไม่ได้ (ไฟล์เสียหรือไม่สมบูรณ์) โปรดแนบไฟล์อื่น"
    ]
    assert opened == [0, 0]
    assert waiting_files(settings) == []


def test_evidence_of_a_unit_is_read_before_its_transaction(officer, clerk, centre1, opened, settings):
    visit = a_visit(centre1, "28/01/2566", status="done", record_state="final")
    assignment = a_directive(visit, to=[centre1]).assignments.get()
    steps.notify(assignment, by=clerk)
    form = {"text": "ดำเนินการแล้ว", "files": SimpleUploadedFile("a.jpg", photograph())}
    client_of(officer).post(reverse("step", args=[assignment.pk, "report"]), form)
    assert opened == [0]
    assert Attachment.objects.get().progress.assignment == assignment
    assert waiting_files(settings) == []


def test_the_copy_of_a_signed_letter_is_read_and_refused_before_its_transaction(
    as_clerk, centre1, nattapol, opened, settings
):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final")
    assignment = a_directive(visit, to=[centre1]).assignments.get()
    words = {"form": "memo", "subject": "แจ้ง", "recipients": "ผอ.", "parts": assignment.pk}
    address = as_clerk.post(f"/letters/new/?unit={centre1.pk}", words).url

    def sign(name, content):
        signed = {"number": "อก 1/2566", "dated_on": "6 ก.พ. 2566"}
        return as_clerk.post(address, signed | {"files": SimpleUploadedFile(name, content)})

    response = sign("a.jpg", photograph(size=(90, 60))[:900])
    assert texts(response, "ul", class_="errorlist") == ["a.jpg: เปิดภาพไม่ได้ (ไฟล์เสียหรือไม่สมบูรณ์) โปรดแนบไฟล์อื่น"]
    assert sign("a.jpg", photograph()).status_code == 302
    assert opened == [0, 0]
    assert Attachment.objects.get().letter == Assignment.objects.get().letter
    assert waiting_files(settings) == []


@pytest.mark.parametrize(
    ("name", "drawn", "faults_of_crest"),
    [
        ("a.png", lambda: photograph("PNG", (90, 60)), []),
        ("a.jpg", lambda: photograph(size=(90, 60))[:900], ["ใช้ได้เฉพาะไฟล์ภาพ PNG หรือ JPEG ที่เปิดได้"]),
        ("a.png", partial(drawing, 16_000, 16_000, "PNG"), ["ใช้ได้เฉพาะไฟล์ภาพ PNG หรือ JPEG ที่เปิดได้"]),
    ],
    ids=["sound", "broken", "of too many pixels"],
)
def test_the_crest_is_read_before_its_transaction(admin, opened, name, drawn, faults_of_crest):
    form = {"agency": "กตร.", "recipient": "ปลัดกระทรวง", "crest": SimpleUploadedFile(name, drawn())}
    response = client_of(admin).post("/admin/visits/office/add/", form)
    assert (faults(response) if response.status_code == 200 else []) == faults_of_crest
    assert opened == [0]


def test_a_file_that_is_too_large_is_not_read(as_clerk, visit, opened):
    large = photograph().ljust(uploads.LARGEST + 1, b"0")
    assert faults(attach(as_clerk, visit, "a.jpg", large)) == [uploads.TOO_LARGE]
    assert opened == []


@pytest.mark.parametrize(
    ("name", "drawn", "reason"),
    [
        ("a.png", partial(drawing, 7_500, 7_400, "PNG"), "ภาพใหญ่เกินไป"),
        ("a.gif", partial(drawing, 7_500, 7_400, "GIF"), "ภาพใหญ่เกินไป"),
        ("a.jpg", partial(drawing, 11_000, 10_100, "JPEG", "L"), "ภาพใหญ่เกินไป"),
        ("a.png", partial(drawing, 16_000, 16_000, "PNG"), "ภาพใหญ่เกินไป"),
        ("a.jpg", partial(drawing, 10_500, 10_400, "JPEG", "L"), ""),
    ],
    ids=["drawing", "few colours", "photograph", "far too large", "largest photograph"],
)
def test_a_picture_of_too_many_pixels_is_refused_and_a_large_photograph_is_not(name, drawn, reason):
    refusal = f"เปิดภาพไม่ได้ ({reason}) โปรดแนบไฟล์อื่น" if reason else ""
    assert uploads.prepared(SimpleUploadedFile(name, drawn())).refusal == refusal


def test_files_of_one_form_share_a_budget():
    budget = images.Budget(pixels=2 * 900 * 600)
    refusals = [
        uploads.prepared(SimpleUploadedFile("a.png", photograph("PNG", (900, 600))), budget).refusal
        for _ in range(3)
    ]
    assert refusals == [
        "",
        "",
        "เปิดภาพไม่ได้ (ภาพที่แนบพร้อมกันใหญ่เกินไป โปรดบันทึกส่วนหนึ่งก่อน แล้วแนบที่เหลือเพิ่ม) โปรดแนบไฟล์อื่น",
    ]


def test_the_large_photograph_of_a_telephone_spends_a_fraction_of_the_budget():
    budget = images.Budget()
    uploads.prepared(SimpleUploadedFile("a.jpg", drawing(9_000, 12_000, "JPEG", "L")), budget)
    assert images.MOST_AT_ONCE - budget.pixels == 4_500 * 6_000


def test_files_that_cannot_be_written_are_refused_beside_the_field(as_clerk, visit, settings, tmp_path):
    (tmp_path / "full").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    assert faults(attach(as_clerk, visit, "a.jpg", photograph())) == [uploads.NO_ROOM]
    assert Attachment.objects.count() == 0


def test_strangers_have_nothing_decoded(db, client, opened):
    client.post("/admin/login/", {"file": SimpleUploadedFile("a.jpg", photograph())})
    assert opened == []
