"""The steps of an import: a file is kept, its rows are checked, then taken in by slices."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction

from config.concurrency import make_way, only_one
from config.tracking import written_by
from officials.models import User
from visits.attachments.uploads import NO_ROOM
from visits.imports.cell_values import as_text, has_two_digit_year
from visits.imports.checking import Checker, Plan
from visits.imports.directive_checking import DirectiveChecker
from visits.imports.reading import Sheet, UnreadableTable, read_sheets
from visits.imports.register_checking import (
    AppointmentChecker,
    HolidayChecker,
    OfficialChecker,
    UnitChecker,
)
from visits.imports.saving import SAVERS
from visits.imports.tables import ImportTable, find_tables, mapped
from visits.imports.ticks import targets_of
from visits.imports.visit_checking import VisitChecker
from visits.models.table_import import GOOD, ColumnMapping, Import, ImportRow, ImportState, RowOutcome
from visits.models.workflow import Refused

CHECKERS: dict[str, type[Checker]] = {
    checker.kind: checker
    for checker in (
        VisitChecker,
        DirectiveChecker,
        UnitChecker,
        OfficialChecker,
        AppointmentChecker,
        HolidayChecker,
    )
}
# Others save between two slices; on SQLite a slice holds the lock well under a second.
SLICE = 50

NO_TABLE = "ไม่พบหัวตารางที่รู้จักในไฟล์นี้ กรุณาตรวจสอบว่าเลือกประเภทข้อมูลถูกต้อง หรือใช้แบบตารางที่ให้ดาวน์โหลด"
NO_ROWS = "ตารางในไฟล์นี้มีแต่หัวตาราง ยังไม่มีแถวข้อมูล"
FROM_EARLIER_FILE = "แถวนี้นำเข้าไปแล้วจากไฟล์ก่อน"


@dataclass(frozen=True)
class TableForm:
    """Tables of one form: what they share, their headings, an example of each column, and where they stand."""

    key: str
    headings: list[str]
    examples: list[str]
    codes: list[str]
    sheets: list[str]


def tables_of(kind: str, sheets: list[Sheet]) -> list[ImportTable]:
    """The tables of a kind in the sheets that have one."""
    targets = targets_of(kind)
    return [table for sheet in sheets for table in find_tables(targets, sheet)]


def forms_of(kind: str, tables: list[ImportTable]) -> list[TableForm]:
    """The different forms among the tables, with the columns as kept under a name for that form, or as guessed."""
    saved_codes = {mapping.form: mapping.codes for mapping in ColumnMapping.objects.filter(kind=kind)}
    forms = []
    for key in dict.fromkeys(table.form for table in tables):
        same = [table for table in tables if table.form == key]
        records = same[0].records()
        examples = [
            next((as_text(record.cells[column][0]) for record in records if column in record.cells), "")
            for column in range(len(same[0].headings))
        ]
        sheets = list(dict.fromkeys(table.sheet.name for table in same))
        forms.append(
            TableForm(key, same[0].headings, examples, saved_codes.get(key) or same[0].codes, sheets)
        )
    return forms


def asks_for_era(kind: str, tables: list[ImportTable], columns: dict[str, list[str]]) -> bool:
    """Whether a column of days holds years of two digits."""
    days = {target.code for target in targets_of(kind) if target.is_day}
    for table in tables:
        codes = columns.get(table.form, table.codes)
        in_days = [column for column, code in enumerate(codes) if code in days]
        for record in table.records(codes):
            if any(has_two_digit_year(value) for column in in_days for value in record.cells.get(column, [])):
                return True
    return False


def start_import(kind: str, name: str, data: bytes, user: User, sheets: list[str] | None = None) -> Import:
    """Keeps a file with its columns as guessed; raises UnreadableTable where there is no table of the kind in it."""
    tables = tables_of(kind, read_sheets(name, data))
    if not tables:
        raise UnreadableTable(NO_TABLE)
    if not any(table.records() for table in tables):
        raise UnreadableTable(NO_ROWS)
    names = dict.fromkeys(table.sheet.name for table in tables)
    chosen = [name for name in names if not sheets or name in sheets]
    if not chosen:
        raise UnreadableTable(f"ไม่พบตารางในแผ่นงาน {', '.join(sheets or [])}")
    source = Import(
        kind=kind,
        name=name[-250:],
        sha256=hashlib.sha256(data).hexdigest(),
        sheets=chosen,
        columns={form.key: form.codes for form in forms_of(kind, tables)},
        created_by=user,
    )
    try:
        source.file.save(f"{source.sha256[:16]}.table", ContentFile(data), save=False)
    except OSError as error:
        raise UnreadableTable(NO_ROOM) from error
    source.save()
    return source


def tables_in(source: Import) -> list[ImportTable]:
    """The tables of the kept file; raises UnreadableTable."""
    if not source.file:
        raise UnreadableTable("ไฟล์ต้นฉบับถูกลบหลังนำเข้าแล้ว")
    try:
        with source.file.open("rb") as file:
            data = file.read()
    except OSError as error:
        raise UnreadableTable("ไม่พบไฟล์ต้นฉบับในระบบจัดเก็บ กรุณาส่งไฟล์ใหม่") from error
    return tables_of(source.kind, read_sheets(source.name, data))


def checker_of(source: Import, user: User) -> Checker:
    """The checker of an import with the answers given so far; it passes over what the import has made itself."""
    return CHECKERS[source.kind](user, source.two_digit_years, source.answers, source.code_start)


def rows_of(source: Import, tables: list[ImportTable]) -> Iterator[ImportRow]:
    """The unsaved rows of the chosen sheets, numbered over all of them, so that a number stays whatever is chosen."""
    order = 0
    for table in tables:
        codes = source.columns.get(table.form, table.codes)
        is_chosen = table.sheet.name in source.sheets
        for record in table.records(codes):
            order += 1
            if not is_chosen:
                continue
            values = {
                code: [storable(value) for value in lines] for code, lines in mapped(record, codes).items()
            }
            identity = f"{source.kind}|{sorted((k, v) for k, v in values.items() if k != 'number')}"
            yield ImportRow(
                source=source,
                order=order,
                sheet=table.sheet.name[:120],
                row=record.row,
                values=values,
                fingerprint=hashlib.sha256(identity.encode()).hexdigest(),
            )


def storable(value: Any) -> Any:
    """As JSON holds it; days and times as text that is read again in the same way."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.replace("\0", "") if isinstance(value, str) else value


def taken_elsewhere(source: Import, rows: list[ImportRow]) -> set[str]:
    """Fingerprints of those rows that another import has taken in."""
    others = ImportRow.objects.filter(is_taken=True, fingerprint__in={row.fingerprint for row in rows})
    return set(others.exclude(source=source).values_list("fingerprint", flat=True))


def take_slice(source: Import, user: User, checker: Checker | None = None) -> int:
    """Takes in the next rows that are good, each whole or not at all; returns how many are left. Raises Refused.

    Rows are planned before the lock is taken, by `checker` where several slices follow each other. Two imports then take
    turns slice by slice, and each compares with what stands by then, so that nothing comes in twice.
    """
    checker = checker or checker_of(source, user)
    waiting = source.rows.filter(outcome__in=GOOD, is_taken=False)
    rows = list(waiting.order_by("order")[:SLICE])
    checker.seen.clear()
    planned = checker.plan_rows([row.values for row in rows])
    with only_one("imports"), transaction.atomic(), written_by(user):
        locked = Import.objects.select_for_update().get(pk=source.pk)
        if locked.state not in (ImportState.CHECKED, ImportState.TAKING):
            raise Refused("การนำเข้านี้ยังไม่ได้ตรวจ หรือนำเข้าเสร็จแล้ว")
        still = set(waiting.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        both = [(row, plan) for row, plan in zip(rows, planned, strict=True) if row.pk in still]
        rows, plans = [row for row, _ in both], [plan for _, plan in both]
        checker.compare([plan for plan in plans if plan.data])
        known = taken_elsewhere(locked, rows)
        good: list[tuple[ImportRow, Plan]] = []
        for row, plan in zip(rows, plans, strict=True):
            if row.fingerprint in known:
                plan.settle(RowOutcome.KNOWN, FROM_EARLIER_FILE)
            row.outcome, row.reason = plan.outcome, plan.reason
            plan.code = f"{locked.code_start}{row.order}"
            plan.origin = f"นำเข้าจากตาราง {locked.name} {row}"
            if plan.outcome in GOOD:
                good.append((row, plan))
        save_plans(locked.kind, good)
        ImportRow.objects.bulk_update(rows, ["outcome", "reason", "is_taken", "created"])
        left = waiting.count()
        state = ImportState.TAKING if left else ImportState.TAKEN
        if locked.state != state:
            locked.state = state
            locked.save(update_fields=["state"])
    source.state = locked.state
    if left:
        make_way()
    elif locked.file and not locked.keeps_file:
        locked.file.delete(save=False)
        locked.save(update_fields=["file"])
        source.file = locked.file
    return left


def save_plans(kind: str, good: list[tuple[ImportRow, Plan]]) -> None:
    """Writes the plans at once, or one by one where one of them is refused by the database; marks their rows."""
    try:
        with transaction.atomic():
            created = SAVERS[kind]([plan for _, plan in good])
    except (ValidationError, IntegrityError, DataError) as error:
        if len(good) > 1:
            for each in good:
                save_plans(kind, [each])
            return
        [(row, _)] = good
        sentences = error.messages if isinstance(error, ValidationError) else ["ขัดกับข้อมูลที่มีอยู่แล้ว"]
        row.outcome, row.reason = RowOutcome.REFUSED, "\n".join(sentences)
        return
    for (row, plan), records in zip(good, created, strict=True):
        row.is_taken = True
        row.created = [[record._meta.label, record.pk] for record in records]
        row.created += plan.data.get("changed", [])
        if fills := plan.data.get("fills", {}) | plan.data.get("joined", {}):
            row.created.append(
                ["visits.Visit", plan.data["visit"], {name: str(value) for name, value in fills.items()}]
            )
