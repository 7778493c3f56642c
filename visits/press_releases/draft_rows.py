"""What a reading proposes, as the first values of the draft's rows, each with the words it came from."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from rapidfuzz import fuzz

from config.thai.dates import parse_time
from config.thai.text import clean_block, clean_line, fold
from visits.matching.register import kind_of
from visits.models import DirectiveKind, FindingKind, Role, Status

SAME_PARTY = "คณะเดิม (ไม่ระบุรายชื่อ)"
ACADEMIC = ("ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "ศ.", "รศ.", "ผศ.", "ดร.")
SPELLED_OUT = {"น.ส.": "นางสาว"}
# How far around a figure its sentence is looked for.
SENTENCE = 70
LIKE_THE_GIVER = 75


@dataclass
class Rows:
    """First values of the head and of every row; `spans` says which words of the text each field came from."""

    head: dict
    stops: list = field(default_factory=list)
    people: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    directives: list = field(default_factory=list)
    spans: dict = field(default_factory=dict)

    def mark(self, name, *found):
        places = [(one.start, one.end) for one in found if one and one.end > one.start]
        if places:
            self.spans.setdefault(name, []).extend(places)


def rows_of(proposal, text, register, today):
    rows = Rows(_head(proposal, today))
    _mark_head(rows, proposal)
    province = register.province(proposal.province.value if proposal.province else "")
    _add_stops(rows, proposal, province)
    _add_people(rows, proposal)
    _add_findings(rows, proposal, text)
    _add_directives(rows, proposal)
    return rows


def _value(found):
    return found.value if found else None


def _head(proposal, today):
    day = _value(proposal.starts_on)
    last = proposal.ends_on if proposal.ends_on != day else None
    return {
        "title": clean_line(_value(proposal.headline) or "")[:400],
        "url": (_value(proposal.url) or "")[:500],
        "published_on": _value(proposal.published_on),
        "starts_on": day,
        "ends_on": last,
        "status": Status.DONE if day and day <= today else Status.TENTATIVE,
    }


def _mark_head(rows, proposal):
    rows.mark("title", proposal.headline)
    rows.mark("url", proposal.url)
    rows.mark("published_on", proposal.published_on)
    rows.mark("starts_on", proposal.starts_on)


def _add_stops(rows, proposal, province):
    for number, stop in enumerate(proposal.stops):
        name = clean_line(stop.unit.value)[:250]
        time = stop.time or (proposal.time if number == 0 else None)
        rows.stops.append(
            {
                "keep": True,
                "name": name,
                "kind": kind_of(name),
                "province": province,
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


def stop_at(proposal, place):
    """Number of the stop that a place in the text belongs to: the one last named before it, else the first."""
    before = [number for number, stop in enumerate(proposal.stops, 1) if stop.unit.start <= place]
    return str(max(before, default=1))


def _add_people(rows, proposal):
    """The party is put down where it is named: at the first stop; a host at the stop told of last."""
    roles = set(Role.values)
    for number, person in enumerate(proposal.people):
        is_host = person.role == Role.HOST
        academic, prefix = _titles(person.title)
        rows.people.append(
            {
                "keep": person.role in roles,
                "prefix": prefix,
                "academic_title": academic,
                "first_name": clean_line(person.first)[:120],
                "last_name": clean_line(person.last)[:120],
                "position": clean_line(person.position)[:400],
                "role": person.role if person.role in roles else Role.GUEST,
                "stops": [stop_at(proposal, person.start) if is_host else "1"],
            }
        )
        for name in ("prefix", "first_name", "last_name", "role", "official", "keep", "stops"):
            rows.mark(f"people-{number}-{name}", person)
        rows.mark(f"people-{number}-position", person.position_found or person)


def _titles(title):
    """Academic title and prefix of a name as the register keeps them apart."""
    title = clean_line(title)
    if title in ACADEMIC:
        return title, ""
    return "", SPELLED_OUT.get(title, title)[:40]


def _add_findings(rows, proposal, text):
    for number, figure in enumerate(proposal.figures):
        rows.findings.append(
            {
                "keep": True,
                "stop": stop_at(proposal, figure.text.start),
                "kind": FindingKind.ACHIEVEMENT,
                "text": sentence_around(text, figure.text.start, figure.text.end),
                "qualifier": clean_line(figure.qualifier)[:60],
                "figure": _amount(figure.amount),
                "measure": clean_line(figure.measure)[:60],
            }
        )
        for name in ("text", "qualifier", "figure", "measure", "keep", "stop", "kind"):
            rows.mark(f"findings-{number}-{name}", figure.text)


def _amount(text):
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < 10**14 else None


def sentence_around(text, start, end):
    """The words between the blanks that stand nearest, at most so far, on the same line."""
    head = text[max(0, start - SENTENCE) : start].split("\n")[-1]
    tail = text[end : end + SENTENCE].split("\n")[0]
    if start > SENTENCE and len(head) == SENTENCE and " " in head:
        head = head.split(" ", 1)[1]
    if len(tail) == SENTENCE and " " in tail:
        tail = tail.rsplit(" ", 1)[0]
    return clean_block(head + text[start:end] + tail)


def _add_directives(rows, proposal):
    for number, order in enumerate(proposal.orders):
        kind = order.kind if order.kind in DirectiveKind.values else DirectiveKind.DIRECTIVE
        rows.directives.append(
            {
                "keep": True,
                "stop": stop_at(proposal, order.text.start),
                "kind": kind,
                "text": clean_block(order.text.value),
                "giver": _giver(order.by, rows.people),
                "given_as": clean_line(order.by)[:400],
                "addressed_to": clean_block("\n".join(order.to)),
            }
        )
        for name in ("text", "giver", "given_as", "addressed_to", "keep", "stop", "kind"):
            rows.mark(f"directives-{number}-{name}", order.text)


def _giver(words, people):
    """Number of the person who is meant: by first name, else by the post, else the only one who leads."""
    by = fold(words)
    named = [str(n) for n, row in enumerate(people) if by and fold(row["first_name"]) in by]
    if len(named) == 1:
        return named[0]
    fits = [
        (fuzz.token_set_ratio(by, fold(row["position"])), n)
        for n, row in enumerate(people)
        if row["position"]
    ]
    best, number = max(fits, key=lambda fit: (fit[0], -fit[1]), default=(0, None))
    if by and best >= LIKE_THE_GIVER:
        return str(number)
    return next((str(n) for n, row in enumerate(people) if row["role"] == Role.LEAD), "") if not by else ""
