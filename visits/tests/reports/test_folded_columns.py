"""The register of directives shows five columns on the screen and opens the rest; print and files hold all side by side."""

import pytest

from config.tests.cast import a_directive, a_visit
from config.tests.html import elements, texts

pytestmark = pytest.mark.django_db

SHOWN = ["เลขทะเบียน", "ประเด็น/เรื่อง", "หน่วยงานรับผิดชอบ", "กำหนดแล้วเสร็จ", "สถานะ"]
FOLDED = ["วันที่มีข้อสั่งการ", "ประเภท", "ผู้สั่งการ", "หน่วยงานที่ตรวจเยี่ยม", "มิติ"]


@pytest.fixture
def directive(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    return a_directive(visit, "ให้เร่งรัด <b>", to=[centre1], given_by=nattapol, dimensions=["business"])


def test_five_columns_stand_open_and_the_rest_is_opened_in_the_row(as_executive, directive):
    response = as_executive.get("/directives/")
    assert [text for attrs, text in elements(response, "th") if attrs["scope"] == "col"][
        : len(SHOWN)
    ] == SHOWN
    assert texts(response, "dt")[: len(FOLDED)] == FOLDED
    assert texts(response, "dd")[0] == "28 ม.ค. 2566"
    assert texts(response, "dd")[2].startswith("นายณัฐพล รังสิตพล")
    [row_head] = [text for attrs, text in elements(response, "th") if attrs["scope"] == "row"]
    assert row_head.startswith("ให้เร่งรัด <b>")


def test_print_holds_all_columns_side_by_side(as_executive, directive):
    response = as_executive.get("/reports/directives/print/")
    heads = [text for attrs, text in elements(response, "th") if attrs["scope"] == "col"]
    assert set(heads) == {*SHOWN, *FOLDED}
    assert elements(response, "details", class_="rest") == []
