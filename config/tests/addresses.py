"""Every address of the site and who may see it.

A new address is one new line in TABLE, the name of its route and who may see it:

    "name": everybody(),               all who sign in
    "name": only("reviewer", "clerk"), these roles; the others are refused (403)
    "name": of("visit"),               the page of a record (`pk`): officers get 404 for another unit's record;
                                       names of records are those of `two_worlds()`; of("visit", "reviewer") for some roles
    "name": PUBLIC,                    needs no sign-in

Other parts of an address than `pk` are given as values: everybody(year=2023). Pages of the admin need no line: they are
for those to whom `officials/roles.py` gives the model, but for what stands in NEVER.
"""

from dataclasses import dataclass, field

from django.contrib import admin
from django.urls import get_resolver

from officials.roles import ROLES
from visits.manual.chapters import BY_SLUG
from visits.reports import REPORTS

NAMES = [role.code for role in ROLES]
STAFF = frozenset(role.code for role in ROLES if role.enters_data)


@dataclass(frozen=True)
class Rule:
    record: str = ""
    roles: frozenset = frozenset(NAMES)
    is_public: bool = False
    answer: str = "shown"
    values: dict = field(default_factory=dict)


def everybody(**values):
    return Rule(values=values)


def only(*roles, **values):
    return Rule(roles=frozenset(roles), values=values)


def of(record, *roles, **values):
    return Rule(record=record, roles=frozenset(roles or NAMES), values=values)


PUBLIC = Rule(is_public=True)
OFFICE = frozenset({"clerk", "reviewer"})
OFFICERS = "the officer's own"  # a value that is looked up, such as the key of the feed
NONE_YET = Rule(answer="not found")  # for all who sign in; the office has uploaded none here
# The own and another, of which everybody sees what else they may see; of the other the officer nothing here.
EACH_UNIT, EACH_PERSON = "each unit", "each person"
EACH_PROVINCE = ["TH-50", "TH-30"]
# A list: the officer asks all of them, the others the first.
EACH_REPORT = sorted(REPORTS)
EACH_CHAPTER = sorted(BY_SLUG)
STEP = "submit"

TABLE = {
    "front": everybody(),
    "calendar": everybody(),
    "month": everybody(year=2023, month=1),
    "go_to_day": everybody(),
    "own_feed": everybody(),
    "feed": Rule(is_public=True, values={"key": OFFICERS}),
    "clashes": everybody(),
    "saved_filters": everybody(),
    "saved_filter": of("saved filter"),
    "saved_directive_filters": everybody(),
    "calendar_setting": everybody(),
    "pin_filter": of("saved filter"),
    "year": everybody(year=2023),
    "fiscal": everybody(year=2566),
    "this_week": everybody(),
    "week": everybody(day="2023-01-28"),
    "calendar_day": everybody(day="2023-01-28"),
    "agenda": everybody(),
    "agenda_month": everybody(year=2023, month=1),
    "calendar_text": everybody(),
    "wall": everybody(year=2023, month=1),
    "wall_pdf": everybody(year=2023, month=1),
    "visit": of("visit"),
    "visit_text": of("visit"),
    "visit_ics": of("visit"),
    "visit_print": of("visit"),
    "visit_pdf": of("visit"),
    "visit_word": of("visit"),
    "sign_off": of("visit", "clerk", "reviewer", code=STEP),
    "waiting": only("reviewer"),
    "trip": of("trip"),
    "trip_print": of("trip"),
    "trip_pdf": of("trip"),
    "trip_word": of("trip"),
    "before": everybody(),
    "unit_before": everybody(pk=EACH_UNIT),
    "unit_before_print": everybody(pk=EACH_UNIT),
    "unit_before_pdf": everybody(pk=EACH_UNIT),
    "province_before": everybody(code=EACH_PROVINCE),
    "province_before_print": everybody(code=EACH_PROVINCE),
    "province_before_pdf": everybody(code=EACH_PROVINCE),
    "reports": everybody(),
    "report": everybody(report_id=EACH_REPORT),
    "report_print": everybody(report_id=EACH_REPORT),
    "report_pdf": everybody(report_id="register"),
    "report_word": everybody(report_id="annual"),
    "report_slides": everybody(report_id="brief"),
    "report_xlsx": everybody(report_id=EACH_REPORT),
    "report_csv": everybody(report_id=EACH_REPORT),
    "report_json": everybody(report_id=EACH_REPORT),
    "open_data": everybody(),
    "open_data_dictionary": everybody(),
    "api": everybody(),
    "openapi": everybody(),
    "directives": everybody(),
    "own_directives": everybody(),
    "directive": of("directive"),
    "directive_notify": of("directive", "clerk", "reviewer"),
    "directive_assign": of("directive", "clerk", "reviewer"),
    "directive_group_fill": of("directive", "clerk", "reviewer"),
    "directive_group_undo": of("directive", "clerk", "reviewer"),
    "directive_amend": of("directive", "clerk", "reviewer"),
    "directive_circulate": of("directive", "clerk", "reviewer"),
    "directive_consider": of("directive", "clerk", "reviewer"),
    "assignment": of("assignment"),
    "step": of("assignment", "clerk", "reviewer", "officer", verb="report"),
    "press_release": only("clerk", "reviewer"),
    "readings": only("clerk", "reviewer"),
    "reading_names": only("clerk", "reviewer"),
    "match_readings": only("clerk", "reviewer"),
    "set_reading_aside": only("clerk", "reviewer", reading=OFFICERS),
    "merge": only("reviewer", "admin", kind="officials"),
    "merge_distinct": only("reviewer", "admin", kind="officials"),
    "merge_undo": Rule(
        roles=frozenset({"reviewer", "admin"}), answer="not found", values={"kind": "officials", "record": 1}
    ),
    "unit_reorganise_undo": Rule(
        roles=frozenset({"clerk", "reviewer", "admin"}),
        answer="not found",
        values={"pk": EACH_UNIT, "record": 1},
    ),
    "unit_reorganise": only("clerk", "reviewer", "admin", pk=EACH_UNIT),
    "first_run": only("admin"),
    "manual": everybody(),
    "manual_chapter": everybody(slug=EACH_CHAPTER),
    "worklists": only("clerk", "reviewer"),
    "worklist_drafts": only("clerk", "reviewer"),
    "worklist_draft": of("visit", "clerk", "reviewer"),
    "worklist_names": only("clerk", "reviewer"),
    "worklist_people": only("clerk", "reviewer"),
    "worklist_incomplete": only("clerk", "reviewer"),
    "worklist_unvisited": only("clerk", "reviewer"),
    "appointments_paste": only("clerk", "reviewer"),
    "worklist_appointments": only("clerk", "reviewer", "admin"),
    "worklist_positions": only("clerk", "reviewer"),
    "imports": only("clerk", "reviewer"),
    "import_new": only("clerk", "reviewer"),
    "import": Rule(roles=OFFICE, answer="not found", values={"pk": 1}),  # nobody has brought one in
    "import_leftovers": Rule(roles=OFFICE, answer="not found", values={"pk": 1}),
    "import_template": only("clerk", "reviewer", kind="visits"),
    "round_open": only("clerk", "reviewer"),
    "round": only("clerk", "reviewer", pk=OFFICERS),
    "round_close": only("clerk", "reviewer", pk=OFFICERS),
    "round_reopen": only("clerk", "reviewer", pk=OFFICERS),
    "file": of("file"),
    "photograph": of("photograph"),
    "preview": of("photograph"),
    "letters": only("clerk", "reviewer"),
    "letter_new": only("clerk", "reviewer"),
    "letter": of("letter"),
    "letter_word": of(
        "letter", "clerk", "reviewer"
    ),  # a copy as signed is kept for units, which this one lacks
    "letter_discard": of("letter", "clerk", "reviewer"),
    "reminders": everybody(),
    "unreached": only("clerk", "reviewer"),
    "person_data": only("auditor", "admin", pk=EACH_PERSON),
    "person_data_csv": only("auditor", "admin", pk=EACH_PERSON),
    "revert": only("reviewer", kind="visits.visit", past=OFFICERS),
    "trail": only("auditor"),
    "trail_csv": only("auditor"),
    "uses": only("auditor"),
    "uses_csv": only("auditor"),
    "crest": NONE_YET,
    "lookup_units": everybody(),
    "lookup_officials": everybody(),
    "lookup_directives": everybody(),
    "own_account": everybody(),
    "access_keys": everybody(),
    "access_key_revoke": everybody(pk=[0]),
    "session_end": everybody(mark="gone"),
    "sessions_end": everybody(),
    "still_here": everybody(),
    "second_factor": everybody(),
    "second_factor_picture": NONE_YET,
    "sign_in_code": Rule(is_public=True, answer="sign-in"),  # nobody has given a password here
    # Without a provider of its own the site has no such page.
    "openid": Rule(is_public=True, answer="not found"),
    "openid_back": Rule(is_public=True, answer="not found"),
    "openid_leave": Rule(is_public=True, answer="not found"),
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "status": only("admin"),
    "admin:index": only(*STAFF),
    "admin:login": PUBLIC,
    "admin:password_change": everybody(),
    "admin:password_change_done": everybody(),
    "admin:jsi18n": only(*STAFF),
    "admin:autocomplete": only(),
    "admin:view_on_site": Rule(
        roles=STAFF, answer="not found", values={"content_type_id": 1, "object_id": 1}
    ),
    "admin:app_list": only(*STAFF, app_label="visits"),
    "admin:auth_user_password_change": only("admin", id=OFFICERS),
    "admin:officials_user_reset_factor": only("admin", id=OFFICERS),
    "admin:visits_visit_units": Rule(roles=STAFF),
    "admin:visits_visit_position": Rule(roles=STAFF, answer="not found"),  # of nobody in particular
    "admin:logout": Rule(answer="sign-in"),  # the last, for after it one is nobody
}

# What a password alone opens to whom the role asks for a second factor: to set it up, and to leave.
OPEN_WITHOUT_FACTOR = {
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "second_factor",
    "second_factor_picture",
    "still_here",
}

# What the admin makes by itself for a model, and the permission each page asks for.
PAGES = {"changelist": "view", "add": "add", "change": "view", "history": "view", "delete": "delete"}
# Nobody adds an order apart from its visit, a second office, or deletes what others refer to or what has a number.
NEVER = {
    "identity": "add",
    "directive": "add delete",
    "office": "delete",
    "user": "delete",
    "visit": "delete",
}


def routes(patterns=None, space=""):
    """Name of every route, with its namespace; those without a name only lead on to others."""
    for one in patterns or get_resolver().url_patterns:
        if hasattr(one, "url_patterns"):
            yield from routes(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}"


def admin_pages():
    """Name of the route -> (model, page)."""
    return {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}": (model, page)
        for model in admin.site._registry
        for page in PAGES
    }
