"""สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ: one fiscal year, as it stood at its end, with what goes over to the next."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Count
from django.http import QueryDict

from config.thai.dates import fiscal_year, fiscal_year_bounds
from visits.documents.annual_summary import annual_blocks, lines_of, print_document_of, screen_document
from visits.filters.filter_fields import LayoutField
from visits.models import (
    Attendance,
    Directive,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveProgramme,
    Programme,
    RecordState,
    Role,
    Topic,
)
from visits.reports.columns import Column
from visits.reports.coverage import coverage
from visits.reports.directives import Directives
from visits.reports.follow_up_figures import Standing, median_of
from visits.reports.list_report import Listing
from visits.reports.problems import Problems

DIGITS = [("", "เลขอารบิก"), ("thai", "เลขไทย")]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A visit that took place, in plain values."""

    visit: int
    trip: int | None
    kind: str
    region: str | None
    province: int | None
    record_state: str


@dataclass(frozen=True, slots=True)
class Leader:
    name: str
    position: str
    places: list


@dataclass(frozen=True, slots=True)
class Share:
    """Directives of one kind, dimension or programme: all, those to be reported on, of these the done and the late."""

    name: str
    given: int
    asked: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Orders to be reported on, by the fiscal year in which they were given."""

    year: int
    before: int
    given: int
    again: int
    done: int
    after: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Problems of one topic, how many of them are answered, and the keys of the orders that answer them."""

    topic: str
    count: int
    answered: int
    orders: list


class Annual(Listing):
    id = "annual"
    title = "สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ"
    about = "ทั้งปีงบประมาณในฉบับเดียว: การลงพื้นที่ ความครอบคลุม ข้อสั่งการและสถานะ ณ สิ้นปี เรื่องที่ยกมาและยกไป และปัญหาอุปสรรค"
    orientation = "portrait"
    per_page = 1000
    is_document = True

    columns = (
        Column("หัวข้อ", lambda row: row[0], 40, heads_row=True),
        Column("รายการ", lambda row: row[1], 50),
        Column("ข้อมูล", lambda row: row[2], 30),
        Column("ค่า", lambda row: row[3], 60),
    )

    def options(self):
        return {"digits": LayoutField(label="ตัวเลขในฉบับพิมพ์", choices=DIGITS, required=False)}

    def completed(self, data):
        """The current year, where none is asked for."""
        asked = QueryDict(data if isinstance(data, str) else data.urlencode(), mutable=True)
        if not asked.get("fiscal_year"):
            asked["fiscal_year"] = str(fiscal_year(self.moment))
        return asked

    @cached_property
    def year(self):
        return self.filter.value("fiscal_year") or fiscal_year(self.moment)

    @property
    def first(self):
        return fiscal_year_bounds(self.year)[0]

    @property
    def last(self):
        return fiscal_year_bounds(self.year)[1]

    @property
    def is_over(self):
        return self.last < self.moment.date()

    @property
    def heading(self):
        return f"{self.title} ประจำปีงบประมาณ พ.ศ. {self.year}"

    @property
    def narrowed(self):
        """What is asked besides the year, in words."""
        return [one for one in self.filter.conditions if one.name not in ("fiscal_year", "digits")]

    @property
    def is_whole(self):
        """Whether all days of the year are asked for, so that what goes over can be told."""
        return not {"from", "to"} & {one.name for one in self.narrowed}

    @property
    def question(self):
        return self.filter.query_string

    @property
    def day_in_words(self):
        return "ณ สิ้นปีงบประมาณ" if self.is_over else "ณ วันที่พิมพ์"

    # Journeys

    @cached_property
    def places(self):
        rows = self.filter.visits.counted().order_by()
        columns = ("pk", "trip_id", "unit__kind", "province__region", "province_id", "record_state")
        return [Place(*row) for row in rows.values_list(*columns)]

    def journeys(self, places):
        """ครั้ง: a visit that belongs to no journey is one by itself."""
        return len({("trip", one.trip) if one.trip else ("visit", one.visit) for one in places})

    @property
    def uncertified(self):
        return sum(one.record_state != RecordState.FINAL for one in self.places)

    @cached_property
    def leaders(self):
        """Who led, the most places first; named as on the last of these days."""
        there = {one.visit: one for one in self.places}
        rows = Attendance.objects.filter(role=Role.LEAD, visit__in=self.filter.visits.counted().order_by())
        led, said = defaultdict(list), {}
        columns = ("visit_id", "official_id", "name", "position")
        for visit, official, name, position in rows.order_by("visit__starts_on", "visit").values_list(
            *columns
        ):
            key = official or (name, position)
            led[key].append(there[visit])
            said[key] = (name, position)
        found = [Leader(*said[key], places) for key, places in led.items()]
        return sorted(found, key=lambda one: (-len(one.places), one.name))

    @cached_property
    def coverage(self):
        """Of the whole country; none where only a part of the visits is asked for."""
        return [] if self.narrowed else coverage(self.user, self.year)

    # Orders

    def _register(self, **changes):
        """The register of orders asked the same, but for some days: up to the last one of them, of whichever year."""
        asked = QueryDict(self.filter.query_string, mutable=True)
        if "to" in changes:
            for name in ("fiscal_year", "from", "to"):
                asked.pop(name, None)
        asked.update({name: day.isoformat() for name, day in changes.items()})
        return Directives(asked, self.user)

    @cached_property
    def given(self):
        """Those of the year, as they are told now."""
        return Directives(self.filter.query_string, self.user)

    @cached_property
    def now(self):
        """Where all orders up to the end of the year stand today."""
        return Standing(self._register(to=self.last))

    @cached_property
    def at_end(self):
        """Where they stood at the end of the year; before it has ended, where they stand."""
        return Standing(self._register(to=self.last, as_at=self.last)) if self.is_over else self.now

    @cached_property
    def at_start(self):
        eve = self.first - DAY
        return Standing(self._register(to=eve, as_at=eve))

    @cached_property
    def kinds(self):
        """Key -> kind of every directive given in the year."""
        return dict(self.given.asked_directives.order_by().values_list("pk", "kind"))

    @cached_property
    def reportable(self):
        """Keys of those given in the year on which units must report."""
        return self.kinds.keys() & self.now.states.keys()

    @cached_property
    def done(self):
        return self.reportable & self.at_end.done

    @cached_property
    def late(self):
        return self.reportable & self.at_end.late

    def share(self, name, keys):
        return Share(name, len(keys), *(len(keys & some) for some in (self.reportable, self.done, self.late)))

    def by_kind(self, kinds):
        members = defaultdict(set)
        for key, kind in self.kinds.items():
            members[kind].add(key)
        return [self.share(kind.label, members[kind]) for kind in kinds]

    def by_dimension(self, names):
        """`names` are pairs of a dimension's key and its name; behind them, those without a dimension."""
        links = DirectiveDimension.objects.filter(directive__in=self._given_keys)
        members = _members(links.values_list("dimension", "directive_id"))
        without = set(self.kinds).difference(*members.values())
        return [*(self.share(name, members[key]) for key, name in names), self.share("ไม่ระบุ", without)]

    @cached_property
    def by_programme(self):
        """Those about which something was said, the most first."""
        links = DirectiveProgramme.objects.filter(directive__in=self._given_keys)
        members = _members(links.values_list("programme", "directive_id"))
        names = Programme.objects.in_bulk(members)
        found = [self.share(str(names[key]), keys) for key, keys in members.items()]
        return sorted(found, key=lambda one: (-one.given, one.name))

    @property
    def _given_keys(self):
        return self.given.asked_directives.order_by().values("pk")

    @cached_property
    def states(self):
        """How many of the year's stood where at its end, and where they stand now; None: not yet entered then."""
        then = Counter(self.at_end.states.get(key) for key in self.reportable)
        return then, Counter(self.now.states[key] for key in self.reportable)

    @cached_property
    def waited(self):
        register = self._register(as_at=self.last) if self.is_over else self.given
        return [one.days for one in Standing(register).waited]

    @property
    def median(self):
        return median_of(self.waited)

    # What goes over

    @cached_property
    def _given_on(self):
        rows = self.now.directives.values_list("pk", "visit__starts_on")
        return {key: day for key, day in rows if key in self.now.states}

    @cached_property
    def carried(self):
        """By year of giving, the oldest first; an order that was not yet entered counts as not yet done."""
        return [self._carried(year, keys) for year, keys in sorted(self._by_year.items())]

    @property
    def _by_year(self):
        return _members((fiscal_year(day), key) for key, day in self._given_on.items())

    def _carried(self, year, keys):
        done_before, done_after = keys & self.at_start.done, keys & self.at_end.done
        is_new = year == self.year
        before = set() if is_new else keys - done_before
        again = set() if is_new else done_before - done_after
        after = keys - done_after
        given = keys if is_new else set()
        return Carried(
            year, len(before), len(given), len(again), len((before | given) & done_after), len(after)
        )

    @cached_property
    def carried_on(self):
        """Keys of what goes over to the next year: the overdue first, then the oldest."""
        open_then = self._given_on.keys() - self.at_end.done
        return sorted(open_then, key=lambda key: (key not in self.at_end.late, self._given_on[key], key))

    @property
    def register_address(self):
        """The register up to the end of the year, as it stood then."""
        register = self.at_end.register
        return f"/directives/{register.filter.query(by='due')}"

    # Problems

    @cached_property
    def problems(self):
        """By topic, those without any left out; the newest answer first."""
        rows = Problems(self.filter.query_string, self.user).problems
        counts = dict(rows.values_list("topic").annotate(Count("pk")))
        links = DirectiveFinding.objects.filter(finding__in=rows.values("pk"))
        seen = links.filter(directive__in=Directive.objects.visible_to(self.user).order_by())
        answered, orders = defaultdict(set), defaultdict(dict)
        newest = seen.order_by("-directive__visit__starts_on", "directive")
        for topic, problem, order in newest.values_list("finding__topic", "finding", "directive"):
            answered[topic].add(problem)
            orders[topic][order] = None
        return [
            Problem(topic.label, counts[topic], len(answered[topic]), list(orders[topic]))
            for topic in Topic
            if topic in counts
        ]

    # The same in lines, for files

    def found(self):
        return lines_of(self.blocks)

    # As a paper

    @cached_property
    def blocks(self):
        return annual_blocks(self)

    @property
    def document(self):
        return screen_document(self)

    @property
    def print_document(self):
        return print_document_of(self, in_thai=self.filter.value("digits") == "thai")


def _members(pairs):
    found = defaultdict(set)
    for name, key in pairs:
        found[name].add(key)
    return found
