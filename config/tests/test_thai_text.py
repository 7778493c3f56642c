import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from config.thai.text import (
    arabic_digits,
    clean_block,
    clean_line,
    fold,
    printable,
    sort_key,
    terms,
    thai_digits,
)
from config.thai.words import held, held_in_pdf

PROVINCES_IN_ORDER = [
    "กระบี่",
    "กรุงเทพมหานคร",
    "กาญจนบุรี",
    "กาฬสินธุ์",
    "กำแพงเพชร",
    "ขอนแก่น",
    "จันทบุรี",
    "ฉะเชิงเทรา",
    "ชลบุรี",
    "ชัยนาท",
    "ชัยภูมิ",
    "ชุมพร",
    "เชียงราย",
    "เชียงใหม่",
    "ตรัง",
    "ตราด",
    "ตาก",
    "นครนายก",
    "นครปฐม",
    "นครพนม",
    "นครราชสีมา",
    "นครศรีธรรมราช",
    "นครสวรรค์",
    "นนทบุรี",
    "นราธิวาส",
    "น่าน",
    "บึงกาฬ",
    "บุรีรัมย์",
    "ปทุมธานี",
    "ประจวบคีรีขันธ์",
    "ปราจีนบุรี",
    "ปัตตานี",
    "พระนครศรีอยุธยา",
    "พะเยา",
    "พังงา",
    "พัทลุง",
    "พิจิตร",
    "พิษณุโลก",
    "เพชรบุรี",
    "เพชรบูรณ์",
    "แพร่",
    "ภูเก็ต",
    "มหาสารคาม",
    "มุกดาหาร",
    "แม่ฮ่องสอน",
    "ยโสธร",
    "ยะลา",
    "ร้อยเอ็ด",
    "ระนอง",
    "ระยอง",
    "ราชบุรี",
    "ลพบุรี",
    "ลำปาง",
    "ลำพูน",
    "เลย",
    "ศรีสะเกษ",
    "สกลนคร",
    "สงขลา",
    "สตูล",
    "สมุทรปราการ",
    "สมุทรสงคราม",
    "สมุทรสาคร",
    "สระแก้ว",
    "สระบุรี",
    "สิงห์บุรี",
    "สุโขทัย",
    "สุพรรณบุรี",
    "สุราษฎร์ธานี",
    "สุรินทร์",
    "หนองคาย",
    "หนองบัวลำภู",
    "อ่างทอง",
    "อำนาจเจริญ",
    "อุดรธานี",
    "อุตรดิตถ์",
    "อุทัยธานี",
    "อุบลราชธานี",
]


@pytest.mark.parametrize("typed", ["น้ําท่วม", "นํ้าท่วม", "นำ้ท่วม", "น้ำ\u200bท่วม", "\ufeffน้ำท่วม\u0000"])
def test_the_same_word_is_stored_one_way(typed):
    assert clean_line(typed) == "น้ำท่วม"


def test_a_double_e_becomes_the_one_vowel():
    assert clean_line("เเม่ฮ่องสอน") == "แม่ฮ่องสอน"


def test_a_line_has_single_blanks_and_no_breaks():
    assert clean_line("  ศูนย์\u00a0 ส่งเสริม\t\r\nอุตสาหกรรม\u2028ภาคที่ 1 ") == "ศูนย์ ส่งเสริม อุตสาหกรรม ภาคที่ 1"


def test_a_block_keeps_its_lines():
    assert clean_block("\n หนึ่ง  สอง \r\nสาม\r\n\r\n\r\n\r\nสี่\n") == "หนึ่ง สอง\nสาม\n\nสี่"


def test_emoji_and_other_scripts_stay():
    assert clean_line("ดีพร้อม 👍 Café ñ") == "ดีพร้อม 👍 Café ñ"


@pytest.mark.generated
@given(st.text())
def test_what_is_stored_has_no_invisible_character(text):
    assert {unicodedata.category(character) for character in clean_block(text).replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


def test_searching_ignores_blanks_digits_and_capitals():
    assert fold("DIPROM  CENTER ๑๑") == fold("diprom center 11") == "dipromcenter11"
    assert fold("สํานักงาน อุตสาหกรรม\nจังหวัด|ลําปาง") == "สำนักงานอุตสาหกรรมจังหวัดลำปาง"


def test_a_query_is_its_words_each_once():
    assert terms(" สอจ.  เชียงใหม่ สอจ. \u200b ๒๕๖๖") == ["สอจ.", "เชียงใหม่", "2566"]
    assert terms(" \u200b ") == []


def test_provinces_stand_in_dictionary_order():
    assert sorted(PROVINCES_IN_ORDER, key=sort_key) == PROVINCES_IN_ORDER


def test_a_tone_mark_only_breaks_a_tie():
    assert sorted(["ข้าวสาร", "ข่าว", "ข้าว", "ขาว", "ขาวสะอาด"], key=sort_key) == [
        "ขาว",
        "ข่าว",
        "ข้าว",
        "ขาวสะอาด",
        "ข้าวสาร",
    ]


def test_numbers_stand_by_their_value():
    names = ["ภาคที่ 10", "ภาคที่ ๒", "ภาคที่ 1"]
    assert sorted(names, key=sort_key) == ["ภาคที่ 1", "ภาคที่ ๒", "ภาคที่ 10"]


def test_digits_change_both_ways():
    assert thai_digits("หน้า 10 จาก 29") == "หน้า ๑๐ จาก ๒๙"
    assert thai_digits(2566) == "๒๕๖๖"
    assert arabic_digits("๑๐/๒๕๖๖") == "10/2566"


def test_words_that_a_browser_tears_are_marked_for_it_and_for_nothing_else():
    marked = held("รายงานทุกรอบ <กระทรวงฯ> ฯลฯ")
    assert marked == (
        'รายงาน<span class="held">ทุกรอบ</span> &lt;กระทรวง<span class="abridged">ฯ</span>&gt; ฯลฯ'
    )
    assert held_in_pdf(marked) == "รายงานทุกรอบ &lt;กระทรวงฯ&gt; ฯลฯ"


def test_words_that_the_pdf_would_tear_keep_their_marks_there():
    held_words = '<span class="held">กรมส่งเสริม</span>อุตสาหกรรมอย่าง<span class="held">ต่อเนื่อง</span>'
    assert (
        held("กรมส่งเสริมอุตสาหกรรมอย่างต่อเนื่อง").replace('<span class="held">อุตสาหกรรม</span>', "อุตสาหกรรม")
        == held_words
    )
    assert held_in_pdf(held("กรมส่งเสริมอุตสาหกรรมอย่างต่อเนื่อง")) == held_words


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ท่ี", "ที่"),
        ("กู้้ยืม", "กู้ยืม"),
        ("ท่่ี", "ที่"),
        ("ท่ีี", "ที่"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("พ้ืนท่ี", "พื้นที่"),
        ("จๅก", "จาก"),
        ("ฤๅษี", "ฤๅษี"),
        ("นํ้ๅ", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("ก\ufffe\uffff\ufdd0ข\U0001fffe", "กข"),
    ],
)
def test_signs_in_the_wrong_order_are_stored_in_the_right_one(typed, stored):
    assert (clean_line(typed), fold(typed)) == (stored, fold(stored))


@given(st.text("กทน้ี่ิํำๅา์ู็เแฤ\u200b \ufffe"))
def test_what_is_clean_stays_as_it_is(text):
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text())
def test_printable_text_is_text_that_xml_can_hold(text):
    etree.Element("a").text = printable(text)


def test_plain_text_is_folded_as_any_other():
    """What is invisible is left out, but such a text goes the long way."""
    signs = "กเำาัิุ็่์ํๅฤ๒ 1aB.|-"
    for text in map("".join, product(signs, repeat=3)):
        assert fold(text) == fold(f"\u200b{text}")
