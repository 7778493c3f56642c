"""A rank or a foreign title has a blank behind it, นาย นาง นางสาว, titles of descent and ดร. have none."""

import pytest

from officials.models import Official
from officials.models.names import with_prefix


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("นาย", "นายสมชาย ใจดี"),
        ("นางสาว", "นางสาวสมชาย ใจดี"),
        ("ม.ล.", "ม.ล.สมชาย ใจดี"),
        ("ดร.", "ดร.สมชาย ใจดี"),
        ("ผศ.ดร.", "ผศ.ดร.สมชาย ใจดี"),
        ("พลเอก", "พลเอก สมชาย ใจดี"),
        ("พล.ต.ท.", "พล.ต.ท. สมชาย ใจดี"),
        ("ว่าที่ร้อยตรี", "ว่าที่ร้อยตรี สมชาย ใจดี"),
        ("ว่าที่ ร.ต.หญิง", "ว่าที่ ร.ต.หญิง สมชาย ใจดี"),
        ("พลเรือเอก หม่อมหลวง", "พลเรือเอก หม่อมหลวงสมชาย ใจดี"),
        ("ศาสตราจารย์", "ศาสตราจารย์ สมชาย ใจดี"),
        ("Mr.", "Mr. สมชาย ใจดี"),
        ("H.E.", "H.E. สมชาย ใจดี"),
        ("", "สมชาย ใจดี"),
        (" นาย ", "นายสมชาย ใจดี"),
    ],
)
def test_a_prefix_stands_before_the_name_as_the_royal_society_writes_it(prefix, name):
    assert with_prefix(prefix, "สมชาย ใจดี") == name


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["พลเอกสมชาย", "พลเอก สมชาย", "สมชายใจดี"])
def test_a_person_with_a_rank_is_found_with_and_without_the_blank(query):
    general = Official.objects.create(prefix="พลเอก", first_name="สมชาย", last_name="ใจดี")
    assert (general.name, list(Official.objects.matching(query))) == ("พลเอก สมชาย ใจดี", [general])
