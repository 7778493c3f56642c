"""Brings in the reference data of `fixtures/`: what is missing is made, what staff have edited stays."""

import json
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from officials import roles
from officials.history import written_by
from officials.models import Appointment, Official, OfficialAlias, Post
from units.models import Province, Responsibility, Unit, UnitAlias
from visits.models import Activity, Dimension, Holiday, Policy, Programme


def read(name):
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def day(text):
    return date.fromisoformat(text) if text else None


def ever_known(model, *key):
    """Keys of all rows that there are or ever were: what staff deleted does not come back."""
    return set(model.history.values_list(*key))


def make_missing(model, key, rows):
    """Saves those of the unsaved `rows` whose `key` is new; returns them."""
    known = ever_known(model, *key)
    return model.objects.bulk_create(
        [row for row in rows if tuple(getattr(row, name) for name in key) not in known]
    )


def pks(model):
    return dict(model.objects.exclude(code=None).values_list("code", "pk"))


def load_provinces():
    fields = "code name name_en region cluster latitude longitude source".split()
    rows = [Province(**{name: row[name] for name in fields}) for row in read("provinces")]
    return make_missing(Province, ["code"], rows)


def load_units():
    """Parents stand before their children in the tree, not in the file: they are set afterwards."""
    provinces, rows = pks(Province), {row["code"]: row for row in read("units")}
    fields = "code name short_name name_en kind address source verified note".split()
    units = [
        Unit(**{name: row[name] for name in fields}, province_id=provinces.get(row["province"]))
        for row in rows.values()
    ]
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
            **{name: row[name] for name in ("source", "verified", "note")},
        )
        for row in read("responsibilities")
    ]
    return make_missing(Responsibility, ["unit_id", "province_id"], rows)


def load_officials():
    rows = {row["code"]: row for row in read("officials")}
    fields = "code prefix academic_title first_name last_name is_external note".split()
    people = [Official(**{name: row[name] for name in fields}) for row in rows.values()]
    made = make_missing(Official, ["code"], people)
    load_aliases(OfficialAlias, "official", made, rows)
    return made


def load_posts():
    units = pks(Unit)
    rows = [
        Post(
            code=row["key"],
            unit_id=units[row["unit"]],
            **{name: row[name] for name in ("title", "abbreviation", "rank")},
        )
        for row in read("posts")
    ]
    return make_missing(Post, ["code"], rows)


def load_appointments():
    officials, posts = pks(Official), pks(Post)
    rows = [
        Appointment(
            code=row["key"],
            official_id=officials[row["official"]],
            post_id=posts[row["post"]],
            **{name: day(row[name]) for name in ("starts_on", "ends_on", "stated_first", "stated_last")},
            **{name: row[name] for name in ("kind", "order_no", "source", "verified", "note")},
        )
        for row in read("appointments")
    ]
    return make_missing(Appointment, ["code"], rows)


def load_policies():
    rows = read("policies")
    made = make_missing(
        Policy, ["code"], [Policy(**{n: row[n] for n in ("code", "name", "description")}) for row in rows]
    )
    policies = pks(Policy)
    dimensions = [
        Dimension(policy_id=policies[row["code"]], **dimension)
        for row in rows
        for dimension in row["dimensions"]
    ]
    return made + make_missing(Dimension, ["code"], dimensions)


def load_programmes():
    rows = [
        Programme(
            code=row["key"],
            aliases=", ".join(row.get("aliases", [])),
            **{name: row[name] for name in ("name", "short_name", "kind")},
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
