"""A reviewer on leave names who certifies in the meantime, from a day to a day; nobody names themselves."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.tests.cast import client_of
from officials.models import Deputy, User

pytestmark = pytest.mark.django_db
CERTIFY = "visits.certify_visit"


@pytest.fixture
def today():
    return timezone.localdate()


def certifies(account):
    """Asked as a request asks: of the account as its session loads it."""
    client = client_of(account)
    request = type("Request", (), {"session": client.session})()
    return get_user(request).has_perm(CERTIFY)


def test_a_deputy_certifies_on_the_days_named_and_not_before_or_after(clerk, reviewer, today):
    day = timedelta(days=1)
    row = Deputy(reviewer=reviewer, deputy=clerk, starts_on=today, ends_on=today)
    for starts_on, ends_on, may in [(-2, -1, False), (0, 0, True), (-3, 4, True), (1, 2, False)]:
        row.starts_on, row.ends_on = today + starts_on * day, today + ends_on * day
        row.full_clean()
        row.save()
        assert certifies(clerk) is may
    assert not User.objects.get(pk=clerk.pk).certifies_by_role


def test_the_deputy_of_a_suspended_reviewer_certifies_no_more(clerk, reviewer, today):
    Deputy.objects.create(reviewer=reviewer, deputy=clerk, starts_on=today, ends_on=today)
    reviewer.is_active = False
    reviewer.save()
    assert not certifies(clerk)


def test_a_reviewer_names_a_deputy_on_a_page_for_the_own_account_alone(reviewer, clerk, officer, today):
    page = "/admin/officials/deputy/add/"
    data = {"reviewer": reviewer.pk, "deputy": clerk.pk, "starts_on": "01/10/2570", "ends_on": "15/10/2570"}
    as_reviewer = client_of(reviewer)
    assert as_reviewer.post(page, data | {"reviewer": clerk.pk}).status_code == 200
    assert as_reviewer.post(page, data | {"deputy": reviewer.pk}).status_code == 200
    assert as_reviewer.post(page, data | {"deputy": officer.pk}).status_code == 200
    assert as_reviewer.post(page, data | {"ends_on": "30/09/2570"}).status_code == 200
    assert not Deputy.objects.exists()
    assert as_reviewer.post(page, data).status_code == 302
    [row] = Deputy.objects.all()
    assert (row.deputy, row.starts_on, row.ends_on) == (clerk, date(2027, 10, 1), date(2027, 10, 15))
    assert row.history.get().history_user_name == "วิชัย รอบคอบ"


def test_an_administrator_names_deputies_of_reviewers_but_never_themselves(admin, reviewer, clerk):
    data = {"reviewer": reviewer.pk, "deputy": admin.pk, "starts_on": "01/10/2570", "ends_on": "15/10/2570"}
    as_admin = client_of(admin)
    assert as_admin.post("/admin/officials/deputy/add/", data).status_code == 200
    assert as_admin.post("/admin/officials/deputy/add/", data | {"deputy": clerk.pk}).status_code == 302


def test_a_clerk_names_nobody(as_clerk):
    assert as_clerk.get("/admin/officials/deputy/add/").status_code == 403


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"ends_on": date(2026, 1, 1)}, "deputy_ends_after_start"),
        ({"deputy_id": None}, "deputy_is_another"),
        ({"starts_on": date(1900, 1, 1)}, "deputy_starts_on_in_range"),
    ],
)
def test_days_out_of_order_or_the_reviewer_as_own_deputy_are_refused_by_the_database(
    clerk, reviewer, change, constraint
):
    values = {"deputy_id": clerk.pk, "starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 2)} | change
    values["deputy_id"] = values["deputy_id"] or reviewer.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(reviewer=reviewer, **values)


def test_an_administrator_changes_no_own_roles_while_another_active_one_exists(admin, reviewer, clerk):
    page = f"/admin/officials/user/{admin.pk}/change/"
    own_roles = 'name="groups"'
    assert own_roles in client_of(admin).get(page).text
    second = User.objects.create(username="second", is_staff=True)
    second.groups.set(admin.groups.all())
    assert own_roles not in client_of(admin).get(page).text
    assert own_roles in client_of(admin).get(f"/admin/officials/user/{second.pk}/change/").text
    second.is_active = False
    second.save()
    assert own_roles in client_of(admin).get(page).text
