"""Demonstration accounts, whose password everybody knows, keep a site without DEMO from starting."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from config.checks import refuse_faulty_database
from officials.demo_checks import no_demo_accounts
from officials.models import User
from officials.roles import synchronise

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings, monkeypatch):
    """The six accounts, as the command makes them, and DEMO turned off afterwards."""
    synchronise()
    monkeypatch.setattr("officials.management.commands.make_demo_accounts.is_allowed", lambda: True)
    call_command("make_demo_accounts", verbosity=0)
    settings.DEMO = False


def test_a_site_without_demo_names_the_demo_accounts_and_does_not_start(demonstration):
    with pytest.raises(ImproperlyConfigured, match="admin, auditor, clerk, executive, officer, reviewer"):
        refuse_faulty_database()


def test_the_server_says_so_in_a_sentence(demonstration, settings):
    settings.WSGI_APPLICATION = "config.tests.refusing_application.application"
    with pytest.raises(CommandError, match=r"^ฐานข้อมูลนี้มีบัญชีสาธิตที่ยังใช้รหัสผ่านสาธิต: admin, auditor"):
        call_command("serve")


def test_accounts_that_were_suspended_or_have_another_password_are_left_alone(demonstration):
    for account in User.objects.exclude(username="clerk"):
        if account.username == "admin":
            account.set_password("รหัสใหม่ของผู้ดูแลระบบ")
        else:
            account.is_active = False
        account.save()
    [error] = no_demo_accounts(databases=["default"])
    assert (error.id, error.msg.split("รหัสผ่านสาธิต: ")[1].split(" ")[0]) == ("officials.E001", "clerk")
    clerk = User.objects.get(username="clerk")
    clerk.is_active = False
    clerk.save()
    refuse_faulty_database()


def test_an_account_of_the_same_name_that_a_person_made_is_none_of_the_demonstration(settings):
    settings.DEMO = False
    User.objects.create_user("clerk", password="demo-1234")
    assert no_demo_accounts(databases=["default"]) == []


def test_with_demo_the_accounts_may_stay(demonstration, settings):
    settings.DEMO = True
    assert no_demo_accounts(databases=["default"]) == []


def test_a_check_for_deployment_calls_demo_an_error(settings):
    def errors():
        messages = run_checks(tags=["security"], include_deployment_checks=True)
        return [one.id for one in messages if one.id == "officials.E002"]

    settings.DEMO = True
    assert errors() == ["officials.E002"]
    settings.DEMO = False
    assert errors() == []
