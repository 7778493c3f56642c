"""The reference data of `fixtures/`: units, people, posts, policies, holidays. What staff have edited stays."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Model

from officials.models import Appointment, Official, OfficialAlias, PositionStatement, Post
from units.models import Province, Responsibility, Unit, UnitAlias
from visits.loading.fixture_rows import Row, create_missing, day, keys_by_code, pick, read
from visits.models import Activity, Dimension, Holiday, Policy, Programme


def load_provinces() -> list[Province]:
    """The 77 provinces."""
    fields = "code name name_en region cluster latitude longitude source"
    return create_missing(
        Province, ["code"], [Province(**pick(row, fields)) for row in read("provinces")], ["name"]
    )


def load_units() -> list[Unit]:
    """Creates units, then sets their parents, whose keys are known only once they are saved."""
    provinces, rows = keys_by_code(Province), {row["code"]: row for row in read("units")}
    fields = "code name short_name name_en kind address source verified note"
    units = [
        Unit(
            **pick(row, fields),
            province_id=provinces.get(row["province"]),
            opened_on=day(row.get("opened_on")),
        )
        for row in rows.values()
    ]
    created = create_missing(Unit, ["code"], units)
    keys = keys_by_code(Unit)
    for unit in created:
        unit.parent_id = keys.get(rows[str(unit.code)]["parent"])
    Unit.objects.bulk_update(created, ["parent"])
    load_aliases(UnitAlias, "unit", created, rows)
    return created


def load_aliases(
    model: type[UnitAlias | OfficialAlias],
    owner: str,
    created: Sequence[Unit | Official],
    rows: dict[str, Row],
) -> None:
    """Creates the aliases of the rows just created; an existing row keeps the aliases that staff gave it."""
    model.objects.bulk_create(
        model(**{owner: row}, alias=alias) for row in created for alias in rows[str(row.code)]["aliases"]
    )


def load_responsibilities() -> list[Responsibility]:
    """Which unit answers for which province."""
    units, provinces = keys_by_code(Unit), keys_by_code(Province)
    rows = [
        Responsibility(
            unit_id=units[row["unit"]],
            province_id=provinces[row["province"]],
            **pick(row, "source verified note"),
        )
        for row in read("responsibilities")
        if row["unit"] in units and row["province"] in provinces
    ]
    return create_missing(Responsibility, ["unit_id", "province_id"], rows)


def load_officials() -> list[Official]:
    """People with the other names they are written by."""
    rows = {row["code"]: row for row in read("officials")}
    fields = "code prefix academic_title first_name last_name is_external note"
    created = create_missing(Official, ["code"], [Official(**pick(row, fields)) for row in rows.values()])
    load_aliases(OfficialAlias, "official", created, rows)
    return created


def load_posts() -> list[Post]:
    """Posts; one that staff entered by hand is not created again."""
    units = keys_by_code(Unit)
    rows = [
        Post(code=row["key"], unit_id=units[row["unit"]], **pick(row, "title abbreviation rank"))
        for row in read("posts")
        if row["unit"] in units
    ]
    return create_missing(Post, ["code"], rows, ["unit_id", "title"])


def load_appointments() -> list[Appointment]:
    """Who held which post, from the sources that say so."""
    officials, posts = keys_by_code(Official), keys_by_code(Post)
    rows = [
        Appointment(
            code=row["key"],
            official_id=officials[row["official"]],
            post_id=posts[row["post"]],
            **{name: day(row[name]) for name in ("starts_on", "ends_on", "stated_first", "stated_last")},
            is_confirmed=row.get("is_confirmed", True),
            **pick(row, "kind order_no source verified note"),
        )
        for row in read("appointments")
        if row["official"] in officials and row["post"] in posts
    ]
    return create_missing(Appointment, ["code"], rows)


def load_statements() -> list[PositionStatement]:
    """Creates the days that a program read of appointments; they wait for a person to confirm them."""
    appointments = keys_by_code(Appointment)
    rows = [
        PositionStatement(
            appointment_id=appointments[row["key"]],
            stated_on=date.fromisoformat(statement["stated_on"]),
            source=statement["source"],
            is_confirmed=False,
        )
        for row in read("appointments")
        if row["key"] in appointments
        for statement in row.get("statements", [])
    ]
    return create_missing(PositionStatement, ["appointment_id", "stated_on", "source"], rows)


def load_policies() -> list[Policy | Dimension]:
    """Policies, then their dimensions."""
    rows = read("policies")
    created = create_missing(Policy, ["code"], [Policy(**pick(row, "code name description")) for row in rows])
    policies = keys_by_code(Policy)
    dimensions = [
        Dimension(policy_id=policies[row["code"]], **dimension)
        for row in rows
        if row["code"] in policies
        for dimension in row["dimensions"]
    ]
    return [*created, *create_missing(Dimension, ["policy_id", "code"], dimensions)]


def load_programmes() -> list[Programme]:
    """Projects, systems and standards."""
    rows = [
        Programme(
            code=row["key"], aliases=", ".join(row.get("aliases", [])), **pick(row, "name short_name kind")
        )
        for row in read("programmes")
    ]
    return create_missing(Programme, ["code"], rows)


def load_activities() -> list[Activity]:
    """What is done at a visit."""
    return create_missing(Activity, ["code"], [Activity(**row) for row in read("activities")])


def load_holidays() -> list[Holiday]:
    """Public holidays and the days off that replace them."""
    rows = [Holiday(**row | {"date": day(row["date"])}) for row in read("holidays")]
    return create_missing(Holiday, ["date"], rows)


# Label of what is loaded -> what loads it, in the order in which rows refer to each other.
STEPS: dict[str, Callable[[], Sequence[Model]]] = {
    "จังหวัด": load_provinces,
    "หน่วยงาน": load_units,
    "จังหวัดในความรับผิดชอบ": load_responsibilities,
    "บุคคล": load_officials,
    "ตำแหน่ง": load_posts,
    "การดำรงตำแหน่ง": load_appointments,
    "แหล่งข้อมูลที่ระบุตำแหน่ง": load_statements,
    "นโยบายและมิติ": load_policies,
    "โครงการ/ระบบงาน": load_programmes,
    "กิจกรรม": load_activities,
    "วันหยุดราชการ": load_holidays,
}


def load_reference_data() -> dict[str, int]:
    """Creates what is missing; how many rows by label, those with none left out."""
    created = {label: len(load()) for label, load in STEPS.items()}
    return {label: count for label, count in created.items() if count}
