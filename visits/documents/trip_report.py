"""The report of one trip: a cover, one list of people, then all its visits in order."""

from visits.documents.blocks import (
    Block,
    BulletList,
    DocumentSection,
    PageBreak,
    Paragraph,
    Text,
    numbered,
)
from visits.documents.options import Choices
from visits.documents.people import PARTY_LABEL, TRIP_PARTY, people_blocks
from visits.documents.visit_report import (
    DocumentHead,
    directive_numbers,
    marks,
    paragraphs,
    visit_sections,
    when_and_where,
)
from visits.models import Status
from visits.records.reading import TripRead, VisitRead


def trip_head(reading: TripRead, choices: Choices) -> DocumentHead:
    """Title, days, number and the marks that all stops share."""
    trip, days = reading.trip, reading.days
    when = (f"ระหว่างวันที่ {days}" if "-" in days else f"วันที่ {days}",) if days else ()
    number = (f"เลขทะเบียน {trip.number}",) if trip.number else ()
    every = [mark for visit in reading.visits for mark in marks(visit.visit, choices)]
    shared = [mark for mark in dict.fromkeys(every) if every.count(mark) == len(reading.visits)]
    return DocumentHead("รายงานผลการลงพื้นที่", (trip.title, *when, *number), tuple(shared))


def trip_blocks(reading: TripRead, choices: Choices) -> tuple[Block, ...]:
    """The cover, then purpose, party and one section a stop."""
    numbers = directive_numbers(reading.visits, choices)
    party = people_blocks(PARTY_LABEL, TRIP_PARTY, reading.people, unnamed_party(reading))
    sections = [
        DocumentSection("วัตถุประสงค์", paragraphs(reading.trip.purpose)),
        DocumentSection("คณะผู้ตรวจเยี่ยม", party),
    ]
    for number, stop in enumerate(reading.visits, start=1):
        # What a reader must know of this stop alone.
        own = (Paragraph((mark,), "note") for mark in marks(stop.visit, choices) if mark != "ฉบับเผยแพร่")
        where = DocumentSection("วัน เวลา และสถานที่", (when_and_where(stop),))
        title = f"จุดที่ {number} {stop.visit.unit.name}"
        sections.append(DocumentSection(title, (*own, where, *visit_sections(stop, choices, numbers))))
    return (*cover(reading), *numbered(sections))


def unnamed_party(reading: TripRead) -> str:
    """Lines about the party without names, each with the stops of which it was written unless it is all that count."""
    stops: dict[str, list[VisitRead]] = {}
    for stop in [*reading.counted, *reading.coming]:
        for line in filter(None, stop.visit.others_party.split("\n")):
            stops.setdefault(line, []).append(stop)
    return "\n".join(text for line, written in stops.items() for text in reading.at_stops(line, written))


def cover(reading: TripRead) -> tuple[Block, ...]:
    """The places in order, with days and hours, the province where the unit's name does not say it, and what is not done.

    Then a new page.
    """
    if not reading.visits:
        return (Paragraph(("ยังไม่มีการตรวจเยี่ยมในการลงพื้นที่ครั้งนี้",), "centre"),)
    places: list[Text] = []
    for number, stop in enumerate(reading.visits, start=1):
        visit = stop.visit
        hours = f" เวลา {stop.hours}" if stop.hours else ""
        province = visit.province
        named = f" {province.title}" if province and province.name not in visit.unit.name else ""
        status = "" if visit.status == Status.DONE else f" ({visit.get_status_display()})"
        places.append((f"จุดที่ {number} {visit.unit.name}{named} {stop.days}{hours}{status}",))
    count = Paragraph((f"จำนวน {reading.count}" if reading.done else reading.count,), "cover")
    note = tuple(Paragraph((line,), "note") for line in reading.trip.note.split("\n") if line)
    return (count, BulletList(tuple(places)), *note, PageBreak())
