"""The six roles as data: what each may do; what each may see is `visible_to`, a word of the QuerySets."""

from dataclasses import dataclass

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
FOLLOW_UP = ["letter", "followupround", "rounddirective"]
TRAIL = ["progress", "amendment", "acceptance"]  # only ever added to
PEOPLE = ["official", "officialalias", "formername", "post", "appointment"]
PLACES = ["unit", "unitalias", "responsibility", "province"]
WORDS = ["policy", "dimension", "programme", "activity", "holiday"]
ACCOUNTS = ["user"]
SECURITY = ["requiredfactor", "identity"]
OFFICE = ["office"]
LOG = ["reminder"]  # written by the site alone
USES = ["use"]
PERSONAL = [
    "calendarsetting",
    "remindersetting",
    "savedfilter",
]  # everybody's own; changed on pages of their own

# All rows of every state; without it one sees what concerns the own unit.
SEES_EVERYTHING = {"view_everything"}

EVERYTHING = [*RECORDS, *FOLLOW_UP, *TRAIL, *PEOPLE, *PLACES, *WORDS]


def may(actions, models):
    return {f"{action}_{model}" for action in actions.split() for model in models}


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    sentence: str
    permissions: frozenset
    enters_data: bool = False


ROLES = (
    Role(
        "clerk",
        "ผู้บันทึกข้อมูล",
        "บันทึกการลงพื้นที่ การตรวจเยี่ยม รายชื่อ ผลการรับฟัง และข้อสั่งการ",
        frozenset(
            SEES_EVERYTHING
            | may("view add change delete", RECORDS)
            | may("view add change", [*PEOPLE, *PLACES, *FOLLOW_UP])
            | may("view add", TRAIL)
            | may("view", [*WORDS, *LOG])
        ),
        enters_data=True,
    ),
    Role(
        "reviewer",
        "ผู้ตรวจสอบและรับรองข้อมูล",
        "ตรวจสอบ ส่งกลับแก้ไข และรับรองข้อมูล",
        frozenset(
            SEES_EVERYTHING
            | may("view add change delete", RECORDS)
            | may("view add change", [*PEOPLE, *PLACES, *FOLLOW_UP, *WORDS])
            | may("view add", TRAIL)
            | may("view", LOG)
            | {"certify_visit", "revert_change"}
        ),
        enters_data=True,
    ),
    Role(
        "officer",
        "ผู้ประสานงานของหน่วยงาน",
        "ดูเรื่องที่เกี่ยวกับหน่วยงานของตน รับทราบข้อสั่งการ และรายงานผล",
        frozenset(may("view", [*RECORDS, *PLACES, *WORDS]) | may("view add", ["progress"])),
    ),
    Role(
        "executive",
        "ผู้บริหาร",
        "อ่านปฏิทิน รายงาน และการติดตาม ไม่แก้ไขข้อมูล",
        frozenset(SEES_EVERYTHING | may("view", EVERYTHING)),
    ),
    Role(
        "auditor",
        "ผู้ตรวจสอบการใช้งานระบบ",
        "อ่านข้อมูลทั้งหมดและประวัติการแก้ไข",
        frozenset(
            SEES_EVERYTHING
            | {"view_trail", "view_person_data"}
            | may("view", [*EVERYTHING, *ACCOUNTS, *SECURITY, *PERSONAL, *LOG, *USES])
        ),
        enters_data=True,
    ),
    Role(
        "admin",
        "ผู้ดูแลระบบ",
        "ดูแลบัญชีผู้ใช้ บทบาท และข้อมูลอ้างอิง",
        frozenset(
            SEES_EVERYTHING
            | {"view_person_data"}
            | may("view", [*RECORDS, *FOLLOW_UP, *TRAIL, *LOG])
            | may("view add change", [*ACCOUNTS, *PEOPLE, *OFFICE])
            | may("view add change delete", [*PLACES, *WORDS])
            | may("view delete", SECURITY)
            | {"add_requiredfactor"}
        ),
        enters_data=True,
    ),
)


def synchronise():
    """Makes Django's groups say what `ROLES` says; groups of other names are left alone."""
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set(Permission.objects.filter(codename__in=role.permissions))


def synchronise_after_migrate(app_config, **_):
    """Permissions of the last app exist only after its own signal; making them again costs nothing."""
    create_permissions(app_config, verbosity=0)
    synchronise()
