"""Photographs for documents and as previews, prepared once from each file; a file that cannot be read is named."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from visits.attachments.images import Unreadable, small
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
        file, problem = None, ""
        try:
            file = prepared_file(attachment)
        except Unreadable as reason:
            problem = f"แสดงภาพไม่ได้: {attachment.uploaded_name} ({reason})"
        address = Address(reverse("photograph", args=[attachment.pk]))
        pictures.append(Photograph(address, file, attachment.caption, problem))
    starts = range(0, len(pictures), per_page)
    return tuple(PhotographPage(tuple(pictures[start : start + per_page]), per_page) for start in starts)


def prepared_file(attachment: Attachment, longest: int = LONGEST) -> Path:
    """Path of the JPEG made of a file, at most `longest` pixels a side, made at first use; raises `Unreadable`."""
    path = Path(settings.MEDIA_ROOT, "prepared", f"{Path(attachment.file.name).stem}-{longest}.jpg")
    if not attachment.is_on_disk:
        raise Unreadable("ไม่พบไฟล์ในระบบ")
    if not path.exists():
        with attachment.file.open("rb") as file:
            content = small(file.read(), longest, QUALITY)
        # Under another name first: a reader never meets half a picture.
        unfinished = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(content)
            unfinished.replace(path)
        except OSError:
            raise Unreadable("ระบบจัดเก็บไฟล์บันทึกไม่ได้ในขณะนี้") from None
    return path
