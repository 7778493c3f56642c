"""Which directives? Those of the visits that a `VisitFilter` finds, narrowed by parameters of their own.

The parameters are options of the page's `VisitFilter`: one query string holds both, and a refusal of one is read
with those of the other.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.forms import Field
from django.utils import timezone

from config.found_keys import FoundKeys
from officials.models import User
from units.models import Unit
from visits.filters.filter_fields import FilterDayField, OneOfField, RowField, WordsField
from visits.filters.parameters import DirectiveWordsParameter
from visits.filters.visit_filter import ANY, PEOPLE, UNITS, VisitFilter
from visits.models import (
    Assignment,
    Directive,
    DirectiveAbout,
    DirectiveDimension,
    DirectiveKind,
    DirectiveProgramme,
    FollowUp,
    FollowUpRound,
    State,
    Visit,
)
from visits.models.assignment import AssignmentQuerySet
from visits.models.directive import DirectiveQuerySet
from visits.models.visit_queryset import VisitQuerySet

OVERDUE, UNASSIGNED = "overdue", "nobody"
STATES = [ANY, (OVERDUE, "เกินกำหนด"), (UNASSIGNED, "ยังไม่กำหนดหน่วยงาน"), *State.choices]
SOON, WITHOUT = "soon", "none"
DUES = [ANY, (SOON, "ใกล้ครบกำหนด (ภายใน 7 วัน)"), (WITHOUT, "ไม่กำหนดเวลา")]
DIMENSION, RESOLUTION = "dimension", "resolution"
LACKS = [ANY, (DIMENSION, "มิติ"), (RESOLUTION, "ผลการพิจารณาข้อเสนอแนะ")]
WEEK = timedelta(days=7)


def directive_fields(user: User) -> dict[str, Field]:
    """The fields of the parameters below, by name, new ones at each call; none has to be filled in."""
    rounds = FollowUpRound.objects.visible_to(user)
    fields = {
        "state": OneOfField(label="สถานะของข้อสั่งการ", choices=STATES),
        "due": OneOfField(label="กำหนดแล้วเสร็จ", choices=DUES),
        "order": OneOfField(label="ประเภทข้อสั่งการ", choices=[ANY, *DirectiveKind.choices]),
        "follow_up": OneOfField(label="การติดตาม", choices=[ANY, *FollowUp.choices]),
        "lacks": OneOfField(label="ยังไม่ระบุ", choices=LACKS),
        "round": OneOfField(
            label="รอบการติดตาม", choices=lambda: [ANY, *((str(row.pk), str(row)) for row in rounds)]
        ),
        "mine": OneOfField(label="ผู้รับผิดชอบ", choices=[("", "ทุกหน่วยงาน"), ("1", "หน่วยงานของฉัน")]),
        "answerer": RowField(label="หน่วยงานรับผิดชอบ", **UNITS),
        "about": RowField(label="เกี่ยวกับหน่วยงาน", **UNITS),
        "giver": RowField(label="ผู้สั่งการ", **PEOPLE),
        "as_at": FilterDayField(label="สถานะ ณ สิ้นวันที่"),
    }
    for field in fields.values():
        field.required = False
    return fields


class DirectiveVisitFilter(VisitFilter):
    """The filter of the pages about directives: words are looked for in the directives, not in their visits."""

    q = DirectiveWordsParameter(WordsField, label="คำค้นในข้อสั่งการ")
    shown_first = ("q", "fiscal_year", "province", "unit", "exact")
    folded_options = frozenset(
        {"due", "order", "follow_up", "lacks", "round", "answerer", "about", "giver", "as_at"}
    )
    searched = "ค้นจากเรื่อง ข้อความ เลขทะเบียน ผู้สั่งการ หน่วยงานรับผิดชอบหรือที่เกี่ยวข้อง และหน่วยงานที่ตรวจเยี่ยม ของข้อสั่งการ"
    _form_class = None

    @staticmethod
    def visits_for(user: User) -> VisitQuerySet:
        """Those of which the user sees a directive."""
        return Visit.objects.with_directives_seen_by(user)

    @cached_property
    def found(self) -> list[FoundKeys]:  # type: ignore[override]  # found when first asked for
        """The keys of the directives that each of the words finds, once for all that is asked of visits and directives."""
        return Directive.objects.visible_to(self.user).found(self.value("q") or "")

    @property
    def narrows_beyond_words(self) -> bool:
        """Whether a parameter other than the words leaves any visit out."""
        return any(self.data.get(name) for name in self.filters if name != "q") or not self.is_valid


def directives_of(visit_filter: VisitFilter) -> DirectiveQuerySet:
    """Directives of the visits found; where a dimension, policy or programme is asked for, only those of it.

    Visits that nothing narrows are left aside: the query is then faster.
    """
    rows = Directive.objects.visible_to(visit_filter.user).among(visit_filter.found)
    if isinstance(visit_filter, DirectiveVisitFilter):
        narrows = visit_filter.narrows_beyond_words
    else:
        # Outside the office a directive may be seen where its visit is not.
        narrows = not visit_filter.leaves_all
    if narrows:
        rows = rows.filter(visit__in=visit_filter.visits.order_by())
    dimensions = {"dimension__code": "dimension", "dimension__policy__code": "policy"}
    wanted = {column: value for column, name in dimensions.items() if (value := visit_filter.value(name))}
    if wanted:
        rows = rows.filter(pk__in=DirectiveDimension.objects.filter(**wanted).values("directive"))
    if programme := visit_filter.value("programme"):
        links = DirectiveProgramme.objects.filter(programme=programme)
        rows = rows.filter(pk__in=links.values("directive"))
    return rows


class DirectiveFilter:
    """The directives that a query string asks for, with states and due days of now or of a past moment."""

    def __init__(self, visit_filter: VisitFilter, moment: datetime | None = None) -> None:
        self.filter, self.user, self.moment = visit_filter, visit_filter.user, moment
        self.day = timezone.localdate(moment)

    @cached_property
    def assignments(self) -> AssignmentQuerySet:
        """All assignments with `state_then` and `due_then`; only used for directives that the user sees."""
        return Assignment.objects.as_of(self.moment)

    @cached_property
    def directives(self) -> DirectiveQuerySet:
        """The directives found, in no particular order."""
        rows = directives_of(self.filter)
        if self.moment:
            rows = rows.made_by(self.moment)
        for name, condition in CONDITIONS.items():
            if value := self.filter.value(name):
                rows = condition(self, rows, value)
        return rows

    @property
    def is_narrowed(self) -> bool:
        """Whether a parameter of the directives themselves leaves any out."""
        return any(self.filter.value(name) for name in CONDITIONS)

    def in_wanted_state(self, assignments: AssignmentQuerySet) -> AssignmentQuerySet:
        """Those of the assignments that are in the state asked for, or late; all where neither is asked for."""
        wanted = self.filter.value("state")
        if wanted == OVERDUE:
            return assignments.overdue_then(self.day)
        return assignments.filter(state_then=wanted) if wanted in State.values else assignments

    def has_any(self, assignments: AssignmentQuerySet) -> Exists:
        """A condition on directives: one of the assignments is its own. Tested row by row."""
        return Exists(assignments.order_by().filter(directive=OuterRef("pk")))

    def among(self, assignments: AssignmentQuerySet) -> Q | Exists:
        """A condition on directives: one of the assignments is its own.

        Found from the assignments, which an index gives, for a user who sees everything. An officer's scope is such a
        search already, and a second one beside it takes SQLite minutes, so each row is tested.
        """
        if not self.user.sees_everything:
            return self.has_any(assignments)
        return Q(pk__in=assignments.order_by().values("directive"))

    def with_responsible(self, rows: DirectiveQuerySet, unit: Unit) -> DirectiveQuerySet:
        """Directives for which the unit, one below it or one that became one of these is responsible."""
        family = Unit.objects.family_of(unit.pk).order_by()
        return rows.filter(self.among(self.assignments.filter(unit__in=family)))

    def with_state(self, rows: DirectiveQuerySet, state: str) -> DirectiveQuerySet:
        """Directives with an assignment in a state or late, or with none at all."""
        if state == UNASSIGNED:
            return rows.exclude(self.has_any(self.assignments))
        return rows.filter(self.among(self.in_wanted_state(self.assignments)))

    def with_due(self, rows: DirectiveQuerySet, when: str) -> DirectiveQuerySet:
        """Directives with an assignment due within a week, or followed up without any due day."""
        if when == WITHOUT:
            return rows.without_due().exclude(self.has_any(self.assignments.filter(due_then__isnull=False)))
        soon = self.assignments.overdue_then(self.day + WEEK + timedelta(days=1))
        return rows.filter(self.among(soon.filter(due_then__gte=self.day)))


Narrowing = Callable[[DirectiveFilter, DirectiveQuerySet, Any], DirectiveQuerySet]
CONDITIONS: dict[str, Narrowing] = {
    "order": lambda _, rows, kind: rows.filter(kind=kind),
    "follow_up": lambda _, rows, kind: rows.filter(follow_up=kind),
    "giver": lambda _, rows, official: rows.filter(given_by=official),
    "round": lambda _, rows, key: rows.filter(round_links__round=key),
    "answerer": DirectiveFilter.with_responsible,
    "about": lambda _, rows, unit: rows.filter(
        pk__in=DirectiveAbout.objects.filter(unit__in=Unit.objects.family_of(unit.pk).order_by())
        .order_by()
        .values("directive")
    ),
    "mine": lambda self, rows, _: (
        self.with_responsible(rows, self.user.unit) if self.user.unit else rows.none()
    ),
    "lacks": lambda _, rows, what: (
        rows.without_dimension() if what == DIMENSION else rows.without_resolution()
    ),
    "due": DirectiveFilter.with_due,
    "state": DirectiveFilter.with_state,
}
