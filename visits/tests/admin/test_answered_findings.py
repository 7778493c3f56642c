"""On a directive's own page stand the problems that it responds to, of those reported at its visit."""

import pytest
from django.urls import reverse

from config.tests.cast import a_directive, a_finding, a_visit
from config.tests.forms import add_row, form_values
from visits.tests.admin.page import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def directive(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    a_finding(visit, "ขาดเครื่องมือวัด", kind="problem")
    return a_directive(visit, "ให้จัดหาเครื่องมือวัด")


def saved(client, directive, finding):
    address = reverse("admin:visits_directive_change", args=[directive.pk])
    data = form_values(client.get(address))
    add_row(data, "finding_links", finding=finding.pk)
    return faults(client.post(address, data))


def test_a_problem_of_the_visit_is_chosen_and_stands_on_the_reading_page(directive, as_clerk):
    assert saved(as_clerk, directive, directive.visit.findings.get()) == []
    page = as_clerk.get(directive.get_absolute_url())
    assert [row.text for row in page.context["directive"].findings.all()] == ["ขาดเครื่องมือวัด"]


def test_a_problem_of_another_visit_is_refused_and_none_chosen_twice(directive, as_clerk, centre6):
    other = a_finding(a_visit(centre6, "29/01/2566"), "ขาดน้ำ", kind="problem")
    assert saved(as_clerk, directive, other) == ["เลือกได้เฉพาะสรุปผลการรับฟังของการตรวจเยี่ยมครั้งเดียวกัน"]
    own = directive.visit.findings.get()
    assert saved(as_clerk, directive, own) == []
    assert saved(as_clerk, directive, own) == ["ปัญหาซ้ำกัน โปรดเหลือไว้แถวเดียว", "แถวนี้ซ้ำกับแถวก่อนหน้า"]
    assert [row.pk for row in directive.findings.all()] == [own.pk]
