"""Of a certified directive the office still records when it was circulated and what was decided on a suggestion."""

import pytest
from django.urls import reverse

from config.tests.cast import a_directive, a_visit, client_of
from visits.models import Directive, RecordState
from visits.tests.admin.page import faults, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state=RecordState.FINAL)
    return a_directive(visit, "ควรเพิ่มรอบรถไฟขนส่งสินค้า", kind="suggestion", follow_up="none")


def stored(directive):
    return Directive.objects.values_list("circulated_on", "resolution").get(pk=directive.pk)


def labels(client, directive):
    return [label for label, _ in client.get(directive.get_absolute_url()).context["actions"]]


def test_a_certified_suggestion_offers_both_and_another_kind_only_the_circulation(suggestion, as_clerk):
    assert labels(as_clerk, suggestion) == ["เพิ่มหน่วยงาน", "แก้ไขเพิ่มเติม", "บันทึกการเวียนแจ้ง", "บันทึกผลการพิจารณา"]
    other = a_directive(suggestion.visit, "ให้เร่งรัดการจดทะเบียน")
    assert labels(as_clerk, other) == ["เพิ่มหน่วยงาน", "แก้ไขเพิ่มเติม", "บันทึกการเวียนแจ้ง"]
    page = as_clerk.get(reverse("directive_consider", args=[other.pk]))
    assert page.context["is_open"] is False


def test_what_is_recorded_stands_on_the_page_with_its_author(suggestion, as_clerk, clerk):
    as_clerk.post(reverse("directive_circulate", args=[suggestion.pk]), {"circulated_on": "3/2/2566"})
    as_clerk.post(reverse("directive_consider", args=[suggestion.pk]), {"resolution": "ส่งกระทรวงคมนาคมแล้ว"})
    day, resolution = stored(suggestion)
    assert (day.isoformat(), resolution) == ("2023-02-03", "ส่งกระทรวงคมนาคมแล้ว")
    changes = suggestion.history.order_by("-history_date", "-history_id")[:2]
    assert [row.history_user_id for row in changes] == [clerk.pk, clerk.pk]
    form = as_clerk.get(reverse("directive_circulate", args=[suggestion.pk])).context["form"]
    assert form["circulated_on"].value().isoformat() == "2023-02-03"


def test_a_wrong_day_is_taken_back_by_leaving_it_blank(suggestion, as_clerk):
    as_clerk.post(reverse("directive_circulate", args=[suggestion.pk]), {"circulated_on": "3/2/2566"})
    as_clerk.post(reverse("directive_circulate", args=[suggestion.pk]), {"circulated_on": ""})
    assert stored(suggestion) == (None, "")


impossible_days = pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("27/1/2566", "วันที่เวียนแจ้งต้องไม่ก่อนวันที่มีข้อสั่งการ (28 ม.ค. 2566)"),
        ("1/1/2690", "วันที่เวียนแจ้งต้องไม่หลังวันนี้"),
    ],
)


@impossible_days
def test_data_entry_refuses_a_day_that_cannot_be_beside_the_field(centre1, as_clerk, typed, sentence):
    directive = a_directive(a_visit(centre1, "28/01/2566"))
    address = f"/admin/visits/directive/{directive.pk}/change/"
    data = opened(as_clerk, address) | {"circulated_on": typed}
    assert faults(as_clerk.post(address, data)) == [sentence]


@impossible_days
def test_a_day_that_cannot_be_is_refused_and_stays_in_the_form(suggestion, as_clerk, typed, sentence):
    answer = as_clerk.post(reverse("directive_circulate", args=[suggestion.pk]), {"circulated_on": typed})
    assert list(answer.context["sentences"]) == [sentence]
    assert answer.context["form"]["circulated_on"].value() == typed
    assert stored(suggestion) == (None, "")


def test_a_draft_is_refused_because_it_is_edited_as_a_whole(suggestion, as_clerk):
    visit = suggestion.visit
    visit.record_state = RecordState.DRAFT
    visit.save(update_fields=["record_state"])
    for address, typed in (
        ("circulate", {"circulated_on": "3/2/2566"}),
        ("consider", {"resolution": "รับไว้"}),
    ):
        answer = as_clerk.post(reverse(f"directive_{address}", args=[suggestion.pk]), typed)
        assert list(answer.context["sentences"]) == ["ข้อมูลการตรวจเยี่ยมยังไม่รับรอง แก้ไขข้อสั่งการได้โดยตรง"]
    assert stored(suggestion) == (None, "")


def test_a_unit_may_do_neither(suggestion, officer):
    client = client_of(officer)
    for address in ("directive_circulate", "directive_consider"):
        assert client.get(reverse(address, args=[suggestion.pk])).status_code in (403, 404)
