"""The posts that people hold, from when to when, and what sources state of it."""

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from config.thai.dates import thai_date
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    SortKeyField,
    choice_constraint,
    day_constraints,
    search_field,
)
from config.thai.text import terms
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models.names import without_polite_words
from officials.models.people import Official
from officials.models.positions import Held, Statement
from units.models import Unit, Verified
from units.spellings import spellings


class Post(Tracked):
    """A position in full printed words at a unit; `rank` is its place in protocol, 1 the highest."""

    code = models.CharField("รหัส", max_length=60, unique=True, null=True, blank=True)
    title = LineField("ชื่อตำแหน่งเต็ม", max_length=250)
    abbreviation = LineField("ชื่อย่อ", max_length=60, blank=True)
    aliases = LineField("ชื่อเรียกอื่น", max_length=400, blank=True, help_text="คั่นด้วยเครื่องหมายจุลภาค")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="posts", verbose_name="หน่วยงาน")
    rank = models.PositiveSmallIntegerField(
        "ลำดับอาวุโส", default=500, help_text="เลขน้อยอยู่ก่อน เช่น ปลัดกระทรวง 10 รองปลัดกระทรวง 20"
    )
    sort_key = SortKeyField(source="title")
    search = search_field("title", "abbreviation", "aliases")
    history = history()

    class Meta:
        verbose_name = "ตำแหน่ง"
        verbose_name_plural = "ตำแหน่ง"
        ordering = ["rank", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="post_once",
                violation_error_message="หน่วยงานนี้มีตำแหน่งนี้แล้ว",
            ),
            models.CheckConstraint(
                name="post_rank_positive",
                condition=Q(rank__gte=1),
                violation_error_message="ลำดับอาวุโสเริ่มที่ 1",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AppointmentKind(models.TextChoices):
    """In what way a post is held."""

    SUBSTANTIVE = "substantive", "ดำรงตำแหน่ง"
    ACTING = "acting", "รักษาราชการแทน"
    CARETAKER = "caretaker", "รักษาการในตำแหน่ง"
    DELEGATED = "delegated", "ปฏิบัติราชการแทน"
    SECONDED = "seconded", "ช่วยราชการ"


class AppointmentQuerySet(TrackedQuerySet):
    """Appointments as rows of the register."""

    def matching(self, query: str) -> Self:
        """Every word of the query stands in the person's name, in the post or in its unit."""
        rows = self
        for word in without_polite_words(terms(query)):
            either = Q(official__in=Official.objects.named(word).order_by().values("pk"))
            either |= Q(post__unit__in=Unit.objects.matching(word).order_by().values("pk"))
            for spelling in spellings(word):
                either |= Q(post__search__contains=spelling)
            rows = rows.filter(either)
        return rows

    def to_confirm(self) -> Self:
        """Those of which something was only read by a program."""
        read = PositionStatement.objects.order_by().filter(is_confirmed=False)
        return self.filter(Q(is_confirmed=False) | Q(pk__in=read.values("appointment")))

    def with_posts(self) -> Self:
        """With posts, units and statements, which `Appointment.plain` reads; one more query."""
        return self.select_related("post__unit").prefetch_related("statements")

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Rows whose known bounds meet the given ones; an unknown end is open."""
        rows = self.filter(starts_on__isnull=False).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return rows.filter(starts_on__lte=ends_on) if ends_on else rows


class Appointment(Tracked):
    """Who held which post: in law from/to (either unknown), in sources on the days that state it."""

    code = models.CharField("รหัส", max_length=80, unique=True, null=True, blank=True)
    official = models.ForeignKey(Official, models.PROTECT, related_name="appointments", verbose_name="บุคคล")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="ตำแหน่ง")
    kind = models.CharField(
        "ลักษณะ", max_length=12, choices=AppointmentKind, default=AppointmentKind.SUBSTANTIVE
    )
    starts_on = DayField("ตั้งแต่วันที่", null=True, blank=True)
    ends_on = DayField("ถึงวันที่", null=True, blank=True)
    stated_first = DayField(
        "ปรากฏครั้งแรก", null=True, blank=True, help_text="วันแรกที่แหล่งข้อมูลระบุตำแหน่งนี้ เมื่อไม่ทราบวันแต่งตั้ง"
    )
    stated_last = DayField("ปรากฏครั้งล่าสุด", null=True, blank=True)
    order_no = LineField("คำสั่ง", max_length=120, blank=True, help_text="เลขที่คำสั่งหรือประกาศแต่งตั้ง")
    source = BlockField("แหล่งอ้างอิง", blank=True)
    verified = models.CharField("ความน่าเชื่อถือ", max_length=20, choices=Verified, default=Verified.OFFICE)
    is_confirmed = models.BooleanField(
        "เจ้าหน้าที่ยืนยันแล้ว", default=True, help_text="ที่ระบบอ่านจากข่าวเอง ใช้เสนอตำแหน่งได้ แต่ยังมีเครื่องหมายยังไม่ยืนยัน"
    )
    note = BlockField("หมายเหตุ", blank=True)
    history = history()

    objects: ClassVar = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "การดำรงตำแหน่ง"
        verbose_name_plural = "การดำรงตำแหน่ง"
        ordering = ["official", "starts_on", "stated_first"]
        constraints = [
            choice_constraint("appointment", "kind", AppointmentKind),
            choice_constraint("appointment", "verified", Verified),
            *day_constraints("appointment", "starts_on", "ends_on", "stated_first", "stated_last"),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่ก่อนวันเริ่มดำรงตำแหน่ง",
            ),
            models.CheckConstraint(
                name="appointment_stated_in_order",
                condition=Q(stated_first=None) | Q(stated_last=None) | Q(stated_last__gte=F("stated_first")),
                violation_error_message="วันที่ปรากฏครั้งล่าสุดต้องไม่ก่อนวันที่ปรากฏครั้งแรก",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official} {self.get_kind_display()} {self.post}"

    @property
    def plain(self) -> Held:
        """This row in plain values; a secondment names the unit, not a post."""
        title = self.post.unit.name if self.kind == AppointmentKind.SECONDED else self.post.title
        return Held(
            title=title,
            kind=self.kind,
            rank=self.post.rank,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            stated_first=self.stated_first,
            stated_last=self.stated_last,
            key=self.pk,
            is_confirmed=self.is_confirmed,
            statements=tuple(Statement(one.stated_on, one.is_confirmed) for one in self.statements.all()),
        )

    def clean(self) -> None:
        """Days in order; one person cannot hold one post twice at a time."""
        for first, last, message in [
            ("starts_on", "ends_on", "วันสิ้นสุดต้องไม่ก่อนวันเริ่มดำรงตำแหน่ง"),
            ("stated_first", "stated_last", "วันที่ปรากฏครั้งล่าสุดต้องไม่ก่อนวันที่ปรากฏครั้งแรก"),
        ]:
            if getattr(self, first) and getattr(self, last) and getattr(self, last) < getattr(self, first):
                raise ValidationError({last: message})
        if not (self.official_id and self.post_id and self.starts_on):
            return
        same = Appointment.objects.filter(official=self.official_id, post=self.post_id, kind=self.kind)
        other = same.exclude(pk=self.pk).overlapping(self.starts_on, self.ends_on).first()
        if other:
            until = f"ถึง {thai_date(other.ends_on)}" if other.ends_on else "โดยยังไม่มีวันสิ้นสุด"
            raise ValidationError(
                {"starts_on": f"ช่วงเวลาซ้อนกับที่บันทึกไว้แล้ว ตั้งแต่ {thai_date(other.starts_on)} {until}"}
            )


class PositionStatement(Tracked):
    """A day on which a source states an appointment; one that a program read waits for a person to confirm it."""

    SEEN_WITH = ("appointment",)
    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="statements", verbose_name="การดำรงตำแหน่ง"
    )
    stated_on = DayField("วันที่แหล่งข้อมูลระบุ")
    source = LineField("แหล่งอ้างอิง", max_length=500)
    is_confirmed = models.BooleanField(
        "เจ้าหน้าที่ยืนยันแล้ว", default=True, help_text="ที่ระบบอ่านจากข่าวเอง นับเมื่อยืนยันแล้ว หรือเมื่อมีสามแหล่งคนละเดือนตรงกัน"
    )
    history = history()

    class Meta:
        verbose_name = "แหล่งข้อมูลที่ระบุตำแหน่ง"
        verbose_name_plural = "แหล่งข้อมูลที่ระบุตำแหน่ง"
        ordering = ["stated_on"]
        constraints = [
            *day_constraints("position_statement", "stated_on"),
            models.UniqueConstraint(
                fields=["appointment", "stated_on", "source"],
                name="position_statement_once",
                violation_error_message="แหล่งข้อมูลนี้บันทึกไว้แล้ว",
            ),
        ]

    def __str__(self) -> str:
        return f"{thai_date(self.stated_on)} {self.source}"
