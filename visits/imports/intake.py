"""The steps of an import: a file is kept, its rows are checked, taken in by slices, or all of it undone."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from config.tracking import written_by
from officials.models import User
from visits.imports.cell_values import as_text, has_two_digit_year
from visits.imports.checking import CHECKERS, Values
from visits.imports.reading import Sheet, UnreadableTable, read_sheets
from visits.imports.saving import SAVERS
from visits.imports.tables import ImportTable, find_table, mapped
from visits.imports.targets import TARGETS, gaps, guess_all
from visits.models import RecordState, Visit
from visits.models.table_import import GOOD, ColumnMapping, Import, ImportRow, ImportState, RowOutcome
from visits.models.workflow import Refused

# Others save between two slices; on SQLite a slice holds the lock well under a second.
SLICE = 50
CHECKED_AT_ONCE = 500

NO_TABLE = "ไม่พบหัวตารางที่รู้จักในไฟล์นี้ กรุณาตรวจสอบว่าเลือกประเภทข้อมูลถูกต้อง หรือใช้แบบตารางที่ให้ดาวน์โหลด"
SAME_FILE = "ไฟล์นี้นำเข้าไปแล้วเมื่อ {when}"


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
    return [table for sheet in sheets if (table := find_table(kind, sheet))]


def forms_of(kind: str, tables: list[ImportTable]) -> list[TableForm]:
    """The different forms among the tables, with the columns as kept under a name for that form, or as guessed."""
    kept = {mapping.form: mapping.codes for mapping in ColumnMapping.objects.filter(kind=kind)}
    forms = []
    for key in dict.fromkeys(table.form for table in tables):
        same = [table for table in tables if table.form == key]
        headings = same[0].headings
        examples = [
            next((as_text(record.first(column)) for record in same[0].records if column in record.cells), "")
            for column in range(len(headings))
        ]
        codes = kept.get(key) or guess_all(kind, headings)
        forms.append(TableForm(key, headings, examples, codes, [table.sheet for table in same]))
    return forms


def asks_for_era(kind: str, tables: list[ImportTable], columns: dict[str, list[str]]) -> bool:
    """Whether a column of days holds years of two digits."""
    days = {target.code for target in TARGETS[kind] if target.is_day}
    for table in tables:
        codes = columns.get(table.form, [])
        for record in table.records:
            for column, code in enumerate(codes):
                if code in days and any(map(has_two_digit_year, record.cells.get(column, []))):
                    return True
    return False


def start_import(kind: str, name: str, data: bytes, user: User, sheets: list[str] | None = None) -> Import:
    """Keeps a file with its columns as guessed; raises UnreadableTable where there is no table of the kind in it."""
    tables = tables_of(kind, read_sheets(name, data))
    if not tables:
        raise UnreadableTable(NO_TABLE)
    chosen = [table.sheet for table in tables if not sheets or table.sheet in sheets]
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
    source.file.save(f"{source.sha256[:16]}.table", ContentFile(data), save=False)
    source.save()
    return source


def tables_in(source: Import) -> list[ImportTable]:
    """The tables of the kept file; raises UnreadableTable."""
    if not source.file:
        raise UnreadableTable("ไฟล์ต้นฉบับถูกลบหลังนำเข้าแล้ว")
    with source.file.open("rb") as file:
        return tables_of(source.kind, read_sheets(source.name, file.read()))


def check(source: Import, user: User) -> None:
    """Reads the chosen sheets anew and stores each row with what it would become; raises Refused or UnreadableTable."""
    sentences = [sentence for codes in source.columns.values() for sentence in gaps(source.kind, codes)]
    if sentences:
        raise Refused(*dict.fromkeys(sentences))
    tables = [table for table in tables_in(source) if table.sheet in source.sheets]
    checker = CHECKERS[source.kind](user, source.two_digit_years, source.answers)
    rows = _rows(source, tables)
    planned: list[ImportRow] = []
    while chunk := list(islice(rows, CHECKED_AT_ONCE)):
        plans = checker.plan_all([values for _, values in chunk])
        known = set(
            ImportRow.objects.filter(
                is_taken=True, fingerprint__in=[row.fingerprint for row, _ in chunk]
            ).values_list("fingerprint", flat=True)
        )
        for (row, _), plan in zip(chunk, plans, strict=True):
            if row.fingerprint in known:
                plan.settle(RowOutcome.KNOWN, "แถวนี้นำเข้าไปแล้วจากไฟล์ก่อน")
            row.outcome, row.reason = plan.outcome, "\n".join(dict.fromkeys(plan.reasons))
            row.questions = plan.questions
            planned.append(row)
    with transaction.atomic():
        source.rows.filter(is_taken=False).delete()
        taken = set(source.rows.values_list("order", flat=True))
        ImportRow.objects.bulk_create([row for row in planned if row.order not in taken], batch_size=500)
        source.state = ImportState.CHECKED
        source.save()


def _rows(source: Import, tables: list[ImportTable]) -> Iterator[tuple[ImportRow, Values]]:
    order = 0
    for table in tables:
        codes = source.columns.get(table.form, [])
        for record in table.records:
            order += 1
            values = mapped(record, codes)
            stored = {code: [_storable(value) for value in lines] for code, lines in values.items()}
            identity = f"{source.kind}|{sorted((k, v) for k, v in stored.items() if k != 'number')}"
            row = ImportRow(
                source=source,
                order=order,
                sheet=table.sheet[:120],
                row=record.row,
                values=stored,
                fingerprint=hashlib.sha256(identity.encode()).hexdigest(),
            )
            yield row, stored


def _storable(value: Any) -> Any:
    """As JSON holds it; days and times as text that is read again in the same way."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.replace("\0", "") if isinstance(value, str) else value


def take_slice(source: Import, user: User) -> int:
    """Takes in the next rows that are good, each whole or not at all; returns how many are left. Raises Refused."""
    if source.state not in (ImportState.CHECKED, ImportState.TAKING):
        raise Refused("การนำเข้านี้ยังไม่ได้ตรวจ หรือนำเข้าเสร็จแล้ว")
    with transaction.atomic(), written_by(user):
        waiting = source.rows.filter(outcome__in=GOOD, is_taken=False)
        rows = list(waiting.select_for_update().order_by("order")[:SLICE])
        checker = CHECKERS[source.kind](user, source.two_digit_years, source.answers)
        for row in rows:
            [plan] = checker.plan_all([row.values])
            if plan.outcome not in GOOD:
                row.outcome, row.reason = plan.outcome, "\n".join(dict.fromkeys(plan.reasons))
            else:
                _take(row, plan)
            row.save()
        left = waiting.count()
        state = ImportState.TAKING if left else ImportState.TAKEN
        if source.state != state:
            source.state = state
            source.save(update_fields=["state"])
    if not left and source.file and not source.keeps_file:
        source.file.delete(save=False)
        source.save(update_fields=["file"])
    return left


def _take(row: ImportRow, plan: Any) -> None:
    try:
        with transaction.atomic():
            created = SAVERS[row.source.kind](plan)
    except (ValidationError, IntegrityError) as error:
        sentences = error.messages if isinstance(error, ValidationError) else ["ขัดกับข้อมูลที่มีอยู่แล้ว"]
        row.outcome, row.reason = RowOutcome.REFUSED, "\n".join(sentences)
        return
    row.created = [[record._meta.label, record.pk] for record in created]
    row.is_taken = True


@transaction.atomic
def undo(source: Import, user: User) -> int:
    """Deletes all that an import created; raises Refused where something of it is certified or used elsewhere."""
    if source.state not in (ImportState.TAKEN, ImportState.TAKING):
        raise Refused("การนำเข้านี้ยังไม่มีอะไรให้ยกเลิก")
    rows = source.rows.filter(is_taken=True).order_by("-order")
    if rows.filter(outcome=RowOutcome.CHANGED).exists():
        raise Refused("ยกเลิกทั้งชุดไม่ได้ เพราะบางแถวเติมข้อมูลลงในรายการที่มีอยู่ก่อน")
    records = [(label, key) for row in rows for label, key in reversed(row.created)]
    visits = [key for label, key in records if label == Visit._meta.label]
    certified = Visit.objects.filter(pk__in=visits).exclude(record_state=RecordState.DRAFT).count()
    if certified:
        raise Refused(f"ยกเลิกทั้งชุดไม่ได้ เพราะเสนอหรือรับรองแล้ว {certified} แห่ง")
    with written_by(user):
        for label, key in records:
            try:
                for record in apps.get_model(label)._default_manager.filter(pk=key):
                    record.delete()
            except ProtectedError as error:
                raise Refused("ยกเลิกทั้งชุดไม่ได้ เพราะข้อมูลบางรายการถูกใช้ที่อื่นแล้ว") from error
        rows.update(is_taken=False, created=[])
        source.state = ImportState.UNDONE
        source.save(update_fields=["state"])
    return len(records)
