"""What the database itself refuses, whoever writes: each constraint is broken here by a write past all forms."""

from datetime import date, time

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from config.tests.cast import (
    a_directive,
    a_finding,
    a_visit,
    an_account,
    attend,
    dimension,
    official,
    post,
    province,
    unit,
)
from officials.models import AccessKey, Appointment, FormerName, OfficialAlias, PositionStatement, Post, User
from officials.models.deputy import Deputy
from officials.models.identity import Identity
from officials.models.usage_log import Use
from units.models import DistinctPair, Merge, Responsibility, UnitAlias, UnitReorganisation, UnitSuccession
from visits.models import (
    Acceptance,
    Activity,
    Amendment,
    Assignment,
    Attachment,
    Attendance,
    CalendarSetting,
    ColumnMapping,
    Counter,
    Dimension,
    Directive,
    DirectiveAbout,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveProgramme,
    DirectiveRelation,
    FindingDimension,
    FindingProgramme,
    FollowUpRound,
    Holiday,
    Import,
    ImportRow,
    Letter,
    NameAsWritten,
    Office,
    PressRelease,
    PressReleaseVisit,
    Programme,
    Progress,
    Reading,
    ReadingName,
    Reminder,
    ReminderSetting,
    RoundDirective,
    SavedFilter,
    Trip,
    Visit,
    VisitActivity,
    VisitPolicy,
    Webhook,
    WebhookDelivery,
)

# A Buddhist year stored as if it were a Gregorian one, and a day before any record.
BE_AS_CE = date(2566, 1, 28)
LONG_AGO = date(1900, 1, 1)
DAY, DAY_BEFORE = date(2023, 1, 28), date(2023, 1, 27)


def constraints():
    """Every constraint of our models by its name, with the model."""
    return {
        constraint.name: (model, constraint)
        for package in ("units", "officials", "visits")
        for model in apps.get_app_config(package).get_models()
        for constraint in model._meta.constraints
    }


def visit():
    return Visit.objects.first() or a_visit(unit("DIPROM-MICE"), DAY)


def finding():
    return visit().findings.first() or a_finding(visit())


def directive():
    return visit().directives.first() or a_directive(visit())


def trip():
    return Trip.objects.create(title="ลงพื้นที่จังหวัดลำปาง")


def appointment():
    return Appointment.objects.create(official=official("nattiya"), post=post("ind-permanent-secretary"))


def responsibility():
    return Responsibility.objects.create(unit=unit("DIPROM-MICE"), province=province("TH-52"))


def assignment(at="DIPROM", **fields):
    return Assignment.objects.create(directive=directive(), unit=unit(at), **fields)


def progress():
    return Progress.objects.create(assignment=assignment(), verb="report", state="reported", by_name="กัญญา")


def amendment():
    return Amendment.objects.create(directive=directive(), sequence=1, text="เดิม", kind="policy", by_name="ก")


def programme():
    return Programme.objects.get_or_create(name="ดีพร้อม")[0]


def policy():
    return dimension("business").policy


def activity():
    return Activity.objects.get_or_create(code="tour", name="เยี่ยมชม")[0]


def attachment():
    return Attachment.objects.create(visit=visit(), file="a.pdf")


def follow_up_round():
    return FollowUpRound.objects.get_or_create(fiscal_year=2566, sequence=1, opens_on=DAY_BEFORE, due_on=DAY)[
        0
    ]


def relation():
    earlier = directive()
    later = Directive.objects.exclude(pk=earlier.pk).first() or a_directive(visit(), "สืบเนื่อง")
    return DirectiveRelation.objects.create(directive=later, earlier=earlier)


def letter():
    return Letter.objects.create(subject="แจ้งข้อสั่งการ")


def holiday():
    return Holiday.objects.create(date=DAY, name="วันหยุด")


def press_release():
    return PressRelease.objects.create(title="ข่าว", url="https://example.go.th/1")


def webhook():
    return Webhook.objects.create(name="ปลายทาง", url="https://data.example.go.th/")


def delivery():
    return WebhookDelivery.objects.create(
        hook=webhook(), event="visit.certified", data={}, sent_at=timezone.now()
    )


def access_key():
    return AccessKey.objects.create(
        user=account(), name="แดชบอร์ด", digest="0" * 64, expires_on=timezone.localdate()
    )


def deputy():
    reviewer, other = an_account("reviewer"), an_account("clerk")
    return Deputy.objects.create(reviewer=reviewer, deputy=other, starts_on=DAY, ends_on=DAY)


def former_name():
    return FormerName.objects.create(official=official("nattiya"), first_name="เดิม", until=DAY)


def statement():
    held = Appointment.objects.order_by("-pk").first() or appointment()
    return PositionStatement.objects.create(appointment=held, stated_on=DAY, source="ข่าว")


def table_import():
    account = User.objects.first() or an_account("clerk")
    return Import.objects.create(kind="visits", name="a.xlsx", sha256="0" * 64, created_by=account)


def import_row():
    source = Import.objects.first() or table_import()
    return ImportRow.objects.create(source=source, order=1, sheet="ก", row=2, values={}, outcome="new")


def column_mapping():
    return ColumnMapping.objects.create(name="ของเรา", kind="visits", form="วันที่")


def reading():
    return Reading.objects.first() or Reading.objects.create(text="ข่าว", text_hash="0" * 64)


def reading_name():
    return ReadingName.objects.create(reading=reading(), kind="unit", key="ก", name="ก")


def name_as_written():
    return NameAsWritten.objects.create(kind="unit", key="ก", name="ก")


def account():
    return User.objects.first() or an_account("clerk")


def calendar_setting():
    return CalendarSetting.objects.create(user=account(), feed_seed="a")


def saved_filter():
    return SavedFilter.objects.create(owner=account(), name="ภาคเหนือ")


def reminder():
    return Reminder.objects.create(
        user=account(), kind="digest", about="2026-47", text="สรุป", tried_at=timezone.now()
    )


def succession():
    return UnitSuccession.objects.create(unit=unit("DIPROM-C01"), successor=unit("DIPROM-C02"))


def merge():
    return Merge.objects.create(
        model="units.unit", target=1, dropped=2, target_name="ก", dropped_name="ข", by_name="ค"
    )


def reorganisation():
    return UnitReorganisation.objects.create(
        unit=unit("DIPROM-C01"), kind="rename", on=DAY, title="เปลี่ยนชื่อ", by_name="ค"
    )


def distinct_pair():
    return DistinctPair.objects.create(
        model="units.unit", first=1, second=2, first_name="ก", second_name="ข", by_name="ค"
    )


# Name of the constraint -> a row that stands, and the values that break it.
BREAKING = {
    "reminder_kind_known": (reminder, {"kind": "letter"}),
    "reminder_setting_delivery_known": (
        lambda: ReminderSetting.objects.create(user=account()),
        {"delivery": "weekly"},
    ),
    "use_kind_known": (lambda: Use.objects.create(kind="print", by_name="ผู้ใช้"), {"kind": "look"}),
    "province_region_known": (lambda: province("TH-50"), {"region": "middle"}),
    "unit_kind_known": (lambda: unit("DIPROM"), {"kind": "ship"}),
    "unit_verified_known": (lambda: unit("DIPROM"), {"verified": "perhaps"}),
    "unit_opened_on_in_range": (lambda: unit("DIPROM"), {"opened_on": LONG_AGO}),
    "unit_closed_on_in_range": (lambda: unit("DIPROM"), {"closed_on": BE_AS_CE}),
    "unit_closes_after_opening": (lambda: unit("DIPROM"), {"opened_on": DAY, "closed_on": DAY_BEFORE}),
    "unit_not_its_own_parent": (lambda: unit("DIPROM"), {"parent": models.F("pk")}),
    "unit_not_its_own_successor": (lambda: unit("DIPROM"), {"successor": models.F("pk")}),
    "unit_succession_of_two": (succession, {"successor": models.F("unit")}),
    "unit_succession_on_in_range": (succession, {"on": LONG_AGO}),
    "unit_reorganisation_kind_known": (reorganisation, {"kind": "dance"}),
    "unit_reorganisation_on_in_range": (reorganisation, {"on": LONG_AGO}),
    "merge_of_two": (merge, {"target": models.F("dropped")}),
    "distinct_pair_in_order": (distinct_pair, {"first": models.F("second")}),
    "responsibility_verified_known": (responsibility, {"verified": "perhaps"}),
    "official_left_on_in_range": (lambda: official("nattiya"), {"left_on": BE_AS_CE}),
    "post_rank_positive": (lambda: post("ind-permanent-secretary"), {"rank": 0}),
    "appointment_kind_known": (appointment, {"kind": "king"}),
    "appointment_verified_known": (appointment, {"verified": "perhaps"}),
    "appointment_starts_on_in_range": (appointment, {"starts_on": LONG_AGO}),
    "appointment_ends_on_in_range": (appointment, {"ends_on": BE_AS_CE}),
    "appointment_stated_first_in_range": (appointment, {"stated_first": LONG_AGO}),
    "appointment_stated_last_in_range": (appointment, {"stated_last": BE_AS_CE}),
    "appointment_ends_after_start": (appointment, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "appointment_stated_in_order": (appointment, {"stated_first": DAY, "stated_last": DAY_BEFORE}),
    "counter_year_is_be": (lambda: Counter.objects.create(series="ต.", year=2566), {"year": 2023}),
    "policy_starts_on_in_range": (policy, {"starts_on": LONG_AGO}),
    "policy_ends_on_in_range": (policy, {"ends_on": BE_AS_CE}),
    "policy_ends_after_start": (policy, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "programme_kind_known": (programme, {"kind": "wish"}),
    "trip_number_whole": (trip, {"number": "ค.1/2566"}),
    "visit_number_whole": (visit, {"number_year": 2566}),
    "visit_status_known": (visit, {"status": "dreamt"}),
    "visit_record_state_known": (visit, {"record_state": "lost"}),
    "visit_starts_on_in_range": (visit, {"starts_on": LONG_AGO}),
    "visit_ends_on_in_range": (visit, {"ends_on": BE_AS_CE}),
    "visit_ends_after_start": (visit, {"ends_on": DAY_BEFORE}),
    "visit_time_in_order": (visit, {"start_time": time(13), "end_time": time(9)}),
    "visit_end_time_has_start": (visit, {"end_time": time(9)}),
    "visit_called_off_with_reason": (visit, {"status": "cancelled"}),
    "visit_moved_only_if_postponed": (visit, {"moved_to": models.F("pk")}),
    "visit_final_is_numbered": (visit, {"record_state": "final"}),
    "attendance_role_known": (lambda: attend(visit(), official("nattiya")), {"role": "driver"}),
    "attendance_someone": (
        lambda: attend(visit(), official("nattiya")),
        {"official": None, "position": "", "name": ""},
    ),
    "finding_kind_known": (finding, {"kind": "rumour"}),
    "finding_topic_known": (finding, {"topic": "weather"}),
    "finding_figure_has_measure": (finding, {"figure": 9}),
    "finding_year_is_be": (finding, {"year_be": 2023}),
    "directive_number_whole": (directive, {"number_seq": 1}),
    "directive_kind_known": (directive, {"kind": "wish"}),
    "directive_follow_up_known": (directive, {"follow_up": "never"}),
    "directive_overall_state_known": (directive, {"overall_state": "lost"}),
    "directive_due_on_in_range": (directive, {"due_on": BE_AS_CE}),
    "directive_circulated_on_in_range": (directive, {"circulated_on": BE_AS_CE}),
    "relation_kind_known": (relation, {"kind": "hates"}),
    "relation_not_to_itself": (relation, {"earlier": models.F("directive")}),
    "letter_form_known": (letter, {"form": "postcard"}),
    "letter_dated_on_in_range": (letter, {"dated_on": BE_AS_CE}),
    "assignment_role_known": (assignment, {"role": "boss"}),
    "assignment_state_known": (assignment, {"state": "lost"}),
    "assignment_due_on_in_range": (assignment, {"due_on": BE_AS_CE}),
    "assignment_effective_due_on_in_range": (assignment, {"effective_due_on": BE_AS_CE}),
    "progress_verb_known": (progress, {"verb": "sing"}),
    "progress_state_known": (progress, {"state": "lost"}),
    "progress_reported_on_in_range": (progress, {"reported_on": BE_AS_CE}),
    "amendment_due_on_in_range": (amendment, {"due_on": BE_AS_CE}),
    "amendment_counts_from_one": (amendment, {"sequence": 0}),
    "round_opens_on_in_range": (follow_up_round, {"opens_on": LONG_AGO}),
    "round_due_on_in_range": (follow_up_round, {"due_on": BE_AS_CE}),
    "round_closed_on_in_range": (follow_up_round, {"closed_on": BE_AS_CE}),
    "round_closed_after_opening": (
        follow_up_round,
        {"opens_on": DAY, "due_on": DAY, "closed_on": DAY_BEFORE},
    ),
    "round_due_after_opening": (follow_up_round, {"opens_on": DAY, "due_on": DAY_BEFORE}),
    "round_year_is_be": (follow_up_round, {"fiscal_year": 2023}),
    "attachment_kind_known": (attachment, {"kind": "song"}),
    "attachment_one_owner": (attachment, {"trip": 1}),
    "holiday_date_in_range": (holiday, {"date": BE_AS_CE}),
    "holiday_verified_known": (holiday, {"verified": "perhaps"}),
    "office_only_one": (Office.objects.create, {"id": 2}),
    "visit_not_moved_to_itself": (
        visit,
        {"status": "postponed", "status_reason": "ฝน", "moved_to": models.F("pk")},
    ),
    "webhook_has_seed": (webhook, {"seed": ""}),
    "webhook_delivery_event_known": (delivery, {"event": "visit.lost"}),
    "webhook_delivery_sent_or_given_up": (delivery, {"given_up_at": timezone.now()}),
    "access_key_made_on_in_range": (access_key, {"made_on": LONG_AGO}),
    "access_key_expires_on_in_range": (access_key, {"expires_on": BE_AS_CE}),
    "access_key_expires_after_start": (access_key, {"expires_on": DAY}),
    "access_key_has_name": (access_key, {"name": ""}),
    "deputy_starts_on_in_range": (deputy, {"starts_on": LONG_AGO}),
    "deputy_ends_on_in_range": (deputy, {"ends_on": BE_AS_CE}),
    "deputy_ends_after_start": (deputy, {"starts_on": date(2023, 12, 31)}),
    "deputy_is_another": (deputy, {"deputy": models.F("reviewer")}),
    "former_name_until_in_range": (former_name, {"until": BE_AS_CE}),
    "position_statement_stated_on_in_range": (statement, {"stated_on": BE_AS_CE}),
    "import_kind_known": (table_import, {"kind": "?"}),
    "import_state_known": (table_import, {"state": "?"}),
    "import_two_digit_years_known": (table_import, {"two_digit_years": "??"}),
    "import_row_outcome_known": (import_row, {"outcome": "?"}),
    "column_mapping_kind_known": (column_mapping, {"kind": "?"}),
    "reading_state_known": (reading, {"state": "?"}),
    "reading_starts_on_in_range": (reading, {"starts_on": BE_AS_CE}),
    "reading_taken_has_release": (reading, {"state": "taken"}),
    "reading_name_kind_known": (reading_name, {"kind": "?"}),
    "name_as_written_kind_known": (name_as_written, {"kind": "?"}),
    "press_published_on_in_range": (press_release, {"published_on": BE_AS_CE}),
    "saved_filter_page_known": (saved_filter, {"page": "shelf"}),
    "calendar_setting_week_start_known": (calendar_setting, {"week_start": "friday"}),
    "calendar_setting_revoked_has_no_key": (calendar_setting, {"feed_revoked_at": timezone.now()}),
}


def lead():
    """Another person each time, always in the lead."""
    who = official(["nattapol", "nattiya"][visit().attendances.count()])
    return Attendance.objects.create(visit=visit(), official=who, role="lead")


def leading_unit():
    return assignment(["DIPROM", "IND-OPS"][directive().assignments.count()], role="lead")


def numbered(model, **fields):
    return model.objects.create(number_year=2566, number_seq=1, number="1/2566", **fields)


# Name of the constraint -> what may be done once, but not twice.
DOUBLING = {
    "unit_alias_once": lambda: UnitAlias.objects.create(unit=unit("DIPROM"), alias="กรมส่งเสริม"),
    "merge_once": merge,
    "distinct_pair_once": distinct_pair,
    "unit_succession_once": lambda: UnitSuccession.objects.bulk_create(
        [UnitSuccession(unit=unit("DIPROM-C01"), successor=unit("DIPROM-C02"))]
    ),
    "responsibility_once": responsibility,
    "official_alias_once": lambda: OfficialAlias.objects.create(official=official("nattiya"), alias="แนท"),
    "webhook_url_once": webhook,
    "access_key_digest_once": access_key,
    "identity_opens_one_account": lambda: Identity.objects.create(
        user=an_account("clerk", username=f"clerk{User.objects.count()}"), issuer="https://login", subject="a"
    ),
    "identity_one_for_each_account": lambda: Identity.objects.create(
        user=account(), issuer="https://login", subject=f"{Identity.objects.count()}"
    ),
    "post_once": lambda: Post.objects.create(unit=unit("DIPROM"), title="เลขานุการกรม"),
    "counter_once": lambda: Counter.objects.create(series="ต.", year=2566),
    "trip_number_once": lambda: numbered(Trip, title="ลงพื้นที่"),
    "visit_number_once": lambda: numbered(Visit, unit=unit("DIPROM"), starts_on=DAY),
    "visit_activity_once": lambda: VisitActivity.objects.create(visit=visit(), activity=activity()),
    "visit_policy_once": lambda: VisitPolicy.objects.create(visit=visit(), policy=policy()),
    "attendance_once": lambda: Attendance.objects.create(visit=visit(), official=official("nattiya")),
    "attendance_one_lead": lead,
    "acceptance_once": lambda: Acceptance.objects.create(
        visit=visit(), code="holiday", subject="a", by_name="สมหญิง"
    ),
    "finding_dimension_once": lambda: FindingDimension.objects.create(
        finding=finding(), dimension=dimension("income")
    ),
    "finding_programme_once": lambda: FindingProgramme.objects.create(
        finding=finding(), programme=programme()
    ),
    "directive_number_once": lambda: numbered(Directive, visit=visit(), text="สั่ง"),
    "directive_about_once": lambda: DirectiveAbout.objects.create(directive=directive(), unit=unit("DIPROM")),
    "dimension_code_once": lambda: Dimension.objects.create(
        policy=policy(), code="safety", name="ความปลอดภัย"
    ),
    "directive_dimension_once": lambda: DirectiveDimension.objects.create(
        directive=directive(), dimension=dimension("income")
    ),
    "directive_programme_once": lambda: DirectiveProgramme.objects.create(
        directive=directive(), programme=programme()
    ),
    "directive_finding_once": lambda: DirectiveFinding.objects.create(
        directive=directive(), finding=finding()
    ),
    "relation_once": relation,
    "assignment_once": assignment,
    "assignment_one_lead": leading_unit,
    "amendment_once": amendment,
    "round_once": lambda: FollowUpRound.objects.create(
        fiscal_year=2566, sequence=1, opens_on=DAY, due_on=DAY
    ),
    "round_directive_once": lambda: RoundDirective.objects.create(
        round=follow_up_round(), directive=directive()
    ),
    "press_url_once": press_release,
    "former_name_one_at_a_time": former_name,
    "position_statement_once": statement,
    "import_row_once": import_row,
    "column_mapping_name_once": column_mapping,
    "reading_name_once": reading_name,
    "name_as_written_once": name_as_written,
    "press_visit_once": lambda: PressReleaseVisit.objects.create(
        press_release=PressRelease.objects.first() or press_release(), visit=visit()
    ),
    "reminder_once": reminder,
    "holiday_once": holiday,
    "saved_filter_name_once": saved_filter,
}


def words_of(name):
    """How the database names the constraint in its refusal."""
    model, constraint = constraints()[name]
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        return name
    columns = [model._meta.get_field(field).column for field in constraint.fields]
    return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)


@pytest.mark.parametrize("name", BREAKING)
def test_the_database_refuses_values_that_cannot_be(db, name):
    make, values = BREAKING[name]
    row = make()
    with pytest.raises(IntegrityError, match=rf"\b{words_of(name)}\b"), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("name", DOUBLING)
def test_the_database_refuses_a_second_of_what_there_is_one(db, name):
    DOUBLING[name]()
    with pytest.raises(IntegrityError, match=rf"\b{words_of(name)}\b"), transaction.atomic():
        DOUBLING[name]()


def test_every_constraint_is_broken_here():
    assert set(BREAKING) | set(DOUBLING) == set(constraints())


def test_every_choice_is_known_to_the_database():
    """A field with choices has a constraint, else a bulk write stores what no form would."""
    unguarded = [
        f"{model.__name__}.{field.name}"
        for package in ("units", "officials", "visits")
        for model in apps.get_app_config(package).get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.concrete_fields
        if field.choices and not any(field.name in str(one.condition) for one in checks(model))
    ]
    assert unguarded == []


def checks(model):
    return [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]


def test_every_day_has_its_range():
    days = [
        f"{model.__name__}.{field.name}"
        for package in ("units", "officials", "visits")
        for model in apps.get_app_config(package).get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "DateField"
        and not any(one.name.endswith(f"{field.name}_in_range") for one in checks(model))
    ]
    assert days == []
