"""What a reading proposes, matched with the register and given the shape of the draft's rows; what is recorded already."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from rapidfuzz import fuzz

from config.thai.dates import parse_time
from config.thai.text import clean_block, clean_line, fold
from officials.models import User
from visits.matching.register_names import Match, RegisterNames, kind_of
from visits.models import (
    CALLED_OFF,
    Attendance,
    DirectiveKind,
    FindingKind,
    PressRelease,
    Role,
    Status,
    Visit,
)
from visits.press_releases.reader import Proposal, Vocabulary, read
from visits.press_releases.reader.proposal import ProposedPerson, Quoted

SAME_PARTY = "คณะเดิม (ไม่ระบุรายชื่อ)"
ACADEMIC = ("ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "ศ.", "รศ.", "ผศ.", "ดร.")
SPELLED_OUT = {"น.ส.": "นางสาว"}
# How far around a figure its sentence is looked for.
SENTENCE = 70
# Whose site it is; the most particular first.
PUBLISHERS = {
    "diprom.go.th": "กรมส่งเสริมอุตสาหกรรม",
    "diw.go.th": "กรมโรงงานอุตสาหกรรม",
    "dpim.go.th": "กรมอุตสาหกรรมพื้นฐานและการเหมืองแร่",
    "tisi.go.th": "สำนักงานมาตรฐานผลิตภัณฑ์อุตสาหกรรม",
    "oie.go.th": "สำนักงานเศรษฐกิจอุตสาหกรรม",
    "ocsb.go.th": "สำนักงานคณะกรรมการอ้อยและน้ำตาลทราย",
    "ieat.go.th": "การนิคมอุตสาหกรรมแห่งประเทศไทย",
    "smebank.co.th": "ธนาคารพัฒนาวิสาหกิจขนาดกลางและขนาดย่อมแห่งประเทศไทย",
    "industry.go.th": "กระทรวงอุตสาหกรรม",
    "prd.go.th": "กรมประชาสัมพันธ์",
    "thaigov.go.th": "สำนักเลขาธิการนายกรัฐมนตรี",
    "moi.go.th": "กระทรวงมหาดไทย",
}
LIKE_THE_GIVER = 75
# What the column of a finding holds.
LARGEST_FIGURE = 10**14


@dataclass(frozen=True)
class TextPiece:
    """A stretch of the text and the names of the fields that were read from it."""

    text: str
    fields: tuple[str, ...] = ()


@dataclass
class DraftRows:
    """First values of the head and of every row; `spans` says which words of the text each field came from."""

    head: dict[str, Any]
    stops: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    directives: list[dict[str, Any]] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def mark(self, name: str, *quotes: Quoted | ProposedPerson | None) -> None:
        """Ties a field to the words it was read from."""
        places = [(quote.start, quote.end) for quote in quotes if quote and quote.end > quote.start]
        if places:
            self.spans.setdefault(name, []).extend(places)

    def pieces(self, text: str) -> list[TextPiece]:
        """The text cut at every edge of a mark, as marks may lie in one another."""
        marks = [(start, end, name) for name, spans in self.spans.items() for start, end in spans]
        edges = sorted({0, len(text), *(edge for start, end, _ in marks for edge in (start, end))})
        return [
            TextPiece(text[start:end], tuple(name for a, b, name in marks if a <= start and end <= b))
            for start, end in pairwise(edges)
        ]

    def quotations(self, text: str) -> dict[str, list[str]]:
        """The words behind each field, for those who read without scripts."""
        return {name: [text[start:end] for start, end in spans] for name, spans in self.spans.items()}


@dataclass
class Draft:
    """A proposal, its rows, and for each stop and person what the name may be in the register."""

    proposal: Proposal
    rows: DraftRows
    units: list[Match]
    people: list[Match]

    @property
    def url(self) -> str:
        """The first web address in the text."""
        return self.proposal.url.value if self.proposal.url else ""


def draft_of(text: str, register: RegisterNames, today: date) -> Draft:
    """The text read and matched; nothing is decided that the register leaves open."""
    # Names as plain values for the reader, which knows no database.
    names = tuple(sorted({unit.name for unit in register.units.values()}))
    proposal = read(text, Vocabulary(units=names, programmes=register.programmes))
    rows = rows_of(proposal, text, register, today)
    day = rows.head["starts_on"]
    rows.head["publisher"] = publisher_of(rows.head["url"], register.user)
    units = [register.unit(row.get("name") or "", day, row.get("province")) for row in rows.stops]
    named = [(row["first_name"], row["last_name"], row["position"]) for row in rows.people]
    return Draft(proposal, rows, units, register.people(named, day))


def same_release(user: User, digest: str, url: str = "") -> PressRelease | None:
    """The press release of this text or address, with its visits; None where it is new."""
    same = Q(text_hash=digest) | (Q(url=url) if url else Q())
    rows = PressRelease.objects.visible_to(user).filter(same).prefetch_related("visits__unit")
    return rows.order_by("pk").first()


@dataclass(frozen=True)
class RecordedVisit:
    """A visit recorded already, with the key and the folded name of who leads it."""

    visit: Visit
    lead: int | None = None
    lead_name: str = ""

    def agrees_with(self, start_time: time | None, lead: int | None, lead_name: str) -> bool:
        """Whether the hour or the lead is the same; unit and day alone do not make two texts one visit."""
        if start_time and start_time == self.visit.start_time:
            return True
        if lead and self.lead:
            return lead == self.lead
        return bool(lead_name) and fold(lead_name) in self.lead_name


def visits_on(
    user: User, units: list[int], first: date | None, last: date | None
) -> dict[int, list[RecordedVisit]]:
    """Visits of each unit that touch the days, as unit key -> list; two queries."""
    by_unit: dict[int, list[RecordedVisit]] = {}
    if units and first:
        rows = Visit.objects.visible_to(user).between(first, last or first).filter(unit__in=units)
        visits = list(rows.exclude(status__in=CALLED_OFF).with_unit().in_order())
        leads = {lead.visit_id: lead for lead in Attendance.objects.filter(visit__in=visits, role=Role.LEAD)}
        for visit in visits:
            lead = leads.get(visit.pk)
            recorded = (
                RecordedVisit(visit, lead.official_id, fold(lead.name)) if lead else RecordedVisit(visit)
            )
            by_unit.setdefault(visit.unit_id, []).append(recorded)
    return by_unit


def publisher_of(url: str, user: User) -> str:
    """Who publishes at an address: as the office wrote it for this site last, else from the list of known sites."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    if not host:
        return ""
    known = PressRelease.objects.visible_to(user).filter(
        url__contains=f"//{host}/"
    ) | PressRelease.objects.filter(url__contains=f"//www.{host}/")
    last = known.exclude(publisher="").order_by("-pk").values_list("publisher", flat=True).first()
    sites = (name for site, name in PUBLISHERS.items() if host == site or host.endswith(f".{site}"))
    return last or next(sites, "")


def rows_of(proposal: Proposal, text: str, register: RegisterNames, today: date) -> DraftRows:
    """The proposal as first values of head and rows, each marked with its words."""
    day = proposal.starts_on.value if proposal.starts_on else None
    head = {
        "title": clean_line(proposal.headline.value if proposal.headline else "")[:400],
        "url": (proposal.url.value if proposal.url else "")[:500],
        "published_on": proposal.published_on.value if proposal.published_on else None,
        "starts_on": day,
        "ends_on": proposal.ends_on if proposal.ends_on != day else None,
        "status": Status.DONE if day and day <= today and not proposal.is_planned else Status.TENTATIVE,
    }
    rows = DraftRows(head)
    rows.mark("title", proposal.headline)
    rows.mark("url", proposal.url)
    rows.mark("published_on", proposal.published_on)
    rows.mark("starts_on", proposal.starts_on)
    add_stops(rows, proposal, register)
    add_people(rows, proposal)
    add_findings(rows, proposal, text)
    add_directives(rows, proposal)
    return rows


def add_stops(rows: DraftRows, proposal: Proposal, register: RegisterNames) -> None:
    """A row for each place, one without a name where the text names none."""
    province = register.province(proposal.province.value if proposal.province else "")
    for number, stop in enumerate(proposal.stops):
        name = clean_line(stop.unit.value)[:250]
        time = stop.time or (proposal.time if number == 0 else None)
        rows.stops.append(
            {
                "keep": True,
                "name": name,
                "kind": kind_of(name),
                "province": register.province(stop.province) or province,
                "start_time": parse_time(time.value) if time else None,
                "others_party": SAME_PARTY if number else "",
            }
        )
        rows.mark(f"stops-{number}-name", stop.unit)
        rows.mark(f"stops-{number}-start_time", time)
        rows.mark(f"stops-{number}-province", proposal.province)
    if not proposal.stops:
        rows.stops.append({"keep": True, "province": province})
        rows.mark("stops-0-province", proposal.province)


def stop_at(proposal: Proposal, place: int) -> str:
    """Number of the stop that a place in the text belongs to: the one last named before it, else the first."""
    before = [number for number, stop in enumerate(proposal.stops, 1) if stop.unit.start <= place]
    return str(max(before, default=1))


def add_people(rows: DraftRows, proposal: Proposal) -> None:
    """The party is put down where it is named: at the first stop; the lead at all; a host at the stop last named before."""
    roles = set(Role.values)
    every_stop = [str(number) for number in range(1, max(len(proposal.stops), 1) + 1)]
    for number, person in enumerate(proposal.people):
        title = clean_line(person.title)
        is_academic = title in ACADEMIC
        rows.people.append(
            {
                "keep": person.role in roles,
                "prefix": "" if is_academic else SPELLED_OUT.get(title, title)[:40],
                "academic_title": title if is_academic else "",
                "first_name": clean_line(person.first)[:120],
                "last_name": clean_line(person.last)[:120],
                "position": clean_line(person.position)[:400],
                "role": person.role if person.role in roles else Role.GUEST,
                "stops": every_stop
                if person.role == Role.LEAD
                else [stop_at(proposal, person.start) if person.role == Role.HOST else "1"],
            }
        )
        for name in ("prefix", "first_name", "last_name", "role", "official", "keep", "stops"):
            rows.mark(f"people-{number}-{name}", person)
        rows.mark(f"people-{number}-position", person.position_quoted or person)


def add_findings(rows: DraftRows, proposal: Proposal, text: str) -> None:
    """A row for each figure, with the words around it."""
    for number, figure in enumerate(proposal.figures):
        try:
            amount = Decimal(figure.amount)
        except InvalidOperation:
            amount = None
        rows.findings.append(
            {
                "keep": True,
                "stop": stop_at(proposal, figure.text.start),
                "kind": FindingKind.ACHIEVEMENT,
                "text": sentence_around(text, figure.text.start, figure.text.end),
                "qualifier": clean_line(figure.qualifier)[:60],
                "figure": amount if amount is not None and abs(amount) < LARGEST_FIGURE else None,
                "measure": clean_line(figure.measure)[:60],
            }
        )
        for name in ("text", "qualifier", "figure", "measure", "keep", "stop", "kind"):
            rows.mark(f"findings-{number}-{name}", figure.text)


def sentence_around(text: str, start: int, end: int) -> str:
    """The words between the blanks that stand nearest, at most so far, on the same line."""
    head = text[max(0, start - SENTENCE) : start].split("\n")[-1]
    tail = text[end : end + SENTENCE].split("\n")[0]
    if start > SENTENCE and len(head) == SENTENCE and " " in head:
        head = head.split(" ", 1)[1]
    if len(tail) == SENTENCE and " " in tail:
        tail = tail.rsplit(" ", 1)[0]
    return clean_block(head + text[start:end] + tail)


def add_directives(rows: DraftRows, proposal: Proposal) -> None:
    """A row for each directive, policy, request, suggestion or praise."""
    for number, directive in enumerate(proposal.directives):
        rows.directives.append(
            {
                "keep": True,
                "stop": stop_at(proposal, directive.text.start),
                "kind": directive.kind if directive.kind in DirectiveKind.values else DirectiveKind.DIRECTIVE,
                "text": clean_block(directive.text.value),
                "giver": giver_of(directive.by, rows.people),
                "given_as": clean_line(directive.by)[:400],
                "addressed_to": clean_block("\n".join(directive.to)),
            }
        )
        for name in ("text", "giver", "given_as", "addressed_to", "keep", "stop", "kind"):
            rows.mark(f"directives-{number}-{name}", directive.text)


def giver_of(spoken: str, people: list[dict[str, Any]]) -> str:
    """Number of the person who is meant: by first name, else by the post, else the only one who leads."""
    by = fold(spoken)
    if not by:
        return next((str(n) for n, row in enumerate(people) if row["role"] == Role.LEAD), "")
    named = [str(n) for n, row in enumerate(people) if fold(row["first_name"]) in by]
    if len(named) == 1:
        return named[0]
    fits = [
        (fuzz.token_set_ratio(by, fold(row["position"])), -n)
        for n, row in enumerate(people)
        if row["position"]
    ]
    best, number = max(fits, default=(0, 0))
    return str(-number) if best >= LIKE_THE_GIVER else ""
