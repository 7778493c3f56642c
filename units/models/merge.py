"""Rows of the register merged into others, so that old addresses lead on and it can be undone, and pairs that are no duplicates."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from config.thai.fields import LineField
from config.tracking import Tracked, TrackedQuerySet, history


class MergeQuerySet(TrackedQuerySet):
    """Merges as rows."""

    def in_scope_of(self, officer: Any) -> Self:
        """None: merging is work of the office."""
        return self.none()

    def in_force(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def target_key(self, label: str, key: int) -> int | None:
        """The key that a merged row of the model `label` goes by now; None for one that was not merged. One query a merge."""
        target = None
        while (
            found := self.in_force().filter(model=label, dropped=key).values_list("target", flat=True).first()
        ):
            target = key = found
        return target

    def targets(self, label: str) -> dict[int, int]:
        """The key that each merged row of the model `label` goes by now; one query."""
        merged = dict(self.in_force().filter(model=label).order_by().values_list("dropped", "target"))
        found = {}
        for dropped, target in merged.items():
            while target in merged:
                target = merged[target]
            found[dropped] = target
        return found


class Merge(Tracked):
    """One row merged into another of its model, such as `officials.official`; posts merged with their unit are its parts.

    `moves` tells what an undo takes back: `moved` keys by column, `deleted` and `row` as keys of history rows, `added` rows,
    `filled` values of the target row.
    """

    REVERTED = False
    model = models.CharField("ประเภทข้อมูล", max_length=60)
    target = models.PositiveBigIntegerField("รายการที่คงไว้")
    dropped = models.PositiveBigIntegerField("รายการที่รวมเข้า")
    target_name = LineField("ชื่อที่คงไว้", max_length=400)
    dropped_name = LineField("ชื่อที่รวมเข้า", max_length=400)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="ส่วนหนึ่งของการรวม"
    )
    moves = models.JSONField("สิ่งที่ย้าย", default=dict)
    by_name = models.CharField("ผู้รวม", max_length=300)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    undone_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)
    history = history(excluded=("moves",))

    objects: ClassVar = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "การรวมรายการซ้ำ"
        verbose_name_plural = "การรวมรายการซ้ำ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "dropped"],
                condition=Q(undone_at=None),
                name="merge_once",
                violation_error_message="รายการนี้รวมเข้ากับรายการอื่นแล้ว",
            ),
            models.CheckConstraint(
                name="merge_of_two",
                condition=~Q(target=F("dropped")),
                violation_error_message="รวมรายการเข้ากับตัวเองไม่ได้",
            ),
        ]

    def __str__(self) -> str:
        return f"รวม {self.dropped_name} เข้ากับ {self.target_name}"


class DistinctPairQuerySet(TrackedQuerySet):
    """Pairs as rows."""

    def in_scope_of(self, officer: Any) -> Self:
        """None: merging is work of the office."""
        return self.none()

    def keys_of(self, label: str) -> set[tuple[int, int]]:
        """The pairs of the model `label` as keys, the smaller first; a merged row goes by the key of its target."""
        targets = Merge.objects.targets(label)
        pairs = self.filter(model=label).order_by().values_list("first", "second")
        now = ((targets.get(one, one), targets.get(other, other)) for one, other in pairs)
        return {(min(pair), max(pair)) for pair in now}


class DistinctPair(Tracked):
    """Two rows of a model that somebody looked at and found to be no duplicates; `first` is the smaller key."""

    REVERTED = False
    model = models.CharField("ประเภทข้อมูล", max_length=60)
    first = models.PositiveBigIntegerField("รายการหนึ่ง")
    second = models.PositiveBigIntegerField("อีกรายการหนึ่ง")
    first_name = LineField("ชื่อรายการหนึ่ง", max_length=400)
    second_name = LineField("ชื่ออีกรายการหนึ่ง", max_length=400)
    reason = LineField("เหตุผล", max_length=300, blank=True)
    by_name = models.CharField("ผู้ตรวจ", max_length=300)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    history = history()

    objects: ClassVar = DistinctPairQuerySet.as_manager()

    class Meta:
        verbose_name = "คู่ที่ไม่ใช่รายการซ้ำ"
        verbose_name_plural = "คู่ที่ไม่ใช่รายการซ้ำ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "first", "second"],
                name="distinct_pair_once",
                violation_error_message="คู่นี้บันทึกว่าไม่ใช่รายการซ้ำไว้แล้ว",
            ),
            models.CheckConstraint(
                name="distinct_pair_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="รายการทั้งสองต้องต่างกันและเรียงตามลำดับ",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} ไม่ใช่รายการเดียวกับ {self.second_name}"
