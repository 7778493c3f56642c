"""A bucket of an S3 service as the storage of files; the whole of it is tried by `test_files_in_a_bucket.py`."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from config.bucket import BucketStorage
from config.status.conditions import Level, all_conditions
from config.stored_files import FilesAway
from config.tests.test_files_in_a_bucket import BUCKET, KEYS, keep_in, service  # noqa: F401 - a fixture

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def in_a_bucket(service, monkeypatch, settings):  # noqa: F811 - the fixture
    for name, value in (KEYS | {"AWS_ENDPOINT_URL_S3": service}).items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    keep_in(settings, "files")
    yield settings
    BucketStorage.away_until = 0.0


def files_condition():
    [found] = [one for one in all_conditions() if one.code == "files"]
    return found.level


def test_a_file_is_kept_given_out_listed_and_deleted_and_a_bucket_that_is_gone_is_said(in_a_bucket):
    name = default_storage.save("attachments/a.txt", ContentFile(b"words"))
    with default_storage.open(name) as file:
        assert file.read() == b"words"
    found = [(one.name, one.size) for one in default_storage.walk()]
    assert (name, found) == ("attachments/a.txt", [("attachments/a.txt", 5)])
    assert (default_storage.exists(name), default_storage.size(name), files_condition()) == (
        True,
        5,
        Level.FINE,
    )
    default_storage.delete(name)
    assert (default_storage.exists(name), list(default_storage.walk())) == (False, [])
    options = in_a_bucket.STORAGES["default"]["OPTIONS"] | {"bucket_name": "no-such-bucket"}
    default = in_a_bucket.STORAGES["default"] | {"OPTIONS": options}
    in_a_bucket.STORAGES = {**in_a_bucket.STORAGES, "default": default}
    assert files_condition() is Level.FAULT
    with pytest.raises(FilesAway, match=r"^the bucket did not answer a moment ago$"):
        default_storage.check()
