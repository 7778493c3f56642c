"""The check of a file by slices: each row is stored with what it would become, in a transaction of its own slice."""

from django.db import transaction

from config.concurrency import make_way, only_one
from officials.models import User
from visits.imports.intake import FROM_EARLIER_FILE, checker_of, rows_of, tables_in, taken_elsewhere
from visits.imports.tables import ImportTable
from visits.imports.targets import gaps
from visits.imports.ticks import targets_of
from visits.models.table_import import Import, ImportRow, ImportState, RowOutcome
from visits.models.workflow import Refused

CHECKED_AT_ONCE = 100
STARTED_FROM = (ImportState.COLUMNS, ImportState.CHECKING, ImportState.CHECKED, ImportState.TAKING)
# What the plans of rows rest on; where somebody has changed it meanwhile they are not stored.
RESTS_ON = ("columns", "sheets", "two_digit_years", "answers")


class CheckRun:
    """Goes on with the check of an import for one request or command: file and register are read once, outside of any
    transaction. What stands in the database says how far it came, so that another process can go on after this one.

    Raises UnreadableTable where the file cannot be read any more.
    """

    def __init__(self, source: Import, user: User, tables: list[ImportTable] | None = None) -> None:
        self.source = source
        self.tables = tables_in(source) if tables is None else tables
        self.rows = list(rows_of(source, self.tables))
        self.checker = checker_of(source, user)
        self.pending: list[ImportRow] = []

    def start(self) -> None:
        """Begins anew: forgets the rows that were not taken in; raises Refused where columns are missing or it is over."""
        source, targets = self.source, targets_of(self.source.kind)
        chosen = {table.form for table in self.tables if table.sheet.name in source.sheets}
        used = [codes for form, codes in source.columns.items() if form in chosen]
        if sentences := [sentence for codes in used for sentence in gaps(source.kind, targets, codes)]:
            raise Refused(*dict.fromkeys(sentences))
        with only_one("imports"), transaction.atomic():
            locked = Import.objects.select_for_update().get(pk=source.pk)
            if locked.state not in STARTED_FROM:
                raise Refused("การนำเข้านี้เสร็จสิ้นหรือถูกยกเลิกแล้ว จึงตรวจใหม่ไม่ได้")
            locked.rows.filter(is_taken=False).delete()
            source.state, source.total = ImportState.CHECKING, len(self.rows)
            source.save()
        self.resume()

    def resume(self) -> None:
        """Finds what is left to check, and what the rows that are stored make already."""
        stored = dict(self.source.rows.values_list("order", "record_key"))
        self.pending = [row for row in self.rows if row.order not in stored]
        self.checker.seen = set(stored.values()) - {""}

    def next_slice(self) -> int:
        """Checks and stores the next rows; returns how many are left. Raises Refused."""
        rows = self.pending[:CHECKED_AT_ONCE]
        plans = self.checker.plan_all([row.values for row in rows])
        known = taken_elsewhere(self.source, rows)
        for row, plan in zip(rows, plans, strict=True):
            if row.fingerprint in known:
                plan.settle(RowOutcome.KNOWN, FROM_EARLIER_FILE)
            row.outcome, row.reason, row.questions = plan.outcome, plan.reason, plan.questions
            row.record_key = plan.record_key
        with only_one("imports"), transaction.atomic():
            locked = Import.objects.select_for_update().get(pk=self.source.pk)
            is_same = all(getattr(locked, name) == getattr(self.source, name) for name in RESTS_ON)
            if locked.state not in (ImportState.CHECKING, ImportState.CHECKED) or not is_same:
                raise Refused("มีผู้แก้ไขคอลัมน์หรือคำตอบของไฟล์นี้ไปแล้ว กรุณาดูผลล่าสุด")
            is_mine = not locked.rows.filter(order__in=[row.order for row in rows]).exists()
            if is_mine and locked.state == ImportState.CHECKING:
                ImportRow.objects.bulk_create(rows)
                self.pending = self.pending[len(rows) :]
                if not self.pending:
                    locked.state = ImportState.CHECKED
                    locked.save(update_fields=["state"])
        self.source.state = locked.state
        if locked.state == ImportState.CHECKED:
            return 0
        if not is_mine:
            self.resume()
        if self.pending:
            make_way()
        return len(self.pending)


def check(source: Import, user: User) -> None:
    """Checks a whole file from its first row; raises Refused or UnreadableTable. What was taken in stays as it is."""
    run = CheckRun(source, user)
    run.start()
    while run.next_slice():
        pass
