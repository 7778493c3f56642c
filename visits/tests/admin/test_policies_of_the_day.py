"""A visit is offered the policies in force on its day, and keeps one that it is linked to."""

from datetime import date

import pytest

from config.tests.cast import a_visit
from visits.models import Activity, Policy
from visits.tests.admin.page import change, faults, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def policies():
    return [
        Policy.objects.create(code="old", name="นโยบายเดิม", ends_on=date(2022, 9, 30)),
        Policy.objects.create(code="new", name="นโยบายใหม่", starts_on=date(2022, 10, 1)),
    ]


def offered(client, visit):
    form = client.get(change(visit)).context["adminform"].form
    return [name for _, name in form.fields["under_policies"].choices]


def test_those_in_force_on_its_day_are_offered_and_one_that_is_linked(as_clerk, centre1, policies):
    visit = a_visit(centre1, "5/10/2565")
    assert offered(as_clerk, visit) == ["นโยบายใหม่"]
    visit.policy_links.create(policy=policies[0])
    assert set(offered(as_clerk, visit)) == {"นโยบายเดิม", "นโยบายใหม่"}


def test_one_of_another_time_is_refused_beside_its_field(as_clerk, centre1, policies):
    visit = a_visit(centre1, "5/10/2565")
    data = opened(as_clerk, change(visit)) | {"under_policies": [policies[0].pk]}
    [sentence] = [text for text in faults(as_clerk.post(change(visit), data)) if "นโยบายเดิม" in text]
    assert sentence.endswith("ไม่ได้ใช้ในวันที่ตรวจเยี่ยม")


def test_activities_and_policies_are_linked_as_ticked_and_only_what_differs_is_written(
    as_clerk, centre1, policies
):
    visit = a_visit(centre1, "5/10/2565")
    tour, meeting = (Activity.objects.create(code=code, name=code) for code in ("walk", "talk"))
    kept = visit.activity_links.create(activity=tour)
    ticked = {"in_activities": [tour.pk, meeting.pk], "under_policies": [policies[1].pk]}
    assert faults(as_clerk.post(change(visit), opened(as_clerk, change(visit)) | ticked)) == []
    assert set(visit.activities.all()) == {tour, meeting}
    assert [link.policy for link in visit.policy_links.all()] == [policies[1]]
    fewer = {"in_activities": [tour.pk], "under_policies": []}
    assert faults(as_clerk.post(change(visit), opened(as_clerk, change(visit)) | fewer)) == []
    assert (visit.activity_links.get().pk, visit.policy_links.count()) == (kept.pk, 0)
