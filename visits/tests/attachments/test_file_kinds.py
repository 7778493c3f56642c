"""A file is taken for what it holds, not for what it is called."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

from visits.attachments import kinds
from visits.models.attachment import refuse_other_kinds


def made(write):
    file = BytesIO()
    write(file)
    return file.getvalue()


def picture(kind):
    return made(lambda file: Image.new("RGB", (8, 8)).save(file, kind))


def archive(**parts):
    def write(file):
        with ZipFile(file, "w", ZIP_DEFLATED) as packed:
            for name, content in parts.items():
                packed.writestr(name, content)

    return made(write)


REAL = {
    "a.jpg": picture("JPEG"),
    "a.PNG": picture("PNG"),
    "a.gif": picture("GIF"),
    "a.webp": picture("WEBP"),
    "a.heic": picture("HEIF"),
    "a.pdf": b"%PDF-1.7\n",
    "a.docx": made(Document().save),
    "a.xlsx": made(Workbook().save),
    "a.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "a.doc": kinds.OLE,
}


@pytest.mark.parametrize("name", REAL)
def test_each_kind_is_known_by_its_content(name):
    file = SimpleUploadedFile(name, REAL[name])
    refuse_other_kinds(file)
    assert file.read() == REAL[name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"MZ\x90\x00"),
        ("a.png", REAL["a.jpg"]),
        ("a.pdf", b"<script>alert(1)</script>"),
        ("a.docx", REAL["a.xlsx"]),
        ("a.docx", REAL["a.docx"][:200]),
        ("a.odt", archive(mimetype="application/zip")),
        ("a.pdf", b""),
    ],
)
def test_another_content_under_that_name_is_refused(name, content):
    with pytest.raises(ValidationError, match="เนื้อหาของไฟล์ไม่ตรงกับชนิดที่ชื่อไฟล์บอก"):
        refuse_other_kinds(SimpleUploadedFile(name, content))


def test_an_archive_that_unfolds_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "LARGEST_UNFOLDED", 10_000)
    bomb = archive(**{"word/document.xml": b"0" * 20_000})
    assert not kinds.is_what_it_says(SimpleUploadedFile("a.docx", bomb))


@pytest.mark.parametrize("name", ["a.jpg", "a.PNG", "a.heic"])
def test_a_picture_that_broke_on_its_way_is_refused(name):
    with pytest.raises(ValidationError, match="เปิดภาพไม่ได้"):
        refuse_other_kinds(SimpleUploadedFile(name, REAL[name][: len(REAL[name]) * 2 // 3]))


def test_a_name_of_another_kind_is_refused():
    with pytest.raises(ValidationError, match="แนบได้เฉพาะภาพ PDF และเอกสารสำนักงาน"):
        refuse_other_kinds(SimpleUploadedFile("a.svg", b"<svg/>"))
