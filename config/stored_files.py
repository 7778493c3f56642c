"""The files of records wherever they lie, a folder of this machine or a bucket that several machines share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage

# Folders of what waits for its record, and of pictures made of a file: both are left out of back-ups.
WAITING, PREPARED = "incoming", "prepared"


class FilesAway(OSError):
    """The place where files are kept does not answer; no file can be read or written now."""


@dataclass(frozen=True)
class StoredFile:
    """A file by its name within the storage, its size in bytes, and when it was last written."""

    name: str
    size: int
    modified_at: datetime


def stored_files() -> Iterator[StoredFile]:
    """All files of the site, what waits and what is prepared included, by name; raises FilesAway."""
    if not isinstance(default_storage, FileSystemStorage):
        yield from default_storage.walk()  # type: ignore[attr-defined] # of BucketStorage, the only other kind
        return
    root = Path(default_storage.location)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found = path.stat()
            modified_at = datetime.fromtimestamp(found.st_mtime, UTC)
            yield StoredFile(path.relative_to(root).as_posix(), found.st_size, modified_at)


def read_stored(name: str) -> bytes:
    """The content of a file; raises FileNotFoundError, or FilesAway."""
    with default_storage.open(name) as file:
        return file.read()


def waiting_folder() -> Path | None:
    """Where uploads wait: on the disk of the files, so that keeping one is a change of its name; None before a bucket."""
    if not isinstance(default_storage, FileSystemStorage):
        return None
    folder = Path(default_storage.location, WAITING)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def check_storage() -> None:
    """Asks a bucket whether it answers; raises FilesAway. A folder is asked by writing into it."""
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.check()  # type: ignore[attr-defined] # of BucketStorage
