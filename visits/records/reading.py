"""A recorded visit or trip as one reads it: its people, findings by kind, directives and responsible units."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404

from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring
from config.thai.dates import thai_date, thai_range
from officials.models import User
from units.models import Unit
from visits.models import (
    PLANNED,
    Activity,
    Assignment,
    Attachment,
    AttachmentKind,
    Attendance,
    Dimension,
    Directive,
    DirectiveDimension,
    Finding,
    FindingKind,
    Policy,
    PressRelease,
    Programme,
    Role,
    State,
    Status,
    Trip,
    Visit,
)
from visits.models.wording import hours

# A group of so few units is named in the line; a larger one is folded.
NAMED = 8


VISITS = KeptRows(Visit.objects.order_by().with_unit(), "pk")
OF_TRIP = KeptRows(Visit.objects.with_unit().in_order(), "trip")
OF_VISIT = (
    KeptPrefetch("attendances", Attendance.objects.all(), is_usual=True),
    KeptPrefetch("findings", Finding.objects.select_related("unit", "reported_by")),
    # Within one visit, whose days need no looking up.
    KeptPrefetch("directives", Directive.objects.order_by("order", "pk"), is_usual=True),
    KeptPrefetch("press_releases", PressRelease.objects.all()),
    KeptPrefetch("attachments", Attachment.objects.all()),
    KeptPrefetch("moved_from", Visit.objects.select_related("unit")),
)
OF_EVERY_VISIT = (
    KeptPrefetch("activities", Activity.objects.all()),
    KeptPrefetch("policies", Policy.objects.all()),
)
OF_FINDING = (
    KeptPrefetch("programmes", Programme.objects.all()),
    KeptPrefetch("dimensions", Dimension.objects.all()),
)
ASSIGNMENTS = KeptPrefetch(
    "assignments", Assignment.objects.select_related("unit").order_by("role", "unit__sort_key"), is_usual=True
)
OF_DIRECTIVE = (
    KeptPrefetch("dimension_links", DirectiveDimension.objects.select_related("dimension")),
    KeptPrefetch("about", Unit.objects.all()),
    KeptPrefetch("programmes", Programme.objects.all()),
)


def for_reading(visits: Sequence[Visit], user: User) -> list[Visit]:
    """Visits with all that is recorded of them, as far as the user may see it; the same queries for any number."""
    read = list(visits)
    prefetch_occurring(read, *(lookup.seen_by(user) for lookup in OF_VISIT), *OF_EVERY_VISIT)
    moved = [visit for visit in read if visit.moved_to_id]
    moved_to = Visit.objects.select_related("unit").visible_to(user)
    prefetch_related_objects(moved, Prefetch("moved_to", moved_to))
    prefetch_occurring([finding for visit in read for finding in visit.findings.all()], *OF_FINDING)
    prefetch_occurring(
        [directive for visit in read for directive in visit.directives.all()],
        ASSIGNMENTS.seen_by(user),
        *OF_DIRECTIVE,
    )
    return read


def one_for_reading(pk: int, user: User) -> Visit:
    """The visit of that key as `for_reading` gives it; raises Http404 where the user sees none."""
    read = for_reading(VISITS.seen_by(user, [pk]), user)
    if not read:
        raise Http404
    return read[0]


class VisitRead:
    """One visit, prefetched by `for_reading`."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.hours = visit, hours(visit)
        people = list(visit.attendances.all())
        self.party = [row for row in people if row.role != Role.HOST]
        self.hosts = [row for row in people if row.role == Role.HOST]
        self.findings = findings_by_kind(visit.findings.all(), people)
        self.directives = [DirectiveRead(directive) for directive in visit.directives.all()]
        self.photos, self.documents = photos_and_documents(visit.attachments.all())

    @property
    def days(self) -> str:
        """The day in full with its weekday, or the range of days."""
        visit = self.visit
        if visit.starts_on == visit.ends_on:
            return thai_date(visit.starts_on, month="full", weekday=True)
        return thai_range(visit.starts_on, visit.ends_on)


@dataclass(frozen=True)
class FindingRead:
    """A finding with its reporter's name: as of that day where the reporter attended; empty where nobody is named."""

    row: Finding
    reporter: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind: those in words, and those with a figure."""

    label: str
    in_words: list[FindingRead]
    figures: list[FindingRead]


def findings_by_kind(findings: Iterable[Finding], people: Iterable[Attendance]) -> list[FindingGroup]:
    """One group for each kind that occurs, in the order of the kinds; `people` are those of the visit."""
    names = {row.official_id: row.name for row in people}
    read = [
        FindingRead(row, (names.get(row.reported_by.pk) or row.reported_by.name) if row.reported_by else "")
        for row in findings
    ]
    groups = []
    for kind in FindingKind:
        of_kind = [finding for finding in read if finding.row.kind == kind]
        if of_kind:
            in_words = [finding for finding in of_kind if finding.row.figure is None]
            figures = [finding for finding in of_kind if finding.row.figure is not None]
            groups.append(FindingGroup(kind.label, in_words, figures))
    return groups


class DirectiveRead:
    """One directive with its dimensions and its assignments, single units apart from groups."""

    def __init__(self, directive: Directive) -> None:
        self.directive = directive
        self.dimensions = list(directive.dimension_links.all())
        rows = list(directive.assignments.all())
        self.single = [row for row in rows if not row.via]
        self.groups = [
            AssignedGroup(name, [row for row in rows if row.via == name])
            for name in dict.fromkeys(row.via for row in rows if row.via)
        ]


@dataclass(frozen=True)
class AssignedGroup:
    """Units that became responsible together, under one name (สอจ. ทุกจังหวัด)."""

    name: str
    rows: list[Assignment]

    @property
    def is_folded(self) -> bool:
        """True where there are too many to be named in a line."""
        return len(self.rows) > NAMED

    @property
    def states(self) -> str:
        """ "รอแจ้ง 73 หน่วยงาน · แล้วเสร็จ 3 หน่วยงาน", the least advanced first."""
        count = Counter(row.state for row in self.rows)
        return " · ".join(f"{state.label} {count[state]} หน่วยงาน" for state in State if count[state])


def photos_and_documents(attachments: Iterable[Attachment]) -> tuple[list[Attachment], list[Attachment]]:
    """The photographs, and everything else."""
    attachments = list(attachments)
    photos = [file for file in attachments if file.kind == AttachmentKind.PHOTO]
    return photos, [file for file in attachments if file.kind != AttachmentKind.PHOTO]


@dataclass
class PartyMember:
    """Somebody of a trip's party under one name and position, and at which visits in which role."""

    row: Attendance
    stops: dict[Role, list[VisitRead]] = field(default_factory=dict)


class TripRead:
    """One trip with its visits in order, each prefetched by `for_reading`.

    Days and party are those of the visits that are `counted` (design.md, rule 17): of the done ones; where none is done, of
    the planned ones; where all were called off, of all. `coming` are the planned ones beside done ones, shown apart.
    """

    def __init__(self, trip: Trip, visits: Iterable[Visit], files: Iterable[Attachment]) -> None:
        self.trip = trip
        self.visits = [VisitRead(visit) for visit in visits]
        self.photos, self.documents = photos_and_documents(files)
        self.done = self.having(Status.DONE)
        self.planned = self.having(*PLANNED)
        self.counted = self.done or self.planned or self.visits
        self.coming = self.planned if self.done else []

    def having(self, *statuses: Status) -> list[VisitRead]:
        """The visits of these statuses."""
        return [stop for stop in self.visits if stop.visit.status in statuses]

    @property
    def count(self) -> str:
        """ "2 แห่ง · มีกำหนด 1 แห่ง · ยกเลิก 1 แห่ง": those that are done first."""
        numbers = {
            "": len(self.done),
            "มีกำหนด ": len(self.planned),
            "เลื่อน ": len(self.having(Status.POSTPONED)),
            "ยกเลิก ": len(self.having(Status.CANCELLED)),
        }
        return " · ".join(f"{word}{number} แห่ง" for word, number in numbers.items() if number) or "0 แห่ง"

    @property
    def days(self) -> str:
        """From the first to the last day that counts; empty where no visit is recorded yet."""
        visits = [stop.visit for stop in self.counted]
        if not visits:
            return ""
        first, last = min(visit.starts_on for visit in visits), max(visit.ends_on for visit in visits)
        return thai_range(first, last)

    @property
    def people(self) -> list[tuple[Attendance, str]]:
        """The party in the order of first appearance, each with role and stops: "หัวหน้าคณะ (จุดที่ 1, 2)".

        Who is named at `coming` visits alone stands last.
        """
        members: dict[tuple, PartyMember] = {}
        for stop in [*self.counted, *self.coming]:
            for row in stop.party:
                key = (row.official_id, row.name, row.position)
                member = members.setdefault(key, PartyMember(row))
                member.stops.setdefault(Role(row.role), []).append(stop)
        return [
            (
                member.row,
                " · ".join(
                    text for role, stops in member.stops.items() for text in self.at_stops(role.label, stops)
                ),
            )
            for member in members.values()
        ]

    def at_stops(self, text: str, stops: Sequence[VisitRead]) -> list[str]:
        """The text with the numbers (from 1) of those stops; alone where it is of all that count.

        Once more for the `coming` ones: "หัวหน้าคณะ (มีกำหนด จุดที่ 3)".
        """
        texts = []
        for word, group in (("", self.counted), ("มีกำหนด ", self.coming)):
            numbers = [str(self.visits.index(stop) + 1) for stop in group if stop in stops]
            if numbers and not word and len(numbers) == len(group):
                texts.append(text)
            elif numbers:
                texts.append(f"{text} ({word}จุดที่ {', '.join(numbers)})")
        return texts
