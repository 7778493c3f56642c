"""Photographs for paper and as previews, made once of each file; what cannot be read is named."""

import os
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from visits.attachments.images import Unreadable, small
from visits.documents.blocks import Address, Photograph, Photographs

# 160 mm at some 220 dots an inch; a preview stands three to a screen.
LONGEST = 1400
PREVIEW = 480
QUALITY = 82


def photograph_pages(attachments, per_page):
    if not per_page:
        return ()
    pictures = [photograph(attachment) for attachment in attachments]
    starts = range(0, len(pictures), per_page)
    return tuple(Photographs(tuple(pictures[start : start + per_page]), per_page) for start in starts)


def photograph(attachment):
    address = Address(reverse("photograph", args=[attachment.pk]))
    try:
        return Photograph(address, prepared(attachment), attachment.caption)
    except Unreadable as reason:
        text = f"แสดงภาพไม่ได้: {attachment.uploaded_name} ({reason})"
        return Photograph(address, None, attachment.caption, text)


def prepared(attachment, longest=LONGEST):
    """The path of the picture made of a file, whose name stands for its content; made once."""
    path = Path(settings.MEDIA_ROOT, "prepared", f"{Path(attachment.file.name).stem}-{longest}.jpg")
    if not attachment.is_on_disk:
        raise Unreadable("ไม่พบไฟล์ในระบบ")
    if not path.exists():
        with attachment.file.open("rb") as file:
            write_whole(path, small(file.read(), longest, QUALITY))
    return path


def write_whole(path, content):
    """Under another name first: a reader never meets half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    half.write_bytes(content)
    half.replace(path)
