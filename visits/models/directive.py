"""What was directed, advised, asked for or praised at a visit, by whom, to whom, about what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from config.found_keys import Place, Places
from config.thai.dates import thai_date
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    choice_constraint,
    day_constraints,
    search_field,
)
from config.tracking import Tracked, history
from officials.models import Official, User
from units.models import Unit
from visits.models.finding import Finding
from visits.models.policy import Dimension
from visits.models.programme import Programme
from visits.models.register_number import Numbered, number_constraints
from visits.models.searched_queryset import SearchedQuerySet
from visits.models.visit import Visit
from visits.models.visit_status import RecordState


class DirectiveKind(models.TextChoices):
    """How binding something said is; of its kind it depends how it is followed up."""

    DIRECTIVE = "directive", "ข้อสั่งการ (มอบหมาย)"
    POLICY = "policy", "มอบนโยบาย"
    RECOMMENDATION = "recommendation", "ข้อแนะนำ"
    REQUEST = "request", "ขอความร่วมมือ"
    SUGGESTION = "suggestion", "ข้อเสนอแนะจากหน่วยงานภายนอก"
    COMMENDATION = "commendation", "ข้อชื่นชม"

    @property
    def is_binding(self) -> bool:
        """False of what others suggest and of praise: nobody has to keep to it."""
        return self not in (DirectiveKind.SUGGESTION, DirectiveKind.COMMENDATION)


class FollowUp(models.TextChoices):
    """How a directive is followed up; most real ones can never be closed and are only to be kept to."""

    REPORT = "report", "ให้รายงานผล"
    ROUNDS = "rounds", "รายงานทุกรอบ"
    NONE = "none", "ถือปฏิบัติ"


FOLLOWED_UP = [FollowUp.REPORT, FollowUp.ROUNDS]


def follow_up_of(kind: str) -> FollowUp:
    """How a kind of directive is followed up unless somebody says otherwise (design rule 5)."""
    if kind in (DirectiveKind.DIRECTIVE, DirectiveKind.REQUEST):
        return FollowUp.ROUNDS
    return FollowUp.NONE


class State(models.TextChoices):
    """Of one responsible unit's work on a directive, from the least to the most advanced."""

    PENDING = "pending", "รอแจ้ง"
    NOTIFIED = "notified", "แจ้งแล้ว"
    ACKNOWLEDGED = "acknowledged", "รับทราบแล้ว"
    IN_PROGRESS = "in_progress", "อยู่ระหว่างดำเนินการ"
    RETURNED = "returned", "ส่งกลับให้ดำเนินการเพิ่มเติม"
    REPORTED = "reported", "รายงานผลแล้ว (รอพิจารณา)"
    CLOSED = "closed", "แล้วเสร็จ"
    ENDED = "ended", "ยุติเรื่อง"
    IMPOSSIBLE = "impossible", "ไม่สามารถดำเนินการได้"
    WITHDRAWN = "withdrawn", "ถอน"


DONE_STATES = [State.CLOSED, State.ENDED, State.IMPOSSIBLE, State.WITHDRAWN]
OPEN_STATES = [state for state in State if state not in DONE_STATES]
# The unit's next step is awaited.
AWAITED = [state for state in OPEN_STATES if state != State.REPORTED]


def overall_state(states: Iterable[str]) -> str:
    """The state of a directive from those of its assignments (design rule 5); empty where there are none.

    The least advanced that is not done, else แล้วเสร็จ if any is, else ยุติเรื่อง.
    """
    states = {State(state) for state in states}
    waiting = [state for state in OPEN_STATES if state in states]
    if waiting:
        return waiting[0]
    if not states:
        return ""
    return State.CLOSED if State.CLOSED in states else State.ENDED


class DirectiveQuerySet(SearchedQuerySet):
    """Words for directives: whose they are, how they stand, what is asked of them."""

    def in_scope_of(self, officer: User) -> Self:
        """Certified ones for which the officer's unit or one below it is responsible, or that were given there.

        What a unit was notified of stays readable to it while the record is corrected (design.md, rule 21).
        """
        assignments = self.model._meta.get_field("assignments").related_model.objects.order_by()
        assigned = assignments.filter(unit__in=officer.family).values("directive")
        given = Visit.objects.order_by().filter(unit__in=officer.family).values("pk")
        # Tested for each directive: joined, SQLite would begin with every certified visit.
        shown = Visit.objects.order_by().shown_to_units().filter(pk=OuterRef("visit"))
        notified = assignments.filter(unit__in=officer.family).exclude(state=State.PENDING)
        is_shown = Exists(shown) | Exists(notified.filter(directive=OuterRef("pk")))
        return self.filter(Q(visit__in=given) | Q(pk__in=assigned), is_shown, is_internal=False)

    def places_of(self, word: str) -> Places:
        """The directive itself, its giver, the units responsible or concerned, and the visit's unit."""
        rows, visits = self.model._default_manager.order_by(), Visit.objects.order_by()
        units = Unit.objects.matching(word)
        in_units = Q(visit__in=Place.of_rows(visits, "unit", units).keys)
        relations = [
            self.model._meta.get_field(name).related_model for name in ("about_links", "assignments")
        ]
        return Places(
            named=[
                Place(rows, in_units, in_units),
                Place.of_rows(rows, "given_by", Official.objects.named(word)),
                *(Place.of_rows(self.beside(model), "unit", units, "directive") for model in relations),
            ],
            written=[Place.of_text(rows, [word])],
        )

    def followed_up(self) -> Self:
        """Those whose units report, once or in every round."""
        return self.filter(follow_up__in=FOLLOWED_UP)

    def open(self) -> Self:
        """Followed up, with a unit that has not finished."""
        return self.followed_up().filter(overall_state__in=OPEN_STATES)

    def unfinished(self) -> Self:
        """Followed up and not done, including those for which no unit is responsible yet."""
        return self.followed_up().exclude(overall_state__in=DONE_STATES)

    def to_keep_to(self) -> Self:
        """Binding ones on which no report is wanted (ถือปฏิบัติ)."""
        binding = [kind for kind in DirectiveKind if kind.is_binding]
        return self.filter(follow_up=FollowUp.NONE, kind__in=binding)

    def asked_in_rounds(self) -> Self:
        """Certified ones that are open and are reported on in every follow-up round."""
        return self.open().filter(follow_up=FollowUp.ROUNDS, visit__record_state=RecordState.FINAL)

    def made_by(self, moment: datetime) -> Self:
        """Those that had been entered by a past moment."""
        made = self.model.history.filter(id=OuterRef("pk"), history_type="+", history_date__lte=moment)
        return self.filter(Exists(made))

    def unassigned(self) -> Self:
        """Followed up, but no unit is responsible: a gap for the office, not overdue."""
        return self.followed_up().filter(overall_state="")

    def without_due(self) -> Self:
        """Followed up, without a due day of its own."""
        return self.followed_up().filter(due_on=None)

    def without_dimension(self) -> Self:
        """Those with no dimension of any policy."""
        links = self.model._meta.get_field("dimension_links").related_model.objects
        return self.exclude(Exists(links.filter(directive=OuterRef("pk"))))

    def without_resolution(self) -> Self:
        """Suggestions from outside that the office has not yet considered."""
        return self.filter(kind=DirectiveKind.SUGGESTION, resolution="")


class Directive(Numbered, Tracked):
    """One thing that somebody directed, advised or praised at a visit; it belongs to that visit."""

    SERIES = "ข."
    WORDS_INDEXED = True

    code = models.CharField("รหัส", max_length=60, unique=True, null=True, blank=True, editable=False)
    # Found by an index below, which counts the directives of a visit by their states as well.
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="directives", verbose_name="การตรวจเยี่ยม", db_index=False
    )
    kind = models.CharField("ประเภท", max_length=14, choices=DirectiveKind, default=DirectiveKind.DIRECTIVE)
    subject = LineField("เรื่อง", max_length=250, blank=True, help_text="เว้นว่างไว้ได้ ระบบตั้งจากข้อความ")
    text = BlockField("ข้อความ")
    order = models.PositiveSmallIntegerField("ข้อที่", default=0)
    given_by = models.ForeignKey(
        "officials.Official",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directives",
        verbose_name="ผู้สั่งการ",
    )
    given_name = LineField("ชื่อผู้สั่งการ ณ วันนั้น", max_length=250, blank=True)
    given_as = LineField("สั่งการในตำแหน่ง", max_length=400, blank=True)
    addressed_to = BlockField("ผู้รับตามคำกล่าว", blank=True, help_text="เช่น ผู้ตรวจราชการกระทรวงอุตสาหกรรมทุกท่าน")
    about: "models.ManyToManyField[Unit, Any]" = models.ManyToManyField(
        Unit,
        through="DirectiveAbout",
        blank=True,
        related_name="mentioned_in",
        verbose_name="เกี่ยวกับหน่วยงาน",
    )
    dimensions: "models.ManyToManyField[Dimension, Any]" = models.ManyToManyField(
        Dimension, through="DirectiveDimension", blank=True, related_name="directives", verbose_name="มิติ"
    )
    programmes: "models.ManyToManyField[Programme, Any]" = models.ManyToManyField(
        Programme,
        through="DirectiveProgramme",
        blank=True,
        related_name="directives",
        verbose_name="โครงการ/ระบบงาน",
    )
    due_on = DayField("กำหนดแล้วเสร็จ", null=True, blank=True)
    due_text = LineField("กำหนดเวลาตามคำกล่าว", max_length=200, blank=True, help_text="เช่น ในปีถัดไป")
    follow_up = models.CharField("การติดตาม", max_length=6, choices=FollowUp, default=FollowUp.ROUNDS)
    related: "models.ManyToManyField[Directive, Any]" = models.ManyToManyField(
        "self", through="DirectiveRelation", symmetrical=False, blank=True, verbose_name="ข้อสั่งการที่เกี่ยวเนื่อง"
    )
    findings: "models.ManyToManyField[Finding, Any]" = models.ManyToManyField(
        Finding,
        through="DirectiveFinding",
        blank=True,
        related_name="answers",
        verbose_name="ปัญหาที่ข้อสั่งการนี้ตอบ",
    )
    resolution = BlockField("ผลการพิจารณาข้อเสนอแนะ", blank=True)
    circulated_on = DayField("วันที่เวียนแจ้ง", null=True, blank=True)
    is_internal = models.BooleanField("ใช้ภายในหน่วยงาน", default=False)
    is_important = models.BooleanField("เรื่องสำคัญ", default=False)
    overall_state = models.CharField("สถานะรวม", max_length=12, choices=State, blank=True, editable=False)
    search = search_field("subject", "text", "given_name", "given_as", "addressed_to", "number")
    history = history()

    objects: ClassVar = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = "ข้อสั่งการ"
        verbose_name_plural = "ข้อสั่งการ"
        ordering = ["visit", "order", "pk"]
        indexes = [
            models.Index(fields=["overall_state", "due_on"], name="directive_state_due"),
            # The register counts from here, in this order; with the key, without which PostgreSQL would read the rows.
            models.Index(
                fields=["follow_up", "overall_state", "kind", "due_on", "id"], name="directive_followed_up"
            ),
            models.Index(
                fields=["visit", "follow_up", "overall_state", "kind", "id"], name="directive_visit_state"
            ),
            models.Index(
                fields=["visit"],
                name="directive_unconsidered",
                condition=Q(kind=DirectiveKind.SUGGESTION, resolution=""),
            ),
            # Few are: those of a unit are read without looking at each directive.
            models.Index(
                fields=["id", "is_internal"], name="directive_internal", condition=Q(is_internal=True)
            ),
            models.Index(
                fields=["follow_up", "due_on", "id"],
                name="directive_without_due",
                condition=Q(follow_up__in=FOLLOWED_UP, due_on=None),
            ),
        ]
        constraints = [
            *number_constraints("directive"),
            choice_constraint("directive", "kind", DirectiveKind),
            choice_constraint("directive", "follow_up", FollowUp),
            models.CheckConstraint(
                name="directive_overall_state_known",
                condition=Q(overall_state__in=["", *State.values]),
                violation_error_message="สถานะรวมไม่อยู่ในรายการ",
            ),
            *day_constraints("directive", "due_on", "circulated_on"),
        ]

    def __str__(self) -> str:
        return self.subject or self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("directive", args=[self.pk])

    def clean(self) -> None:
        """Raises ValidationError where the due day lies before the visit."""
        if self.due_on and self.visit_id and self.visit.starts_on and self.due_on < self.visit.starts_on:
            first = thai_date(self.visit.starts_on)
            raise ValidationError({"due_on": f"กำหนดแล้วเสร็จต้องไม่ก่อนวันที่สั่งการ ({first})"})

    def freeze(self) -> None:
        """Fills in the giver's name and position of the visit's day, and a subject, where left blank; saves nothing."""
        self.subject = self.subject or proposed_subject(self.text)
        if not self.given_by:
            return
        attendances, day = self.visit.attendances.all(), self.visit.starts_on
        attendance = next((row for row in attendances if row.official_id == self.given_by_id), None)
        self.given_name = self.given_name or (attendance.name if attendance else self.given_by.name_on(day))
        if not self.given_as:
            proposed = self.given_by.position_on(day).line
            self.given_as = attendance.position if attendance and attendance.position else proposed


def proposed_subject(text: str, longest: int = 90) -> str:
    """The first line of the text, cut at a space after at most `longest` letters."""
    line = text.strip().split("\n")[0]
    if len(line) <= longest:
        return line
    head = line[:longest]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head[30:] else head}…"
