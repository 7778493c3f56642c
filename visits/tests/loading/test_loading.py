"""Loading: makes what is missing, doubles nothing, and leaves what staff edited or deleted as they left it."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Q

from officials.management.commands import make_demo_accounts
from officials.models import Appointment, Official, PositionStatement, Post, User
from officials.roles import ROLES
from units.models import Kind, Province, Responsibility, Unit, UnitAlias
from visits.models import (
    Attendance,
    Finding,
    Visit,
)

pytestmark = pytest.mark.django_db

OURS = ["units", "officials", "visits"]


def counts():
    """Rows of every table of ours, history included."""
    return {
        model._meta.label: model._base_manager.count()
        for package in OURS
        for model in apps.get_app_config(package).get_models()
    }


@pytest.fixture(scope="module")
def reference(module_rows):
    call_command("load_reference", verbosity=0)


@pytest.fixture
def examples(reference):
    call_command("load_examples", verbosity=0)


def test_the_reference_data_is_complete(reference):
    rows = [Province, Unit, Responsibility, Official, Post, Appointment, PositionStatement]
    assert [model.objects.count() for model in rows] == [77, 123, 152, 174, 108, 284, 32]
    assert Unit.objects.filter(kind=Kind.REGIONAL_CENTRE).count() == 11
    assert Unit.objects.filter(kind=Kind.PROVINCIAL_OFFICE).count() == 76


def test_a_unit_comes_with_its_parent_aliases_and_provinces(reference):
    centre = Unit.objects.get(code="DIPROM-C01")
    assert (centre.parent.code, centre.province.name) == ("DIPROM", "เชียงใหม่")
    assert centre.aliases.filter(alias="DIPROM CENTER 1").count() == 1
    assert centre.responsibilities.count() == 8


def test_an_office_opened_with_its_province(reference):
    assert Unit.objects.get(code="PIO-TH-38").opened_on == date(2011, 3, 23)


def test_what_a_program_read_is_not_confirmed_and_states_its_sources(reference):
    read = Appointment.objects.filter(is_confirmed=False)
    assert (read.count(), read.filter(Q(source="") | Q(stated_first=None) | Q(stated_last=None)).count()) == (
        261,
        0,
    )
    assert set(read.values_list("verified", "starts_on", "ends_on")) == {("derived", None, None)}
    chief = Official.objects.get(first_name="เศรษฐา", last_name="ขันตี").position_on(date(2023, 12, 1))
    assert (chief.line, chief.confirmed) == ("อุตสาหกรรมจังหวัดบึงกาฬ", False)


def test_loading_twice_changes_no_table(examples):
    before = counts()
    call_command("load_reference", verbosity=0)
    call_command("load_examples", verbosity=0)
    assert counts() == before


def test_what_staff_edited_stays(examples):
    centre = Unit.objects.get(code="DIPROM-C01")
    centre.short_name = "ศูนย์ภาค 1"
    centre.save()
    visit = Visit.objects.get(code="V-2566-01-28-CMI-1")
    visit.summary = "แก้ไขโดยเจ้าหน้าที่"
    visit.save()
    call_command("load_reference", verbosity=0)
    call_command("load_examples", verbosity=0)
    centre.refresh_from_db()
    visit.refresh_from_db()
    assert (centre.short_name, visit.summary) == ("ศูนย์ภาค 1", "แก้ไขโดยเจ้าหน้าที่")


def test_what_staff_deleted_stays_deleted(examples):
    UnitAlias.objects.filter(unit__code="DIPROM-C01").delete()
    Responsibility.objects.filter(unit__code="DIPROM-C11").delete()
    Unit.objects.filter(code="DIPROM-C11").delete()
    Attendance.objects.filter(visit__code="V-2566-01-28-CMI-1", official__code="nirat").delete()
    Finding.objects.filter(code="V-2566-01-28-CMI-F1").delete()
    before = counts()
    call_command("load_reference", verbosity=0)
    call_command("load_examples", verbosity=0)
    assert counts() == before


def test_demo_accounts_are_made_only_for_a_demonstration_on_sqlite(reference, settings, capsys):
    settings.DEMO = connection.vendor == "postgresql"
    call_command("make_demo_accounts")
    assert User.objects.count() == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "บัญชีสาธิต: ไม่ได้สร้าง เพราะสร้างเฉพาะเมื่อ DEMO=1 และใช้ฐานข้อมูล SQLite เท่านั้น"
    )


@pytest.fixture
def accounts(reference):
    """The six demo accounts, on either database."""
    return {role.code: make_demo_accounts.make_account(role) for role in ROLES}


def test_each_role_has_its_demo_account(accounts):
    groups = {code: [group.name for group in user.groups.all()] for code, user in accounts.items()}
    assert groups == {role.code: [role.name] for role in ROLES}
    assert all(user.check_password("demo-1234") and not user.is_superuser for user in accounts.values())
    assert {code for code, user in accounts.items() if user.is_staff} == {
        "clerk",
        "reviewer",
        "auditor",
        "admin",
    }
    assert accounts["officer"].unit.code == "DIPROM-C01"


def test_a_changed_password_of_a_demo_account_stays(accounts, settings):
    settings.DEMO = True
    accounts["clerk"].set_password("another-5678")
    accounts["clerk"].save()
    call_command("make_demo_accounts", verbosity=0)
    clerk = User.objects.get(username="clerk")
    assert (clerk.check_password("another-5678"), User.objects.count()) == (True, 6)
