"""Files that no record names are found and removed, and no others."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from config.tests.camera import photograph
from config.tests.cast import a_visit
from visits.documents.photographs import prepared_file
from visits.models import Attachment


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def put(media, name, hours):
    path = Path(media, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    age(path, hours)
    return path


def age(path, hours):
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def test_orphans_are_found_and_removed_but_not_what_a_record_or_its_history_names(media, centre1, capsys):
    visit = a_visit(centre1, "28/01/2566")
    attachment = Attachment.objects.create(visit=visit, file=ContentFile(photograph(), "a.jpg"))
    gone = Attachment.objects.create(visit=visit, file=ContentFile(b"%PDF-1.4", "b.pdf"))
    mine = [Path(media, name) for name in (attachment.file.name, gone.file.name, prepared_file(attachment))]
    gone.delete()
    orphans = [
        put(media, "attachments/left.jpg", 25),
        put(media, "incoming/left.jpg", 25),
        put(media, "prepared/left-480.jpg", 25),
    ]
    young = put(media, "incoming/now.jpg", 1)
    for path in mine:
        age(path, 25)
    call_command("orphan_files")
    *found, last = capsys.readouterr().out.splitlines()
    assert found == ["attachments/left.jpg", "incoming/left.jpg", "prepared/left-480.jpg"]
    assert last == "พบ 3 ไฟล์ 0.0 เมกะไบต์"
    call_command("orphan_files", delete=True)
    assert [path.exists() for path in (*orphans, young, *mine)] == [False] * 3 + [True] * 4
