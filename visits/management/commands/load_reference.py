"""Brings in the reference data of `fixtures/`: what is missing is made, what staff have edited stays."""

from django.core.management.base import BaseCommand
from django.db import transaction

from config.tracking import written_by
from officials import roles
from officials.models import Appointment, Official, OfficialAlias, Post
from units.models import Province, Responsibility, Unit, UnitAlias
from visits.loading.rows import day, make_missing, pick, pks, read
from visits.models import Activity, Dimension, Holiday, Policy, Programme


def load_provinces():
    fields = "code name name_en region cluster latitude longitude source"
    return make_missing(
        Province, ["code"], [Province(**pick(row, fields)) for row in read("provinces")], ["name"]
    )


def load_units():
    """The tree is set afterwards: the key of a parent is known only when it is saved."""
    provinces, rows = pks(Province), {row["code"]: row for row in read("units")}
    fields = "code name short_name name_en kind address source verified note"
    units = [Unit(**pick(row, fields), province_id=provinces.get(row["province"])) for row in rows.values()]
    made = make_missing(Unit, ["code"], units)
    keys = pks(Unit)
    for unit in made:
        unit.parent_id = keys.get(rows[unit.code]["parent"])
    Unit.objects.bulk_update(made, ["parent"])
    load_aliases(UnitAlias, "unit", made, rows)
    return made


def load_aliases(model, owner, made, rows):
    """Aliases come with the row that is made, and only then."""
    model.objects.bulk_create(
        model(**{owner: row}, alias=alias) for row in made for alias in rows[row.code]["aliases"]
    )


def load_responsibilities():
    units, provinces = pks(Unit), pks(Province)
    rows = [
        Responsibility(
            unit_id=units[row["unit"]],
            province_id=provinces[row["province"]],
            **pick(row, "source verified note"),
        )
        for row in read("responsibilities")
        if row["unit"] in units and row["province"] in provinces
    ]
    return make_missing(Responsibility, ["unit_id", "province_id"], rows)


def load_officials():
    rows = {row["code"]: row for row in read("officials")}
    fields = "code prefix academic_title first_name last_name is_external note"
    made = make_missing(Official, ["code"], [Official(**pick(row, fields)) for row in rows.values()])
    load_aliases(OfficialAlias, "official", made, rows)
    return made


def load_posts():
    units = pks(Unit)
    rows = [
        Post(code=row["key"], unit_id=units[row["unit"]], **pick(row, "title abbreviation rank"))
        for row in read("posts")
        if row["unit"] in units
    ]
    return make_missing(Post, ["code"], rows, ["unit_id", "title"])


def load_appointments():
    officials, posts = pks(Official), pks(Post)
    rows = [
        Appointment(
            code=row["key"],
            official_id=officials[row["official"]],
            post_id=posts[row["post"]],
            **{name: day(row[name]) for name in ("starts_on", "ends_on", "stated_first", "stated_last")},
            **pick(row, "kind order_no source verified note"),
        )
        for row in read("appointments")
        if row["official"] in officials and row["post"] in posts
    ]
    return make_missing(Appointment, ["code"], rows)


def load_policies():
    rows = read("policies")
    made = make_missing(Policy, ["code"], [Policy(**pick(row, "code name description")) for row in rows])
    policies = pks(Policy)
    dimensions = [
        Dimension(policy_id=policies[row["code"]], **dimension)
        for row in rows
        if row["code"] in policies
        for dimension in row["dimensions"]
    ]
    return made + make_missing(Dimension, ["code"], dimensions)


def load_programmes():
    rows = [
        Programme(
            code=row["key"], aliases=", ".join(row.get("aliases", [])), **pick(row, "name short_name kind")
        )
        for row in read("programmes")
    ]
    return make_missing(Programme, ["code"], rows)


def load_activities():
    return make_missing(Activity, ["code"], [Activity(**row) for row in read("activities")])


def load_holidays():
    rows = [Holiday(**row | {"date": day(row["date"])}) for row in read("holidays")]
    return make_missing(Holiday, ["date"], rows)


STEPS = {
    "จังหวัด": load_provinces,
    "หน่วยงาน": load_units,
    "จังหวัดในความรับผิดชอบ": load_responsibilities,
    "บุคคล": load_officials,
    "ตำแหน่ง": load_posts,
    "การดำรงตำแหน่ง": load_appointments,
    "นโยบายและมิติ": load_policies,
    "โครงการ/ระบบงาน": load_programmes,
    "กิจกรรม": load_activities,
    "วันหยุดราชการ": load_holidays,
}


class Command(BaseCommand):
    help = "นำเข้าข้อมูลอ้างอิง (จังหวัด หน่วยงาน บุคคล ตำแหน่ง นโยบาย วันหยุด) เฉพาะรายการที่ยังไม่มี"

    def handle(self, **options):
        with transaction.atomic(), written_by("ระบบ (นำเข้าข้อมูลอ้างอิง)"):
            roles.synchronise()
            made = {label: len(step()) for label, step in STEPS.items()}
        new = ", ".join(f"{label} {count}" for label, count in made.items() if count)
        self.stdout.write(f"ข้อมูลอ้างอิง: เพิ่ม {new}" if new else "ข้อมูลอ้างอิง: ครบแล้ว ไม่มีรายการใหม่")
