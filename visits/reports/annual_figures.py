"""สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ: one fiscal year, as it stood at its end, with what goes over to the next."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils import timezone

from config.found_keys import Keys
from config.thai.dates import fiscal_year, fiscal_year_bounds
from officials.models import User
from visits.filters.periods import days_beyond, fiscal_year_asked
from visits.filters.visit_filter import Condition, VisitFilter
from visits.models import (
    FOLLOWED_UP,
    Attendance,
    Directive,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveKind,
    DirectiveProgramme,
    Programme,
    Role,
    Topic,
    Visit,
)
from visits.reports.base import plain_rows
from visits.reports.coverage import CoverageFigure, coverage
from visits.reports.directives import DirectivesReport
from visits.reports.follow_up_figures import FollowUpFigures
from visits.reports.list_report import NOT_STATED, ListReport
from visits.reports.problems import ProblemsReport

DAY = timedelta(days=1)
# So many of what goes over are listed.
MOST_CARRIED = 15


class DirectivesOfVisits(DirectivesReport):
    """The register with words looked for in the visits, as the summary itself looks for them."""

    id = ""
    filter_class = VisitFilter

    def __init__(self, data: Any, user: User) -> None:
        if isinstance(data, VisitFilter):
            # As it stands: of the directives themselves nothing is asked here, so that their fields need no copies.
            self.user, self.moment, self.filter = user, timezone.localtime(), data
        else:
            super().__init__(data, user)


@dataclass(frozen=True, slots=True)
class CountedVisit:
    """A visit that took place, in plain values."""

    visit: int
    trip: int | None
    kind: str
    region: str | None
    province: int | None
    record_state: str


@dataclass(frozen=True, slots=True)
class Leader:
    """Who led, named as on the last of the days, and the visits."""

    name: str
    position: str
    places: list[CountedVisit]


@dataclass(frozen=True, slots=True)
class Share:
    """Directives of one kind, dimension or programme: all, those to be reported on, of these the done and the late."""

    name: str
    given: int
    followed: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Directives to be reported on, by the fiscal year in which they were given."""

    year: int
    before: int
    given: int
    again: int
    done: int
    after: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Problems of one topic, how many of them are answered, and the keys of the directives that answer them, newest first."""

    topic: str
    count: int
    answered: int
    directives: list[int]


class AnnualFigures(ListReport):
    """The figures of one fiscal year; `AnnualReport` declares how they are shown."""

    def with_defaults(self, data: Any) -> QueryDict:
        """The year of the days or the period asked for or the current one, where none is asked for."""
        query = QueryDict(data if isinstance(data, str) else data.urlencode(), mutable=True)
        if not query.get("fiscal_year"):
            query["fiscal_year"] = str(fiscal_year_asked(query, self.moment.date()))
        return query

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, user)
        # In the Buddhist era; its first and last day.
        self.year: int = self.filter.value("fiscal_year") or fiscal_year(self.moment)
        self.first, self.last = fiscal_year_bounds(self.year)
        self.is_over = self.last < self.moment.date()

    @property
    def heading(self) -> str:
        return f"{self.title} ประจำปีงบประมาณ พ.ศ. {self.year}"

    @property
    def totals(self) -> list[str]:
        return days_beyond(self.year, self.filter.days_besides_year)

    @property
    def narrowed(self) -> list[Condition]:
        """What is asked besides the year, in words."""
        return [
            condition
            for condition in self.filter.conditions
            if condition.name not in ("fiscal_year", "digits")
        ]

    @property
    def is_whole(self) -> bool:
        """Whether all days of the year are asked for, so that what goes over can be told."""
        return not {"from", "to", "period"} & {condition.name for condition in self.narrowed}

    @property
    def day_in_words(self) -> str:
        """The day as of which states are told."""
        return "ณ สิ้นปีงบประมาณ" if self.is_over else "ณ วันที่พิมพ์"

    # Journeys

    @cached_property
    def places(self) -> list[CountedVisit]:
        """The visits that took place."""
        rows = self.filter.visits.counted().order_by()
        return list(plain_rows(CountedVisit, rows, visit="pk", kind="unit__kind", region="province__region"))

    def journeys(self, places: Iterable[CountedVisit]) -> int:
        """ครั้ง: a visit that belongs to no journey is one by itself."""
        return len({("trip", row.trip) if row.trip else ("visit", row.visit) for row in places})

    @cached_property
    def leaders(self) -> list[Leader]:
        """Who led, the most places first; named as on the last of these days."""
        places = {row.visit: row for row in self.places}
        # By their keys: PostgreSQL would go through all who ever led.
        rows = Attendance.objects.filter(role=Role.LEAD, visit__pk__among=Keys(places))
        led: dict[Any, list[CountedVisit]] = defaultdict(list)
        names: dict[Any, tuple[str, str]] = {}
        in_order = rows.order_by("visit__starts_on", "visit")
        columns = ("visit_id", "official_id", "name", "position")
        for visit, official, name, position in in_order.values_list(*columns):
            key = official or (name, position)
            led[key].append(places[visit])
            names[key] = (name, position)
        leaders = [Leader(*names[key], visits) for key, visits in led.items()]
        return sorted(leaders, key=lambda leader: (-len(leader.places), leader.name))

    @cached_property
    def units(self) -> QuerySet[Visit, tuple[str, int]]:
        """The names of the visited units with the number of visits, the most first."""
        rows = self.filter.visits.counted().order_by().values_list("unit__name")
        return rows.annotate(count=Count("pk")).order_by("-count", "unit__sort_key", "unit")

    @cached_property
    def coverage(self) -> list[CoverageFigure]:
        """Of the whole country; none where only a part of the visits is asked for."""
        return [] if self.narrowed else coverage(self.user, self.year)

    # Directives

    def _register(self, **changes: date) -> DirectivesReport:
        """The register of directives with the same filter, but for some days: up to the last one of them, of whichever year."""
        query = QueryDict(self.filter.query_string, mutable=True)
        if "to" in changes:
            for name in ("fiscal_year", "period", "from", "to"):
                query.pop(name, None)
        query.update({name: day.isoformat() for name, day in changes.items()})
        return DirectivesOfVisits(query, self.user)

    @cached_property
    def given(self) -> DirectivesReport:
        """The directives of the year, as of now."""
        return DirectivesOfVisits(self.filter, self.user)

    @cached_property
    def now(self) -> FollowUpFigures:
        """Where all directives up to the end of the year stand today."""
        return FollowUpFigures(self._register(to=self.last))

    @cached_property
    def at_end(self) -> FollowUpFigures:
        """Where they stood at the end of the year; before it has ended, where they stand."""
        return FollowUpFigures(self._register(to=self.last, as_at=self.last)) if self.is_over else self.now

    @cached_property
    def at_start(self) -> FollowUpFigures:
        """Where those of earlier years stood on the eve of the year."""
        eve = self.first - DAY
        return FollowUpFigures(self._register(to=eve, as_at=eve))

    @cached_property
    def given_rows(self) -> list[tuple[int, str, str, str]]:
        """Key, kind, follow-up and overall state of today of every directive given in the year."""
        rows = self.given.selected_directives.order_by()
        return list(rows.values_list("pk", "kind", "follow_up", "overall_state"))

    @cached_property
    def kinds(self) -> dict[int, str]:
        """Key -> kind of every directive given in the year."""
        return {key: kind for key, kind, *_ in self.given_rows}

    @cached_property
    def states_now(self) -> dict[int, str]:
        """Key -> overall state of those given in the year on which units must report."""
        return {
            key: state for key, _, follow_up, state in self.given_rows if state and follow_up in FOLLOWED_UP
        }

    @cached_property
    def reportable(self) -> set[int]:
        """Keys of those given in the year on which units must report."""
        return set(self.states_now)

    @cached_property
    def done(self) -> set[int]:
        """Of these the done ones."""
        return self.reportable & self.at_end.done

    @cached_property
    def late(self) -> set[int]:
        """Of these the late ones."""
        return self.reportable & self.at_end.late

    def share(self, name: str, keys: set[int]) -> Share:
        """The figures of some directives."""
        return Share(
            name,
            given=len(keys),
            followed=len(keys & self.reportable),
            done=len(keys & self.done),
            late=len(keys & self.late),
        )

    def by_kind(self, kinds: Iterable[DirectiveKind]) -> list[Share]:
        """A share for each kind."""
        members = defaultdict(set)
        for key, kind in self.kinds.items():
            members[kind].add(key)
        return [self.share(kind.label, members[kind]) for kind in kinds]

    def by_dimension(self, names: Iterable[tuple[int, str]]) -> list[Share]:
        """`names` are pairs of a dimension's key and its name; behind them, those without a dimension."""
        links = DirectiveDimension.objects.filter(directive__in=self._given_keys)
        members = _members(links.order_by().values_list("dimension", "directive_id"))
        without = set(self.kinds).difference(*members.values())
        return [*(self.share(name, members[key]) for key, name in names), self.share(NOT_STATED, without)]

    @cached_property
    def by_programme(self) -> list[Share]:
        """A share for each programme with a directive, the most first."""
        links = DirectiveProgramme.objects.filter(directive__in=self._given_keys)
        members = _members(links.values_list("programme", "directive_id"))
        names = Programme.objects.in_bulk(members)
        shares = [self.share(str(names[key]), keys) for key, keys in members.items()]
        return sorted(shares, key=lambda share: (-share.given, share.name))

    @property
    def _given_keys(self) -> QuerySet:
        return self.given.selected_directives.order_by().values("pk")

    @cached_property
    def states(self) -> tuple[Counter, Counter]:
        """How many of the year's stood where at its end, and where they stand now; None: not yet entered then."""
        now = Counter(self.states_now.values())
        return (Counter(map(self.at_end.states.get, self.reportable)) if self.is_over else now), now

    @cached_property
    def waited(self) -> list[int]:
        """Days from the notice to the first report, of each assignment."""
        register = self._register(as_at=self.last) if self.is_over else self.given
        return [taken.days for taken in FollowUpFigures(register).days_taken]

    # What goes over

    @cached_property
    def carried(self) -> list[CarriedOver]:
        """By year of giving, the oldest first; a directive that was not yet entered counts as not yet done."""
        by_year: dict[int, set[int]] = defaultdict(set)
        for day, keys_of_day in self.given_by_day:
            by_year[fiscal_year(date.fromisoformat(day))].update(keys_of_day)
        rows = []
        for year, keys in sorted(by_year.items()):
            done_before, done_after = keys & self.at_start.done, keys & self.at_end.done
            given = keys if year == self.year else set()
            before = set() if given else keys - done_before
            again = set() if given else done_before - done_after
            rows.append(
                CarriedOver(
                    year,
                    before=len(before),
                    given=len(given),
                    again=len(again),
                    done=len((before | given) & done_after),
                    after=len(keys - done_after),
                )
            )
        return rows

    @cached_property
    def carried_on(self) -> list[int]:
        """The first keys of what goes over to the next year: the overdue first, then the oldest."""
        done, late = self.at_end.done, self.at_end.late
        carried: dict[bool, list[int]] = {True: [], False: []}
        for _, keys in self.given_by_day:
            for key in sorted(keys):
                if key not in done:
                    carried[key in late].append(key)
            if len(carried[True]) >= MOST_CARRIED:
                break
        return (carried[True] + carried[False])[:MOST_CARRIED]

    @cached_property
    def given_by_day(self) -> list[tuple[str, list[int]]]:
        """The keys of all up to the end of the year by the day (ISO) on which they were given, the oldest first."""
        by_day: dict[str, list[int]] = defaultdict(list)
        for key, day in self.now.given_on:
            by_day[day].append(key)
        return sorted(by_day.items())

    # Problems

    @cached_property
    def problems(self) -> list[Problem]:
        """By topic, those without any left out; the newest answer first."""
        rows = ProblemsReport(self.filter.query_string, self.user).problems
        counts = dict(rows.values_list("topic").annotate(Count("pk")))
        links = DirectiveFinding.objects.filter(finding__in=rows.values("pk"))
        seen = (
            links
            if self.user.sees_everything
            else links.filter(directive__in=self.visible(Directive).order_by())
        )
        answered: dict[str, set[int]] = defaultdict(set)
        directives: dict[str, dict[int, None]] = defaultdict(dict)
        newest = seen.order_by("-directive__visit__starts_on", "directive")
        for topic, problem, directive in newest.values_list("finding__topic", "finding", "directive"):
            answered[topic].add(problem)
            directives[topic][directive] = None
        return [
            Problem(topic.label, counts[topic], len(answered[topic]), list(directives[topic]))
            for topic in Topic
            if topic in counts
        ]


def _members(pairs: Iterable[tuple[Any, int]]) -> dict[Any, set[int]]:
    members = defaultdict(set)
    for name, key in pairs:
        members[name].add(key)
    return members
