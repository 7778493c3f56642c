"""Policies of the ministry (นโยบาย), each with dimensions of its own (มิติ)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import F, Q

from config.kept_statements import KeptTable
from config.thai.dates import thai_date
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    day_constraints,
)
from config.tracking import Tracked, TrackedQuerySet, history


class Policy(Tracked):
    """A policy such as MIND; the entry form offers it on the days between its bounds."""

    code = models.CharField("รหัส", max_length=20, unique=True)
    name = LineField("ชื่อนโยบาย", max_length=200)
    description = BlockField("คำอธิบาย", blank=True)
    starts_on = DayField("ใช้ตั้งแต่วันที่", null=True, blank=True)
    ends_on = DayField("ใช้ถึงวันที่", null=True, blank=True)
    history = history()

    objects: ClassVar = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = "นโยบาย"
        verbose_name_plural = "นโยบาย"
        ordering = ["code"]
        constraints = [
            *day_constraints("policy", "starts_on", "ends_on"),
            models.CheckConstraint(
                name="policy_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่ก่อนวันเริ่มใช้",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name without the word นโยบาย, for titles that say it already."""
        return self.name.removeprefix("นโยบาย").strip() or self.name

    def is_in_force_on(self, day: date | None) -> bool:
        """Whether it had begun and not yet ended; an unknown bound excludes nothing."""
        if day is None:
            return True
        return (not self.starts_on or self.starts_on <= day) and (not self.ends_on or day <= self.ends_on)

    @property
    def life(self) -> str:
        """ "(ถึง 30 ก.ย. 2565)" or "(ตั้งแต่ 1 ต.ค. 2565)"; empty where no day is known."""
        bounds = [
            f"{word} {thai_date(day)}"
            for word, day in (("ตั้งแต่", self.starts_on), ("ถึง", self.ends_on))
            if day
        ]
        return f"({' '.join(bounds)})" if bounds else ""


class NamedDimension(NamedTuple):
    """A dimension as a head of a table; `name` bears the policy where several policies stand side by side."""

    key: int
    name: str
    policy: "Policy"
    parameters: dict[str, str]

    @property
    def code(self) -> str:
        """Its code, behind that of the policy where several policies have it: "income", "GREEN/income"."""
        return "/".join(reversed(self.parameters.values()))


class DimensionQuerySet(TrackedQuerySet):
    """Words for the dimensions of policies."""

    def of_policy(self, code: str | None) -> Self:
        """Dimensions of the policy with that code; all where none is given."""
        return self.filter(policy__code=code) if code else self

    def named(self) -> list[NamedDimension]:
        """The dimensions by policy and order, each with the filter's parameters that ask for it alone.

        A code that several policies have is asked for together with its policy (design part 5: `policy` narrows).
        """
        by_policy = self.select_related("policy").order_by("policy", "order", "pk")
        rows = list(by_policy) if self.query.where else all_dimensions().read()
        policies, codes = {row.policy_id for row in rows}, Counter(row.code for row in rows)
        return [
            NamedDimension(
                row.pk,
                f"{row.name} ({row.policy.label})" if len(policies) > 1 else row.name,
                row.policy,
                {"dimension": row.code} | ({"policy": row.policy.code} if codes[row.code] > 1 else {}),
            )
            for row in rows
        ]

    def title(self) -> str:
        """As `policy_title` of all that have one of the dimensions."""
        return policy_title(row.policy for row in self.select_related("policy").order_by("policy"))


@cache
def all_dimensions() -> KeptTable:
    """Every dimension with its policy."""
    return KeptTable(Dimension.objects.select_related("policy").order_by("policy", "order", "pk"))


def policy_title(policies: Iterable[Policy]) -> str:
    """ "มิติของนโยบาย (MIND)", with each of the policies once."""
    names = dict.fromkeys(policy.label for policy in policies)
    return f"มิติของนโยบาย ({', '.join(names)})" if names else "มิติของนโยบาย"


class Dimension(Tracked):
    """One dimension of a policy; its code is its own within the policy."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="dimensions", verbose_name="นโยบาย")
    code = models.CharField("รหัส", max_length=20, help_text="นโยบายใหม่ใช้รหัสมิติของนโยบายเดิมได้")
    name = LineField("ชื่อมิติ", max_length=120)
    description = BlockField("คำอธิบาย", blank=True)
    order = models.PositiveSmallIntegerField("ลำดับ", default=1)
    history = history()

    objects: ClassVar = DimensionQuerySet.as_manager()

    class Meta:
        verbose_name = "มิติ"
        verbose_name_plural = "มิติ"
        ordering = ["policy", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "code"],
                name="dimension_code_once",
                violation_error_message="นโยบายนี้มีมิติรหัสนี้แล้ว",
            )
        ]

    def __str__(self) -> str:
        return self.name


class VisitPolicy(Tracked):
    """A policy under which a visit is made."""

    SEEN_WITH = ("visit",)
    visit = models.ForeignKey(
        "visits.Visit", models.CASCADE, related_name="policy_links", verbose_name="การตรวจเยี่ยม"
    )
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="visit_links", verbose_name="นโยบาย")
    history = history()

    class Meta:
        verbose_name = "นโยบายของการตรวจเยี่ยม"
        verbose_name_plural = "นโยบายของการตรวจเยี่ยม"
        constraints = [models.UniqueConstraint(fields=["visit", "policy"], name="visit_policy_once")]

    def __str__(self) -> str:
        return str(self.policy)
