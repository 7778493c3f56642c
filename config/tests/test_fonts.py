"""The vendored Sarabun: what stands in a PDF can be searched and copied, and the browser gets every face."""

import re

import pypdfium2
import pytest
from django.conf import settings

weasyprint = pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)

FONTS = settings.BASE_DIR / "config" / "fonts"
FACES = {"Regular": "", "Bold": "font-weight: bold", "Italic": "font-style: italic"}
FACES["BoldItalic"] = "font-weight: bold; font-style: italic"
every_face = pytest.mark.parametrize("face", FACES)


def read_back(text, face):
    """What a reader finds in a PDF that consists of `text`."""
    style = f"@font-face {{ font-family: vendored; src: url(SarabunMOI-{face}.ttf); {FACES[face]} }}"
    page = f"<html lang=th><style>{style} body {{ font-family: vendored; {FACES[face]} }}</style><body>{text}"
    pdf = pypdfium2.PdfDocument(weasyprint.HTML(string=page, base_url=f"{FONTS}/").write_pdf())
    assert fonts_of(pdf) == {"vendored"}
    return pdf[0].get_textpage().get_text_range()


def fonts_of(pdf):
    text_objects = pdf[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    return {text.get_font().get_base_name().split("+")[-1].split("-")[0] for text in text_objects}


@every_face
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("สำนักงาน น้ำ ซ้ำซาก กำหนด", id="sara am"),
        pytest.param("น้ำตาล ตาม", id="sara am first, sara aa later"),
        pytest.param("ต่ำ ก๊ำ ก๋ำ ปำ ฝ่ำ ฟ้ำ ป๊ำ ป๋ำ", id="every tone, wide and narrow"),
        pytest.param("ครั้ง ซึ่ง สิทธิ์ คลื่น ยิ่ง ซื้อ", id="a tone above a vowel"),
        pytest.param("ปั้น ปี่ ปื้น ฝั่ง ฟื้นฟู ฟิล์ม ฬั่น", id="a tone above a vowel above a tall letter"),
        pytest.param("ที่ ผู้ กี๊ ตั้ง ญี่ปุ่น ๒๕๖๖", id="no sara am"),
    ],
)
def test_a_pdf_gives_back_the_words_it_was_made_of(face, text):
    assert read_back(text, face) == text


def test_the_style_sheet_names_every_face_that_is_there():
    folder = settings.BASE_DIR / "config" / "static" / "config"
    named = re.findall(r'url\("(.+?)"\)', (folder / "fonts.css").read_text())
    assert sorted(named) == sorted(f"fonts/{file.name}" for file in folder.glob("fonts/*.woff2"))
    assert len(named) == len(FACES)
