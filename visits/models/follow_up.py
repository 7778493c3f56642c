"""What became of it: one row per responsible unit, its reports, letters and rounds of asking."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from config.thai.fields import BlockField, DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, Untracked, history
from visits.models.directive import AWAITED, DONE_STATES, FOLLOWED_UP, Directive, State
from visits.models.visit import Visit

# Told to the unit, whose turn it is.
ANSWERABLE = [state for state in AWAITED if state != State.PENDING]


class LetterForm(models.TextChoices):
    MEMO = "memo", "บันทึกข้อความ"
    EXTERNAL = "external", "หนังสือภายนอก"
    CIRCULAR = "circular", "หนังสือเวียน"


class LetterQuerySet(TrackedQuerySet):
    def in_scope_of(self, officer):
        """Letters that tell the own unit of its directives."""
        told = Assignment.objects.visible_to(officer).filter(unit__in=officer.family)
        return self.filter(pk__in=told.order_by().values("letter"))


class Letter(Tracked):
    """หนังสือแจ้งข้อสั่งการ; number and date are typed when it is signed."""

    REVERTED = False
    form = models.CharField("รูปแบบ", max_length=8, choices=LetterForm, default=LetterForm.MEMO)
    number = LineField("ที่", max_length=80, blank=True)
    dated_on = DayField("ลงวันที่", null=True, blank=True)
    subject = LineField("เรื่อง", max_length=250)
    recipients = BlockField("เรียน", blank=True)
    history = history()

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "หนังสือแจ้งข้อสั่งการ"
        verbose_name_plural = "หนังสือแจ้งข้อสั่งการ"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            choice_constraint("letter", "form", LetterForm),
            *day_constraints("letter", "dated_on"),
        ]

    def __str__(self):
        return " ".join(part for part in (self.number, self.subject) if part)

    def get_absolute_url(self):
        return reverse("letter", args=[self.pk])


class AssignmentRole(models.TextChoices):
    LEAD = "lead", "หลัก"
    SUPPORT = "support", "ร่วม"
    COORDINATE = "coordinate", "ประสาน"


class AssignmentQuerySet(TrackedQuerySet):
    def open(self):
        return self.filter(directive__follow_up__in=FOLLOWED_UP).exclude(state__in=DONE_STATES)

    def overdue(self, on):
        """Followed up, its effective due day passed, neither done nor waiting for the office's decision."""
        return self._awaited().filter(effective_due_on__lt=on)

    def due_soon(self, on, days=7):
        """Followed up and due on this day or within so many days after it."""
        return self._awaited().filter(effective_due_on__range=(on, on + timedelta(days=days)))

    def _awaited(self):
        """The unit's turn; only what is followed up has an effective day, so that one index answers."""
        return self.filter(state__in=AWAITED)

    def of_own_unit(self, user):
        """What `visible_to` leaves of the own family's parts, found from the unit: menus ask for it on every page."""
        mine = self.filter(unit__in=user.family)
        if user.sees_everything:
            return mine
        shown = Visit.objects.order_by().shown_to_units().filter(pk=OuterRef("directive__visit"))
        return mine.filter(Exists(shown), directive__is_internal=False)

    def to_answer(self):
        """The unit has been told and it is its turn: to acknowledge, or to report where that is asked for."""
        return self.filter(self._asked, state__in=ANSWERABLE)

    def to_answer_or_answered(self):
        """And those of which the unit has reported and the office has not decided."""
        return self.filter(self._asked | Q(state=State.REPORTED), state__in=[*ANSWERABLE, State.REPORTED])

    @property
    def _asked(self):
        return Q(directive__follow_up__in=FOLLOWED_UP) | Q(state=State.NOTIFIED)

    def not_answering(self, asked):
        """Of rows `as_of` a moment: open ones that reported nothing in a round, or whose report was sent back."""
        told = Progress.objects.answers_of(asked).filter(assignment=OuterRef("pk"))
        return self.exclude(state_then__in=DONE_STATES).filter(Q(state_then=State.RETURNED) | ~Exists(told))

    def untouched(self):
        """Nobody has been told, nothing has been done or prepared."""
        return self.filter(state=State.PENDING, letter=None, progress=None)

    def as_of(self, moment=None):
        """With `state_then` and `due_then`: of now, or of the rows that had been made by a past moment."""
        if moment is None:
            return self.annotate(state_then=F("state"), due_then=F("effective_due_on"))
        trace = Assignment.history.filter(id=OuterRef("pk"), history_date__lte=moment)
        newest = trace.order_by("-history_date", "-history_id")
        return self.filter(Exists(trace.filter(history_type="+"))).annotate(
            state_then=Subquery(newest.values("state")[:1]),
            due_then=Subquery(newest.values("effective_due_on")[:1]),
        )

    def overdue_then(self, on):
        """As `overdue`, of rows `as_of` a moment."""
        return self.filter(state_then__in=AWAITED, due_then__lt=on)

    def for_unit(self, unit):
        return self.filter(unit=unit)


class Assignment(Tracked):
    """One responsible unit's part in a directive, with its own state and effective due day."""

    REVERTED = False
    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="assignments", verbose_name="ข้อสั่งการ"
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="assignments", verbose_name="หน่วยงานรับผิดชอบ"
    )
    role = models.CharField("บทบาท", max_length=10, choices=AssignmentRole, default=AssignmentRole.SUPPORT)
    via = LineField("มอบหมายผ่านกลุ่ม", max_length=120, blank=True)
    state = models.CharField("สถานะ", max_length=12, choices=State, default=State.PENDING)
    due_on = DayField("กำหนดของหน่วยงานนี้", null=True, blank=True)
    effective_due_on = DayField("กำหนดที่มีผล", null=True, blank=True, editable=False)
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="หนังสือแจ้ง"
    )
    history = history()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "หน่วยงานรับผิดชอบ"
        verbose_name_plural = "หน่วยงานรับผิดชอบ"
        ordering = ["directive", "role", "unit__sort_key"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="assignment_state_due"),
            models.Index(fields=["state", "effective_due_on"], name="assignment_state_effective"),
            models.Index(fields=["unit", "state"], name="assignment_unit_state"),
            models.Index(fields=["directive", "state"], name="assignment_directive_state"),
        ]
        constraints = [
            choice_constraint("assignment", "role", AssignmentRole),
            choice_constraint("assignment", "state", State),
            *day_constraints("assignment", "due_on", "effective_due_on"),
            models.UniqueConstraint(
                fields=["directive", "unit"],
                name="assignment_once",
                violation_error_message="หน่วยงานนี้รับผิดชอบข้อสั่งการนี้อยู่แล้ว",
            ),
            models.UniqueConstraint(
                fields=["directive"],
                condition=Q(role=AssignmentRole.LEAD) & ~Q(state=State.WITHDRAWN),
                name="assignment_one_lead",
                violation_error_message="หน่วยงานรับผิดชอบหลักมีได้หน่วยงานเดียว",
            ),
        ]

    def __str__(self):
        return f"{self.unit} ({self.get_state_display()})"


class Verb(models.TextChoices):
    NOTIFY = "notify", "แจ้งข้อสั่งการ"
    ACKNOWLEDGE = "acknowledge", "รับทราบ"
    REPORT = "report", "รายงานผล"
    CLOSE = "close", "แล้วเสร็จ"
    END = "end", "ยุติการติดตาม"
    SEND_BACK = "send_back", "ส่งกลับ"
    REASSIGN = "reassign", "เปลี่ยนหน่วยงานรับผิดชอบ"
    EXTEND = "extend", "ขยายระยะเวลา"
    AMEND = "amend", "แก้ไขเพิ่มเติม"


class ProgressQuerySet(TrackedQuerySet):
    def in_scope_of(self, officer):
        """Of a directive to many units, what the own unit and those below it reported."""
        return super().in_scope_of(officer).filter(assignment__unit__in=officer.family)

    def delete(self):
        raise Untracked("progress is append-only")

    def bulk_update(self, objs, fields, batch_size=None):
        raise Untracked("progress is append-only")

    def answers_of(self, asked):
        """What was reported from the day a round was opened to its close, or until the order was asked about again."""
        days = {"recorded_at__date__gte": asked.opens_on}
        if asked.closed_on:
            days["recorded_at__date__lte"] = asked.closed_on
        again = RoundDirective.objects.filter(
            directive=OuterRef("assignment__directive"),
            round__opens_on__gt=asked.opens_on,
            round__opens_on__lte=OuterRef("recorded_at__date"),
        )
        return self.filter(~Exists(again), verb=Verb.REPORT, **days)

    def as_at(self, moment):
        """What had been recorded by then: the past is read by the clock of recording."""
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

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "รายงานผลการดำเนินการ"
        verbose_name_plural = "รายงานผลการดำเนินการ"
        ordering = ["assignment", "recorded_at", "pk"]
        constraints = [
            choice_constraint("progress", "verb", Verb),
            choice_constraint("progress", "state", State),
            *day_constraints("progress", "reported_on"),
        ]

    def __str__(self):
        return f"{self.get_verb_display()} → {self.get_state_display()}"

    def save(self, *args, **kwargs):
        if self.pk and not self._state.adding:
            raise Untracked("progress is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Untracked("progress is append-only")


# What an amendment keeps of the wording before.
KEPT = ["subject", "text", "kind", "given_name", "given_as", "due_on", "due_text"]


class Amendment(Tracked):
    """A numbered change of a certified directive (แก้ไขเพิ่มเติม ครั้งที่ …); keeps the wording as it was before."""

    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="amendments", verbose_name="ข้อสั่งการ"
    )
    sequence = models.PositiveSmallIntegerField("ครั้งที่")
    reason = BlockField("เหตุผล")
    subject = LineField("เรื่องเดิม", max_length=250, blank=True)
    text = BlockField("ข้อความเดิม")
    kind = models.CharField("ประเภทเดิม", max_length=14)
    given_name = LineField("ชื่อผู้สั่งการเดิม", max_length=250, blank=True)
    given_as = LineField("ตำแหน่งเดิมของผู้สั่งการ", max_length=400, blank=True)
    due_on = DayField("กำหนดเดิม", null=True, blank=True)
    due_text = LineField("กำหนดเวลาเดิมตามคำกล่าว", max_length=200, blank=True)
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name="ผู้บันทึก",
    )
    by_name = models.CharField("ชื่อผู้บันทึก", max_length=300)
    history = history()

    class Meta:
        verbose_name = "การแก้ไขเพิ่มเติม"
        verbose_name_plural = "การแก้ไขเพิ่มเติม"
        ordering = ["directive", "sequence"]
        constraints = [
            *day_constraints("amendment", "due_on"),
            models.UniqueConstraint(fields=["directive", "sequence"], name="amendment_once"),
            models.CheckConstraint(name="amendment_counts_from_one", condition=Q(sequence__gte=1)),
        ]

    def __str__(self):
        return f"แก้ไขเพิ่มเติม ครั้งที่ {self.sequence}"


class FollowUpRoundQuerySet(TrackedQuerySet):
    def open(self):
        return self.filter(closed_on=None)


class FollowUpRound(Tracked):
    """ "รอบที่ 1/2566": asks every open directive of the kind `rounds` at once, until it is closed."""

    REVERTED = False
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    sequence = models.PositiveSmallIntegerField("รอบที่")
    opens_on = DayField("วันที่เปิดรอบ")
    due_on = DayField("กำหนดส่งรายงาน")
    closed_on = DayField("วันที่ปิดรอบ", null=True, blank=True)
    note = BlockField("หมายเหตุ", blank=True)
    directives = models.ManyToManyField(
        Directive, through="RoundDirective", blank=True, related_name="rounds", verbose_name="ข้อสั่งการในรอบนี้"
    )
    history = history()

    objects = FollowUpRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "รอบการติดตาม"
        verbose_name_plural = "รอบการติดตาม"
        ordering = ["-fiscal_year", "-sequence"]
        constraints = [
            *day_constraints("round", "opens_on", "due_on", "closed_on"),
            models.UniqueConstraint(
                fields=["fiscal_year", "sequence"],
                name="round_once",
                violation_error_message="มีรอบนี้ในปีงบประมาณนี้แล้ว",
            ),
            models.CheckConstraint(
                name="round_due_after_opening",
                condition=Q(due_on__gte=F("opens_on")),
                violation_error_message="กำหนดส่งรายงานต้องไม่ก่อนวันที่เปิดรอบ",
            ),
            models.CheckConstraint(
                name="round_closed_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opens_on")),
                violation_error_message="วันที่ปิดรอบต้องไม่ก่อนวันที่เปิดรอบ",
            ),
            models.CheckConstraint(
                name="round_year_is_be",
                condition=Q(fiscal_year__range=(2500, 2700)),
                violation_error_message="ปีงบประมาณต้องเป็นปี พ.ศ. สี่หลัก",
            ),
        ]

    def __str__(self):
        return f"รอบที่ {self.sequence}/{self.fiscal_year}"


class RoundDirective(Tracked):
    REVERTED = False
    SEEN_WITH = ("directive",)
    round = models.ForeignKey(
        FollowUpRound, models.CASCADE, related_name="directive_links", verbose_name="รอบ"
    )
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="round_links", verbose_name="ข้อสั่งการ"
    )
    history = history()

    class Meta:
        verbose_name = "ข้อสั่งการในรอบ"
        verbose_name_plural = "ข้อสั่งการในรอบ"
        constraints = [models.UniqueConstraint(fields=["round", "directive"], name="round_directive_once")]

    def __str__(self):
        return str(self.directive)
