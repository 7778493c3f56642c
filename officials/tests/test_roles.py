"""The six roles: what Django's groups say is what the roles file says."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate

from config.tests.cast import an_account
from officials import roles


def groups():
    return {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }


def declared():
    return {role.name: set(role.permissions) for role in roles.ROLES}


def test_every_permission_of_a_role_exists(db):
    known = set(Permission.objects.values_list("codename", flat=True))
    assert set().union(*(role.permissions for role in roles.ROLES)) - known == set()


def test_every_model_that_people_use_is_in_some_role(db):
    models = [
        model for name in ("units", "officials", "visits") for model in apps.get_app_config(name).get_models()
    ]
    names = {model._meta.model_name for model in models if not model.__name__.startswith("Historical")}
    seen = {right.removeprefix("view_") for role in roles.ROLES for right in role.permissions}
    assert names - seen == {"counter", "opensession", "readingname"}


def test_groups_stand_after_migration(db):
    assert groups() == declared()


def test_migrating_again_puts_groups_right_and_leaves_others_alone(db):
    Group.objects.get(name="ผู้บันทึกข้อมูล").permissions.clear()
    Group.objects.get(name="ผู้บริหาร").delete()
    Group.objects.create(name="กลุ่มของหน่วยงาน")
    last = list(apps.get_app_configs())[-1]
    post_migrate.send(sender=last, app_config=last, verbosity=0, interactive=False, using="default")
    assert groups() == declared() | {"กลุ่มของหน่วยงาน": set()}


def may(code):
    account = an_account(code)
    return {right.split(".")[1] for right in account.get_all_permissions()}


def test_only_reviewers_certify(db):
    assert [role.code for role in roles.ROLES if "certify_visit" in may(role.code)] == ["reviewer"]


def test_readers_change_nothing(db):
    for code in ("executive", "auditor"):
        assert {right.split("_")[0] for right in may(code)} == {"view"}


def test_an_officer_adds_reports_and_nothing_else(db):
    assert {right for right in may("officer") if not right.startswith("view_")} == {"add_progress"}


def test_nobody_deletes_people_accounts_or_what_was_reported(db):
    for role in roles.ROLES:
        assert may(role.code).isdisjoint(
            {"delete_official", "delete_user", "delete_progress", "change_progress"}
        )


def test_the_administrator_manages_accounts_without_being_superuser(db):
    admin = an_account("admin")
    assert not admin.is_superuser
    assert admin.has_perms(["officials.view_user", "officials.add_user", "officials.change_user"])
    assert not admin.has_perm("visits.change_visit")
