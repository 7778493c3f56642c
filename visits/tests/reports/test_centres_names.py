"""By which word a cell of the matrix names a person."""

import pytest

from visits.reports.first_names import first_name, short_position


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("นายณัฐพล รังสิตพล", "ณัฐพล"),
        ("นางสาวณัฏฐิญา เนตยสุภา", "ณัฏฐิญา"),
        ("นางพัชรี ใบยา", "พัชรี"),
        ("นายนาวิน ใจดี", "นาวิน"),
        ("ดร.ณัฐพล รังสิตพล", "ณัฐพล"),
        ("ผศ.ดร.สมชาย ใจดี", "สมชาย"),
        ("พล.ต.อ. สมชาย ใจดี", "สมชาย"),
        ("ว่าที่ ร.ต.สมชาย ใจดี", "สมชาย"),
        ("พลเอก สมชาย ใจดี", "สมชาย"),
        ("ว่าที่ร้อยตรีหญิง สมศรี ใจดี", "สมศรี"),
        ("ม.ล.สมชาย ใจดี", "สมชาย"),
        ("สมชาย", "สมชาย"),
        ("", ""),
    ],
)
def test_a_frozen_name_loses_title_and_last_name(name, word):
    assert first_name(name) == word


def test_the_register_helps_where_a_name_looks_like_a_title():
    assert first_name("นายพลเอก ใจดี", "พลเอก") == "พลเอก"


def test_a_changed_first_name_is_the_one_of_that_day():
    assert first_name("นางสมศรี ใจดี", "สมหญิง") == "สมศรี"


def test_a_post_is_said_by_its_abbreviation_or_its_beginning():
    assert short_position("ผู้ว่าราชการจังหวัดเชียงใหม่", {"ผู้ว่าราชการจังหวัดเชียงใหม่": "ผวจ.เชียงใหม่"}) == "ผวจ.เชียงใหม่"
    assert short_position("นายอำเภอเกาะคา", {}) == "นายอำเภอเกาะคา"
    assert short_position("ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", {}) == "ผู้อำนวยการศูนย์ส่งเสริมอุตส…"
