"""The text of a release is the same whatever file or paste it comes in; what holds no text says why."""

import pytest
from django.urls import reverse

from visits.press_releases.reader import read
from visits.press_releases.text_extraction import LONGEST, NoText, text_hash, text_of_file, tidy

TEXT = "วันที่ 9 สิงหาคม 2566\nนายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา น้ำใสสะอาด"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp874"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_every_encoding_of_a_thai_office_is_read(content):
    assert text_of_file("ข่าว.txt", content) == TEXT


@pytest.mark.parametrize("name", ["ข่าว.html", "ข่าว.HTM", "ข่าว.txt"])
def test_a_page_is_read_without_tags_scripts_and_entities(name):
    page = (
        "<html><head><style>p { color: red }</style><script>alert('นาย')</script></head><body><!-- ซ่อน -->"
        "<p>วันที่&nbsp;9 สิงหาคม 2566</p><p>นายแก้ว&nbsp;มณีศรี &#3611;ลัดกระทรวงพลังงาน<br>ตรวจเยี่ยมโรงไฟฟ้า &amp; ชุมชน</p></body></html>"
    )
    lines = [line.strip() for line in text_of_file(name, page.encode()).splitlines() if line.strip()]
    assert lines == ["วันที่ 9 สิงหาคม 2566", "นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน", "ตรวจเยี่ยมโรงไฟฟ้า & ชุมชน"]


def test_a_paste_with_entities_is_read_as_it_was_shown():
    assert tidy("นายแก้ว&nbsp;มณีศรี&nbsp;&nbsp;ปลัดกระทรวง") == "นายแก้ว มณีศรี  ปลัดกระทรวง"


@pytest.mark.parametrize(
    "text", ["", " \n ", "\u200b\u200d\ufeff\u2060", "\x00\x00", "&nbsp;&nbsp;", "<p></p>"]
)
def test_a_paste_of_nothing_visible_is_no_text(text):
    with pytest.raises(NoText, match="ไม่มีข้อความให้อ่าน"):
        tidy(text)


@pytest.mark.parametrize("text", ["\u200b\u200d", "\x00"])
def test_the_page_says_that_there_is_no_text(as_clerk, text):
    response = as_clerk.post(reverse("press_release"), {"text": text})
    assert response.context["form"].non_field_errors() == ["ไม่มีข้อความให้อ่าน โปรดวางข้อความข่าวหรือเลือกไฟล์"]


def test_a_paste_with_a_nul_is_read_without_it(as_clerk):
    response = as_clerk.post(reverse("press_release"), {"text": TEXT.replace("\n", "\x00\n")})
    assert response.context["text"] == TEXT


def test_a_text_that_is_too_long_is_said_to_be_too_long(as_clerk):
    response = as_clerk.post(reverse("press_release"), {"text": "ก" * (LONGEST + 1)})
    assert response.context["form"].non_field_errors() == [
        "ข้อความยาว 60,001 อักขระ เกินกว่าข่าวประชาสัมพันธ์หนึ่งฉบับ (ไม่เกิน 60,000 อักขระ) โปรดวางเฉพาะเนื้อข่าว"
    ]


def test_a_blank_before_a_vowel_above_or_below_comes_from_a_pdf_and_is_closed():
    broken = "วันท ี่ 9 ส ิงหาคม 2566 นายแก ้ว มณ ีศร ี ปล ัดกระทรวงพล ังงาน ตรวจเย ี่ยมโรงไฟฟ ้าบางนา จังหวัดลำ ปาง"
    proposal = read(broken.replace("ลำ ปาง", "ล ําปาง"))
    assert (proposal.starts_on.value.isoformat(), proposal.lead.first, proposal.lead.last) == (
        "2023-08-09",
        "แก้ว",
        "มณีศรี",
    )
    assert (proposal.lead.position, proposal.stops[0].unit.value, proposal.province.value) == (
        "ปลัดกระทรวงพลังงาน",
        "โรงไฟฟ้าบางนา",
        "ลำปาง",
    )


def test_one_text_copied_twice_has_one_hash():
    assert text_hash(TEXT) == text_hash(TEXT.replace(" ", "\u00a0 ").replace("\n", "\n\n"))


def test_the_text_of_a_pdf_is_read_and_a_picture_of_a_page_is_none():
    weasyprint = pytest.importorskip("weasyprint")
    release, blank = (
        weasyprint.HTML(string=page).write_pdf() for page in ("<p>ministry visits</p>", "<p></p>")
    )
    assert text_of_file("release.pdf", release) == "ministry visits"
    with pytest.raises(NoText, match=r"^ไฟล์ PDF นี้ไม่มีข้อความ อาจเป็นภาพสแกน"):
        text_of_file("scan.pdf", blank)
    with pytest.raises(NoText, match=r"^ไฟล์มีขนาดใหญ่เกิน 10 เมกะไบต์"):
        text_of_file("large.pdf", b"x" * (10 * 1024 * 1024 + 1))
