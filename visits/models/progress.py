"""What a unit reported and the office decided (รายงานผลการดำเนินการ): only ever added."""

from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from config.thai.fields import BlockField, DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, Untracked, history
from officials.models import User
from visits.models.assignment import Assignment
from visits.models.directive import State
from visits.models.follow_up_round import FollowUpRound, RoundDirective


class Verb(models.TextChoices):
    """The steps that are taken with an assignment."""

    NOTIFY = "notify", "แจ้งข้อสั่งการ"
    ACKNOWLEDGE = "acknowledge", "รับทราบ"
    REPORT = "report", "รายงานผล"
    CLOSE = "close", "แล้วเสร็จ"
    END = "end", "ยุติการติดตาม"
    SEND_BACK = "send_back", "ส่งกลับ"
    REASSIGN = "reassign", "เปลี่ยนหน่วยงานรับผิดชอบ"
    EXTEND = "extend", "ขยายระยะเวลา"
    AMEND = "amend", "แก้ไขเพิ่มเติม"
    RESUME = "resume", "เปิดเรื่องใหม่"


class ProgressQuerySet(TrackedQuerySet):
    """Words for what was done with assignments."""

    def in_scope_of(self, officer: User) -> Self:
        """Of a directive to many units, what the officer's unit and those below it reported."""
        return super().in_scope_of(officer).filter(assignment__unit__in=officer.family)

    def delete(self) -> NoReturn:
        """Raises Untracked: progress is append-only."""
        raise Untracked("progress is append-only")

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> NoReturn:
        """Raises Untracked: progress is append-only."""
        raise Untracked("progress is append-only")

    def reports_in(self, follow_up_round: FollowUpRound) -> Self:
        """Reports from the day a round opened to its close, or until a later round asked about the same directive."""
        days = {"recorded_at__date__gte": follow_up_round.opens_on}
        if follow_up_round.closed_on:
            days["recorded_at__date__lte"] = follow_up_round.closed_on
        later = RoundDirective.objects.filter(
            directive=OuterRef("assignment__directive"),
            round__opens_on__gt=follow_up_round.opens_on,
            round__opens_on__lte=OuterRef("recorded_at__date"),
        )
        return self.filter(~Exists(later), verb=Verb.REPORT, **days)

    def as_at(self, moment: datetime) -> Self:
        """What had been recorded by then: the past is read by `recorded_at`, not by the typed day."""
        return self.filter(recorded_at__lte=moment)


class Progress(Tracked):
    """One step in the life of an assignment; only ever added."""

    SEEN_WITH = ("assignment",)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="progress", verbose_name="หน่วยงานรับผิดชอบ"
    )
    verb = models.CharField("การดำเนินการ", max_length=12, choices=Verb)
    state = models.CharField("สถานะใหม่", max_length=12, choices=State)
    text = BlockField("รายงาน", blank=True)
    reason = BlockField("เหตุผล", blank=True)
    letter_no = LineField("ที่หนังสือของหน่วยงาน", max_length=80, blank=True)
    signer = LineField("ผู้ลงนาม", max_length=250, blank=True)
    reported_on = DayField("วันที่รายงาน", null=True, blank=True)
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="progress",
        verbose_name="ผู้บันทึก",
    )
    by_name = models.CharField("ชื่อผู้บันทึก", max_length=300)
    for_unit = models.BooleanField("ส่วนกลางบันทึกแทนหน่วยงาน", default=False)
    history = history()

    objects: ClassVar = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "รายงานผลการดำเนินการ"
        verbose_name_plural = "รายงานผลการดำเนินการ"
        ordering = ["assignment", "recorded_at", "pk"]
        indexes = [
            # When something was first reported or done; without it SQLite begins with every assignment.
            models.Index(fields=["state", "assignment", "recorded_at"], name="progress_state_moment")
        ]
        constraints = [
            choice_constraint("progress", "verb", Verb),
            choice_constraint("progress", "state", State),
            *day_constraints("progress", "reported_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} → {self.get_state_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry; raises Untracked for one that is stored already."""
        if self.pk and not self._state.adding:
            raise Untracked("progress is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Untracked: progress is append-only."""
        raise Untracked("progress is append-only")
