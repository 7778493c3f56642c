"""ตำแหน่งที่โปรแกรมอ่านจากข่าว: appointments that only a program has read, for a person to confirm or to leave out."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import ProtectedError

from config.tracking import written_by
from officials.models import Appointment, PositionStatement, User
from units.models import Verified

MAY_CONFIRM = "officials.change_appointment"


def confirm(keys: Collection[int], *, by: User) -> int:
    """Makes what programs read of the appointments count as certain; returns how many appointments it was."""
    with transaction.atomic(), written_by(by):
        rows = list(Appointment.objects.select_for_update().filter(pk__in=keys).to_confirm().order_by("pk"))
        for row in rows:
            if not row.is_confirmed:
                row.is_confirmed, row.verified = True, Verified.OFFICE
                row.save()
        statements = PositionStatement.objects.filter(appointment__in=rows, is_confirmed=False)
        for statement in statements:
            statement.is_confirmed = True
            statement.save()
    return len(rows)


def leave_out(keys: Collection[int], *, by: User) -> tuple[int, list[Appointment]]:
    """Deletes what programs read wrongly; returns how many appointments lost it, and those that attendances still use."""
    still_used = []
    with transaction.atomic(), written_by(by):
        rows = list(Appointment.objects.select_for_update().filter(pk__in=keys).to_confirm().order_by("pk"))
        for row in rows:
            try:
                for statement in row.statements.filter(is_confirmed=False):
                    statement.delete()
                if not row.is_confirmed:
                    row.delete()
            except ProtectedError:
                still_used.append(row)
    return len(rows) - len(still_used), still_used
