"""With MEDIA_STORAGE the files of records lie in a bucket: kept, shown, printed, deleted, backed up, restored, and missed in words.

moto's S3 service answers over HTTP in a process of its own; `make s3-test` runs this on both databases.
"""

import io
import os
import socket
import subprocess
import sys
import tarfile
import time
from datetime import timedelta
from pathlib import Path

import boto3
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from docx import Document
from PIL import Image

from config import backups, bucket
from config.stored_files import stored_files
from config.tests.camera import photograph
from config.tests.cast import a_visit, client_of
from config.tests.html import texts
from config.tests.test_backups import elsewhere  # noqa: F401 - a fixture
from config.tests.test_serve import free_port, wait_for
from visits.attachments import uploads
from visits.models import Attachment, Office
from visits.tests.admin.page import faults
from visits.tests.admin.test_files import attach

pytestmark = [pytest.mark.scan, pytest.mark.django_db(transaction=True)]
BUCKET = "field-visits"
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="session")
def service():
    """The address of an S3 service with one empty bucket."""
    port = free_port()
    command = [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        assert wait_for(lambda: socket.create_connection(("127.0.0.1", port), 1).close() is None)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def objects(service, monkeypatch, settings, tmp_path):
    """The site keeps its files under a prefix of its own in the bucket; gives a function that lists them by name."""
    for name, value in (KEYS | {"AWS_ENDPOINT_URL_S3": service}).items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    prefix = f"{tmp_path.name}/files"
    settings.MEDIA_ROOT = tmp_path / "no-folder"
    keep_in(settings, prefix)

    def listed(under=prefix):
        found = client.list_objects_v2(Bucket=BUCKET, Prefix=f"{under}/").get("Contents", [])
        return {
            item["Key"].removeprefix(f"{under}/"): client.get_object(Bucket=BUCKET, Key=item["Key"])[
                "Body"
            ].read()
            for item in found
        }

    yield listed
    assert not settings.MEDIA_ROOT.exists()
    bucket.BucketStorage.away_until = 0.0


def keep_in(settings, prefix):
    options = {"bucket_name": BUCKET, "location": prefix}
    default = {"BACKEND": "config.bucket.BucketStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def visit(centre1, nattapol):
    return a_visit(centre1, "28/01/2566", lead=nattapol)


def test_what_is_uploaded_is_kept_shown_and_printed(objects, as_clerk, as_executive, visit):
    assert faults(attach(as_clerk, visit, "ภาพหมู่.jpg", photograph(size=(900, 600)))) == []
    row = Attachment.objects.get()
    assert list(objects()) == [row.file.name]
    shown = as_executive.get(f"/files/{row.pk}/")
    assert b"".join(shown) == objects()[row.file.name]
    assert shown["Content-Length"] == str(len(objects()[row.file.name]))
    row.kind = "photo"
    row.save()
    content = b"".join(as_executive.get(f"/photographs/{row.pk}/preview/"))
    assert Image.open(io.BytesIO(content)).size == (320, 480)
    assert objects()[f"prepared/{Path(row.file.name).stem}-480.jpg"] == content
    pages = pypdfium2.PdfDocument(as_executive.get(f"/visits/{visit.pk}/report.pdf").content)
    images = [one for page in pages for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    assert [image.get_px_size() for image in images] == [(600, 900)]
    word = as_executive.get(f"/visits/{visit.pk}/report.docx").getvalue()
    assert len(Document(io.BytesIO(word)).inline_shapes) == 1
    assert [name.split("/")[0] for name in objects()] == ["attachments", "prepared", "prepared"]


def test_the_crest_is_printed_and_given_out(objects, as_executive, visit):
    crest = io.BytesIO()
    Image.new("RGB", (30, 30)).save(crest, "PNG")
    Office.objects.create(crest=ContentFile(crest.getvalue(), "crest.png"))
    assert as_executive.get("/office/crest/").getvalue() == objects()["office/crest.png"]
    memo = as_executive.get(f"/visits/{visit.pk}/report.docx?form=memo").getvalue()
    assert len(Document(io.BytesIO(memo)).inline_shapes) == 1
    pdf = pypdfium2.PdfDocument(as_executive.get(f"/visits/{visit.pk}/report.pdf?form=memo").content)
    assert len(list(pdf[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) == 1


def test_what_no_record_names_is_deleted(objects, visit, capsys, monkeypatch):
    row = Attachment.objects.create(visit=visit, file=ContentFile(photograph(), "a.jpg"))
    orphan = Attachment(visit=visit).file.storage.save("attachments/left.jpg", ContentFile(b"left"))
    tomorrow = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    call_command("orphan_files", delete=True)
    assert capsys.readouterr().out.splitlines() == [orphan, "ลบแล้ว 1 ไฟล์ 0.0 เมกะไบต์"]
    assert list(objects()) == [row.file.name]


def test_a_back_up_holds_them_and_is_restored_into_another_bucket(objects, visit, tmp_path, elsewhere):  # noqa: F811
    row = Attachment.objects.create(visit=visit, file=ContentFile(photograph(), "a.jpg"))
    row.file.storage.save("prepared/a-480.jpg", ContentFile(b"made again"))
    call_command("backup", to=tmp_path / "backups", keep=3, verbosity=0)
    [made] = backups.all_in(tmp_path / "backups")
    with tarfile.open(made / backups.FILES) as archive:
        assert archive.getnames() == [row.file.name]
    other = f"{tmp_path.name}/restored"
    output, code = managed("restore", made, DATABASE_URL=elsewhere, MEDIA_STORAGE=f"s3://{BUCKET}/{other}")
    assert (code, output.startswith("นำข้อมูลกลับมาแล้ว")) == (0, True), output
    assert objects(other) == {row.file.name: objects()[row.file.name]}
    output, code = managed("restore", made, DATABASE_URL=elsewhere, MEDIA_STORAGE=f"s3://{BUCKET}/{other}")
    assert (code, output.strip()) == (1, "CommandError: ที่เก็บไฟล์ไม่ว่าง จึงไม่นำข้อมูลสำรองมาทับ")


def managed(*arguments, **values):
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(  # noqa: S603 - our own words
        command, env=os.environ | values, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr, done.returncode


@pytest.fixture(params=["refuses", "is silent"])
def away(request, monkeypatch, objects, settings):
    """From now on nobody answers where the bucket was."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        if request.param == "refuses":
            door.close()
            address = f"http://127.0.0.1:{free_port()}"
        else:
            address = f"http://127.0.0.1:{door.getsockname()[1]}"

        def leave():
            monkeypatch.setenv("AWS_ENDPOINT_URL_S3", address)
            settings.STORAGES = dict(settings.STORAGES)  # opened anew
            bucket.BucketStorage.away_until = 0.0

        yield leave


def test_while_the_bucket_is_away_pages_are_shown_and_say_so(away, as_clerk, as_executive, admin, visit):
    for number in range(3):
        Attachment.objects.create(visit=visit, file=ContentFile(photograph(size=(90, 60 + number)), "a.jpg"))
    row = Attachment.objects.first()
    away()
    began = time.monotonic()
    page = as_executive.get(f"/visits/{visit.pk}/print/")
    assert texts(page, "p", class_="problem") == ["แสดงภาพไม่ได้: a.jpg (ระบบจัดเก็บไฟล์ไม่ตอบในขณะนี้)"] * 3
    assert time.monotonic() - began < 15  # one picture waits, the others do not
    assert as_executive.get(f"/visits/{visit.pk}/").status_code == 200
    assert as_executive.get(f"/visits/{visit.pk}/report.pdf").status_code == 200
    assert as_executive.get(f"/photographs/{row.pk}/").status_code == 404
    answer = as_executive.get(f"/files/{row.pk}/")
    assert (answer.status_code, "ขณะนี้ที่จัดเก็บไฟล์ไม่ตอบ" in answer.text) == (503, True)
    assert faults(attach(as_clerk, visit, "b.jpg", photograph())) == [uploads.NO_ROOM]
    assert Attachment.objects.count() == 3
    assert "files" in client_of(admin).get("/readyz").content.decode()
    assert "ที่จัดเก็บไฟล์ (MEDIA_STORAGE) ไม่ตอบ" in client_of(admin).get("/status/").text


def test_a_bucket_that_goes_away_between_asking_and_saving_is_told_and_nothing_is_saved(
    away, as_clerk, visit, monkeypatch
):
    monkeypatch.setattr(uploads, "check_storage", lambda: None)
    away()
    as_clerk.raise_request_exception = False
    answer = attach(as_clerk, visit, "b.jpg", photograph())
    assert (answer.status_code, "ที่จัดเก็บไฟล์ไม่ตอบ ข้อมูลที่ส่งครั้งนี้ยังไม่ถูกบันทึก" in answer.text) == (503, True)
    assert Attachment.objects.count() == 0


def test_a_back_up_without_the_bucket_is_no_back_up(away, visit, tmp_path):
    Attachment.objects.create(visit=visit, file=ContentFile(photograph(), "a.jpg"))
    away()
    with pytest.raises(Exception, match="สำรองข้อมูลไม่สำเร็จ"):
        call_command("backup", to=tmp_path / "backups", verbosity=0)
    assert backups.all_in(tmp_path / "backups") == []


def test_a_wrong_name_of_the_bucket_is_no_empty_storage(objects, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "config.bucket.BucketStorage", "OPTIONS": {"bucket_name": "nobodys"}},
    }
    with pytest.raises(OSError, match="nobodys"):
        list(stored_files())
