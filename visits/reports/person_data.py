"""Everything that is held about one person, kind by kind: to be shown to that person, and put right where it is wrong."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from config.forms.changes import changes_since
from config.thai.dates import thai_date, thai_time
from officials.models.usage_log import Use, UseKind
from visits.models import Attendance, Directive, Finding

# On a page; the file holds all.
MOST_SHOWN = 50


@dataclass(frozen=True)
class PersonDataSection:
    """Lines are (when, what, in detail); `rows` may be a QuerySet of which a page takes no more than it shows."""

    name: str
    rows: object
    line: object

    def __post_init__(self):
        count = len(self.rows) if isinstance(self.rows, list) else self.rows.count()
        object.__setattr__(self, "count", count)

    def lines(self, most=None):
        return [self.line(row) for row in self.rows[:most]]

    @property
    def shown(self):
        return self.lines(MOST_SHOWN)

    @property
    def is_cut(self):
        return self.count > MOST_SHOWN


def data_of(official, user):
    return [section for section in sections(official, user) if section.count]


def sections(official, user):
    attended = Attendance.objects.visible_to(user).filter(official=official).select_related("visit__unit")
    given = Directive.objects.visible_to(user).filter(given_by=official).select_related("visit__unit")
    told = Finding.objects.visible_to(user).filter(reported_by=official).select_related("visit__unit")
    newest = ["-visit__starts_on", "-pk"]
    yield PersonDataSection("ทะเบียนบุคคล", register_of(official), tuple)
    former = [(f"ถึง {thai_date(row.until)}", row.name, "") for row in official.former_names.all()]
    yield PersonDataSection("ชื่อเดิม", former, tuple)
    yield PersonDataSection("ชื่อเรียกอื่น", list(official.aliases.all()), lambda row: ("", row.alias, ""))
    yield PersonDataSection("การดำรงตำแหน่ง", list(official.appointments.select_related("post")), appointment)
    yield PersonDataSection("การเข้าร่วมตรวจเยี่ยม", attended.order_by(*newest), attendance)
    yield PersonDataSection("ข้อสั่งการที่ให้ไว้", given.order_by(*newest), directive)
    yield PersonDataSection("ข้อมูลที่รายงานต่อคณะ", told.order_by(*newest), finding)
    yield PersonDataSection("บัญชีผู้ใช้", list(official.users.prefetch_related("groups")), account)
    yield PersonDataSection("การใช้งานของบัญชี", uses_of(official), use)
    yield PersonDataSection("ประวัติการแก้ไขในทำเนียบ", changes_since(official)[::-1], change)


def register_of(official):
    """Every field of the register that says something."""
    shown = ("prefix", "academic_title", "first_name", "last_name", "is_external", "left_on", "note")
    fields = [official._meta.get_field(name) for name in shown]
    values = [(field.verbose_name, getattr(official, field.name)) for field in fields]
    return [("", str(name), in_words(value)) for name, value in values if value not in ("", None, False)]


def moment(when):
    here = timezone.localtime(when)
    return f"{thai_date(here)} {thai_time(here)}"


def in_words(value):
    if value is True:
        return "ใช่"
    return value if isinstance(value, str) else thai_date(value)


def appointment(row):
    days = [thai_date(day) if day else "ไม่ทราบ" for day in (row.starts_on, row.ends_on)]
    return " ถึง ".join(days), row.post.title, row.get_kind_display()


def attendance(row):
    return row.visit.days, row.visit.unit.name, f"{row.get_role_display()}: {row.name} {row.position}".strip()


def directive(row):
    return row.visit.days, str(row), f"{row.given_name} {row.given_as}".strip()


def finding(row):
    return row.visit.days, row.visit.unit.name, row.text


def account(row):
    roles = ", ".join(group.name for group in row.groups.all())
    told = [roles, row.email, "ใช้งานอยู่" if row.is_active else "ระงับ"]
    return moment(row.last_login) if row.last_login else "", row.username, " · ".join(filter(None, told))


def uses_of(official):
    rows = Use.objects.filter(by__official=official).order_by().values("kind").annotate(count=Count("pk"))
    return sorted(((UseKind(row["kind"]).label, row["count"]) for row in rows), key=lambda one: -one[1])


def use(row):
    kind, count = row
    return "", kind, f"{count} ครั้ง"


def change(row):
    details = "; ".join(f"{name}: {old} → {new}" for name, old, new in row.details)
    return moment(row.when), f"{row.verb}{row.label} โดย {row.who}", details or row.reason
