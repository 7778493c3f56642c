"""Visits as rows: which were made, when, by whom, under what, with which words, and who may see them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from config.found_keys import FoundKeys, Place, Places, any_of
from config.occurring import KeptPrefetch
from config.thai.dates import fiscal_year_bounds
from officials.models import Official, User
from officials.models.names import name_spellings
from units.models import Province, Responsibility, Unit
from units.spellings import spellings
from visits.models.attendance import Attendance, Role
from visits.models.programme import Programme
from visits.models.searched_queryset import SearchedQuerySet
from visits.models.trip import Trip
from visits.models.visit_status import CALLED_OFF, PLANNED, RecordState, Status

LEADS = KeptPrefetch("attendances", Attendance.objects.filter(role=Role.LEAD), to_attr="leads", is_usual=True)


class VisitQuerySet(SearchedQuerySet):
    """What the office asks of visits; days and people are arguments."""

    def in_scope_of(self, officer: User) -> Self:
        """Certified visits at the officer's unit and below it, and in the provinces that it is responsible for."""
        home = Q(unit__in=officer.family)
        area = Responsibility.objects.filter(unit=officer.unit_id).order_by().values("province")
        return self.shown_to_units().filter(home | Q(province__in=area))

    def shown_to_units(self) -> Self:
        """Those of which somebody outside the office may see anything at all."""
        return self.final().filter(is_internal=False)

    def between(self, first: date | None = None, last: date | None = None) -> Self:
        """Visits with a day in the range, both ends included; either end may be open.

        Told the earliest beginning of a visit that continues into the range, the databases do not look through all the
        days before it; few visits are longer than a day, and they have an index.
        """
        rows = self.filter(starts_on__lte=last) if last else self
        if not first:
            return rows
        continuing = self.model._default_manager.order_by().filter(
            starts_on__lt=first, ends_on__gte=first, ends_on__gt=F("starts_on")
        )
        # The smallest of the column alone would be looked for along the index of all days.
        earliest = continuing.values(nothing=Value(1)).values(earliest=Min(Coalesce("starts_on", "ends_on")))
        return rows.filter(ends_on__gte=first, starts_on__gte=Coalesce(Subquery(earliest), first))

    def in_fiscal_year(self, be: int) -> Self:
        """Visits that begin in a fiscal year of the Buddhist era."""
        return self.filter(starts_on__range=fiscal_year_bounds(be))

    def counted(self) -> Self:
        """Visits that took place (ดำเนินการแล้ว): what coverage, matrix and totals count (design rule 17)."""
        return self.filter(status=Status.DONE)

    def planned(self) -> Self:
        """Neither done nor called off."""
        return self.filter(status__in=PLANNED)

    def taking_place(self) -> Self:
        """Neither postponed nor cancelled."""
        return self.exclude(status__in=CALLED_OFF)

    def overdue_plans(self, on: date) -> Self:
        """Planned visits that ended before the day `on`: nobody has entered what became of them."""
        return self.planned().filter(ends_on__lt=on)

    def drafts(self) -> Self:
        """Records that are not certified."""
        return self.exclude(record_state=RecordState.FINAL)

    def final(self) -> Self:
        """Certified records."""
        return self.filter(record_state=RecordState.FINAL)

    def waiting(self) -> Self:
        """Records submitted for certification, the oldest day first."""
        return self.filter(record_state=RecordState.SUBMITTED).order_by("starts_on", "pk")

    def at(self, unit: Unit | int) -> Self:
        """At the unit, its sub-units, and the units that became one of these."""
        return self.filter(unit__in=Unit.objects.family_of(unit.pk if isinstance(unit, Unit) else unit))

    def in_area_of(self, centre: Unit) -> Self:
        """Within the provinces that a unit is responsible for, whichever unit was visited there."""
        return self.filter(province__responsibilities__unit=centre)

    def attended_by(self, *officials: Official, role: str | None = None) -> Self:
        """Attended by any of the officials; with `role`, in that role on the same row."""
        attendances = self.beside(Attendance).filter(visit=OuterRef("pk"))
        if officials:
            attendances = attendances.filter(official__in=officials)
        if role:
            attendances = attendances.filter(role=role)
        return self.filter(Exists(attendances))

    def with_dimension(self, code: str, policy: str | None = None) -> Self:
        """With a directive in the dimension of that code, of whichever policy or of the one with that code."""
        of_policy = {"dimensions__policy__code": policy} if policy else {}
        return self.filter(self._among("directives", dimensions__code=code, **of_policy))

    def with_policy(self, code: str) -> Self:
        """Made under the policy with that code, or with a directive in one of its dimensions."""
        return self.filter(
            self._among("policy_links", policy__code=code)
            | self._among("directives", dimensions__policy__code=code)
        )

    def with_programme(self, programme: Programme | str) -> Self:
        """With a directive about a programme (or its key)."""
        return self.filter(self._among("directives", programmes=programme))

    def with_activity(self, code: str) -> Self:
        """With the activity of that code."""
        return self.filter(self._among("activity_links", activity__code=code))

    def with_directives_seen_by(self, user: User) -> Self:
        """Visits of which the user sees a directive, even where the visit itself stays hidden."""
        directives = self.model._meta.get_field("directives").related_model.objects.visible_to(user)
        rows = self if user.sees_everything else self.filter(pk__in=directives.order_by().values("visit"))
        rows._officer = None if user.sees_everything else user
        return rows

    def places_of(self, word: str) -> Places:
        """The visit itself, its unit, province, trip, people, findings and directives."""
        rows, attendances = self.model._default_manager.order_by(), self._rows_of("attendances")
        provinces = Province.objects.filter(any_of("search__contains", spellings(word)))
        return Places(
            named=[
                Place.of_rows(rows, "unit", Unit.objects.matching(word)),
                Place.of_rows(rows, "province", provinces),
                Place.of_rows(rows, "trip", Trip.objects.filter(search__holds=word)),
                Place.of_rows(attendances, "official", Official.objects.matching(word), "visit"),
            ],
            written=[
                Place.of_text(rows, [word]),
                Place.of_text(self._rows_of("findings"), [word], "visit"),
                Place.of_text(self._rows_of("directives"), [word], "visit"),
                Place.of_text(attendances, name_spellings(word), "visit"),
            ],
        )

    def with_directives_among(self, found: Iterable[FoundKeys]) -> Self:
        """With a directive that every word finds (`DirectiveQuerySet.found`)."""
        return self.filter(pk__in=self._rows_of("directives").among(found).values("visit"))

    def _among(self, relation: str, **conditions: Any) -> Q:
        """A condition on rows that belong to the visit and that the reader sees, without doubling the visit."""
        return Q(pk__in=self._rows_of(relation).filter(**conditions).values("visit"))

    def _rows_of(self, relation: str) -> Any:
        """Rows that belong to visits and that the reader sees."""
        return self.beside(self.model._meta.get_field(relation).related_model)

    def with_unit(self) -> Self:
        """With unit, province and trip."""
        return self.select_related("unit", "province", "trip")

    def with_lead(self) -> Self:
        """With the lead's attendance in `leads`, a list of one row or none."""
        return self.with_occurring(LEADS)

    def with_moves(self, user: User) -> Self:
        """With `moved_to_on` and `moved_from_on`, days of visits that the user may see."""
        others = self.model.objects.visible_to(user).order_by()
        # The first of an ordered list would be looked for through all visits by day, for hardly one has moved.
        moved_from = (
            others.filter(moved_to=OuterRef("pk")).values("moved_to").annotate(first=Min("starts_on"))
        )
        return self.annotate(
            moved_to_on=Subquery(others.filter(pk=OuterRef("moved_to")).values("starts_on")),
            moved_from_on=Subquery(moved_from.values("first")),
        )

    def in_order(self) -> Self:
        """As they happened: by day, then time, then the typed sequence of stops."""
        return self.order_by("starts_on", F("start_time").asc(nulls_last=True), "sequence", "pk")
