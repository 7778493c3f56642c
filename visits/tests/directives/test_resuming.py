"""A closing that was a mistake is taken back by a reviewer, with a reason, and stays in the log."""

from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from config.tests.cast import a_directive, a_visit
from visits.directives import steps
from visits.models import Assignment, Progress
from visits.models.workflow import Refused

pytestmark = pytest.mark.one_database


@pytest.fixture
def assignment(db, centre1, nattapol, clerk, officer):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final")
    row = a_directive(visit, to=[centre1], given_by=nattapol, follow_up="report").assignments.get()
    steps.notify(row, by=clerk)
    steps.report(row, by=officer, text="ดำเนินการแล้ว")
    return row


def state_of(assignment):
    return Assignment.objects.get(pk=assignment.pk).state


@pytest.mark.parametrize("impossible", [None, False, True])
def test_a_matter_that_was_done_returns_to_the_state_before(assignment, clerk, reviewer, impossible):
    if impossible is None:
        steps.close(assignment, by=clerk)
    else:
        steps.end(assignment, by=clerk, reason="กดผิด", impossible=impossible)
    steps.resume(assignment, by=reviewer, reason="กดผิดรายการ")
    last = Progress.objects.latest("pk")
    assert (state_of(assignment), last.get_verb_display(), last.reason) == (
        "reported",
        "เปิดเรื่องใหม่",
        "กดผิดรายการ",
    )


def test_only_a_reviewer_resumes_and_only_with_a_reason(assignment, clerk, officer, reviewer):
    steps.close(assignment, by=clerk)
    for account in (clerk, officer):
        with pytest.raises(PermissionDenied):
            steps.resume(assignment, by=account, reason="กดผิด")
    with pytest.raises(Refused):
        steps.resume(assignment, by=reviewer, reason=" ")
    assert state_of(assignment) == "closed"


def test_what_was_sent_back_is_not_closed(assignment, clerk):
    steps.send_back(assignment, by=clerk, reason="ขอตัวเลข")
    with pytest.raises(Refused):
        steps.close(assignment, by=clerk)
    assert state_of(assignment) == "returned"


def test_a_step_on_a_page_that_somebody_overtook_is_refused_and_nothing_typed_is_lost(
    assignment, as_clerk, officer
):
    address = f"/assignments/{assignment.pk}/close/"
    seen = as_clerk.get(address).context["form"]["seen"].value()
    steps.report(assignment, by=officer, text="รายงานเพิ่มเติม")
    answer = as_clerk.post(address, {"seen": seen, "reason": "ครบแล้ว"})
    assert (state_of(assignment), answer.context["form"]["reason"].value()) == ("reported", "ครบแล้ว")
    again = answer.context["form"]["seen"].value()
    as_clerk.post(address, {"seen": again, "reason": "ครบแล้ว"})
    assert state_of(assignment) == "closed"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_and_send_back_at_once_one_is_refused(assignment, clerk, reviewer):
    seen = Progress.objects.latest("pk").pk
    outcomes = []

    def attempt(step, by, **values):
        try:
            step(assignment, by=by, seen=seen, **values)
            outcomes.append("taken")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        Thread(target=attempt, args=(steps.close, clerk)),
        Thread(target=attempt, args=(steps.send_back, reviewer), kwargs={"reason": "ขอตัวเลข"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "taken"]
    assert Progress.objects.filter(assignment=assignment).count() == 3
