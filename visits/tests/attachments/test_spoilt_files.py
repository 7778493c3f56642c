"""A file that is cut off, bent or meant to harm is read, or refused with a sentence; never a fault, never the memory."""

from contextlib import suppress
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from config.tests.camera import photograph
from visits.models.attachment import refuse_other_kinds
from visits.press_releases import text_extraction
from visits.press_releases.text_extraction import NoText, text_of_file

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 36>>stream
BT /F 12 Tf 9 9 Td (visit) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + '<!ENTITY own SYSTEM "file:///etc/hostname">]>'
)


@cache
def real():
    """One small file of each kind that is looked into."""
    word, book = BytesIO(), BytesIO()
    document = Document()
    document.add_paragraph("ปลัดกระทรวงอุตสาหกรรมตรวจเยี่ยมศูนย์ภาค")
    document.save(word)
    Workbook().save(book)
    kinds = {"a.docx": word.getvalue(), "a.xlsx": book.getvalue(), "a.pdf": PDF}
    return kinds | {"a.jpg": photograph(), "a.png": photograph("PNG"), "a.heic": photograph("HEIF")}


@pytest.mark.generated
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells what it leaves out
@given(
    st.sampled_from(["a.docx", "a.heic", "a.jpg", "a.pdf", "a.png", "a.xlsx"]),
    st.dictionaries(st.floats(0, 1), st.integers(0, 255)),
    st.just(1.0) | st.floats(0, 1),
)
def test_a_spoilt_file_is_read_or_refused(name, bent, cut):
    """`bent` bytes stand at parts of the length, at `cut` the file ends."""
    content = bytearray(real()[name])
    for place, value in bent.items():
        content[int(place * (len(content) - 1))] = value
    content = bytes(content[: int(cut * len(content))])
    with suppress(ValidationError):
        refuse_other_kinds(SimpleUploadedFile(name, content))
    with suppress(NoText):
        text_of_file(name, content)


def with_document(xml):
    file = BytesIO()
    with ZipFile(BytesIO(real()["a.docx"])) as source, ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for part in source.infolist():
            is_text = part.filename == "word/document.xml"
            packed.writestr(part, xml(source.read(part)) if is_text else source.read(part))
    return file.getvalue()


def with_entity(name):
    def written(xml):
        head, rest = xml.split(b"?>", 1)
        return head + b"?>" + LAUGHS.encode() + rest.replace("ศูนย์ภาค".encode(), f"&{name};".encode())

    return with_document(written)


def test_a_word_file_cannot_read_another_file_nor_grow_from_within():
    assert text_of_file("a.docx", with_entity("own")) == "ปลัดกระทรวงอุตสาหกรรมตรวจเยี่ยม"
    with pytest.raises(NoText, match="เปิดไฟล์ Word นี้ไม่ได้"):
        text_of_file("a.docx", with_entity("l9"))


def test_a_word_file_that_unfolds_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(text_extraction, "LARGEST_UNFOLDED", 1024 * 1024)
    with pytest.raises(NoText, match="ไฟล์นี้มีขนาดใหญ่เกินกว่าจะอ่านได้"):
        text_of_file("a.docx", with_document(lambda xml: xml + b" " * 1024 * 1024))
