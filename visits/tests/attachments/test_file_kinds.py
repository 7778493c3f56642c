"""A file is taken for what it holds, not for what it is called."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdfium2 import PdfDocument

from visits.attachments import images, kinds
from visits.attachments.uploads import prepared
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
    "a.jfif": picture("JPEG"),
    "a.TIFF": picture("TIFF"),
    "a.bmp": picture("BMP"),
    "บันทึก.pdf": b"\xef\xbb\xbf%PDF-1.7\n",
    "สแกน.pdf": b"\r\n\r\nscanned" + b" " * 900 + b"%PDF-1.7\n",
    f"{'ก' * 240}.pdf": b"%PDF-1.7\n",
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
        ("a.pdf", b"<script>alert(1)</script>"),
        ("a.docx", REAL["a.xlsx"]),
        ("a.docx", REAL["a.pdf"]),
        ("a.jpg", REAL["a.pdf"]),
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


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("หน้างาน.png", REAL["a.jpg"], "หน้างาน.jpg"),
        ("หน้างาน.jpg", REAL["a.PNG"], "หน้างาน.png"),
        ("หน้างาน.pdf", REAL["a.jpg"], "หน้างาน.jpg"),
        ("หน้างาน", REAL["a.jpg"], "หน้างาน.jpg"),
        ("หน้างาน.jfif", REAL["a.jpg"], "หน้างาน.jpg"),
        ("สแกน.tif", REAL["a.TIFF"], "สแกน.jpg"),
        ("สแกน.bmp", REAL["a.bmp"], "สแกน.jpg"),
    ],
)
def test_the_ending_of_a_picture_becomes_that_of_what_is_kept(name, content, ending):
    ready = prepared(SimpleUploadedFile(name, content))
    assert (ready.refusal, ready.name) == ("", ending)


def test_the_pages_of_a_scan_are_kept_as_one_pdf():
    pages = [Image.new("1", (80, 120), level) for level in (0, 1, 0)]
    scan = made(lambda file: pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:]))
    ready = prepared(SimpleUploadedFile("หนังสือ.tif", scan))
    ready.seek(0)
    assert (ready.name, ready.read()[:5], len(PdfDocument(ready.temporary_file_path()))) == (
        "หนังสือ.pdf",
        b"%PDF-",
        3,
    )


def test_a_scan_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MOST_AT_ONCE", 100)
    monkeypatch.setattr(images.Budget.__init__, "__defaults__", (100,))
    pages = [Image.new("L", (8, 8)) for _ in range(3)]
    scan = made(lambda file: pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:]))
    refused = prepared(SimpleUploadedFile("หนังสือ.tif", scan))
    assert refused.refusal.startswith("เปิดภาพไม่ได้ (ภาพที่แนบพร้อมกันใหญ่เกินไป")


def test_a_very_long_name_is_shortened_and_keeps_its_ending():
    ready = prepared(SimpleUploadedFile(f"{'ก' * 240}.pdf", REAL["a.pdf"]))
    assert (len(ready.name), ready.name[-5:]) == (180, "ก.pdf")
