"""Photographs for paper: turned as they were held, in RGB, small enough to send; what cannot be read is named."""

import hashlib
import io
import os
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from visits.papers.blocks import Address, Photograph, Photographs

# 160 mm at some 220 dots an inch.
LONGEST = 1400
QUALITY = 82
# Above this a small file is meant to fill the memory rather than to be looked at.
MOST_PIXELS = 150_000_000
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypheim", b"ftypheis")


class Unreadable(Exception):
    """No picture can be made of the file; the text says why in Thai."""


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
        name = attachment.original_name or attachment.file.name.rsplit("/", 1)[-1]
        return Photograph(address, None, attachment.caption, f"แสดงภาพไม่ได้: {name} ({reason})")


def prepared(attachment):
    """The path of the picture made for paper; made once for each content."""
    try:
        with attachment.file.open("rb") as file:
            content = file.read()
    except OSError:
        raise Unreadable("ไม่พบไฟล์ในระบบ") from None
    path = Path(settings.MEDIA_ROOT, "prepared", f"{hashlib.sha256(content).hexdigest()}-{LONGEST}.jpg")
    if not path.exists():
        write_whole(path, for_paper(content))
    return path


def write_whole(path, content):
    """Under another name first: a reader never meets half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    half.write_bytes(content)
    half.replace(path)


def for_paper(content):
    """JPEG bytes of any picture."""
    if content[4:12] in HEIC:
        raise Unreadable("ชนิดไฟล์ HEIC กรุณาแปลงเป็น JPEG แล้วแนบใหม่")
    try:
        return _jpeg(content)
    except UnidentifiedImageError:
        raise Unreadable("ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก") from None
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise Unreadable("ไฟล์เสียหรือไม่สมบูรณ์") from None


def _jpeg(content):
    with Image.open(io.BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable("ภาพใหญ่เกินไป")
        # A JPEG is decoded at a fraction of its size: 40 million pixels cost as little as three.
        image.draft(None, (LONGEST, LONGEST))
        image.load()
        picture = ImageOps.exif_transpose(image)
        picture.thumbnail((LONGEST, LONGEST))
        picture = in_rgb(picture)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, icc_profile=None)
    return out.getvalue()


def in_rgb(picture):
    """White shows through what is transparent; the colours of another space (CMYK, a phone's) are translated."""
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    if picture.mode.startswith("I;16"):
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    return translated(picture) or picture.convert("RGB")


def translated(picture):
    """By the colour profile within the file; None where there is none that can be used."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK", "L"):
        return None
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None
