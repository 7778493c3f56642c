"""A recorded visit or trip as one reads it: its people, what was found by kind, what was ordered and who answers."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Prefetch

from config.thai.dates import thai_date, thai_range, thai_time
from visits.models import (
    Assignment,
    Attachment,
    AttachmentKind,
    Attendance,
    Directive,
    DirectiveDimension,
    Finding,
    FindingKind,
    PressRelease,
    Role,
    State,
    Visit,
)

# A group of so few units is named in the line; a larger one is folded.
NAMED = 8


def for_reading(visits, user):
    """Visits with all that is recorded of them, as far as the user may see it; the same number of queries for any."""

    def seen(name, rows):
        return Prefetch(name, rows.visible_to(user))

    findings = Finding.objects.select_related("unit").prefetch_related("programmes", "dimensions")
    directives = Directive.objects.prefetch_related(
        seen("assignments", Assignment.objects.select_related("unit")),
        Prefetch("dimension_links", DirectiveDimension.objects.select_related("dimension")),
        "about",
        "programmes",
    )
    return visits.with_unit().prefetch_related(
        seen("attendances", Attendance.objects.all()),
        seen("findings", findings),
        seen("directives", directives),
        seen("press_releases", PressRelease.objects.all()),
        seen("attachments", Attachment.objects.all()),
        seen("moved_to", Visit.objects.select_related("unit")),
        seen("moved_from", Visit.objects.select_related("unit")),
        "activities",
        "policies",
    )


class VisitRead:
    """One visit, prefetched by `for_reading`."""

    def __init__(self, visit):
        self.visit = visit
        people = list(visit.attendances.all())
        self.party = [row for row in people if row.role != Role.HOST]
        self.hosts = [row for row in people if row.role == Role.HOST]
        self.findings = by_kind(visit.findings.all(), {row.official_id: row.name for row in people})
        self.directives = [DirectiveRead(directive) for directive in visit.directives.all()]
        self.photos, self.documents = sorted_out(visit.attachments.all())

    @property
    def days(self):
        visit = self.visit
        if visit.starts_on == visit.ends_on:
            return thai_date(visit.starts_on, month="full", weekday=True)
        return thai_range(visit.starts_on, visit.ends_on)

    @property
    def hours(self):
        """ "09.00 น.", "09.00-11.30 น." or nothing."""
        visit = self.visit
        if not visit.start_time:
            return ""
        first = thai_time(visit.start_time)
        return f"{first.removesuffix(' น.')}-{thai_time(visit.end_time)}" if visit.end_time else first


@dataclass
class Findings:
    label: str
    told: list
    figures: list


def by_kind(findings, names):
    """What was told in words and what in figures, kind by kind; reporters bear the name of that day."""
    findings = list(findings)
    for row in findings:
        row.reporter = names.get(row.reported_by_id, "") if row.reported_by_id else ""
    kinds = [(kind.label, [row for row in findings if row.kind == kind]) for kind in FindingKind]
    return [
        Findings(
            label,
            [row for row in rows if row.figure is None],
            [row for row in rows if row.figure is not None],
        )
        for label, rows in kinds
        if rows
    ]


class DirectiveRead:
    def __init__(self, directive):
        self.directive = directive
        self.dimensions = list(directive.dimension_links.all())
        rows = list(directive.assignments.all())
        self.single = [row for row in rows if not row.via]
        self.groups = [
            Group(name, [row for row in rows if row.via == name])
            for name in dict.fromkeys(row.via for row in rows if row.via)
        ]


@dataclass
class Group:
    """Units that became responsible together, under the words that were said (สอจ. ทุกจังหวัด)."""

    name: str
    rows: list

    @property
    def is_folded(self):
        return len(self.rows) > NAMED

    @property
    def states(self):
        """ "รอแจ้ง 73 · แล้วเสร็จ 3", the least advanced first."""
        count = Counter(row.state for row in self.rows)
        return " · ".join(f"{state.label} {count[state]}" for state in State if count[state])


def sorted_out(attachments):
    photos = [one for one in attachments if one.kind == AttachmentKind.PHOTO]
    return photos, [one for one in attachments if one.kind != AttachmentKind.PHOTO]


@dataclass
class Person:
    """Somebody of a trip's party under one name and position, and at which stops in which role."""

    row: Attendance
    stops: dict = field(default_factory=dict)


class TripRead:
    """One trip with its visits in order, each prefetched by `for_reading`."""

    def __init__(self, trip, visits, files):
        self.trip = trip
        self.visits = [VisitRead(visit) for visit in visits]
        self.photos, self.documents = sorted_out(files)

    @property
    def days(self):
        """From the first to the last day; empty where no visit is recorded yet."""
        visits = [told.visit for told in self.visits]
        if not visits:
            return ""
        return thai_range(min(one.starts_on for one in visits), max(one.ends_on for one in visits))

    @property
    def people(self):
        """One list of the party: in the order in which they first appear, each with the stops."""
        found = {}
        for number, told in enumerate(self.visits, start=1):
            for row in told.party:
                key = (row.official_id, row.name, row.position)
                person = found.setdefault(key, Person(row))
                person.stops.setdefault(Role(row.role), []).append(number)
        return [(person.row, self._stops(person.stops)) for person in found.values()]

    def _stops(self, stops):
        """ "หัวหน้าคณะ (จุดที่ 1, 2)"; where it is all stops, the role alone."""
        everywhere = len(self.visits)
        return " · ".join(
            role.label if len(numbers) == everywhere else f"{role.label} (จุดที่ {', '.join(map(str, numbers))})"
            for role, numbers in stops.items()
        )
