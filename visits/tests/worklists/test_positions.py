"""The list of positions that differ from the register: who stands on it, and who may put it right."""

from datetime import date
from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_visit, attend, official
from officials.models import Appointment, Post
from visits.models import Attendance, Visit
from visits.worklists.position_list import correct

pytestmark = pytest.mark.django_db
ADDRESS = "/worklist/positions/"


@pytest.fixture
def promoted(nattapol):
    row = official("surapol")
    Appointment.objects.filter(official=row).delete()
    at = nattapol.appointments.first().post.unit
    [old, new] = [Post.objects.create(title=title, unit=at, rank=50) for title in ("ตำแหน่งเดิม", "ตำแหน่งใหม่")]
    Appointment.objects.create(official=row, post=old, starts_on=date(2021, 10, 1), ends_on=date(2022, 9, 30))
    Appointment.objects.create(official=row, post=new, starts_on=date(2022, 10, 1))
    return row


@pytest.fixture
def outdated(centre1, promoted):
    """Entered with the position of a day before."""
    return attend(a_visit(centre1, "5/10/2565"), promoted, position="ตำแหน่งเดิม")


def listed(client, query=""):
    page = client.get(f"{ADDRESS}{query}").context["page"]
    return [(row.attendance.pk, row.attendance.position, row.proposed) for row in page.object_list]


def test_who_bore_another_position_on_that_day_is_listed_and_who_bore_it_is_not(
    as_clerk, outdated, promoted, centre6
):
    attend(a_visit(centre6, "6/10/2565"), promoted)
    [(key, position, proposed)] = listed(as_clerk)
    assert (key, position, proposed) == (outdated.pk, "ตำแหน่งเดิม", Attendance.objects.latest("pk").position)


def test_the_latest_fiscal_year_is_listed_unless_another_is_asked_for(as_clerk, outdated, centre6):
    a_visit(centre6, "1/10/2566")
    assert (listed(as_clerk), len(listed(as_clerk, "?fiscal_year=2566"))) == ([], 1)


def test_chosen_rows_take_the_registers_position(as_clerk, outdated):
    as_clerk.post(ADDRESS, {"row": [outdated.pk, "x", "9" * 30]})
    row = Attendance.objects.get()
    assert row.position.startswith("ตำแหน่งใหม่")
    assert row.history.latest().history_user_name != ""
    assert listed(as_clerk) == []


@pytest.mark.django_db(transaction=True)
def test_what_a_colleague_saves_at_that_moment_is_kept(clerk, outdated):
    def put_right():
        try:
            correct([outdated.pk], by=clerk)
        finally:
            connection.close()

    other = Thread(target=put_right)
    with transaction.atomic():
        Visit.objects.select_for_update().get()
        other.start()
        sleep(0.3)  # until the other one waits for the record
        outdated.on_behalf_of = "อธิบดี"
        outdated.save()
    other.join()
    row = Attendance.objects.get()
    assert (row.position.startswith("ตำแหน่งใหม่"), row.on_behalf_of) == (True, "อธิบดี")


def test_a_certified_record_is_listed_and_stays(as_clerk, centre1, promoted):
    visit = a_visit(centre1, "5/10/2565", record_state="final")
    row = attend(visit, promoted, position="ตำแหน่งเดิม")
    assert as_clerk.get(ADDRESS).context["correctable"] == set()
    as_clerk.post(ADDRESS, {"row": [row.pk]})
    assert Attendance.objects.get().position == "ตำแหน่งเดิม"


def test_the_number_of_queries_does_not_grow_with_the_people(as_clerk, outdated, promoted, centre6):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            listed(as_clerk)
        return len(captured)

    queries()
    before = queries()
    for day in range(6, 12):
        attend(a_visit(centre6, f"{day}/10/2565"), promoted, position="ตำแหน่งเดิม")
    assert (len(listed(as_clerk)), queries()) == (7, before)


def test_the_list_of_visits_leads_there(as_clerk):
    assert f'href="{ADDRESS}"' in as_clerk.get("/admin/visits/visit/").content.decode()


def test_readers_are_refused(as_executive):
    assert as_executive.get(ADDRESS).status_code == 403


def test_a_wrong_filter_lists_nothing(as_clerk, outdated):
    page = as_clerk.get(f"{ADDRESS}?fiscal_year=x")
    assert (page.status_code, list(page.context["page"].object_list)) == (200, [])
