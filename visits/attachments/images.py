"""Pictures as telephones and scanners send them: turned as the camera was held, in RGB, nothing told beside them."""

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

# Above this a small file is meant to fill the memory rather than to be looked at.
MOST_PIXELS = 100_000_000
# What is kept of a photograph: enough for a whole page at 300 dots an inch.
KEPT = 4000
QUALITY = 90
# Drawings and pictures of a screen stay sharp; what a camera saw may lose a little.
DRAWN = {"PNG", "GIF"}
ENDINGS = {"jpg", "jpeg", "png", "gif", "webp", "heic"}


class Unreadable(Exception):
    """No picture can be made of the file; the text says why in Thai."""


def kept(content, name):
    """Bytes and name under which a picture is kept: without the place, camera and hour that its file tells."""
    picture, kind = read(content, KEPT)
    kind = "PNG" if kind in DRAWN else "JPEG"
    ending = "png" if kind == "PNG" else "jpg"
    return encoded(picture, kind, QUALITY), f"{Path(name).stem}.{ending}"


def small(content, longest, quality):
    """JPEG bytes of any picture, its longer side at most `longest` pixels."""
    return encoded(read(content, longest)[0], "JPEG", quality)


def read(content, longest):
    """A picture in RGB of at most `longest` pixels a side, and the name of the format it came in."""
    try:
        return _read(content, longest)
    except UnidentifiedImageError:
        raise Unreadable("ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก") from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, Image.DecompressionBombError):
        raise Unreadable("ไฟล์เสียหรือไม่สมบูรณ์") from None


def _read(content, longest):
    with Image.open(io.BytesIO(content)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable("ภาพใหญ่เกินไป")
        # A JPEG is decoded at a fraction of its size: 40 million pixels cost as little as three.
        image.draft(None, (longest, longest))
        image.load()
        picture = ImageOps.exif_transpose(image)
        picture.thumbnail((longest, longest))
        return in_rgb(picture), image.format


def encoded(picture, kind, quality):
    out = io.BytesIO()
    picture.info = {}
    picture.save(out, kind, quality=quality, optimize=kind == "JPEG")
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
