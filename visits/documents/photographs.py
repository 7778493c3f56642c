"""Photographs for documents and as previews, prepared once from each file; a file that cannot be read is named."""

from collections.abc import Sequence
from pathlib import Path

from django.core.files.storage import default_storage
from django.urls import reverse

from config.stored_files import PREPARED, FilesAway
from visits.attachments.images import Unreadable, small
from visits.attachments.uploads import ReadyFile
from visits.documents.blocks import Address, Photograph, PhotographPage
from visits.models import Attachment

# In pixels: 160 mm at some 220 dots an inch; a preview stands three to a screen.
LONGEST = 1400
PREVIEW = 480
QUALITY = 82


def photograph_pages(attachments: Sequence[Attachment], per_page: int) -> tuple[PhotographPage, ...]:
    """The photographs in pages of `per_page`, a sentence in place of each that cannot be shown; none where that is 0."""
    if not per_page:
        return ()
    pictures = []
    for attachment in attachments:
        file, problem = "", ""
        try:
            file = prepared_file(attachment)
        except Unreadable as reason:
            problem = f"แสดงภาพไม่ได้: {attachment.uploaded_name} ({reason})"
        address = Address(reverse("photograph", args=[attachment.pk]))
        pictures.append(Photograph(address, file, attachment.caption, problem))
    starts = range(0, len(pictures), per_page)
    return tuple(PhotographPage(tuple(pictures[start : start + per_page]), per_page) for start in starts)


def prepared_file(attachment: Attachment, longest: int = LONGEST) -> str:
    """Name of the stored JPEG made of a file, at most `longest` pixels a side, made at first use; raises `Unreadable`."""
    name = f"{PREPARED}/{Path(attachment.file.name).stem}-{longest}.jpg"
    try:
        if not attachment.is_on_disk:
            raise Unreadable("ไม่พบไฟล์ในระบบ")
        if default_storage.exists(name):
            return name
        with attachment.file.open("rb") as file:
            content = small(file.read(), longest, QUALITY)
        ready = ReadyFile(content, name, "")
        # It gets its name when it is whole: a reader never meets half a picture.
        stored = default_storage.save(name, ready)
        ready.close()
        if stored != name:  # somebody else has made the same one meanwhile
            default_storage.delete(stored)
    except FilesAway:
        raise Unreadable("ระบบจัดเก็บไฟล์ไม่ตอบในขณะนี้") from None
    except OSError:
        raise Unreadable("ระบบจัดเก็บไฟล์บันทึกไม่ได้ในขณะนี้") from None
    return name
