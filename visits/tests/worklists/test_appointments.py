"""The list of appointments that a program read in the news: confirmed, or left out, by a person."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_visit, attend, official
from officials.models import Appointment, Official, PositionStatement
from units.models import Verified

pytestmark = pytest.mark.django_db
ADDRESS = "/worklist/appointments/"
NEWS = "https://www.thaigov.go.th/news/contents/details/10309"
DAY = date(2018, 5, 1)


@pytest.fixture
def read(nattapol):
    """What a program read: a post of a person, stated on two days."""
    return reading_of(nattapol, official("surapol"))


def reading_of(nattapol, person):
    post = nattapol.appointments.get(code="nattapol-ind-permanent-secretary-substantive").post
    days = {"stated_first": date(2018, 2, 23), "stated_last": date(2018, 8, 30)}
    return Appointment.objects.create(
        official=person, post=post, source=NEWS, verified="derived", is_confirmed=False, **days
    )


def listed(client, query=""):
    return [row.pk for row in client.get(f"{ADDRESS}{query}").context["page"].object_list]


def position(read):
    proposed = Official.objects.get(pk=read.official_id).position_on(DAY)
    return proposed.line, proposed.confirmed


def test_what_a_program_read_is_proposed_and_becomes_certain_when_a_person_confirms_it(as_clerk, read):
    assert (listed(as_clerk), position(read)) == ([read.pk], ("ปลัดกระทรวงอุตสาหกรรม", False))
    as_clerk.post(ADDRESS, {"row": [read.pk, "x", "9" * 30]})
    read.refresh_from_db()
    assert (position(read), read.verified) == (("ปลัดกระทรวงอุตสาหกรรม", True), Verified.OFFICE)
    assert (listed(as_clerk), read.history.first().history_user_name) == ([], "สมหญิง ใจดี")


def test_a_day_read_of_a_known_appointment_is_confirmed_with_it(as_clerk, nattapol):
    known = nattapol.appointments.get(code="nattapol-ind-permanent-secretary-substantive")
    PositionStatement.objects.create(appointment=known, stated_on=DAY, source=NEWS, is_confirmed=False)
    assert NEWS in as_clerk.get(ADDRESS).text
    as_clerk.post(ADDRESS, {"row": [known.pk]})
    assert PositionStatement.objects.get().is_confirmed is True


def test_what_was_read_wrongly_is_left_out_and_what_is_certain_stays(as_clerk, nattapol, read):
    known = nattapol.appointments.get(code="nattapol-ind-permanent-secretary-substantive")
    PositionStatement.objects.create(appointment=known, stated_on=DAY, source=NEWS, is_confirmed=False)
    as_clerk.post(ADDRESS, {"row": [known.pk, read.pk], "leave_out": ""})
    assert not Appointment.objects.filter(pk=read.pk).exists()
    assert (known.statements.count(), Appointment.objects.filter(pk=known.pk).count()) == (0, 1)


def test_a_post_that_stands_on_an_attendance_is_not_left_out(as_clerk, centre1, read):
    attend(a_visit(centre1, "1/5/2561"), read.official)
    page = as_clerk.post(ADDRESS, {"row": [read.pk], "leave_out": ""}, follow=True)
    sentences = [str(message) for message in page.context["messages"]]
    assert sentences[1].endswith("ไม่ได้ เพราะมีรายชื่อผู้ร่วมลงพื้นที่อ้างอิงอยู่")
    assert listed(as_clerk) == [read.pk]


def test_nothing_chosen_is_said(as_clerk, read):
    page = as_clerk.post(ADDRESS, {}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["ยังไม่ได้เลือกรายการ"]


def test_the_list_is_searched_by_name_and_costs_the_same_queries(as_clerk, nattapol, read):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_clerk.get(ADDRESS)
        return len(captured)

    queries()
    before = queries()
    others = [reading_of(nattapol, official(code)) for code in ("wisanu", "nirada")]
    assert queries() == before
    assert listed(as_clerk, "?q=วิษณุ") == [others[0].pk]
    assert as_clerk.get(f"{ADDRESS}?q=ไม่มีใคร").context["page"].paginator.count == 0


def test_readers_are_refused(as_executive):
    assert as_executive.get(ADDRESS).status_code == 403
