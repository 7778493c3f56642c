"""Files are attached to a visit under random names, with what they came as kept beside."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.tests.cast import a_visit
from config.tests.forms import add_row
from visits.models import Attachment
from visits.tests.admin.page import change, faults, opened

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566", title="ตรวจเยี่ยม")


def attach(client, visit, name, content=PDF):
    data = opened(client, change(visit))
    file = SimpleUploadedFile(name, content)
    add_row(data, "attachments", file=file, caption="หนังสือเชิญ", kind="document")
    return client.post(change(visit), data)


def test_a_file_keeps_its_name_kind_and_fingerprint_beside_a_random_name(as_clerk, visit):
    assert faults(attach(as_clerk, visit, "หนังสือ เชิญ.pdf")) == []
    row = Attachment.objects.get()
    assert (row.original_name, row.content_type) == ("หนังสือ เชิญ.pdf", "application/pdf")
    assert row.sha256 == sha256(PDF).hexdigest()
    assert "เชิญ" not in row.file.name
    assert row.file.read() == PDF
    row.file.close()


def test_a_program_is_refused_beside_the_field(as_clerk, visit):
    assert faults(attach(as_clerk, visit, "โปรแกรม.exe")) == [
        "แนบได้เฉพาะภาพ PDF และเอกสารสำนักงาน (Word, Excel, PowerPoint)"
    ]


def test_a_file_of_more_than_20_megabytes_is_refused(as_clerk, visit):
    assert faults(attach(as_clerk, visit, "ใหญ่.pdf", PDF.ljust(20 * 1024 * 1024 + 1))) == [
        "ไฟล์ใหญ่เกิน 20 เมกะไบต์ โปรดย่อขนาดแล้วแนบใหม่"
    ]
