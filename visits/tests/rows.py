"""Small rows for tests: each function makes one row with as little as it may have."""

from datetime import date

from django.contrib.auth.models import Group

from officials.models import Official, User
from units.models import Kind, Province, Unit
from visits.models import Attendance, Role, Status, Trip, Visit


def reader(username="reader"):
    """Sees everything and changes nothing; the permissions are asked for here, not in what a test counts."""
    user = User.objects.create_user(username, password="correct horse")
    user.groups.add(Group.objects.get(name="ผู้บริหาร"))
    user.get_all_permissions()
    return user


def province(name, code, region="north", cluster=""):
    return Province.objects.create(name=name, code=code, region=region, cluster=cluster)


def unit(name, kind=Kind.PROVINCIAL_OFFICE, **values):
    return Unit.objects.create(name=name, kind=kind, **values)


def person(first_name, last_name="ใจดี", prefix="นาย", **values):
    return Official.objects.create(first_name=first_name, last_name=last_name, prefix=prefix, **values)


def trip(title="การลงพื้นที่ภาคเหนือ"):
    return Trip.objects.create(title=title)


def visit(unit, day=date(2024, 2, 28), *, lead=None, status=Status.DONE, **values):
    made = Visit.objects.create(unit=unit, starts_on=day, status=status, **values)
    if lead:
        attend(made, lead, Role.LEAD)
    return made


def attend(visit, official, role=Role.COMPANION, **values):
    name = official.name if official else ""
    order = visit.attendances.count()
    return Attendance.objects.create(
        visit=visit, official=official, role=role, **{"name": name, "order": order, **values}
    )
