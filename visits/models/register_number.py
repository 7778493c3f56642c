"""Register numbers (เลขทะเบียน): gapless within a series and fiscal year, on both databases (design rule 6)."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.signals import pre_delete


class Counter(models.Model):
    """The last number given in a series and fiscal year."""

    series = models.CharField("ชุดเลขทะเบียน", max_length=10)
    year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    last = models.PositiveIntegerField("เลขล่าสุด", default=0)

    class Meta:
        verbose_name = "เลขทะเบียนล่าสุด"
        verbose_name_plural = "เลขทะเบียนล่าสุด"
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_once"),
            models.CheckConstraint(name="counter_year_is_be", condition=Q(year__range=(2500, 2700))),
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.last}/{self.year}"


def take_numbers(series: str, year: int, count: int = 1) -> range:
    """The next `count` numbers of a series in a fiscal year (BE); raises outside a transaction.

    The UPDATE holds the counter's row until commit: a second writer waits, and a rollback leaves no gap.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "numbers are taken inside the transaction that uses them"
        )
    counter = Counter.objects.filter(series=series, year=year)
    if not counter.update(last=F("last") + count):
        # The first number of a year; another writer may be making the same row.
        with suppress(IntegrityError), transaction.atomic():
            Counter.objects.create(series=series, year=year)
        counter.update(last=F("last") + count)
    last = counter.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


def number_all(records: "Iterable[tuple[int, Numbered]]") -> None:
    """Numbers pairs of fiscal year and record in their order, one block a year; raises outside a transaction.

    All records are of one series; they are not saved.
    """
    years = defaultdict(list)
    for year, record in records:
        years[year].append(record)
    for year, rows in years.items():
        for row, seq in zip(rows, take_numbers(rows[0].SERIES, year, len(rows)), strict=True):
            row.take_number(year, seq)


class Numbered(models.Model):
    """A record that gets its number when first certified and keeps it for ever."""

    SERIES = ""

    number_year = models.PositiveSmallIntegerField("ปีของเลขทะเบียน", null=True, blank=True, editable=False)
    number_seq = models.PositiveIntegerField("ลำดับในปี", null=True, blank=True, editable=False)
    number = models.CharField("เลขทะเบียน", max_length=30, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        pre_delete.connect(refuse_to_delete_numbered, sender=cls)

    def take_number(self, year: int, seq: int | None = None) -> None:
        """Sets the number without saving, unless there is one; `seq` comes from a block taken for many records."""
        if self.number:
            return
        self.number_year = year
        self.number_seq = seq or take_numbers(self.SERIES, year)[0]
        self.number = f"{self.SERIES}{self.number_seq}/{year}"


def refuse_to_delete_numbered(instance: Numbered, **_: Any) -> None:
    """Raises ProtectedError on every way of deletion: alone, in bulk, or along with the visit it belongs to."""
    if instance.number:
        raise models.ProtectedError(f"{instance.number} มีเลขทะเบียนแล้ว ลบไม่ได้ ให้ยกเลิกโดยระบุเหตุผล", {instance})


def number_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A number stands once, and its three columns are filled together or not at all."""
    return [
        models.UniqueConstraint(
            fields=["number_year", "number_seq"],
            name=f"{prefix}_number_once",
            violation_error_message="เลขทะเบียนนี้ใช้แล้ว",
        ),
        models.CheckConstraint(
            name=f"{prefix}_number_whole",
            condition=Q(number_year=None, number_seq=None, number="")
            | Q(number_year__isnull=False, number_seq__isnull=False) & ~Q(number=""),
            violation_error_message="เลขทะเบียนต้องมีทั้งปีและลำดับ",
        ),
    ]
