"""Uploaded files, read and refused before any transaction begins: size first, then what an archive unfolds to, then kind, then pixels.

On SQLite a transaction that writes keeps everybody else from writing; decoding a photograph within one stopped the site for half a minute.
"""

import logging
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from config.stored_files import check_storage, waiting_folder
from visits.attachments import images
from visits.attachments.kinds import ACCEPTED, PICTURES, ending, is_what_it_says, kind_of

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
# In letters; the column of the file holds 200.
LONGEST_NAME = 180
TOO_LARGE = "ไฟล์ใหญ่เกิน 20 เมกะไบต์ โปรดย่อขนาดแล้วแนบใหม่"
OTHER_KIND = "แนบได้เฉพาะภาพ PDF และเอกสารสำนักงาน (Word, Excel, PowerPoint)"
OTHER_CONTENT = "เนื้อหาของไฟล์ไม่ตรงกับชนิดที่ชื่อไฟล์บอก โปรดตรวจสอบแล้วแนบใหม่"
NO_ROOM = "ระบบจัดเก็บไฟล์บันทึกไม่ได้ในขณะนี้ โปรดแจ้งผู้ดูแลระบบ แล้วแนบใหม่ภายหลัง"


class ReadyFile(UploadedFile):
    """What is kept of an upload, waiting on the disk; `sha256` is the fingerprint of the file as it came."""

    refusal = ""
    file: Any = None

    def __init__(self, content: bytes, name: str, fingerprint: str) -> None:
        file = NamedTemporaryFile(dir=waiting_folder(), suffix=Path(name).suffix.lower())  # noqa: SIM115 - `close` ends it
        file.write(content)
        file.flush()
        file.seek(0)  # whoever reads it begins at its beginning
        super().__init__(file, name, size=len(content))
        self.sha256 = fingerprint

    def temporary_file_path(self) -> str:
        """Django's storage moves a file that has such a path, instead of copying it."""
        return self.file.name

    def close(self) -> None:
        """Deletes the file where no record has taken it."""
        try:
            if self.file:
                self.file.close()
        except FileNotFoundError:
            self.file.close_called = True  # as Django's own: the storage has moved it

    __del__ = close


class RefusedFile(UploadedFile):
    """An upload that cannot be attached, as it came; `refusal` says why in Thai."""

    def __init__(self, file: File, refusal: str, fingerprint: str = "") -> None:
        super().__init__(
            file.file, shortened(file.name or ""), getattr(file, "content_type", None), file.size
        )
        self.refusal, self.sha256 = refusal, fingerprint


def shortened(name: str) -> str:
    """A file name that every system can hold, with its ending."""
    path = Path(name)
    return (
        f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}" if len(name) > LONGEST_NAME else name
    )


def prepared(file: File, budget: images.Budget | None = None) -> ReadyFile | RefusedFile:
    """The file as it would be kept, or refused; one that is ready already is given back."""
    known = file if isinstance(file, ReadyFile | RefusedFile) else getattr(file, "file", None)
    if isinstance(known, ReadyFile | RefusedFile):
        return known
    if file.size > LARGEST:
        return RefusedFile(file, TOO_LARGE)
    file.seek(0)
    name, content = shortened(Path(file.name or "").name), file.read()
    file.seek(0)
    fingerprint = sha256(content).hexdigest()
    if not is_what_it_says(file):
        return RefusedFile(file, OTHER_CONTENT if ending(name) in ACCEPTED else OTHER_KIND, fingerprint)
    if kind_of(file) in PICTURES:
        try:
            content, name = images.for_keeping(content, name, budget)
        except images.Unreadable as reason:
            return RefusedFile(file, f"เปิดภาพไม่ได้ ({reason}) โปรดแนบไฟล์อื่น", fingerprint)
    try:
        check_storage()
        return ReadyFile(content, name, fingerprint)
    except OSError as error:
        log.error("An uploaded file cannot be kept: %s", error)
        return RefusedFile(file, NO_ROOM, fingerprint)


class PrepareUploads:
    """Prepares all files of a form that somebody signed in has sent, before its page begins; they share one budget."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if request.method != "POST" or not request.user.is_authenticated or not request.FILES:
            return
        budget = images.Budget()
        for name in request.FILES:
            request.FILES.setlist(name, [prepared(file, budget) for file in request.FILES.getlist(name)])
