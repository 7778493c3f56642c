"""One responsible unit of a directive (หน่วยงานรับผิดชอบ), with its own state and due day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from config.thai.dates import MAX_DAY
from config.thai.fields import DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from units.models import Unit
from visits.models.directive import AWAITED, DONE_STATES, FOLLOWED_UP, Directive, State
from visits.models.letter import Letter
from visits.models.visit import Visit

if TYPE_CHECKING:
    from visits.models.follow_up_round import FollowUpRound

# The unit has been notified and it is its turn.
ANSWERABLE = [state for state in AWAITED if state != State.PENDING]
# What is only to be kept to needs no report, but the unit still acknowledges it.
RESPONSE_EXPECTED = Q(directive__follow_up__in=FOLLOWED_UP) | Q(state=State.NOTIFIED)


class AssignmentRole(models.TextChoices):
    """What a responsible unit is to do: lead, support or coordinate."""

    LEAD = "lead", "หลัก"
    SUPPORT = "support", "ร่วม"
    COORDINATE = "coordinate", "ประสาน"


class AssignmentQuerySet(TrackedQuerySet):
    """Words for assignments: what is open, late or due, and whose they are."""

    def open(self) -> Self:
        """Followed up and not done."""
        return self.filter(directive__follow_up__in=FOLLOWED_UP).exclude(state__in=DONE_STATES)

    def overdue(self, on: date) -> Self:
        """Followed up, due before the day `on`, neither done nor waiting for the office's decision (design rule 5).

        Only what is followed up has an effective due day, so that one index answers.
        """
        return self.filter(state__one_of=AWAITED, effective_due_on__lt=on)

    def late_ones_of(self, directive: OuterRef, on: date) -> Self:
        """`overdue` of the directive of another query, asked for each of its rows.

        By the states that are left out: of those that are in, SQLite looks for each one in turn.
        """
        others = [state for state in State if state not in AWAITED]
        return self.order_by().filter(directive=directive, effective_due_on__lt=on).exclude(state__in=others)

    def due_soon(self, on: date, days: int = 7) -> Self:
        """Followed up and due on the day `on` or within so many days after it."""
        return self.filter(state__one_of=AWAITED, effective_due_on__range=(on, on + timedelta(days=days)))

    def unfinished(self) -> Self:
        """Those of which something is still to come."""
        return self.exclude(state__in=DONE_STATES)

    def leading(self) -> Self:
        """Those whose unit is in the lead, of which a directive has one at most."""
        return self.filter(role=AssignmentRole.LEAD).exclude(state=State.WITHDRAWN)

    def answered_from(self, units: Iterable[int] | models.QuerySet) -> Self:
        """Those of some units, but not what another unit carries on; `units` with their predecessors, as families are."""
        return self.filter(Q(continued_by=None) | Q(continued_by__in=units), unit__in=units)

    def of_own_unit(self, user: User) -> Self:
        """Those of the user's unit and the units below it that `visible_to` would leave.

        Found from the unit, because the menu of every page asks for it.
        """
        return self.of_family(user.family, user.sees_everything)

    def of_family(self, units: Iterable[int], with_hidden: bool) -> Self:
        """`of_own_unit` of anybody whose family of units this is; with drafts and what is internal, or without."""
        own = self.answered_from(units)
        if with_hidden:
            return own
        shown = Visit.objects.order_by().shown_to_units().filter(pk=OuterRef("directive__visit"))
        # In this order PostgreSQL looks at the visit of a pending one only; the other way it read all visits first.
        is_shown = ~Q(state=State.PENDING) | Q(Exists(shown))
        return own.filter(is_shown, directive__is_internal=False)

    def to_answer(self) -> Self:
        """The unit has been notified and it is its turn: to acknowledge, or to report where that is wanted."""
        return self.filter(RESPONSE_EXPECTED, state__in=ANSWERABLE)

    def left_to(self, units: Iterable[int], with_hidden: bool) -> Self:
        """Without what another unit than these carries on, and what is internal where that is hidden.

        By lists of their own, for these are few: to look at each row's directive took ten times as long.
        """
        rows = Assignment.objects.order_by()
        elsewhere = rows.filter(continued_by__isnull=False).exclude(continued_by__in=units)
        left = self.exclude(pk__in=elsewhere.values("pk"))
        if with_hidden:
            return left
        internal = Directive.objects.order_by().filter(is_internal=True)
        return left.exclude(directive__in=internal.values("pk"))

    def listed_for(self, units: Iterable[int], with_hidden: bool) -> Self:
        """`to_answer` of a family of units as `of_family` understands it, by due day; last what was reported and is not decided.

        Read from an index of the units. What is followed up has a due day of its own, or none in the directive.
        """
        without_day = Directive.objects.order_by().filter(follow_up__one_of=FOLLOWED_UP, due_on=None)
        is_asked = (
            Q(state__in=[State.NOTIFIED, State.REPORTED])
            | Q(effective_due_on__isnull=False)
            | Q(directive__in=without_day.values("pk"))
        )
        rows = self.left_to(units, with_hidden).filter(is_asked, unit__in=units)
        return rows.filter(state__in=[*ANSWERABLE, State.REPORTED]).order_by(
            Case(When(state=State.REPORTED, then=1), default=0),
            F("effective_due_on").asc(nulls_last=True),
            "pk",
        )

    def soonest_for(self, units: Iterable[int], with_hidden: bool, start: int, stop: int) -> Self:
        """The rows of `listed_for` from `start` to `stop`, as far as so many have a due day and are not reported.

        Of each unit and state the last one that may stand among them is looked up in the index. What is due after the earliest
        of these days is not put in order.
        """
        dated = self.left_to(units, with_hidden).filter(effective_due_on__isnull=False)
        of_unit = dated.filter(unit=OuterRef("pk")).order_by("effective_due_on").values("effective_due_on")
        days = [
            Coalesce(
                Subquery(of_unit.filter(state=state)[stop - 1 : stop]),
                Value(MAX_DAY),
                output_field=models.DateField(),
            )
            for state in ANSWERABLE
        ]
        last = Unit.objects.order_by().filter(pk__in=units).annotate(last=Least(*days)).order_by("last")
        rows = dated.filter(unit__in=units, state__in=ANSWERABLE)
        soonest = rows.filter(effective_due_on__lte=Subquery(last.values("last")[:1]))
        return soonest.order_by("effective_due_on", "pk")[start:stop]

    def without_report_in(self, follow_up_round: "FollowUpRound") -> Self:
        """Of rows `as_of` a moment: open ones that reported nothing in a round, or whose report was sent back."""
        progress = self.model._meta.get_field("progress").related_model.objects
        reports = progress.reports_in(follow_up_round).filter(assignment=OuterRef("pk"))
        return self.exclude(state_then__in=DONE_STATES).filter(
            Q(state_then=State.RETURNED) | ~Exists(reports)
        )

    def notified(self) -> Self:
        """Those whose unit was notified, whatever became of them since."""
        return self.exclude(state=State.PENDING)

    def untouched(self) -> Self:
        """The unit has not been notified; nothing has been done or prepared."""
        return self.filter(state=State.PENDING, letter=None, progress=None)

    def as_of(self, moment: datetime | None = None) -> Self:
        """With `state_then` and `due_then`: of now, or of the rows that had been entered by a past moment."""
        if moment is None:
            return self.annotate(state_then=F("state"), due_then=F("effective_due_on"))
        trace = Assignment.history.filter(id=OuterRef("pk"), history_date__lte=moment)
        newest = trace.order_by("-history_date", "-history_id")
        return self.filter(Exists(trace.filter(history_type="+"))).annotate(
            state_then=Subquery(newest.values("state")[:1]),
            due_then=Subquery(newest.values("effective_due_on")[:1]),
        )

    def overdue_then(self, on: date) -> Self:
        """`overdue`, of rows `as_of` a moment."""
        return self.filter(state_then__one_of=AWAITED, due_then__lt=on)


class Assignment(Tracked):
    """One unit that is responsible for a directive, with its own state and effective due day."""

    REVERTED = False
    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="assignments", verbose_name="ข้อสั่งการ"
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="assignments", verbose_name="หน่วยงานรับผิดชอบ"
    )
    role = models.CharField("บทบาท", max_length=10, choices=AssignmentRole, default=AssignmentRole.SUPPORT)
    continued_by = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_assignments",
        verbose_name="หน่วยงานที่รับช่วง",
        help_text="เมื่อหน่วยงานรับผิดชอบแยกเป็นหลายหน่วยงาน",
    )
    via = LineField("มอบหมายผ่านกลุ่ม", max_length=120, blank=True)
    state = models.CharField("สถานะ", max_length=12, choices=State, default=State.PENDING)
    due_on = DayField("กำหนดของหน่วยงานนี้", null=True, blank=True)
    effective_due_on = DayField("กำหนดที่มีผล", null=True, blank=True, editable=False)
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="หนังสือแจ้ง"
    )
    history = history()

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "หน่วยงานรับผิดชอบ"
        verbose_name_plural = "หน่วยงานรับผิดชอบ"
        ordering = ["directive", "role", "unit__sort_key"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="assignment_state_due"),
            models.Index(fields=["state", "effective_due_on"], name="assignment_state_effective"),
            # Those that a unit has still to answer, by due day: what is late is counted and its first ones are read from here.
            models.Index(
                fields=["effective_due_on", "id", "state", "directive", "unit"],
                name="assignment_awaited_due",
                condition=Q(state__in=AWAITED),
            ),
            # With the due day, so that what a unit has open and what of it is late is counted and put in order from here.
            models.Index(
                fields=["unit", "state", "effective_due_on", "directive", "id"],
                name="assignment_unit_state",
            ),
            models.Index(
                fields=["directive", "state", "effective_due_on"], name="assignment_directive_state"
            ),
            # Few of all wait to be notified; a unit's are read from here until enough of them are certified. What they have
            # in common stands in it too: SQLite takes the index of which most columns are asked for.
            models.Index(
                fields=["unit", "state", "letter", "directive"],
                name="assignment_to_notify",
                condition=Q(state=State.PENDING, letter=None),
            ),
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

    def __str__(self) -> str:
        return f"{self.unit} ({self.get_state_display()})"

    @property
    def carrier_id(self) -> int:
        """Key of the unit that answers: the one that carries it on, else the one that was told."""
        return self.continued_by_id or self.unit_id

    @property
    def unit_in_role(self) -> str:
        """ "สอจ.ลำปาง (หลัก)": the unit, with its role where that is more than to support."""
        role = "" if self.role == AssignmentRole.SUPPORT else f" ({self.get_role_display()})"
        return f"{self.unit.label}{role}"
