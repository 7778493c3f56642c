"""Every write has an author and leaves old and new value; doors that would pass history are shut."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from simple_history.models import registered_models

from config.forms.changes import changes_since, value_text
from config.tests.cast import a_directive, a_visit, an_account, attend, client_of, official, unit
from config.tracking import Tracked, Untracked, author_of, written_by
from officials.models import Official, Post, User
from units.models import Unit, UnitAlias
from visits.models import Assignment, Attendance, Directive, Progress, Visit

OURS = ["units", "officials", "visits"]
# Written by machinery alone, or themselves a record of who did what.
NOT_EDITED = {
    "Counter",
    "Acceptance",
    "Reminder",
    "OpenSession",
    "Use",
    "ReadingName",
    "ImportRow",
    "SignedCopy",
    "WebhookDelivery",
}


def trace(row_or_model):
    past = row_or_model.history.order_by("history_id")
    return list(past.values_list("history_type", "history_user_name"))


def test_every_model_that_staff_edit_is_tracked():
    models_of_ours = [model for name in OURS for model in apps.get_app_config(name).get_models()]
    edited = {model for model in models_of_ours if not model.__name__.startswith("Historical")}
    untracked = {model.__name__ for model in edited if model._meta.db_table not in registered_models}
    assert untracked == NOT_EDITED


def test_a_change_leaves_old_and_new_value_with_its_author(centre1, clerk):
    with written_by(clerk):
        centre1.short_name = "ศูนย์ภาค 1"
        centre1.save()
    new, old = centre1.history.all()
    [change] = new.diff_against(old, excluded_fields=["version"]).changes
    assert (change.field, change.old, change.new) == ("short_name", "ศภ.1", "ศูนย์ภาค 1")
    assert (new.history_user, new.history_user_name) == (clerk, "สมหญิง ใจดี")


def test_the_name_of_the_author_stays_when_the_account_is_renamed(centre1, clerk):
    with written_by(clerk):
        centre1.save()
    clerk.last_name = "สกุลใหม่"
    clerk.save()
    assert centre1.history.first().history_user_name == "สมหญิง ใจดี"


def test_a_reason_of_any_length_is_kept(centre1):
    centre1._change_reason = "แก้ไขตามบันทึกข้อความ " * 50
    centre1.save()
    assert centre1.history.first().history_change_reason == "แก้ไขตามบันทึกข้อความ " * 50


def test_update_is_refused_because_it_leaves_no_trace(centre1, clerk):
    for rows in (Unit.objects.all(), User.objects.all(), centre1.aliases.all(), Visit.objects.filter(pk=0)):
        with pytest.raises(Untracked):
            rows.update(pk=1)
    assert centre1.aliases.count() == 4


def test_rows_made_in_bulk_are_remembered(centre1):
    with written_by("ระบบ (นำเข้า)"):
        UnitAlias.objects.bulk_create(
            [UnitAlias(unit=centre1, alias="ก"), UnitAlias(unit=centre1, alias="ข")]
        )
    past = UnitAlias.history.filter(alias__in="กข").order_by("alias")
    assert [(row.alias, row.history_type, row.history_user_name) for row in past] == [
        ("ก", "+", "ระบบ (นำเข้า)"),
        ("ข", "+", "ระบบ (นำเข้า)"),
    ]


def test_rows_changed_in_bulk_are_remembered_with_their_author(centre1, clerk):
    row = centre1.aliases.get(alias="IPC 1")
    row.alias = "IPC1"
    with written_by(clerk):
        UnitAlias.objects.bulk_update([row], ["alias"])
    assert [(past.alias, past.history_type) for past in row.history.all()] == [("IPC1", "~"), ("IPC 1", "+")]
    assert row.history.first().history_user == clerk


def test_a_bulk_change_moves_the_version_on_as_a_save_does(centre1):
    """Else a second editor would not notice it."""
    before = centre1.version
    Unit.objects.bulk_update([centre1], ["note"])
    centre1.refresh_from_db()
    assert centre1.version == before + 1
    assert centre1.history.first().version == before + 1


def test_sort_keys_follow_every_way_of_renaming(centre1):
    def key():
        return Unit.objects.values_list("sort_key", flat=True).get(pk=centre1.pk)

    centre1.short_name = "กกก"
    centre1.save(update_fields=["short_name"])
    assert key() == "กกก"
    centre1.short_name = "ขขข"
    Unit.objects.bulk_update([centre1], ["short_name"])
    assert key() == "ขขข"


@pytest.mark.parametrize(
    "delete",
    [UnitAlias.delete, lambda alias: UnitAlias.objects.filter(pk=alias.pk).delete()],
    ids=["alone", "in bulk"],
)
def test_a_deletion_is_remembered(centre1, clerk, delete):
    alias = centre1.aliases.get(alias="IPC 1")
    key = alias.pk
    with written_by(clerk):
        delete(alias)
    last = UnitAlias.history.filter(id=key).first()
    assert (last.history_type, last.alias, last.history_user_name) == ("-", "IPC 1", "สมหญิง ใจดี")


def test_what_goes_with_a_deleted_record_is_remembered_too(centre1, nattiya):
    visit = a_visit(centre1, "28/01/2566", lead=nattiya)
    visit.delete()
    [(kind, name)] = Attendance.history.filter(history_type="-").values_list("history_type", "name")
    assert (kind, name) == ("-", "นางสาวณัฏฐิญา เนตยสุภา")


def test_links_set_through_a_relation_are_remembered(centre1, office_lampang):
    directive = a_directive(a_visit(centre1, "28/01/2566"))
    directive.about.set([centre1, office_lampang])
    directive.about.remove(office_lampang)
    through = Directive.about.through
    assert [kind for kind, _ in trace(through)] == ["+", "+", "-"]


def test_a_write_outside_a_request_bears_the_name_of_the_job(centre1):
    with written_by("ระบบ (งานประจำคืน)"):
        attend(a_visit(centre1, "28/01/2566"), None, position="ผู้แทน")
    assert trace(Attendance) == [("+", "ระบบ (งานประจำคืน)")]


def test_a_write_that_nobody_owns_up_to_bears_the_name_of_the_site(centre1):
    assert trace(centre1) == [("+", "ระบบ")]


def test_nobody_signed_in_is_no_author(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    with written_by("ระบบ (งานประจำคืน)"):
        assert author_of(request) == "ระบบ (งานประจำคืน)"


def test_two_authors_do_not_mix(clerk, reviewer):
    with written_by(clerk):
        with written_by(reviewer):
            assert author_of(None) == reviewer
        assert author_of(None) == clerk


def test_a_sign_in_writes_no_line_into_the_history_of_the_account(clerk):
    before = [kind for kind, _ in trace(clerk)]
    client_of(clerk)
    assert [kind for kind, _ in trace(clerk)] == before
    clerk.first_name = "สมใจ"
    clerk.save()
    assert [kind for kind, _ in trace(clerk)] == [*before, "~"]


def test_a_change_of_roles_stands_in_the_history_of_the_account(clerk, admin):
    executives = Group.objects.get(name="ผู้บริหาร")
    with written_by(admin):
        clerk.groups.add(executives)
        executives.user_set.remove(clerk)
        clerk.groups.clear()
    reasons = [(change.who, change.reason) for change in changes_since(clerk)][-3:]
    assert reasons == [
        ("อนันต์ ดูแลดี", "บทบาท: ผู้บริหาร, ผู้บันทึกข้อมูล"),
        ("อนันต์ ดูแลดี", "บทบาท: ผู้บันทึกข้อมูล"),
        ("อนันต์ ดูแลดี", "บทบาท: ไม่มี"),
    ]


def test_the_history_of_an_account_holds_no_password(clerk):
    assert {"password", "last_login"}.isdisjoint(field.name for field in User.history.model._meta.fields)


def test_progress_is_only_ever_added(centre1):
    directive = a_directive(a_visit(centre1, "28/01/2566"), to=[centre1])
    row = Progress.objects.create(
        assignment=directive.assignments.get(), verb="report", state="reported", by_name="กัญญา"
    )
    for write in (row.save, row.delete, Progress.objects.all().delete):
        with pytest.raises(Untracked):
            write()
    with pytest.raises(Untracked):
        Progress.objects.bulk_update([row], ["text"])


@pytest.mark.parametrize(
    ("owner", "model"),
    [
        (lambda: unit("DIPROM-C01"), Visit),
        (lambda: official("nattiya"), Attendance),
        (lambda: Post.objects.get(code="diprom-deputy-director-general"), Attendance),
        (lambda: unit("PIO-TH-52"), Assignment),
    ],
    ids=["unit", "official", "post", "responsible unit"],
)
def test_what_records_refer_to_is_not_deleted_with_them(db, owner, model):
    visit = a_visit(unit("DIPROM-C01"), "28/01/2566", lead=official("nattiya"))
    a_directive(visit, to=[unit("PIO-TH-52")])
    with pytest.raises(models.ProtectedError):
        owner().delete()
    assert model.objects.count() == 1


def test_only_the_signed_in_and_active_see_rows(centre1, clerk):
    gone = an_account("executive", is_active=False)
    for model in (Unit, Official, Visit, Directive):
        assert model.objects.visible_to(AnonymousUser()).query.is_empty()
        assert model.objects.visible_to(gone).query.is_empty()
    assert centre1 in Unit.objects.visible_to(clerk)


def test_a_moment_in_history_is_of_the_day_here():
    assert value_text(datetime(2023, 1, 27, 20, 0, tzinfo=UTC)) == "28 ม.ค. 2566"


def test_a_day_is_stored_as_a_day_of_the_common_era(centre1):
    visit = a_visit(centre1, "๒๘ ม.ค. ๒๕๖๖")
    assert Visit.objects.values_list("starts_on", "ends_on").get() == (date(2023, 1, 28), date(2023, 1, 28))
    assert str(visit.days) == "28 ม.ค. 2566"


def test_every_tracked_model_counts_its_versions():
    assert all(issubclass(model, Tracked) for model in registered_models.values() if model is not User)
