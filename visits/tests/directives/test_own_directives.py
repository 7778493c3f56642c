"""What waits for the own unit: one page for a telephone, and counts in the menu that are right."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.tests.camera import photograph
from config.tests.cast import a_directive, a_visit, client_of
from config.tests.html import texts
from config.tests.plans import indexes_used
from visits.directives import steps
from visits.directives.own_keys import OwnKeys
from visits.models import Assignment, RecordState
from visits.templatetags.menu import waiting_for

pytestmark = pytest.mark.one_database


@pytest.fixture
def as_officer(officer):
    return client_of(officer)


@pytest.fixture
def visit(centre1):
    return a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL)


@pytest.fixture
def order(visit, clerk):
    """Gives an order to some units and tells them."""

    def make(*units, **fields):
        made = a_directive(visit, to=units, **{"follow_up": "report"} | fields)
        return [steps.notify(part, by=clerk).assignment for part in made.assignments.order_by("pk")]

    return make


def listed(client):
    rows = client.get(reverse("own_directives")).context["assignments"]
    return [(own.row.directive.text, own.row.state, [step.verb for step in own.steps]) for own in rows]


def badges(client):
    return texts(client.get("/calendar/feed/"), "span", class_="badge")


def test_only_what_the_own_unit_was_told_stands_there_the_reported_last(
    order, visit, as_officer, officer, centre1, centre6
):
    [done] = order(centre1, text="รายงานแล้ว")
    steps.report(done, by=officer, text="แล้ว")
    order(centre1, centre6, text="ถึงสองศูนย์")
    order(centre6, text="ถึงศูนย์อื่น")
    order(centre1, text="ภายใน", is_internal=True)
    a_directive(visit, "ยังไม่แจ้ง", to=[centre1], follow_up="report")
    [kept_to] = order(centre1, text="ให้ถือปฏิบัติ", follow_up="none")
    steps.acknowledge(kept_to, by=officer)
    assert listed(as_officer) == [
        ("ถึงสองศูนย์", "notified", ["acknowledge", "report"]),
        ("รายงานแล้ว", "reported", ["report"]),
    ]


@pytest.mark.both_databases
def test_the_list_is_by_due_day_and_leaves_out_what_another_unit_carries_on(
    order, as_officer, officer, centre1, centre6, monkeypatch
):
    monkeypatch.setattr("visits.directives.own_keys.PER_PAGE", 2)
    today = timezone.localdate()
    [late] = order(centre1, text="รายงานแล้ว", due_on=today)
    [by_round] = order(centre1, text="ทุกรอบ", follow_up="rounds")
    [later] = order(centre1, text="ทีหลัง", due_on=today + timedelta(days=2))
    order(centre1, text="ก่อน", due_on=today + timedelta(days=1))
    [carried] = order(centre1, text="หน่วยงานอื่นรับช่วง", due_on=today)
    for part in (by_round, later):
        steps.acknowledge(part, by=officer)
    steps.report(late, by=officer, text="แล้ว")
    carried.refresh_from_db()
    carried.continued_by = centre6
    carried.save()
    pages = [as_officer.get(f"/directives/mine/?page={number}") for number in (1, 2, 3)]
    texts_of = [[own.row.directive.text for own in page.context["assignments"]] for page in pages]
    assert texts_of == [["ก่อน", "ทีหลัง"], ["ทุกรอบ", "รายงานแล้ว"], ["ทุกรอบ", "รายงานแล้ว"]]
    assert pages[0].context["number"] == "4"


@pytest.mark.both_databases
def test_the_soonest_are_those_of_the_whole_list_however_many_units_and_states(
    order, officer, clerk, centre1, centre6, monkeypatch
):
    """Looked up for each unit and state; what is hidden, carried on elsewhere or of the same day changes no page."""
    monkeypatch.setattr("visits.directives.own_keys.PER_PAGE", 3)
    today = timezone.localdate()
    for day in range(4):
        parts = order(centre1, centre6, text=f"{day}", due_on=today + timedelta(days=day % 3))
        if day % 2:
            steps.acknowledge(parts[day // 2], by=clerk)
    order(centre1, text="ภายใน", due_on=today, is_internal=True)
    order(centre6, text="ทุกรอบ", follow_up="rounds")
    [carried, reported] = order(centre1, centre6, text="รับช่วงและรายงานแล้ว", due_on=today)
    steps.report(reported, by=clerk, text="แล้ว")
    carried.refresh_from_db()
    carried.continued_by = officer.unit.parent
    carried.save()
    for family, with_hidden in (
        ((centre1.pk, centre6.pk), False),
        ((centre1.pk, centre6.pk), True),
        ((centre6.pk,), False),
    ):
        whole = list(Assignment.objects.listed_for(family, with_hidden).values_list("pk", flat=True))
        keys = OwnKeys(family, with_hidden)
        pages = [key for start in range(0, keys.count(), 3) for key in keys[start : start + 3]]
        assert pages == whole
        assert len(whole) == {False: 10, True: 11}[with_hidden] if len(family) == 2 else 6


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_list_is_counted_and_put_in_order_from_an_index_of_the_units(centre1):
    rows = Assignment.objects.listed_for([centre1.pk], with_hidden=False).values("pk")
    names = ["assignment_unit_state", "directive_internal", "directive_without_due"]
    assert indexes_used(rows, *names) == names
    soonest = Assignment.objects.soonest_for([centre1.pk], False, 0, 20).values("pk").explain()
    # Of an empty table PostgreSQL takes any.
    assert connection.vendor != "sqlite" or soonest.count("assignment_unit_state") == 5


def test_a_step_taken_from_the_list_leads_back_to_it(order, as_officer, centre1):
    [part] = order(centre1)
    address = reverse("step", args=[part.pk, "acknowledge"])
    assert as_officer.post(f"{address}?from=mine&page=2").url == f"/directives/mine/?page=2#part-{part.pk}"
    form = reverse("step", args=[part.pk, "report"])
    assert as_officer.post(form, {"text": "แล้ว"}).url == part.directive.get_absolute_url()


def test_what_was_sent_back_says_what_is_missing(order, as_officer, officer, reviewer, centre1):
    [part] = order(centre1)
    steps.report(part, by=officer, text="แล้ว")
    steps.send_back(part, by=reviewer, reason="ขอจำนวนราย")
    assert "เรื่องที่ต้องดำเนินการเพิ่มเติม: ขอจำนวนราย" in texts(as_officer.get(reverse("own_directives")), "p")


def test_the_menu_counts_what_is_late_for_the_office_and_what_waits_for_a_unit(
    order, as_officer, as_executive, officer, centre1
):
    yesterday = timezone.localdate() - timedelta(days=1)
    [late] = order(centre1, due_on=yesterday)
    [waits] = order(centre1)
    assert badges(as_executive) == ["1 รายการเกินกำหนด"]
    assert badges(as_officer) == ["2 รายการรอหน่วยงานดำเนินการ"]
    for part in (late, waits):
        steps.report(part, by=officer, text="แล้ว")
    assert (badges(as_executive), badges(as_officer)) == ([], [])


@pytest.mark.both_databases
def test_the_menu_counts_what_the_page_lists(order, visit, officer, centre1, centre6):
    """The badge is read from an index, and asks for the directive of what has no due day."""
    order(centre1, centre6)
    [kept_to] = order(centre1, follow_up="none", due_on=timezone.localdate())
    order(centre1, follow_up="none")
    order(centre1, is_internal=True)
    a_directive(visit, "ยังไม่แจ้ง", to=[centre1], follow_up="report")
    [by_round] = order(centre1, follow_up="rounds")
    [dated] = order(centre1, due_on=timezone.localdate())
    for part in (kept_to, by_round, dated):
        steps.acknowledge(part, by=officer)
    carried, carried_on_here = (order(centre1)[0] for _ in range(2))
    for part, carrier in ((carried, centre6), (carried_on_here, centre1)):
        part.refresh_from_db()
        part.continued_by = carrier
        part.save()
    family = (centre1.pk,)
    for with_hidden, count in ((False, 5), (True, 6)):
        rows = Assignment.objects.of_family(family, with_hidden).to_answer()
        counted, listed = waiting_for(family, with_hidden).column()[0], OwnKeys(family, with_hidden).count()
        assert (rows.count(), counted, listed) == (count, count, count)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of an empty table PostgreSQL takes any index")
def test_the_menu_counts_from_an_index_of_the_units(centre1):
    sql, values, _ = waiting_for((centre1.pk,), with_hidden=False)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        steps_of_plan = [detail for *_, detail in cursor.fetchall()]
    assert (
        "SEARCH visits_assignment USING COVERING INDEX assignment_unit_state (unit_id=? AND state=?)"
        in steps_of_plan
    )


def test_the_front_page_lists_what_is_overdue(order, as_executive, centre1):
    [late] = order(centre1, due_on=timezone.localdate() - timedelta(days=1))
    page = as_executive.get("/").context
    assert (page["overdue_count"], list(page["overdue_assignments"])) == (1, [late])


def test_a_photograph_of_the_camera_is_kept_beside_other_files(
    order, as_officer, centre1, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    [part] = order(centre1)
    files = {
        "photographs": SimpleUploadedFile("camera.jpg", photograph(), "image/jpeg"),
        "files": SimpleUploadedFile("report.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"),
    }
    as_officer.post(reverse("step", args=[part.pk, "report"]), {"text": "แล้ว", **files})
    stored = part.progress.get(verb="report").attachments.order_by("order")
    assert [one.original_name for one in stored] == ["camera.jpg", "report.pdf"]


def test_an_account_without_a_unit_is_told_so(as_executive):
    page = as_executive.get(reverse("own_directives"))
    assert "บัญชีนี้ยังไม่ได้ระบุหน่วยงาน โปรดแจ้งผู้ดูแลระบบ" in texts(page, "p")


@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow(order, as_officer, centre1):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_officer.get(reverse("own_directives"))
        return len(captured)

    order(centre1)
    of_one = queries()
    order(centre1)
    order(centre1)
    assert queries() == of_one


def test_more_than_are_counted_say_so(order, as_executive, centre1, centre6, monkeypatch):
    monkeypatch.setattr("visits.front_page.MOST_COUNTED", 1)
    monkeypatch.setattr("visits.templatetags.menu.MOST_COUNTED", 1)
    yesterday = timezone.localdate() - timedelta(days=1)
    late = [*order(centre1, due_on=yesterday - timedelta(days=1)), *order(centre6, due_on=yesterday)]
    page = as_executive.get("/").context
    assert (page["overdue_count"], list(page["overdue_assignments"])) == ("มากกว่า 1", late)
    assert badges(as_executive) == ["1+ รายการเกินกำหนด"]


@pytest.mark.django_db
def test_only_plain_words_are_written_into_a_query():
    with pytest.raises(ValueError, match="no constants"):
        list(Assignment.objects.filter(state__one_of=["' OR ''='"]))
