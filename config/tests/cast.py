"""The cast of the tests: real provinces, units and people out of `fixtures/`, the six accounts, and what they do.

`unit("DIPROM-C01")` is the real unit with all it stands on (parents, province, aliases, responsibilities); `a_visit`,
`attend`, `a_finding` and `a_directive` make records among them. Days may be written as people write them: "28/01/2566".
"""

from functools import cache

import pytest
from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from config.thai.dates import fiscal_year, parse_date
from config.tracking import author_name, author_of
from officials.models import Appointment, Official, OfficialAlias, Post, User
from officials.roles import ROLES
from units.models import Province, Responsibility, Unit, UnitAlias
from visits.directives.settling import settle
from visits.loading.fixture_rows import day, pick, read
from visits.models import (
    Assignment,
    Attendance,
    Dimension,
    Directive,
    DirectiveDimension,
    Finding,
    Policy,
    RecordState,
    Role,
    Status,
    Visit,
)

PASSWORD = "demo-1234"


@cache
def rows_by_key(name, key="code"):
    return {row[key]: row for row in read(name)}


def make(rows):
    """Rows of one model as its `bulk_create` makes them, the database writing their history."""
    made = models.QuerySet(type(rows[0])).bulk_create(rows) if rows else []
    note(made)
    return made


def note(rows):
    """The first row of history of each: through the models it took a tenth of the time of all tests."""
    if rows:
        keys = [row.pk for row in rows]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(noting(type(rows[0])) % marks, [now, author_name(author_of(None)), *keys])


@cache
def noting(model):
    """SQL that copies rows of a model into its history, with a place for the marks of their keys."""
    trace, quote = model.history.model._meta, connection.ops.quote_name
    own = {field.name for field in model._meta.concrete_fields}
    columns = ", ".join(quote(field.column) for field in trace.concrete_fields if field.name in own)
    return (
        f"INSERT INTO {trace.db_table} ({columns}, history_date, history_type, history_user_name) "  # noqa: S608
        f"SELECT {columns}, %%s, '+', %%s FROM {model._meta.db_table} WHERE id IN (%s) ORDER BY id"
    )


def province(code):
    return provinces([code])[0]


def provinces(codes):
    """In this order; those that are missing are made at once, for a test makes a dozen."""
    existing = Province.objects.in_bulk(codes, field_name="code")
    fields = "code name name_en region cluster latitude longitude"
    new = [Province(**pick(rows_by_key("provinces")[code], fields)) for code in codes if code not in existing]
    existing |= {made.code: made for made in make(new)}
    return [existing[code] for code in codes]


def unit(code):
    return units([code])[0]


def units(codes):
    """In this order; those that are missing are made at once with all they stand on: nearly every test begins here."""
    lines = list(dict.fromkeys(one for code in codes for one in _line_of(code)))
    existing = Unit.objects.in_bulk(lines, field_name="code")
    if not existing.keys() >= set(codes):
        _make_units([rows_by_key("units")[code] for code in lines if code not in existing], existing)
    return [existing[code] for code in codes]


@cache
def _line_of(code):
    """Codes from the ministry down to this unit."""
    parent = rows_by_key("units")[code]["parent"]
    return [*_line_of(parent), code] if parent else [code]


@cache
def areas_of(code):
    """Codes of the provinces that a unit is responsible for."""
    return [area["province"] for area in read("responsibilities") if area["unit"] == code]


def _make_units(rows, existing):
    codes = {row["province"] for row in rows if row["province"]}.union(
        *(areas_of(row["code"]) for row in rows)
    )
    places = {one.code: one for one in provinces(sorted(codes))}
    for row in rows:
        parent, province = existing.get(row["parent"]), places.get(row["province"])
        named = pick(row, "code name short_name name_en kind")
        unit = Unit(parent=parent, province=province, **named)
        [existing[row["code"]]] = models.QuerySet(Unit).bulk_create([unit])
    made = [(existing[row["code"]], row) for row in rows]
    note([one for one, _ in made])
    make([UnitAlias(unit=one, alias=alias) for one, row in made for alias in row["aliases"]])
    areas = [(one, places[code]) for one, row in made for code in areas_of(row["code"])]
    make([Responsibility(unit=one, province=place) for one, place in areas])


def post(key):
    return posts([key])[0]


def posts(keys):
    existing = Post.objects.in_bulk(keys, field_name="code")
    rows = [rows_by_key("posts", "key")[key] for key in dict.fromkeys(keys) if key not in existing]
    new = [
        Post(code=row["key"], unit=at, **pick(row, "title abbreviation rank"))
        for row, at in zip(rows, units([row["unit"] for row in rows]), strict=True)
    ]
    existing |= {made.code: made for made in make(new)}
    return [existing[key] for key in keys]


def official(code):
    return Official.objects.filter(code=code).first() or _new_official(rows_by_key("officials")[code])


def _new_official(row):
    fields = "code prefix academic_title first_name last_name is_external"
    made = Official.objects.create(**pick(row, fields))
    make([OfficialAlias(official=made, alias=alias) for alias in row["aliases"]])
    # What only a program read would change the first and the last post of half the tests.
    held = [
        one
        for one in rows_by_key("appointments", "key").values()
        if one["official"] == row["code"] and one.get("is_confirmed", True)
    ]
    at = posts([one["post"] for one in held])
    make([_appointment(made, *both) for both in zip(at, held, strict=True)])
    return made


def _appointment(holder, at, row):
    days = {name: day(row[name]) for name in ("starts_on", "ends_on", "stated_first", "stated_last")}
    return Appointment(code=row["key"], official=holder, post=at, kind=row["kind"], **days)


def dimension(code):
    [row] = read("policies")
    mind, _ = Policy.objects.get_or_create(code=row["code"], defaults=pick(row, "name description"))
    [found] = [one for one in row["dimensions"] if one["code"] == code]
    return Dimension.objects.get_or_create(policy=mind, code=code, defaults=found)[0]


def an_account(role_code, **fields):
    [role] = [role for role in ROLES if role.code == role_code]
    values = {"username": role_code, "password": PASSWORD, "is_staff": role.enters_data} | fields
    account = User.objects.create_user(**values)
    account.groups.add(Group.objects.get(name=role.name))
    # Asked once here, so that a test that counts queries counts its own.
    account.get_all_permissions()
    return account


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def a_visit(at, on, lead=None, **fields):
    """A visit that took place; certified ones get their number, as everywhere."""
    on = parse_date(on) if isinstance(on, str) else on
    visit = Visit(unit=at, starts_on=on, **{"status": Status.DONE} | fields)
    with transaction.atomic():
        if visit.record_state == RecordState.FINAL:
            visit.take_number(fiscal_year(on))
        visit.save()
    if lead:
        attend(visit, lead, Role.LEAD)
    return visit


def attend(visit, who, role=Role.COMPANION, **fields):
    """Name and position are those of the day, unless given."""
    row = Attendance(
        visit=visit, official=who, role=role, **{"order": visit.attendances.count() + 1} | fields
    )
    row.freeze()
    row.save()
    return row


def a_finding(visit, text="รายงานผลการดำเนินงาน", **fields):
    return Finding.objects.create(visit=visit, text=text, **{"order": visit.findings.count() + 1} | fields)


def a_directive(visit, text="ให้เร่งรัดการดำเนินงาน", to=(), dimensions=(), **fields):
    """`to` are the responsible units, `dimensions` codes."""
    row = Directive(visit=visit, text=text, **{"order": visit.directives.count() + 1} | fields)
    row.freeze()
    row.save()
    Assignment.objects.bulk_create(Assignment(directive=row, unit=one) for one in to)
    DirectiveDimension.objects.bulk_create(
        DirectiveDimension(directive=row, dimension=dimension(code)) for code in dimensions
    )
    settle(row)
    return row


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker):
    """For a file whose tests only read: what its own module fixtures make stays until its last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def chiang_mai(db):
    return province("TH-50")


@pytest.fixture
def lampang(db):
    return province("TH-52")


@pytest.fixture
def korat(db):
    return province("TH-30")


@pytest.fixture
def ministry(db):
    return unit("IND")


@pytest.fixture
def diprom(db):
    return unit("DIPROM")


@pytest.fixture
def centre1(db):
    """ศภ.1 in Chiang Mai, which answers for eight provinces."""
    return unit("DIPROM-C01")


@pytest.fixture
def centre6(db):
    return unit("DIPROM-C06")


@pytest.fixture
def office_chiang_mai(db):
    return unit("PIO-TH-50")


@pytest.fixture
def office_lampang(db):
    return unit("PIO-TH-52")


@pytest.fixture
def nattapol(db):
    """The permanent secretary, who leads."""
    return official("nattapol")


@pytest.fixture
def nattiya(db):
    """Deputy director-general acting as deputy permanent secretary in 2566, director-general since 2567."""
    return official("nattiya")


@pytest.fixture
def clerk(db):
    return an_account("clerk", first_name="สมหญิง", last_name="ใจดี")


@pytest.fixture
def reviewer(db):
    return an_account("reviewer", first_name="วิชัย", last_name="รอบคอบ")


@pytest.fixture
def officer(centre1):
    """Belongs to centre 1."""
    return an_account("officer", first_name="กัญญา", last_name="พร้อมช่วย", unit=centre1)


@pytest.fixture
def executive(db):
    return an_account("executive", first_name="ประเสริฐ", last_name="นำทาง")


@pytest.fixture
def auditor(db):
    return an_account("auditor", first_name="มาลี", last_name="ตรวจตรา")


@pytest.fixture
def admin(db):
    return an_account("admin", first_name="อนันต์", last_name="ดูแลดี")


@pytest.fixture
def as_clerk(clerk):
    return client_of(clerk)


@pytest.fixture
def as_executive(executive):
    """Reads every page and may enter nothing."""
    return client_of(executive)
