"""How a directive is followed up follows its kind, until somebody chooses otherwise (design rule 5)."""

import pytest

from config.tests.cast import a_directive, a_visit
from visits.models import Directive, DirectiveKind, FollowUp
from visits.tests.admin.page import ADD, change, directive, faults, new_visit, opened

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

FOLLOWED = {DirectiveKind.DIRECTIVE, DirectiveKind.REQUEST}


@pytest.mark.parametrize("kind", DirectiveKind)
def test_left_to_the_kind_only_directives_and_requests_are_asked_about_in_rounds(as_clerk, centre1, kind):
    data = new_visit(as_clerk, centre1)
    directive(data, "ให้ดำเนินการ", kind=kind, follow_up="")
    assert faults(as_clerk.post(ADD, data)) == []
    assert Directive.objects.get().follow_up == (FollowUp.ROUNDS if kind in FOLLOWED else FollowUp.NONE)


def test_what_was_chosen_stays(as_clerk, centre1):
    data = new_visit(as_clerk, centre1)
    directive(data, "ควรปรับปรุง", kind="recommendation", follow_up="report")
    assert faults(as_clerk.post(ADD, data)) == []
    assert Directive.objects.get().follow_up == FollowUp.REPORT


def test_a_corrected_kind_takes_its_follow_up_with_it(as_clerk, centre1):
    visit = a_visit(centre1, "28/01/2566")
    row = a_directive(visit, "ขอบคุณที่ต้อนรับ")
    data = opened(as_clerk, change(visit)) | {"directives-0-kind": "commendation"}
    assert faults(as_clerk.post(change(visit), data)) == []
    row.refresh_from_db()
    assert (row.kind, row.follow_up) == ("commendation", FollowUp.NONE)


def test_a_new_row_offers_the_follow_up_of_its_kind_first(as_clerk):
    formsets = as_clerk.get(ADD).context["inline_admin_formsets"]
    [rows] = [one.formset for one in formsets if one.formset.prefix == "directives"]
    assert rows.empty_form["follow_up"].value() == ""
    assert rows.empty_form.fields["follow_up"].choices[0] == ("", "ตามประเภทของข้อสั่งการ")
