"""The pages of an order: its life so far, and a form for each step that says what is wrong and loses nothing."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.tests.cast import a_directive, a_visit, client_of, dimension, unit
from config.tests.html import texts
from visits.directives import actions, steps
from visits.directives.due_dates import working_day_after
from visits.directives.views import GroupOnPage
from visits.models import Assignment, AssignmentRole, Holiday, RecordState
from visits.models.workflow import Refused
from visits.reports.directives import DirectivesReport

pytestmark = pytest.mark.one_database


@pytest.fixture
def order(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state=RecordState.FINAL)
    return a_directive(visit, "ให้เร่งรัดการจดทะเบียน", to=[centre1], given_by=nattapol, follow_up="report")


@pytest.fixture
def part(order, clerk):
    part = order.assignments.get()
    steps.notify(part, by=clerk)
    return part


@pytest.fixture
def as_officer(officer):
    return client_of(officer)


def step(part, verb):
    return reverse("step", args=[part.pk, verb])


def errors(answer):
    return answer.context["form"].errors


def labels(answer):
    return [step.label for part in answer.context["assignments"] for step in part.steps]


def state(part):
    return Assignment.objects.get(pk=part.pk).state


def test_an_officer_acknowledges_with_one_tap_and_reports_with_a_file(part, as_officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = as_officer.get(part.directive.get_absolute_url())
    assert labels(page) == ["รับทราบ", "รายงานผล"]
    assert as_officer.post(step(part, "acknowledge")).url == part.directive.get_absolute_url()
    file = SimpleUploadedFile("แบบรายงาน.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n", "application/pdf")
    typed = {"text": "จดทะเบียนแล้ว 12 ราย", "final": "1", "files": [file], "reported_on": "1/2/2566"}
    assert as_officer.post(step(part, "report"), typed).url == part.directive.get_absolute_url()
    [_, _, report] = part.progress.order_by("pk")
    assert (report.text, report.state, report.reported_on) == (
        "จดทะเบียนแล้ว 12 ราย",
        "reported",
        date(2023, 2, 1),
    )
    assert [one.original_name for one in report.attachments.all()] == ["แบบรายงาน.pdf"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("01/01/2500", "ต้องไม่ก่อนวันที่สั่งการ (28 ม.ค. 2566)"),
        ("1/12/2690", "ต้องไม่เป็นวันในอนาคต"),
    ],
)
def test_a_day_on_which_no_step_can_have_been_taken_is_refused_beside_the_field(
    part, order, as_clerk, as_officer, clerk, centre6, typed, sentence
):
    [other] = actions.assign(order, [centre6], by=clerk)
    for address in (step(other, "notify"), reverse("directive_notify", args=[order.pk])):
        assert errors(as_clerk.post(address, {"on": typed})) == {"on": [f"วันที่แจ้ง{sentence}"]}
    report = as_officer.post(
        step(part, "report"), {"text": "จดทะเบียนแล้ว", "final": "1", "reported_on": typed}
    )
    assert errors(report) == {"reported_on": [f"วันที่รายงาน{sentence}"]}
    assert (state(other), state(part)) == ("pending", "notified")


def test_the_office_reads_before_it_notifies_that_units_do_not_see_an_internal_directive(
    order, as_clerk, as_executive
):
    own, addresses = order.get_absolute_url(), [reverse("directive_notify", args=[order.pk])]
    addresses += [
        step(order.assignments.get(), "notify"),
        f"{reverse('letter_new')}?directive={order.pk}",
        own,
    ]
    note = "ข้อสั่งการนี้ใช้ภายในหน่วยงาน หน่วยงานรับผิดชอบจึงไม่เห็นและไม่ได้รับการแจ้งเตือนในระบบ แม้บันทึกการแจ้งแล้ว"

    def notes(client, address):
        return [text for text in texts(client.get(address), "p") if text == note]

    assert [notes(as_clerk, address) for address in addresses] == [[], [], [], []]
    order.is_internal = True
    order.save()
    assert [notes(as_clerk, address) for address in addresses] == [[note], [note], [note], [note]]
    assert (notes(as_executive, own), notes(as_clerk, step(order.assignments.get(), "end"))) == ([], [])


def test_an_amended_due_day_before_the_visit_is_refused_beside_the_field(order, as_clerk):
    typed = {"subject": order.subject, "text": order.text, "kind": order.kind, "due_on": "27/01/2566"}
    amended = as_clerk.post(reverse("directive_amend", args=[order.pk]), typed | {"reason": "ตามบันทึกเสียง"})
    assert errors(amended) == {"due_on": ["กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ (28 ม.ค. 2566)"]}


def test_a_report_without_words_comes_back_with_what_was_typed(part, as_officer):
    answer = as_officer.post(step(part, "report"), {"text": " ", "signer": "นางกัญญา พร้อมช่วย"})
    assert list(errors(answer)) == ["text"]
    assert answer.context["form"]["signer"].value() == "นางกัญญา พร้อมช่วย"
    assert state(part) == "notified"


def test_a_file_of_another_kind_is_named_beside_the_field(part, as_officer):
    file = SimpleUploadedFile("virus.exe", b"MZ", "application/octet-stream")
    answer = as_officer.post(step(part, "report"), {"text": "แล้วเสร็จ", "files": [file]})
    assert [sentence.startswith("virus.exe: ") for sentence in errors(answer)["files"]] == [True]


def test_a_step_that_no_longer_follows_is_told_and_offers_no_button(part, as_officer, reviewer):
    steps.end(part, by=reviewer, reason="หมดความจำเป็น")
    answer = as_officer.post(step(part, "report"), {"text": "ดำเนินการแล้ว"})
    [sentence] = answer.context["sentences"]
    assert sentence.startswith("รายงานผลไม่ได้ เพราะ")
    assert labels(as_officer.get(part.directive.get_absolute_url())) == []


def test_an_officer_opens_no_form_of_the_office(part, as_officer):
    assert [as_officer.get(step(part, verb)).status_code for verb in ("close", "end", "nothing")] == [
        403,
        403,
        404,
    ]
    assert as_officer.get(reverse("directive_amend", args=[part.directive_id])).status_code == 403


def test_an_order_to_another_unit_is_not_found(order, part, centre6, nattapol, as_officer):
    other = a_directive(a_visit(centre6, "29/01/2566", record_state=RecordState.FINAL), to=[centre6])
    assert as_officer.get(other.get_absolute_url()).status_code == 404
    assert as_officer.get(step(other.assignments.get(), "report")).status_code == 404


def codes(order, via="สอจ. ในภาคเหนือ"):
    return list(order.assignments.filter(via=via).order_by("unit__code").values_list("unit__code", flat=True))


def test_a_group_is_confirmed_filled_up_and_taken_back(order, as_clerk, clerk, office_lampang):
    chiang_mai = unit("PIO-TH-50")
    pages = [f"directive_{name}" for name in ("assign", "group_fill", "group_undo")]
    add, fill, undo = (reverse(name, args=[order.pk]) for name in pages)
    typed = {"role": "support", "area": "region:north", "of_kind": "provincial_office"}
    form = as_clerk.post(add, typed).context["form"]
    [(tick, shown)] = form.fields["confirmed"].choices
    assert (list(form.errors), shown) == (["confirmed"], "เพิ่ม สอจ. ในภาคเหนือ (2 หน่วยงาน)")
    assert list(errors(as_clerk.post(add, {**typed, "area": "all", "confirmed": tick}))) == ["confirmed"]
    as_clerk.post(add, {**typed, "confirmed": tick})
    assert codes(order) == ["PIO-TH-50", "PIO-TH-52"]

    unit("PIO-TH-51")
    assert as_clerk.get(order.get_absolute_url()).context["groups"] == [
        GroupOnPage("สอจ. ในภาคเหนือ", count=2, missing=1, untouched=2)
    ]
    this = "?via=สอจ. ในภาคเหนือ"
    as_clerk.post(fill + this)
    assert codes(order) == ["PIO-TH-50", "PIO-TH-51", "PIO-TH-52"]

    steps.notify(order.assignments.get(unit=chiang_mai), by=clerk)
    page = as_clerk.get(undo + this).context
    assert (len(page["names"]), page["note"].split(":")[0]) == (2, "คงไว้ 1 หน่วยงาน เพราะแจ้งหรือดำเนินการแล้ว")
    as_clerk.post(undo + this)
    assert codes(order) == ["PIO-TH-50"]
    assert as_clerk.get(undo + this).context["is_open"] is False


def test_a_unit_is_found_by_its_short_name_and_refused_where_several_are_meant(
    order, as_clerk, office_lampang
):
    unit("PIO-TH-50")
    address = reverse("directive_assign", args=[order.pk])
    answer = as_clerk.post(address, {"role": "support", "unit": "สอจ."})
    assert [text.startswith("มีหลายหน่วยงาน โปรดพิมพ์ชื่อเต็ม") for text in errors(answer)["unit"]] == [True]
    as_clerk.post(address, {"role": "support", "unit": "สอจ.ลำปาง"})
    assert order.assignments.filter(unit=office_lampang).exists()


def test_a_second_lead_and_a_unit_that_is_responsible_already_are_refused_beside_the_form(
    order, as_clerk, office_lampang
):
    unit("PIO-TH-50")
    address = reverse("directive_assign", args=[order.pk])
    as_clerk.post(address, {"role": "lead", "unit": "สอจ.ลำปาง"})
    second = as_clerk.post(address, {"role": "lead", "unit": "สอจ.เชียงใหม่"})
    again = as_clerk.post(address, {"role": "support", "unit": "สอจ.ลำปาง"})
    assert [answer.context["sentences"] for answer in (second, again)] == [
        ("หน่วยงานรับผิดชอบหลักมีได้หน่วยงานเดียว",),
        ("หน่วยงานที่เลือกได้รับมอบหมายข้อสั่งการนี้อยู่แล้ว",),
    ]
    assert list(order.assignments.leading().values_list("unit", flat=True)) == [office_lampang.pk]
    assert order.assignments.count() == 2


def test_a_whole_group_is_not_put_in_the_lead(order, clerk, office_lampang):
    with pytest.raises(Refused) as refused:
        actions.assign(order, [office_lampang, unit("PIO-TH-50")], by=clerk, role=AssignmentRole.LEAD)
    assert refused.value.sentences == ("หน่วยงานรับผิดชอบหลักมีได้หน่วยงานเดียว",)


def test_the_office_amends_and_the_page_keeps_the_old_wording(part, as_clerk):
    address = reverse("directive_amend", args=[part.directive_id])
    form = as_clerk.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    as_clerk.post(address, {**typed, "text": "ให้จดทะเบียนให้ครบ", "due_on": "1/3/2566", "reason": "ตามหนังสือ"})
    page = as_clerk.get(part.directive.get_absolute_url())
    [amendment] = page.context["directive"].amendments.all()
    assert (page.context["directive"].text, amendment.text) == ("ให้จดทะเบียนให้ครบ", "ให้เร่งรัดการจดทะเบียน")


def test_a_past_day_is_told_as_it_was(part, as_clerk):
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = as_clerk.get(
        part.directive.get_absolute_url(), {"as_at": f"{yesterday:%d/%m}/{yesterday.year + 543}"}
    )
    assert (answer.context["assignments"], bool(answer.context["moment"])) == ([], True)
    answer = as_clerk.get(part.directive.get_absolute_url(), {"as_at": "31/02/2566"})
    assert bool(answer.context["sentence"])


def test_of_a_long_life_the_last_steps_stand_on_the_page_and_all_on_their_own(part, as_clerk, clerk):
    for count in range(10):
        steps.report(part, by=clerk, text=f"ครั้งที่ {count}", final=False)
    [shown] = as_clerk.get(part.directive.get_absolute_url()).context["assignments"]
    last = [f"ครั้งที่ {count}" for count in range(2, 10)]
    assert ([one.text for one in shown.progress], shown.has_more) == (last, True)
    everything = as_clerk.get(f"/assignments/{part.pk}/").context["page"]
    assert [one.text for one in everything] == [f"ครั้งที่ {count}" for count in range(9, -1, -1)] + [""]


def test_working_days_leave_out_weekends_and_holidays(db):
    friday = date(2023, 1, 27)
    assert working_day_after(friday, 1) == date(2023, 1, 30)
    Holiday.objects.create(date=date(2023, 1, 30), name="วันหยุดชดเชย")
    assert working_day_after(friday, 2) == date(2023, 2, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"mine": "1"}, 1),
        ({"follow_up": "report", "order": "directive"}, 1),
        ({"follow_up": "rounds"}, 0),
        ({"lacks": "dimension"}, 1),
        ({"due": "none"}, 1),
        ({"due": "soon"}, 0),
        ({"state": "notified"}, 1),
        ({"as_at": "1/1/2566"}, 0),
        ({"province": "TH-52"}, 0),
    ],
)
def test_the_register_is_filtered_by_what_becomes_of_orders(part, officer, query, found):
    report = DirectivesReport(query, officer)
    assert (report.filter.sentences, report.count, len(list(report.rows()))) == ([], found, found)


def test_the_filter_stands_in_words_and_a_wrong_one_gives_no_rows(part, executive):
    assert DirectivesReport({"state": "overdue"}, executive).conditions == ["สถานะของข้อสั่งการ: เกินกำหนด"]
    report = DirectivesReport({"round": "9"}, executive)
    assert (report.count, list(report.filter.problems)) == (0, ["round"])


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow(part, order, executive, as_executive, centre6, reviewer, clerk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_executive.get(order.get_absolute_url()).status_code == 200
        return len(captured)

    dimension("business")
    steps.report(part, by=clerk, text="แล้ว")
    of_one = queries()
    for row in actions.assign(order, [centre6, unit("PIO-TH-50")], by=clerk):
        steps.notify(row, by=clerk)
        steps.report(row, by=clerk, text="แล้ว")
    assert queries() == of_one
