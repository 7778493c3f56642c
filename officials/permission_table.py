"""Who may do what, as one table for people, made of `roles.ROLES`."""

from django.apps import apps
from django.contrib.auth.models import Permission

from officials.roles import ROLES

VERBS = {"view": "ดู", "add": "เพิ่ม", "change": "แก้ไข", "delete": "ลบ"}
HEAD = """# ตารางสิทธิ์

สร้างจาก `officials/roles.py` ด้วยคำสั่ง `python manage.py write_permissions` แก้ที่ไฟล์นั้นแล้วสั่งใหม่ ไม่แก้ที่นี่

"""


def permission_table():
    """Markdown: the roles, then a line for each kind of record and for each permission beyond the four verbs."""
    roles = "".join(f"- **{role.name}** (`{role.code}`): {role.sentence}\n" for role in ROLES)
    lines = [
        ["ข้อมูล", *(role.name for role in ROLES)],
        ["---"] * (len(ROLES) + 1),
        *_records(),
        *_others(),
    ]
    return f"{HEAD}{roles}\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _records():
    given = {right for role in ROLES for right in role.permissions}
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        name = model._meta.model_name
        if given & {f"{verb}_{name}" for verb in VERBS}:
            yield [str(model._meta.verbose_name), *(_verbs(role, name) for role in ROLES)]


def _verbs(role, model):
    return " ".join(word for verb, word in VERBS.items() if f"{verb}_{model}" in role.permissions) or "–"


def _others():
    named = Permission.objects.exclude(name__startswith="Can ").order_by("codename")
    for right, name in named.values_list("codename", "name"):
        yield [name, *("ได้" if right in role.permissions else "–" for role in ROLES)]
