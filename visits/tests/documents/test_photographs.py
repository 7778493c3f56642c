"""Photographs on paper: whatever a telephone sends is shown right or named, and the report still comes."""

import io

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from config.tests.cast import a_visit
from config.tests.html import elements, texts
from visits.attachments.images import Unreadable, small
from visits.documents.photographs import LONGEST
from visits.models import Attachment

pytestmark = pytest.mark.one_database

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(mode="RGB", size=(80, 40), kind="JPEG", **options):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return encoded(image.convert(mode), kind, **options)


def encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def read(content):
    return Image.open(io.BytesIO(small(content, LONGEST, 82)))


def near(colour, other):
    return all(abs(one - two) < 30 for one, two in zip(colour, other, strict=True))


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture(exif=exif)


def test_a_picture_stands_as_the_camera_was_held():
    image = read(turned())
    assert image.size == (40, 80)
    assert near(image.getpixel((20, 5)), RED)
    assert near(image.getpixel((20, 75)), BLUE)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(picture("CMYK"), id="CMYK"),
        pytest.param(picture(kind="PNG"), id="PNG"),
        pytest.param(picture("P", kind="GIF"), id="GIF"),
        pytest.param(picture(kind="WEBP"), id="WEBP"),
        pytest.param(picture(kind="BMP"), id="BMP"),
        pytest.param(picture(kind="HEIF"), id="HEIC"),
        pytest.param(
            picture(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()), id="ICC"
        ),
    ],
)
def test_colours_stay_what_they_were(content):
    image = read(content)
    assert image.mode == "RGB"
    assert near(image.getpixel((10, 20)), RED)
    assert near(image.getpixel((70, 20)), BLUE)


def test_what_is_transparent_is_white():
    assert near(
        read(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")).getpixel((5, 5)), (255, 255, 255)
    )


def test_forty_million_pixels_are_made_small():
    assert read(picture(size=(8000, 5000))).size == (LONGEST, LONGEST * 5 // 8)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (picture(size=(800, 800))[:2000], "ไฟล์เสียหรือไม่สมบูรณ์"),
        (b"", "ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก"),
        (b"%PDF-1.7", "ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก"),
        (picture(kind="HEIF")[:400], "ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก"),
    ],
)
def test_what_cannot_be_read_says_why(content, reason):
    with pytest.raises(Unreadable) as refusal:
        small(content, LONGEST, 82)
    assert str(refusal.value) == reason


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566")


def photograph(visit, content, name="p.jpg", **values):
    row = Attachment(visit=visit, original_name=name, **values)
    row.file.save(name, ContentFile(content))
    return row


@pytest.mark.parametrize(("per_page", "together"), [("2", [2, 2, 1]), ("4", [4, 1]), ("0", [])])
def test_photographs_stand_two_or_four_to_a_page_or_not_at_all(as_executive, visit, per_page, together):
    for number in range(5):
        photograph(visit, picture(size=(80 + number, 40)))
    response = as_executive.get(f"/visits/{visit.pk}/print/?photographs={per_page}")
    groups = response.text.split('class="photographs')[1:]
    assert [group.count("<img ") for group in groups] == together


def test_a_photograph_stands_with_its_caption_and_an_unreadable_one_with_its_name(as_executive, visit):
    shown = photograph(visit, picture(), caption="คณะรับฟังบรรยาย")
    photograph(visit, b"x", "เสีย.jpg", caption="ภาพหมู่")
    gone = photograph(visit, picture(size=(10, 10)), "หาย.jpg")
    gone.file.storage.delete(gone.file.name)
    photograph(visit, picture(), is_internal=True)
    response = as_executive.get(f"/visits/{visit.pk}/print/?edition=public")
    images = [attributes for attributes, _ in elements(response, "img")]
    assert images == [{"src": f"/photographs/{shown.pk}/", "alt": "คณะรับฟังบรรยาย"}]
    assert texts(response, "figcaption") == ["คณะรับฟังบรรยาย", "ภาพหมู่"]
    assert texts(response, "p", class_="problem") == [
        "แสดงภาพไม่ได้: เสีย.jpg (ไม่ใช่ไฟล์ภาพที่ระบบรู้จัก)",
        "แสดงภาพไม่ได้: หาย.jpg (ไม่พบไฟล์ในระบบ)",
    ]
    served = as_executive.get(images[0]["src"])
    assert Image.open(io.BytesIO(served.getvalue())).size == (80, 40)


def test_the_pdf_holds_the_photographs_and_a_broken_one_stays_named(as_executive, visit):
    photograph(visit, turned())
    address = f"/visits/{visit.pk}/report.pdf"
    as_executive.get(address)
    photograph(visit, picture(size=(900, 900))[:3000], "เสีย.jpg")
    pages = list(pypdfium2.PdfDocument(as_executive.get(address).content))
    images = [one for page in pages for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    assert [image.get_px_size() for image in images] == [(40, 80)]
    assert "เสีย.jpg" in pages[-1].get_textpage().get_text_range()


def test_where_pictures_cannot_be_made_the_document_comes_without_them(
    as_executive, visit, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    photograph(visit, picture(), "ภาพหมู่.jpg")
    (tmp_path / "prepared").write_text("no folder")
    response = as_executive.get(f"/visits/{visit.pk}/print/")
    assert "แสดงภาพไม่ได้: ภาพหมู่.jpg (ระบบจัดเก็บไฟล์บันทึกไม่ได้ในขณะนี้)" in response.text
