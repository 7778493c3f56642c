"""What an officer of a unit sees: certified records that concern the unit, nothing internal, nothing of others."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from config.tests.cast import a_directive, a_finding, a_visit, an_account, client_of, unit
from config.tests.html import links
from config.tracking import TrackedQuerySet
from officials.models import User
from units.models import Responsibility, Unit
from visits.models import (
    Assignment,
    Attachment,
    Attendance,
    Directive,
    Finding,
    Letter,
    PressRelease,
    PressReleaseVisit,
    Progress,
    Trip,
    Visit,
)

pytestmark = pytest.mark.django_db
FINAL = {"record_state": "final"}


@pytest.fixture
def world(centre1, centre6, office_lampang, nattapol):
    """One journey to the own unit, to a province it answers for, and elsewhere; and records that nobody may show."""
    trip = Trip.objects.create(title="ลงพื้นที่ภาคเหนือและภาคอีสาน")
    own = a_visit(centre1, "28/01/2566", nattapol, trip=trip, **FINAL)
    area = a_visit(office_lampang, "29/01/2566", nattapol, trip=trip, **FINAL)
    elsewhere = a_visit(centre6, "30/01/2566", nattapol, trip=trip, **FINAL)
    draft = a_visit(centre1, "31/01/2566", nattapol)
    internal = a_visit(centre1, "01/02/2566", nattapol, is_internal=True, **FINAL)
    return SimpleNamespace(own=own, area=area, elsewhere=elsewhere, draft=draft, internal=internal, trip=trip)


def seen(model, user):
    return set(model.objects.visible_to(user))


def test_of_visits_those_at_the_own_unit_and_in_its_provinces(officer, world):
    assert seen(Visit, officer) == {world.own, world.area}


def test_of_visits_those_at_units_below_and_those_that_became_the_own_unit(officer, centre1, world):
    below = Unit.objects.create(name="กลุ่มส่งเสริม", kind="division", parent=centre1)
    before = Unit.objects.create(name="ศูนย์เดิม", kind="regional_centre", successor=centre1)
    more = {a_visit(at, "28/01/2566", **FINAL) for at in (below, before)}
    assert seen(Visit, officer) == {world.own, world.area} | more


def test_the_office_sees_everything_drafts_and_internal_included(world):
    for role in ("clerk", "reviewer", "executive", "auditor", "admin"):
        assert seen(Visit, an_account(role)) == set(Visit.objects.all())


def test_who_has_no_role_and_no_unit_sees_no_record(world):
    stranger = User.objects.create_user("stranger")
    unplaced = an_account("officer")
    for user in (stranger, unplaced, AnonymousUser()):
        assert not any(seen(model, user) for model in (Visit, Trip, Directive, Attendance, Attachment))


def test_of_directives_those_given_at_the_own_unit_or_assigned_to_it(officer, world, centre1, centre6):
    given_here = a_directive(world.own, to=[centre6])
    mine_from_elsewhere = a_directive(world.elsewhere, to=[centre1, centre6])
    mine_in_the_area = a_directive(world.area, to=[centre1])
    for visit in (world.area, world.elsewhere, world.draft, world.internal):
        a_directive(visit, to=[centre6])
    a_directive(world.draft, to=[centre1])
    a_directive(world.own, to=[centre1], is_internal=True)
    assert seen(Directive, officer) == {given_here, mine_from_elsewhere, mine_in_the_area}
    assert {row.directive for row in seen(Assignment, officer)} == seen(Directive, officer)


def test_of_reports_those_of_the_own_unit(officer, world, centre1, centre6):
    directive = a_directive(world.own, to=[centre1, centre6])
    for row in directive.assignments.all():
        Progress.objects.create(assignment=row, verb="report", state="reported", by_name="ผู้รายงาน")
    assert [row.assignment.unit for row in seen(Progress, officer)] == [centre1]


def test_of_findings_and_people_those_of_visits_that_are_seen(officer, world, nattiya):
    for visit in (world.own, world.area, world.elsewhere, world.draft):
        a_finding(visit)
    a_finding(world.own, is_internal=True)
    assert {(row.visit, row.is_internal) for row in seen(Finding, officer)} == {
        (world.own, False),
        (world.area, False),
    }
    assert {row.visit for row in seen(Attendance, officer)} == {world.own, world.area}


def test_of_journeys_those_with_a_visit_that_is_seen_and_of_them_that_visit_only(officer, world, centre6):
    hidden = Trip.objects.create(title="ลงพื้นที่อื่น")
    a_visit(centre6, "01/03/2566", trip=hidden, **FINAL)
    Trip.objects.create(title="ยังไม่มีจุดตรวจเยี่ยม")
    assert seen(Trip, officer) == {world.trip}
    assert Trip.objects.visible_to(officer).with_days().get().places == 2
    page = client_of(officer).get(f"/trips/{world.trip.pk}/")
    addresses = {address for address in links(page) if address.startswith("/visits/")}
    assert addresses == {f"/visits/{world.own.pk}/", f"/visits/{world.area.pk}/"}
    assert client_of(officer).get(f"/trips/{hidden.pk}/").status_code == 404


def a_file(**owner):
    return Attachment.objects.create(file=ContentFile(b"%PDF-1.7", "letter.pdf"), **owner)


def test_files_are_seen_with_what_they_hang_on(officer, world, centre1, centre6):
    letters = [Letter.objects.create(subject=subject, number="อก 1") for subject in ("แจ้ง ศภ.1", "แจ้ง ศภ.6")]
    reports = []
    for at, letter in zip((centre1, centre6), letters, strict=True):
        row = a_directive(world.elsewhere, to=[at]).assignments.get()
        row.letter = letter
        row.save()
        reports.append(Progress.objects.create(assignment=row, verb="report", state="reported", by_name="-"))
    shown = {
        a_file(visit=world.own),
        a_file(trip=world.trip),
        a_file(letter=letters[0]),
        a_file(progress=reports[0]),
    }
    hidden = [
        a_file(visit=world.elsewhere),
        a_file(visit=world.own, is_internal=True),
        a_file(letter=letters[1]),
        a_file(progress=reports[1]),
    ]
    assert seen(Attachment, officer) == shown
    assert client_of(officer).get(f"/files/{hidden[0].pk}/").status_code == 404


def test_press_releases_are_seen_with_their_visits(officer, world):
    releases = [PressRelease.objects.create(title=title) for title in ("ศภ.1", "ศภ.6")]
    for release, visit in zip(releases, (world.own, world.elsewhere), strict=True):
        PressReleaseVisit.objects.create(press_release=release, visit=visit)
    assert seen(PressRelease, officer) == {releases[0]}


def test_a_search_finds_nothing_by_words_that_are_not_seen(officer, executive, world, centre6):
    a_finding(world.own, "เรื่องลับเฉพาะ", is_internal=True)
    a_directive(world.area, "สั่งการผู้อื่น", to=[centre6], dimensions=["business"])
    for words, count in (("เรื่องลับเฉพาะ", 1), ("สั่งการผู้อื่น", 1)):
        assert Visit.objects.visible_to(executive).matching(words).count() == count
        assert Visit.objects.visible_to(officer).matching(words).count() == 0
    assert not Visit.objects.visible_to(officer).with_dimension("business").exists()
    assert set(Visit.objects.visible_to(officer).matching("ณัฐพล")) == {world.own, world.area}


def test_a_journey_is_not_found_by_a_stop_that_is_not_seen(officer, executive, world):
    for user, count in ((executive, 1), (officer, 0)):
        assert Trip.objects.visible_to(user).matching("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6").count() == count


def test_a_unit_outside_the_scope_answers_not_found(officer, world):
    client = client_of(officer)
    shown = {name: client.get(f"/visits/{visit.pk}/").status_code for name, visit in vars(world).items()}
    shown.pop("trip")
    assert shown == {"own": 200, "area": 200, "elsewhere": 404, "draft": 404, "internal": 404}


def test_the_history_of_a_record_is_for_the_office(officer, as_clerk, world):
    """It tells of rows that the officer may not see, even where the account may open the admin by mistake."""
    officer.is_staff = True
    officer.save()
    address = f"/admin/visits/visit/{world.own.pk}/history/"
    assert [client.get(address).status_code for client in (client_of(officer), as_clerk)] == [403, 200]


# What everybody who signs in may read: names, places and words, and what is the own account's alone.
REFERENCE = {
    *(
        [
            "RequiredFactor",
            "Province",
            "Unit",
            "UnitAlias",
            "Responsibility",
            "Official",
            "OfficialAlias",
            "FormerName",
            "Post",
            "Appointment",
        ]
    ),
    *(
        [
            "Policy",
            "Dimension",
            "Programme",
            "Activity",
            "Holiday",
            "Office",
            "FollowUpRound",
            "NameAsWritten",
            "Webhook",
        ]
    ),
    *(["SavedFilter", "CalendarSetting", "ReminderSetting"]),
}


def test_every_model_says_with_what_it_is_seen():
    """A new model that hangs on a record names it in SEEN_WITH, or its QuerySet has an in_scope_of of its own."""
    models = [model for model in apps.get_models() if hasattr(model, "SEEN_WITH")]
    own = {
        model.__name__
        for model in models
        if model.SEEN_WITH or type(model.objects.all()).in_scope_of is not TrackedQuerySet.in_scope_of
    }
    assert {model.__name__ for model in models} - own == REFERENCE


def test_the_scope_asks_the_same_number_of_queries_for_any_number_of_rows(
    officer, world, centre1, django_assert_num_queries
):
    def seen():
        """By the account as each page has it anew: its family is asked once, then the rows."""
        account = User.objects.get(pk=officer.pk)
        account.get_all_permissions()
        with django_assert_num_queries(2):
            return list(Visit.objects.visible_to(account))

    before = seen()
    for number in range(20):
        below = Unit.objects.create(name=f"กลุ่ม {number}", kind="division", parent=centre1)
        Responsibility.objects.create(unit=below, province=unit("DIPROM-C06").province)
    assert (len(before), len(seen())) == (2, 2)
