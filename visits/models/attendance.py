"""Who was at a visit, in which role, with name and position as of that day."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Q, When

from config.thai.fields import LineField, choice_constraint, search_field
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import Official


class Role(models.TextChoices):
    """In which capacity somebody was at a visit."""

    LEAD = "lead", "หัวหน้าคณะ"
    COMPANION = "companion", "ผู้ร่วมคณะ"
    GUEST = "guest", "ผู้เข้าร่วม"
    HOST = "host", "ผู้ให้การต้อนรับ"


# One typed order runs over lead, companions and guests; hosts stand apart, behind.
HOSTS_LAST = Case(When(role=Role.HOST, then=1), default=0, output_field=models.SmallIntegerField())


class AttendanceQuerySet(TrackedQuerySet):
    """Words for the people of a visit."""

    def party(self) -> Self:
        """Lead, companions and guests, in their one typed order."""
        return self.exclude(role=Role.HOST)

    def hosts(self) -> Self:
        """Those who received the visitors."""
        return self.filter(role=Role.HOST)


class Attendance(Tracked):
    """A person at a visit, with name and position as of that day, frozen as text."""

    SEEN_WITH = ("visit",)
    WORDS_INDEXED = True
    visit = models.ForeignKey(
        "visits.Visit", models.CASCADE, related_name="attendances", verbose_name="การตรวจเยี่ยม"
    )
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="บุคคล"
    )
    role = models.CharField("บทบาท", max_length=10, choices=Role, default=Role.COMPANION)
    name = LineField("ชื่อ ณ วันนั้น", max_length=250, blank=True)
    position = LineField("ตำแหน่ง ณ วันนั้น", max_length=400, blank=True)
    is_unconfirmed = models.BooleanField("ตำแหน่งยังไม่ยืนยัน", default=False)
    appointment = models.ForeignKey(
        "officials.Appointment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="การดำรงตำแหน่งที่อ้างอิง",
    )
    order = models.PositiveSmallIntegerField("ลำดับ", default=0)
    on_behalf_of = LineField("เข้าร่วมแทน", max_length=250, blank=True)
    search = search_field("name", "position")
    history = history()

    objects: ClassVar = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "ผู้ร่วมลงพื้นที่"
        verbose_name_plural = "รายชื่อผู้ร่วมลงพื้นที่"
        ordering: ClassVar[list[Any]] = [HOSTS_LAST, "order", "pk"]
        indexes = [
            # With the visit, which is asked for: the people of a word are many.
            models.Index(fields=["official", "role", "visit"], name="attendance_official_role"),
            # Whether somebody led: where its condition is not among an index's columns too, SQLite reads the row itself.
            models.Index(fields=["visit", "role"], name="attendance_lead", condition=Q(role=Role.LEAD)),
            # Hardly anybody stands there without a position, and nobody else needs to be read to count them.
            models.Index(
                fields=["visit", "position"], name="attendance_no_position", condition=Q(position="")
            ),
        ]
        constraints = [
            choice_constraint("attendance", "role", Role),
            models.UniqueConstraint(
                fields=["visit", "official"],
                name="attendance_once",
                violation_error_message="บุคคลนี้มีรายชื่ออยู่แล้ว",
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(role=Role.LEAD),
                name="attendance_one_lead",
                violation_error_message="การตรวจเยี่ยมหนึ่งมีหัวหน้าคณะได้คนเดียว",
            ),
            models.CheckConstraint(
                name="attendance_someone",
                condition=Q(official__isnull=False) | ~Q(position="") | ~Q(name=""),
                violation_error_message="ระบุบุคคล ชื่อ หรือเมื่อทราบเพียงตำแหน่งให้ระบุตำแหน่ง",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.position) if part)

    def freeze(self) -> None:
        """Fills in name and position of the visit's day where they were left blank (design rule 1), without saving."""
        if not self.official:
            return
        self.name = self.name or self.official.name_on(self.visit.starts_on)
        if not self.position:
            proposal = self.official.position_on(self.visit.starts_on)
            self.position = proposal.line
            self.is_unconfirmed = bool(proposal.line) and not proposal.confirmed
            self.appointment_id = proposal.keys[0] if proposal.keys else None
