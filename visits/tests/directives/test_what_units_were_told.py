"""What a unit was notified of stays readable to it and stays as it was, while the record is opened again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, client_of
from config.tests.forms import form_values
from visits.directives import actions, steps
from visits.models import Assignment, Directive
from visits.models.workflow import Refused
from visits.tests import signing_off
from visits.tests.admin.page import change, faults, opened

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def as_officer(officer):
    return client_of(officer)


@pytest.fixture
def directive(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final", purpose="ตรวจเยี่ยม")
    return a_directive(visit, "ให้เร่งรัดแผน", to=[centre1], given_by=nattapol, follow_up="report")


@pytest.fixture
def reopened(directive, clerk, reviewer):
    steps.notify(directive.assignments.get(), by=clerk)
    signing_off.reopen(directive.visit, reviewer, "แก้คำผิด")
    return directive


def test_a_unit_reads_and_reports_on_its_directive_while_the_record_is_corrected(reopened, as_officer):
    assignment = reopened.assignments.get()
    page = as_officer.get(reopened.get_absolute_url())
    assert (page.status_code, page.context["may_read_visit"]) == (200, False)
    assert len(as_officer.get("/directives/mine/").context["assignments"]) == 1
    as_officer.post(f"/assignments/{assignment.pk}/report/", {"text": "ดำเนินการแล้ว", "final": "1"})
    assert reopened.assignments.get().state == "reported"


def test_a_directive_of_an_open_record_that_nobody_was_told_of_is_not_shown(directive, reviewer, as_officer):
    signing_off.reopen(directive.visit, reviewer, "แก้คำผิด")
    assert as_officer.get(directive.get_absolute_url()).status_code == 404


def test_wording_of_a_notified_directive_is_not_typed_over_on_the_visits_page(reopened, as_clerk):
    visit = reopened.visit
    data = opened(as_clerk, change(visit)) | {"directives-0-text": "ข้อความอื่น", "accept_doubt": []}
    assert faults(as_clerk.post(change(visit), data)) == []
    assert Directive.objects.get().text == "ให้เร่งรัดแผน"


def test_neither_wording_nor_unit_is_typed_over_on_the_directives_own_page(reopened, as_clerk, centre6):
    address = f"/admin/visits/directive/{reopened.pk}/change/"
    data = form_values(as_clerk.get(address))
    data |= {"text": "ข้อความอื่น", "assignments-0-unit": centre6.pk}
    assert faults(as_clerk.post(address, data)) == []
    assert (Directive.objects.get().text, Assignment.objects.get().unit.code) == ("ให้เร่งรัดแผน", "DIPROM-C01")


def test_wording_changes_by_an_amendment_though_the_record_is_open(reopened, clerk):
    actions.amend(reopened, by=clerk, reason="ตามหนังสือ", text="ให้ทบทวนแผน")
    assert Directive.objects.get().text == "ให้ทบทวนแผน"
    assert [row.verb for row in Assignment.objects.get().progress.all()] == ["notify", "amend"]


def test_a_new_unit_gets_a_new_day_where_the_old_one_has_passed(directive, clerk, centre6, office_lampang):
    Directive.objects.bulk_update(
        [Directive(pk=directive.pk, due_on=date(2023, 3, 1), version=directive.version)], ["due_on"]
    )
    steps.settle(Directive.objects.get())
    assignment = directive.assignments.get()
    with pytest.raises(Refused) as refused:
        steps.reassign(assignment, by=clerk, to=centre6, reason="ย้ายงาน")
    assert refused.value.sentences == ("กำหนดแล้วเสร็จ (1 มี.ค. 2566) ผ่านไปแล้ว โปรดระบุกำหนดใหม่ของหน่วยงานนี้",)
    with pytest.raises(Refused):
        actions.assign(directive, [office_lampang], by=clerk)
    later = timezone.localdate() + timedelta(days=30)
    row = steps.reassign(assignment, by=clerk, to=centre6, reason="ย้ายงาน", due_on=later)
    assert (row.unit, row.effective_due_on) == (centre6, later)
    [other] = actions.assign(directive, [office_lampang], by=clerk, due_on=later)
    assert Assignment.objects.get(pk=other.pk).effective_due_on == later


def test_the_forms_ask_for_a_new_day_only_where_the_old_one_has_passed(directive, as_clerk):
    def fields(verb):
        return set(
            as_clerk.get(f"/assignments/{directive.assignments.get().pk}/{verb}/").context["form"].fields
        )

    assert "due_on" not in fields("reassign")
    directive.due_on = date(2023, 3, 1)
    directive.save()
    assert "due_on" in fields("reassign")
    form = as_clerk.get(f"/directives/{directive.pk}/assign/").context["form"]
    assert form.fields["due_on"].required


def test_a_past_day_says_that_a_directive_was_not_yet_in_the_system(directive, as_clerk):
    page = as_clerk.get(directive.get_absolute_url(), {"as_at": "1/2/2566"})
    assert page.context["is_entered"] is False
    assert "ข้อสั่งการนี้ยังไม่มีในระบบ ณ สิ้นวันที่ 1/2/2566" in page.content.decode()
    assert "ให้เร่งรัดแผน" not in page.content.decode()
