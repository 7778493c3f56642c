"""Every address of the site, asked by every role and by nobody, answers as this table says, and tells no other unit's data.

A new address is one new line in TABLE, the name of its route and who may see it:

    "name": everybody(),               all who sign in
    "name": only("reviewer", "clerk"), these roles; the others are refused (403)
    "name": of("visit"),               the page of a record (`pk`): officers get 404 for another unit's record;
                                       names of records are those of `two_worlds()`; of("visit", "reviewer") for some roles
    "name": PUBLIC,                    needs no sign-in

Other parts of an address than `pk` are given as values: everybody(year=2023). Pages of the admin need no line: they are
for those to whom `officials/roles.py` gives the model, but for what stands in NEVER.
"""

import zipfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from config.tests.cast import an_account, client_of, unit
from config.tests.two_worlds import SECRET, two_worlds
from officials.models import RequiredFactor
from officials.roles import ROLES
from visits.models import CalendarSetting, FollowUpRound, SavedFilter, Visit
from visits.papers.turns import AT_A_TIME
from visits.reports import REPORTS

pytestmark = pytest.mark.django_db

NAMES = [role.code for role in ROLES]
STAFF = frozenset(role.code for role in ROLES if role.enters_data)
NOBODY = "nobody"
# Rows are chosen for the officer by the database; what the other roles may is decided without it.
EACH_ROLE = [
    one if one in ("officer", "clerk") else pytest.param(one, marks=pytest.mark.one_database) for one in NAMES
] + [NOBODY]


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
OFFICERS = "the officer's own"  # a value that is looked up, such as the key of the feed
NONE_YET = Rule(answer="not found")  # for all who sign in; the office has uploaded none here
# The own and another, of which everybody sees what else they may see; of the other the officer nothing here.
EACH_UNIT, EACH_PERSON = "each unit", "each person"
EACH_PROVINCE = ["TH-50", "TH-30"]
# A list: the officer asks all of them, the others the first.
EACH_REPORT = sorted(REPORTS)
STEP = "submit"

TABLE = {
    "front": everybody(),
    "calendar": everybody(),
    "month": everybody(year=2023, month=1),
    "own_feed": everybody(),
    "feed": Rule(is_public=True, values={"key": OFFICERS}),
    "clashes": everybody(),
    "saved_filters": everybody(),
    "saved_filter": of("saved filter"),
    "saved_directive_filters": everybody(),
    "calendar_setting": everybody(),
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
    "report_xlsx": everybody(report_id=EACH_REPORT),
    "report_csv": everybody(report_id=EACH_REPORT),
    "directives": everybody(),
    "own_orders": everybody(),
    "directive": of("directive"),
    "directive_notify": of("directive", "clerk", "reviewer"),
    "directive_assign": of("directive", "clerk", "reviewer"),
    "directive_group_fill": of("directive", "clerk", "reviewer"),
    "directive_group_undo": of("directive", "clerk", "reviewer"),
    "directive_amend": of("directive", "clerk", "reviewer"),
    "assignment": of("assignment"),
    "step": of("assignment", "clerk", "reviewer", "officer", verb="report"),
    "press_release": only("clerk", "reviewer"),
    "round_open": only("clerk", "reviewer"),
    "round": only("clerk", "reviewer", pk=OFFICERS),
    "round_close": only("clerk", "reviewer", pk=OFFICERS),
    "round_reopen": only("clerk", "reviewer", pk=OFFICERS),
    "file": of("file"),
    "photograph": of("photograph"),
    "preview": of("photograph"),
    "letters": only("clerk", "reviewer"),
    "letter_new": only("clerk", "reviewer"),
    "letter": of("letter", "clerk", "reviewer"),
    "letter_word": of("letter", "clerk", "reviewer"),
    "letter_discard": of("letter", "clerk", "reviewer"),
    "reminders": everybody(),
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


def test_every_address_is_in_the_table():
    known = TABLE.keys() | admin_pages().keys()
    missing = [
        f'“{name}” is a new address: add one line to TABLE above, such as "{name}": everybody(), '
        f'only("reviewer") or of("visit"); the docstring tells which.'
        for name in dict.fromkeys(routes())
        if name not in known
    ]
    assert missing == []


def test_every_address_has_a_name_that_no_other_has():
    """Without one it would not be asked."""
    names = [one.name for one in get_resolver().url_patterns if not hasattr(one, "url_patterns")]
    assert [name for name in names if not name or names.count(name) > 1] == []


def test_the_table_holds_no_address_that_is_gone():
    assert sorted(TABLE.keys() - set(routes())) == []


@dataclass
class Walk:
    """One role's way through the site."""

    role: str
    client: Client
    records: dict
    officers: dict

    def differences(self):
        for name, rule in TABLE.items():
            for which, values in self.asked(rule):
                answer = self.ask(reverse(name, kwargs=values))
                if answer != (expected := self.expected(name, rule, which)):
                    yield f"{name} {values}: {answer}, the table says {expected}"

    def differences_in_the_admin(self):
        """Of each model the pages that the roles file gives; the record asked for is the other unit's."""
        for name, (model, page) in admin_pages().items():
            row = model._default_manager.order_by("-pk").first()
            if page in ("changelist", "add") or row:
                answer = self.ask(reverse(name, args=[] if page in ("changelist", "add") else [row.pk]))
                if answer != (expected := self.expected_in_the_admin(model._meta.model_name, page)):
                    yield f"{name}: {answer}, the roles say {expected}"

    def led_away(self, to):
        """Of each address whether it leads there; those for everybody left out."""
        for name, address in self.addresses():
            response = self.client.get(address)
            yield name, response.status_code == 302 and response["Location"] == to

    def addresses(self):
        for name, rule in TABLE.items():
            for _, values in () if rule.is_public else self.asked(rule):
                yield name, reverse(name, kwargs=values)
        for name, (_, page) in admin_pages().items():
            yield name, reverse(name, args=[] if page in ("changelist", "add") else [1])

    def expected_in_the_admin(self, model, page):
        if self.role == NOBODY:
            return "sign-in"
        [role] = [one for one in ROLES if one.code == self.role]
        given = f"{PAGES[page]}_{model}" in role.permissions and page not in NEVER.get(model, "").split()
        if not self.enters_data:
            return "sign-in"
        return "shown" if given else "refused"

    def asked(self, rule):
        """Own and other record, which are the same to the office, each with the values of the other parts."""
        values = {name: self.value(name, value) for name, value in rule.values.items()}
        both = ("own", "other") if self.role in ("officer", NOBODY) else ("own",)
        for which in both if rule.record else ("",):
            pk = {"pk": self.records[rule.record][which == "other"].pk} if which else {}
            for chosen in product(*values.values()):
                yield which, dict(zip(values, chosen, strict=True)) | pk

    def value(self, name, value):
        if value == OFFICERS:
            return [self.officers[name]]
        if value in (EACH_UNIT, EACH_PERSON):
            value = [one.pk for one in self.records[value.removeprefix("each ")]]
        if isinstance(value, list):
            return value if self.role == "officer" else value[:1]
        return [value]

    def expected(self, name, rule, which):
        if rule.is_public:
            return rule.answer
        if self.role == NOBODY:
            return "sign-in"
        if self.role == "officer" and which == "other":
            return "not found"
        if self.role in rule.roles:
            return rule.answer
        return "sign-in" if name.startswith("admin:") and not self.enters_data else "refused"

    @property
    def enters_data(self):
        """Others are led from the admin to its sign-in, where another account may be used."""
        return self.role in STAFF

    def ask(self, address):
        """What is asked by form is posted empty, and whatever it wrote taken back."""
        with transaction.atomic():
            response = self.client.get(address)
            if response.status_code == 405:
                response = self.client.post(address)
            answer = self.read(response)
            transaction.set_rollback(True)
        return answer

    def read(self, response):
        if response.status_code == 302 and response["Location"].startswith(reverse("admin:login")):
            return "sign-in"
        words = {403: "refused", 404: "not found"}.get(response.status_code)
        if response.status_code == 503 and "Retry-After" in response:
            words = "shown"  # when it is its turn
        if SECRET in told(response) and self.role in ("officer", NOBODY):
            return "another unit's data"
        return words or ("shown" if response.status_code < 500 else f"{response.status_code}")


def told(response):
    """All text of an answer; of a workbook or a document, that of its parts."""
    content = response.getvalue()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", "replace")


@pytest.fixture
def walk(db):
    return prepared_walk()


def prepared_walk():
    """Makes the records once; what it returns begins the walk of a role among them."""
    records = two_worlds()
    officer = an_account("officer", unit=unit("DIPROM-C01"))
    officers = {"key": CalendarSetting.with_first_key(officer).feed_key, "id": officer.pk}
    officers["past"] = Visit.history.last().history_id
    today = timezone.localdate()
    officers["pk"] = FollowUpRound.objects.create(
        fiscal_year=2566, sequence=1, opens_on=today, due_on=today
    ).pk

    def begin(role):
        account = officer if role in ("officer", NOBODY) else an_account(role)
        stranger = an_account("clerk", username="stranger")
        own = SavedFilter.objects.create(owner=account, name="ของฉัน")
        kept = (own, SavedFilter.objects.create(owner=stranger, name=SECRET))
        mine = records | {"saved filter": kept}
        return Walk(role, Client() if role == NOBODY else client_of(account), mine, officers)

    return begin


@contextmanager
def all_places_taken():
    """Whoever may have a file is told to wait for it, and none is made."""
    with AT_A_TIME, AT_A_TIME:
        yield


def files_are_made_for(role):
    """Once, for whom no other unit's data may stand in them; from a second database they would be the same."""
    return role == "officer" and connection.vendor == "sqlite"


@pytest.mark.parametrize("role", EACH_ROLE)
def test_every_address_answers_as_the_table_says(walk, role):
    with nullcontext() if files_are_made_for(role) else all_places_taken():
        assert list(walk(role).differences()) == []


@pytest.mark.parametrize("role", EACH_ROLE)
def test_every_page_of_the_admin_answers_as_the_roles_say(walk, role):
    assert list(walk(role).differences_in_the_admin()) == []


@pytest.mark.parametrize("role", ["admin", "officer"])
def test_without_the_second_factor_that_its_role_asks_for_an_account_reaches_nothing(walk, role):
    way, [name] = walk(role), [one.name for one in ROLES if one.code == role]
    RequiredFactor.objects.create(group=Group.objects.get(name=name))
    page = reverse("second_factor")
    assert {name for name, led in way.led_away(page) if not led} == OPEN_WITHOUT_FACTOR
    assert way.client.get("/nowhere/").url == page
