"""บันทึกข้อความนำส่งรายงาน: one page with its head, cause, result in brief and what is asked; the report is attached."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.fields.files import FieldFile

from config.thai.dates import thai_date, thai_range
from visits.documents.blocks import Address, Block, BulletList, Paragraph, Text
from visits.documents.directives import counts_by_kind, due_lines, responsible_lines
from visits.documents.open_directives import LONGEST_SUBJECT, shortened
from visits.documents.options import Choices
from visits.documents.page_space import INDENT, MEMO_WIDTH, TEXT_SIZE, PageSpace, line_count
from visits.documents.people import name_of
from visits.documents.visit_report import directive_numbers, shown_directives
from visits.models import (
    CALLED_OFF,
    FOLLOWED_UP,
    Attendance,
    Directive,
    DirectiveKind,
    FindingKind,
    Office,
    Role,
    Status,
    Visit,
)
from visits.records.reading import TripRead, VisitRead

# Lines between the head and the signature on the one page of a memo, and those that the names of places may take.
# Fewer for those where nothing was done.
LINES, PLACE_LINES, OTHER_LINES = 30, 4, 2
# Letters of the reason why a visit was called off.
LONGEST_REASON = 200
DETAILS = Paragraph(("รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้",), "opening")
FOR_INFORMATION = "จึงเรียนมาเพื่อโปรดทราบ"
# Units that are named behind a directive.
NAMED = 2
TO_BE_NOTIFIED = f"{FOR_INFORMATION} และโปรดพิจารณาแจ้งหน่วยงานที่เกี่ยวข้องดำเนินการตามข้อสั่งการต่อไป"


@dataclass(frozen=True)
class Letterhead:
    """What stands at the head of a memo; an empty text leaves its dotted line blank."""

    agency: str
    reference: str
    dated: str
    subject: str
    to: str
    crest: Address
    crest_file: FieldFile | None

    @classmethod
    def of(cls, office: Office, subject: str, to: str, reference: str, dated_on: date | None) -> "Letterhead":
        """The head of a memo or letter of this office."""
        return cls(
            agency=office.agency,
            reference=reference,
            dated=thai_date(dated_on, month="full") if dated_on else "",
            subject=subject,
            to=to,
            crest=Address("/office/crest/" if office.crest_on_disk else ""),
            crest_file=office.crest_on_disk,
        )


def visit_memo(reading: VisitRead, choices: Choices) -> tuple[Block, ...]:
    """The memo that a report of one visit goes with: cause, result in brief, directives, what is asked; one page."""
    visit = reading.visit
    verb = "ได้ตรวจเยี่ยม" if visit.status == Status.DONE else "มีกำหนดตรวจเยี่ยม"
    cause = f"{verb}{visit.unit.name} {on_days(reading.days)} นั้น"
    party = party_text(reading.party, bool(visit.others_party))
    return memo_blocks((*party, " ", cause), called_off(visit), [], [reading], choices)


def trip_memo(reading: TripRead, choices: Choices) -> tuple[Block, ...]:
    """The same for a trip, with its places; a trip of which nothing is done has them before the result."""
    counted = reading.counted
    where = f"ตรวจเยี่ยมหน่วยงาน จำนวน {len(counted)} แห่ง {on_days(reading.days)}" if counted else ""
    cause = f"{'ได้' if reading.done else 'มีกำหนด'}ลงพื้นที่{where} นั้น"
    people = [row for stop in counted for row in stop.party]
    party = party_text(people, any(stop.visit.others_party for stop in counted))
    places = trip_places(reading)
    notes, result = ([], places) if reading.done else (places, [])
    return memo_blocks((*party, " ", cause), notes, result, reading.visits, choices)


def memo_blocks(
    cause: Text,
    notes: Sequence[Text],
    places: Sequence[Text],
    readings: Sequence[VisitRead],
    choices: Choices,
) -> tuple[Block, ...]:
    """The cause, notes on it, then the result, which begins with the `places`.

    As many directives as one page has room for; the others stand in the report that is attached.
    """
    space = PageSpace()
    findings = [row for one in readings for row in one.visit.findings.all() if choices.shows(row)]
    directives = [row for one in readings for row in shown_directives(one, choices)]
    binding = [row for row in directives if DirectiveKind(row.kind).is_binding]
    numbers = directive_numbers(readings, choices)

    result = [*places]
    if choices.findings and findings:
        counts = Counter(row.kind for row in findings)
        kinds = [f"{kind.label} {counts[kind]} รายการ" for kind in FindingKind if counts[kind]]
        result.append((f"รับฟัง{' '.join(kinds)}",))
    if outside := counts_by_kind(row for row in directives if row not in binding):
        result.append((outside,))
    if binding:
        result.append((f"มีข้อสั่งการและข้อแนะนำ {len(binding)} ข้อ: {counts_by_kind(binding)}",))

    asks = any(row.follow_up in FOLLOWED_UP for row in binding)
    closing = Paragraph((TO_BE_NOTIFIED if asks else FOR_INFORMATION,), "closing")
    opening = Paragraph(("ตามที่ ", *cause), "opening")
    in_brief = Paragraph(("ในการนี้ ขอรายงานผลโดยสังเขป ดังนี้",), "opening") if result else None
    texts = [opening.text, closing.text, *notes, *(("", *text) for text in result)]
    taken = sum(map(memo_height, texts)) + 4
    items = [directive_text(numbers[row.pk], row) for row in binding]
    shown = space.take(items, memo_height, LINES - taken) if items else []
    left = len(items) - len(shown)
    more = Paragraph((f"และอีก {left} ข้อ ตามรายงานที่แนบ",)) if left else None
    listed = BulletList(tuple(shown)) if shown else None
    noted = (Paragraph(note, "opening") for note in notes)
    blocks = (opening, *noted, in_brief, *map(Paragraph, result), listed, more, DETAILS, closing)
    return tuple(block for block in blocks if block)


def memo_height(text: Text) -> int:
    """Lines that a paragraph or an item takes on a memo."""
    return line_count(text, MEMO_WIDTH - INDENT, TEXT_SIZE)


def called_off(visit: Visit) -> list[Text]:
    """That a visit was postponed or cancelled, why, and to which day it was moved; empty for any other."""
    if visit.status not in CALLED_OFF:
        return []
    became = "ได้ยกเลิกแล้ว" if visit.status == Status.CANCELLED else "ได้เลื่อนออกไป"
    reason = shortened(visit.status_reason, LONGEST_REASON).removeprefix("เนื่องจาก")
    moved = visit.moved_to
    to = f" โดยเลื่อนไปเป็น{on_days(thai_range(moved.starts_on, moved.ends_on))}" if moved else ""
    return [(f"ทั้งนี้ การตรวจเยี่ยมดังกล่าว{became} เนื่องจาก{reason}{to}",)]


def trip_places(reading: TripRead) -> list[Text]:
    """The units of a trip: those that were visited, and apart those still to come and those called off."""
    if len(reading.visits) == 1:
        return called_off(reading.visits[0].visit)
    postponed, cancelled = reading.having(Status.POSTPONED), reading.having(Status.CANCELLED)
    planned = "มีกำหนดตรวจเยี่ยมอีก" if reading.done else "มีกำหนดตรวจเยี่ยม"
    groups = [
        ("หน่วยงานที่ตรวจเยี่ยม", reading.done, PLACE_LINES),
        (f"{planned} {len(reading.planned)} แห่ง", reading.planned, OTHER_LINES),
        (f"เลื่อนการตรวจเยี่ยม {len(postponed)} แห่ง", postponed, OTHER_LINES),
        (f"ยกเลิกการตรวจเยี่ยม {len(cancelled)} แห่ง", cancelled, OTHER_LINES),
    ]
    return [
        places_text(words, [stop.visit.unit.label for stop in stops], lines)
        for words, stops, lines in groups
        if stops
    ]


def places_text(words: str, names: Sequence[str], lines: int) -> Text:
    """The names of the units, as many as so many lines hold, and how many more there are."""
    for count in range(len(names), 0, -1):
        more = f" และอีก {len(names) - count} แห่ง" if count < len(names) else ""
        text = (f"{words} ได้แก่ {', '.join(names[:count])}{more}",)
        if line_count(text, MEMO_WIDTH, TEXT_SIZE) <= lines:
            break
    return text


def directive_text(number: int, directive: Directive) -> Text:
    """ "ข้อ 3", subject, responsible units and due day of a directive in a line."""
    subject = shortened(directive.subject or directive.text, LONGEST_SUBJECT)
    responsible = ", ".join(responsible_lines(directive)[:NAMED])
    due = " ".join(due_lines(directive))
    return (
        f"ข้อ {number} {subject}",
        f" – {responsible}" if responsible else "",
        f" กำหนด {due}" if due else "",
    )


def party_text(people: Sequence[Attendance], has_others: bool) -> Text:
    """The party named by its lead."""
    lead = next((row for row in people if row.role == Role.LEAD), None)
    if lead is None:
        return ("คณะผู้ตรวจเยี่ยม",)
    name = (name_of(lead), " ") if lead.name else ()
    # One person stands in several rows where people of several visits are given.
    persons = {row.official_id or (row.name, row.position) for row in people}
    return (*name, lead.position, " และคณะ" if has_others or len(persons) > 1 else "")


def on_days(days: str) -> str:
    """ "วันที่ 27 - 28 มกราคม 2566"; a day that begins with its weekday stays as it is."""
    return days if not days or days.startswith("วัน") else f"วันที่ {days}"
