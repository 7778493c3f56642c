"""The report of one trip: a cover, one list of people, then all its visits in order."""

from visits.documents.blocks import Listed, PageBreak, Paragraph, Section, numbered
from visits.documents.people import TRAVELLERS, party_blocks
from visits.documents.visit_report import Head, marks, paragraphs, present, told_sections, when_and_where


def trip_head(told, asked):
    trip = told.trip
    days = (f"ระหว่างวันที่ {told.days}" if " - " in told.days or "-" in told.days else f"วันที่ {told.days}",)
    number = (f"เลขทะเบียน {trip.number}",) if trip.number else ()
    every = [mark for visit in told.visits for mark in marks(visit.visit, asked)]
    shared = [mark for mark in dict.fromkeys(every) if every.count(mark) == len(told.visits)]
    return Head("รายงานผลการลงพื้นที่", (trip.title, *(days if told.days else ()), *number), tuple(shared))


def trip_blocks(told, asked):
    sections = [
        Section("วัตถุประสงค์", paragraphs(told.trip.purpose)),
        Section("คณะผู้ตรวจเยี่ยม", party_blocks(told.people, others(told), TRAVELLERS)),
        *(stop(number, one, asked) for number, one in enumerate(told.visits, start=1)),
    ]
    return (*cover(told), *numbered(present(sections)))


def cover(told):
    """The places in order; a page of its own."""
    places = tuple((f"จุดที่ {number} {place(one)}",) for number, one in enumerate(told.visits, start=1))
    if not places:
        return (Paragraph(("ยังไม่มีการตรวจเยี่ยมในการลงพื้นที่ครั้งนี้",), "centre"),)
    count = Paragraph((f"จำนวน {len(places)} แห่ง",), "cover")
    note = tuple(Paragraph((line,), "note") for line in told.trip.note.split("\n") if line)
    return (count, Listed(places), *note, PageBreak())


def place(told):
    visit = told.visit
    hours = f" เวลา {told.hours}" if told.hours else ""
    where = (
        f" {visit.province.title}" if visit.province and visit.province.name not in visit.unit.name else ""
    )
    return f"{visit.unit.name}{where} {told.days}{hours}"


def others(told):
    """What is known of the unnamed part of the party, each word once."""
    lines = [line for one in told.visits for line in one.visit.others_party.split("\n") if line]
    return "\n".join(dict.fromkeys(lines))


def stop(number, told, asked):
    blocks = (Section("วัน เวลา และสถานที่", (when_and_where(told),)), *told_sections(told, asked))
    own = tuple(Paragraph((mark,), "note") for mark in marks(told.visit, asked) if mark != "ฉบับเผยแพร่")
    return Section(f"จุดที่ {number} {told.visit.unit.name}", (*own, *blocks))
