"""Files in a bucket of an S3 service, with the errors of a folder: who catches OSError need not know where files lie."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from config.stored_files import FilesAway, StoredFile

# Checksums of newer services only where the service wants them: MinIO and Ceph of the house may be older.
PATIENCE = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"total_max_attempts": 2},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
# A file is one request: none is larger than this.
WHOLE = TransferConfig(multipart_threshold=64 * 1024 * 1024, use_threads=False)
ANSWERED = (BotoCoreError, HTTPClientError, Boto3Error, ClientError)


class BucketStorage(S3Storage):
    """Keeps files under random names that never change; keys and endpoint come from boto3's own variables."""

    PAUSE = 5
    away_until = 0.0

    def __init__(self, **options: Any) -> None:
        super().__init__(client_config=PATIENCE, transfer_config=WHOLE, file_overwrite=False, **options)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turns the service's errors into FilesAway; for seconds after one, nobody waits for it again."""
        if time.monotonic() < BucketStorage.away_until:
            raise FilesAway("the bucket did not answer a moment ago")
        try:
            yield
        except ANSWERED as error:
            BucketStorage.away_until = time.monotonic() + self.PAUSE
            raise FilesAway(f"{self.bucket_name}: {error}") from error

    def _open(self, name: str, mode: str = "rb") -> File:
        """The file, read to its end at once: what fails, fails here and not while a page is being sent."""
        with self.answering():
            file = super()._open(name, mode)
            file.open()
            return file

    def _save(self, name: str, content: File) -> str:
        with self.answering():
            return super()._save(name, content)

    def exists(self, name: str) -> bool:
        """Whether there is such a file; raises FilesAway."""
        with self.answering():
            return super().exists(name)

    def delete(self, name: str) -> None:
        """Deletes a file, if there is one; raises FilesAway."""
        with self.answering():
            super().delete(name)

    def size(self, name: str) -> int:
        """In bytes; raises FileNotFoundError or FilesAway."""
        with self.answering():
            return super().size(name)

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """As of a folder, where nobody answers: nobody gets past the page that asks who may see a file."""
        return f"{settings.MEDIA_URL}{name}"

    def walk(self) -> Iterator[StoredFile]:
        """All files by name; raises FilesAway."""
        prefix = f"{self.location}/" if self.location else ""
        with self.answering():
            for item in self.bucket.objects.filter(Prefix=prefix):
                yield StoredFile(item.key.removeprefix(prefix), item.size, item.last_modified)

    def check(self) -> None:
        """Asks for the bucket itself; raises FilesAway where it, or the right to it, is missing."""
        with self.answering():
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
