"""Where scripts are off, people are added by typing their names."""

import pytest

from config.tests.cast import a_visit, official
from visits.tests.admin.page import change, faults, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/02/2567")


def answer(client, visit, text, **values):
    data = opened(client, change(visit)) | {"people_by_name": text, "accept_doubt": []} | values
    return client.post(change(visit), data)


def test_people_are_added_in_the_order_typed_with_the_role_chosen(as_clerk, visit, nattapol):
    surapol = official("surapol")
    text = f"{surapol.name}\n\n{nattapol.first_name} {nattapol.last_name}"
    assert faults(answer(as_clerk, visit, text, add_role="guest")) == []
    rows = visit.attendances.values_list("official__code", "role")
    assert list(rows) == [("surapol", "guest"), ("nattapol", "guest")]


def test_a_name_that_nobody_bears_is_quoted_and_nothing_is_lost(as_clerk, visit, nattapol):
    page = answer(as_clerk, visit, "นายไม่มี ตัวตน")
    assert page.context["adminform"].form.errors["people_by_name"] == ["ไม่พบ “นายไม่มี ตัวตน” ในทำเนียบบุคคล"]
    assert "นายไม่มี ตัวตน" in page.content.decode()


def test_the_page_says_so_where_scripts_are_off(as_clerk, visit):
    page = as_clerk.get(change(visit)).content.decode()
    assert page.index("<noscript>") < page.index("เพิ่มบุคคลได้โดยพิมพ์ชื่อในช่องนี้")
