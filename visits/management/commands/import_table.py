"""Brings a table in without a browser, as the pages of imports do: people unknown to the register as written, rows in doubt stay out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from officials.models import User
from visits.imports.check_run import check
from visits.imports.intake import (
    asks_for_era,
    checker_of,
    start_import,
    tables_in,
    take_slice,
)
from visits.imports.reading import UnreadableTable
from visits.imports.undoing import discard
from visits.models import ColumnMapping, Import, ImportKind, RowOutcome
from visits.models.table_import import TwoDigitYears
from visits.models.workflow import Refused


class Command(BaseCommand):
    help = (
        "นำเข้าตารางจากไฟล์ .xlsx .xls .ods .csv หรือตาราง HTML ชื่อบุคคลที่ไม่มีในทำเนียบเก็บตามที่เขียน "
        "แถวที่ต้องตรวจสอบไม่นำเข้า บรรทัดสุดท้ายบอกจำนวนแถว"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=ImportKind.values, help="ประเภทข้อมูล")
        parser.add_argument("file", help="ไฟล์ตาราง")
        parser.add_argument("--by", required=True, help="ชื่อบัญชีผู้นำเข้า")
        parser.add_argument("--sheet", action="append", help="แผ่นงานที่นำเข้า (ระบุซ้ำได้ ปกติทุกแผ่นที่มีตาราง)")
        parser.add_argument("--mapping", help="ชื่อรูปแบบคอลัมน์ที่เก็บไว้")
        parser.add_argument(
            "--two-digit-years", choices=[TwoDigitYears.BE, TwoDigitYears.AD], help="ปีสองหลักเป็น พ.ศ. หรือ ค.ศ."
        )
        parser.add_argument("--dry-run", action="store_true", help="ตรวจอย่างเดียว ไม่นำเข้า")

    def handle(self, *, kind: str, file: str, by: str, dry_run: bool, **options: Any) -> None:
        user = User.objects.filter(username=by, is_active=True).first()
        if not user:
            raise CommandError(f"ไม่มีบัญชี {by} ที่ใช้งานได้")
        if not user.has_perm("visits.add_import"):
            raise CommandError(f"บัญชี {by} ไม่มีสิทธิ์นำเข้าข้อมูล")
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"เปิดไฟล์ไม่ได้: {error}") from error
        try:
            source = start_import(kind, Path(file).name, data, user, options["sheet"])
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        try:
            self.run(source, user, dry_run, options)
        except (Refused, UnreadableTable) as error:
            discard(source)
            raise CommandError("\n".join(map(str, error.args))) from error

    def run(self, source: Import, user: User, dry_run: bool, options: dict[str, Any]) -> None:
        """Checks every row, takes in what is good and prints the rest with reasons."""
        if options["mapping"]:
            mapping = ColumnMapping.objects.filter(kind=source.kind, name=options["mapping"]).first()
            if not mapping:
                raise Refused(f"ไม่มีรูปแบบคอลัมน์ชื่อ {options['mapping']} ของข้อมูลประเภทนี้")
            source.columns[mapping.form] = mapping.codes
        source.two_digit_years = options["two_digit_years"] or ""
        if not source.two_digit_years and asks_for_era(source.kind, tables_in(source), source.columns):
            self.stderr.write("มีปีสองหลัก แถวเหล่านั้นไม่นำเข้า ให้เติม --two-digit-years be หรือ ad")
        check(source, user)
        left, checker = 0 if dry_run else 1, checker_of(source, user)
        while left:
            left = take_slice(source, user, checker)
        counts = source.counts()
        for row in source.rows.filter(outcome__in=[RowOutcome.DOUBTFUL, RowOutcome.REFUSED]).order_by(
            "order"
        ):
            reason = row.reason.replace("\n", "; ")
            self.stdout.write(f"{row.sheet} แถวที่ {row.row} {row.get_outcome_display()}: {reason}")
        if dry_run:
            discard(source)
        self.stdout.write(
            "rows {rows} new {new} known {known} changed {changed} doubtful {doubtful} refused {refused}".format(
                **counts
            )
        )
