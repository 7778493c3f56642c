"""The six roles as data: what each may do. What each may see is decided by `visible_to` of the QuerySets."""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

RECORDS = [
    "trip",
    "visit",
    "visitactivity",
    "visitpolicy",
    "attendance",
    "finding",
    "findingdimension",
    "findingprogramme",
    "directive",
    "directiveabout",
    "directivedimension",
    "directiveprogramme",
    "directivefinding",
    "directiverelation",
    "assignment",
    "attachment",
    "pressrelease",
    "pressreleasevisit",
]
IMPORTS = ["import", "importrow", "columnmapping"]
FOLLOW_UP = ["letter", "followupround", "rounddirective"]
# Press releases that wait, and names that are never looked for.
READINGS = ["reading", "nameaswritten"]
TRAIL = ["progress", "amendment", "acceptance"]  # only ever added to
PEOPLE = ["official", "officialalias", "formername", "post", "appointment", "positionstatement"]
PLACES = ["unit", "unitalias", "unitsuccession", "unitreorganisation", "responsibility", "province"]
# Duplicates merged into other rows, and pairs that are none.
MERGES = ["merge", "distinctpair"]
WORDS = ["policy", "dimension", "programme", "activity", "holiday"]
ACCOUNTS = ["user"]
SECURITY = ["requiredfactor", "identity"]
DEPUTIES = ["deputy"]
KEYS = ["accesskey"]  # made by their owners; an administrator revokes them
OFFICE = ["office"]
LOG = ["reminder", "signedcopy"]  # written by the site alone
USES = ["use"]
WEBHOOKS, OUTBOX = ["webhook"], ["webhookdelivery"]
PERSONAL = [
    "calendarsetting",
    "remindersetting",
    "savedfilter",
]  # everybody's own; changed on pages of their own

# All rows of every state; without it a user sees what concerns their unit.
SEES_EVERYTHING = {"view_everything"}

EVERYTHING = [*RECORDS, *READINGS, *FOLLOW_UP, *TRAIL, *PEOPLE, *PLACES, *WORDS]


def may(actions: str, models: list[str]) -> set[str]:
    """Code names of permissions: each action, such as `view add`, on each model."""
    return {f"{action}_{model}" for action in actions.split() for model in models}


@dataclass(frozen=True)
class AccountRole:
    """What one of the six kinds of accounts may do; `name` is that of its Django group."""

    code: str
    name: str
    sentence: str
    permissions: frozenset[str]
    enters_data: bool = False


ROLES = (
    AccountRole(
        "clerk",
        "ผู้บันทึกข้อมูล",
        "บันทึกการลงพื้นที่ การตรวจเยี่ยม รายชื่อ ผลการรับฟัง และข้อสั่งการ",
        frozenset(
            SEES_EVERYTHING
            | may("view add change delete", [*RECORDS, *IMPORTS])
            | may("view add change", [*PEOPLE, *PLACES, *FOLLOW_UP, *READINGS])
            | may("view add", TRAIL)
            | may("view", [*WORDS, *LOG])
        ),
        enters_data=True,
    ),
    AccountRole(
        "reviewer",
        "ผู้ตรวจสอบและรับรองข้อมูล",
        "ตรวจสอบ ส่งกลับแก้ไข และรับรองข้อมูล",
        frozenset(
            SEES_EVERYTHING
            | may("view add change delete", [*RECORDS, *IMPORTS])
            | may("view add change", [*PEOPLE, *PLACES, *FOLLOW_UP, *WORDS, *READINGS])
            | may("view add", TRAIL)
            | may("view", LOG)
            | may("view add change", DEPUTIES)
            | may("view add change", MERGES)
            | {"delete_distinctpair"}
            | {"certify_visit", "revert_change"}
        ),
        enters_data=True,
    ),
    AccountRole(
        "officer",
        "ผู้ประสานงานของหน่วยงาน",
        "ดูเรื่องที่เกี่ยวกับหน่วยงานของตน รับทราบข้อสั่งการ และรายงานผล",
        frozenset(may("view", [*RECORDS, *PLACES, *WORDS]) | may("view add", ["progress"])),
    ),
    AccountRole(
        "executive",
        "ผู้บริหาร",
        "อ่านปฏิทิน รายงาน และการติดตาม ไม่แก้ไขข้อมูล",
        frozenset(SEES_EVERYTHING | may("view", EVERYTHING)),
    ),
    AccountRole(
        "auditor",
        "ผู้ตรวจสอบการใช้งานระบบ",
        "อ่านข้อมูลทั้งหมดและประวัติการแก้ไข",
        frozenset(
            SEES_EVERYTHING
            | {"view_trail", "view_person_data"}
            | may(
                "view",
                [
                    *EVERYTHING,
                    *IMPORTS,
                    *MERGES,
                    *ACCOUNTS,
                    *SECURITY,
                    *DEPUTIES,
                    *KEYS,
                    *PERSONAL,
                    *LOG,
                    *USES,
                    *WEBHOOKS,
                    *OUTBOX,
                ],
            )
        ),
        enters_data=True,
    ),
    AccountRole(
        "admin",
        "ผู้ดูแลระบบ",
        "ดูแลบัญชีผู้ใช้ บทบาท และข้อมูลอ้างอิง",
        frozenset(
            SEES_EVERYTHING
            | {"view_person_data"}
            | may("view", [*RECORDS, *FOLLOW_UP, *TRAIL, *LOG])
            | may("view add change", [*ACCOUNTS, *DEPUTIES, *PEOPLE, *OFFICE])
            | may("view add change delete", [*PLACES, *WORDS])
            | may("view add change", MERGES)
            | {"delete_distinctpair"}
            | may("view delete", SECURITY)
            | may("view change", KEYS)
            | may("view add change", WEBHOOKS)
            | may("view", OUTBOX)
            | {"add_requiredfactor"}
        ),
        enters_data=True,
    ),
)


def synchronise() -> None:
    """Gives Django's groups the permissions of `ROLES`; groups of other names stay as they are."""
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set(Permission.objects.filter(codename__in=role.permissions))


def synchronise_after_migrate(app_config: AppConfig, **_: Any) -> None:
    """Runs after each app: permissions of the last app exist only after its own signal."""
    create_permissions(app_config, verbosity=0)
    synchronise()


VERBS = {"view": "ดู", "add": "เพิ่ม", "change": "แก้ไข", "delete": "ลบ"}
HEAD = """# ตารางสิทธิ์

สร้างจาก `officials/roles.py` ด้วยคำสั่ง `python manage.py write_permissions` แก้ที่ไฟล์นั้นแล้วสั่งใหม่ ไม่แก้ที่นี่

"""


def permission_table() -> str:
    """Who may do what, as Markdown for people: a line for each kind of record and each permission beyond the four verbs."""
    sentences = "".join(f"- **{role.name}** (`{role.code}`): {role.sentence}\n" for role in ROLES)
    lines = [["ข้อมูล", *(role.name for role in ROLES)], ["---"] * (len(ROLES) + 1)]
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        name = model._meta.model_name
        cells = [
            " ".join(word for verb, word in VERBS.items() if f"{verb}_{name}" in role.permissions)
            for role in ROLES
        ]
        if any(cells):
            lines.append([str(model._meta.verbose_name), *(cell or "–" for cell in cells)])
    named = Permission.objects.exclude(name__startswith="Can ").order_by("codename")
    for right, name in named.values_list("codename", "name"):
        lines.append([name, *("ได้" if right in role.permissions else "–" for role in ROLES)])
    return f"{HEAD}{sentences}\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)
