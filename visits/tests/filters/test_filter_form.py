"""The form of the filter: what is chosen stays in sight, by its name, and works without JavaScript."""

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from visits.filters.visit_filter import VisitFilter
from visits.models import Programme
from visits.tests import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return rows.reader()


def form(user, data, **options):
    return render_to_string(
        "visits/filters/_filter.html", {"filter": VisitFilter(data, user=user, **options)}
    )


def names_of(tag, html):
    return re.findall(rf'<{tag}[^>]* name="([^"]+)"', html)


@pytest.mark.one_database
def test_its_lists_are_read_in_one_statement_however_long_they_are(user):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            form(user, "")
        return len(captured)

    # The lists, and the first and last day of a visit.
    assert statements() == 3
    for number in range(3):
        Programme.objects.create(name=f"โครงการที่ {number}", short_name="ค." if number else "")
    assert statements() == 3
    labels = [str(row) for row in Programme.objects.all()]
    assert [label for _, label in VisitFilter("", user=user).form.fields["programme"].choices] == [
        "ทั้งหมด",
        *labels,
    ]


def test_units_and_people_are_no_select(user):
    rows.unit("โรงงานน้ำตาล")
    rows.person("สมชาย")
    html = form(user, "")
    assert names_of("select", html) == [
        "period",
        "fiscal_year",
        "province",
        "role",
        "kind",
        "region",
        "cluster",
        "status",
        "policy",
        "dimension",
        "programme",
        "activity",
    ]
    assert "โรงงานน้ำตาล" not in html
    assert "สมชาย" not in html


def test_what_is_chosen_is_shown_by_name_and_can_be_taken_out_by_a_link(user):
    bank, boss = rows.unit("ธนาคาร"), rows.person("สมชาย")
    html = form(user, {"unit": bank.pk, "official": boss.pk})
    assert f'<input type="hidden" name="official" value="{boss.pk}">นายสมชาย ใจดี' in html
    assert f'<a href="?unit={bank.pk}" aria-label="เอา นายสมชาย ใจดี ออก">' in html
    assert f'<input type="hidden" name="unit" value="{bank.pk}">ธนาคาร' in html


def test_a_wrong_value_is_said_and_not_sent_again(user):
    html = form(user, "unit=99999&kind=castle")
    assert "หน่วยงาน: ไม่พบหน่วยงานที่ระบุในทำเนียบหน่วยงาน" in html
    assert "99999" not in html
    assert "castle" not in html


def test_typed_text_comes_back_as_text(user):
    html = form(user, {"q": '"><script>', "from": "๒๘/๐๑/๒๕๖๖"})
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert 'value="๒๘/๐๑/๒๕๖๖"' in html


def test_provinces_stand_in_thai_order(user):
    for code, name in (
        ("TH-58", "แม่ฮ่องสอน"),
        ("TH-10", "กรุงเทพมหานคร"),
        ("TH-50", "เชียงใหม่"),
        ("TH-85", "ระนอง"),
    ):
        rows.province(name, code)
    html = form(user, "province=TH-50")
    assert re.findall(r'<option value="TH-\d+"( selected)?>([^<]+)', html) == [
        ("", "กรุงเทพมหานคร"),
        (" selected", "เชียงใหม่"),
        ("", "แม่ฮ่องสอน"),
        ("", "ระนอง"),
    ]


def test_options_without_a_field_are_carried_along_but_not_the_page(user):
    html = form(user, "names=all&sort=unit&page=3", options=["names"])
    assert '<input type="hidden" name="names" value="all">' in html
    assert '<input type="hidden" name="sort" value="unit">' in html
    assert 'name="page"' not in html


def test_the_seldom_used_part_is_open_only_where_it_is_used(user):
    assert "<details>" in form(user, "q=ก")
    assert "<details open>" in form(user, "region=north")
