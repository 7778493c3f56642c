"""Photographs and drawings in the form in which they are kept: upright, in RGB, at most 4,000 pixels a side, without metadata."""

import io
import threading
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

# Above this a small file is meant to fill the memory rather than to be looked at. A JPEG is decoded at a fraction.
MOST_PIXELS = 55_000_000
MOST_PIXELS_OF_JPEG = 110_000_000
# Pixels decoded for one request: twenty photographs of a telephone, or six of the largest drawings.
MOST_AT_ONCE = 330_000_000
# A picture that takes more memory than this is decoded alone, one a process.
LARGE = 20_000_000
# What is kept of a photograph: enough for a whole page at 300 dots an inch.
KEPT = 4000
QUALITY = 90
# Drawings and screenshots stay sharp; what a camera saw may lose a little.
LOSSLESS = {"PNG", "GIF"}
JPEG = {"JPEG", "MPO"}

# Pillow warns above this and refuses twice as much by itself, before the limits above are asked.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_JPEG
_one_large = threading.Lock()


class Unreadable(Exception):
    """No picture can be made of the file; the text says why in Thai."""


@dataclass
class Budget:
    """How many pixels may still be decoded for one request."""

    pixels: int = MOST_AT_ONCE

    def spend(self, pixels: int) -> None:
        """Raises Unreadable where less is left."""
        if pixels > self.pixels:
            raise Unreadable("ภาพที่แนบพร้อมกันใหญ่เกินไป โปรดบันทึกส่วนหนึ่งก่อน แล้วแนบที่เหลือเพิ่ม")
        self.pixels -= pixels


def for_keeping(content: bytes, name: str, budget: Budget | None = None) -> tuple[bytes, str]:
    """Bytes and file name under which a picture is kept; raises Unreadable."""
    stem = Path(name).stem
    if pages := pages_as_pdf(content, budget):
        return pages, f"{stem}.pdf"
    picture, kind = read(content, KEPT, budget)
    kind, ending = ("PNG", "png") if kind in LOSSLESS else ("JPEG", "jpg")
    return _encoded(picture, kind, QUALITY), f"{stem}.{ending}"


def pages_as_pdf(content: bytes, budget: Budget | None) -> bytes | None:
    """The pages of a scanned TIFF as PDF; None where there is only one, or no TIFF. Raises Unreadable."""
    if not content.startswith((b"II*\0", b"MM\0*")):
        return None
    try:
        with Image.open(io.BytesIO(content), formats=["TIFF"]) as image:
            pages = getattr(image, "n_frames", 1)
            if pages == 1:
                return None
            for page in range(pages):
                image.seek(page)
                pixels = image.width * image.height
                if pixels > MOST_PIXELS:
                    raise Unreadable("ภาพใหญ่เกินไป")
                # A page of black and white takes an eighth of the memory.
                (budget := budget or Budget()).spend(pixels // 8 if image.mode == "1" else pixels)
            image.seek(0)
            out = io.BytesIO()
            with _one_large:
                image.save(
                    out, "PDF", save_all=True, resolution=float(image.info.get("dpi", (200,))[0]) or 200
                )
            return out.getvalue()
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("ภาพใหญ่เกินไป") from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError, TypeError):
        raise Unreadable("ไฟล์เสียหรือไม่สมบูรณ์") from None


def small(content: bytes, longest: int, quality: int) -> bytes:
    """JPEG bytes of any picture, its longer side at most `longest` pixels; raises Unreadable."""
    return _encoded(read(content, longest)[0], "JPEG", quality)


def read(content: bytes, longest: int, budget: Budget | None = None) -> tuple[Image.Image, str]:
    """A picture in RGB of at most `longest` pixels a side, and the name of the format it came in; raises Unreadable.

    Nothing is decoded before the number of pixels is known to be within the limits and the budget.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind = str(image.format)
            if image.width * image.height > (MOST_PIXELS_OF_JPEG if kind in JPEG else MOST_PIXELS):
                raise Unreadable("ภาพใหญ่เกินไป")
            image.draft(
                None, (longest, longest)
            )  # a JPEG of 40 million pixels costs as little as one of three
            pixels = image.width * image.height
            (budget or Budget()).spend(pixels)
            with _one_large if pixels > LARGE else nullcontext():
                image.load()
                image.thumbnail((longest, longest))
            ImageOps.exif_transpose(image, in_place=True)
            return in_rgb(image), kind
    except UnidentifiedImageError:
        raise Unreadable("ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("ภาพใหญ่เกินไป") from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError):
        raise Unreadable("ไฟล์เสียหรือไม่สมบูรณ์") from None


def _encoded(picture: Image.Image, kind: str, quality: int) -> bytes:
    out = io.BytesIO()
    picture.info = {}
    picture.save(out, kind, quality=quality, optimize=kind == "JPEG")
    return out.getvalue()


def in_rgb(picture: Image.Image) -> Image.Image:
    """White shows through what is transparent; the colours of another space (CMYK, a phone's) are translated.

    By the colour profile within the file, where there is one that can be used.
    """
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    if picture.mode.startswith("I;16"):
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError):
            own, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            if translated := ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB"):
                return translated
    return picture.convert("RGB")
