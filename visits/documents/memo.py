"""บันทึกข้อความ: the head labels, the sentences around the report, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.fields.files import FieldFile

from config.thai.dates import thai_date
from visits.documents.blocks import Address, Paragraph, Text
from visits.documents.people import lead_of, name_and_position
from visits.models import Attendance, Office, Status
from visits.records.reading import TripRead, VisitRead

REPORT_FOLLOWS = Paragraph(("ในการนี้ ขอรายงานผล ดังนี้",), "opening")
CLOSING = Paragraph(("จึงเรียนมาเพื่อโปรดทราบ",), "closing")


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


def memo_letterhead(office: Office, subject: str, to: str, reference: str, today: date) -> Letterhead:
    """The head of a memo of this office."""
    return Letterhead(
        agency=office.agency,
        reference=reference,
        dated=thai_date(today, month="full"),
        subject=subject,
        to=to,
        crest=Address("/office/crest/" if office.crest_on_disk else ""),
        crest_file=office.crest_on_disk,
    )


def visit_subject(reading: VisitRead) -> str:
    """Subject of the memo about one visit."""
    return f"รายงานผลการตรวจเยี่ยม{reading.visit.unit.name}"


def trip_subject(reading: TripRead) -> str:
    """Subject of the memo about a trip."""
    title = reading.trip.title
    return f"รายงานผล{title if title.startswith('การ') else f'การลงพื้นที่ {title}'}"


def visit_opening(reading: VisitRead) -> tuple[Paragraph, ...]:
    """ "ตามที่ … และคณะ ได้ตรวจเยี่ยม … นั้น": the cause, before the report itself."""
    visit = reading.visit
    verb = "ได้ตรวจเยี่ยม" if visit.status == Status.DONE else "มีกำหนดตรวจเยี่ยม"
    cause = f"{verb}{visit.unit.name} {on_days(reading.days)} นั้น"
    return opening(reading.party, bool(visit.others_party), cause)


def trip_opening(reading: TripRead) -> tuple[Paragraph, ...]:
    """The same for a trip, with the number of its places."""
    people = [row for row, _ in reading.people]
    cause = f"ได้ลงพื้นที่ตรวจเยี่ยมหน่วยงาน จำนวน {len(reading.visits)} แห่ง {on_days(reading.days)} นั้น"
    return opening(people, False, cause)


def opening(people: Sequence[Attendance], has_others: bool, cause: str) -> tuple[Paragraph, ...]:
    """Who did what, named by the lead, and the sentence that leads to the report."""
    lead = lead_of(people)
    party: Text = ("คณะผู้ตรวจเยี่ยม",)
    if lead:
        party = (*name_and_position(lead), " และคณะ" if has_others or len(people) > 1 else "")
    return (Paragraph(("ตามที่ ", *party, " ", cause), "opening"), REPORT_FOLLOWS)


def on_days(days: str) -> str:
    """ "วันที่ 27 - 28 มกราคม 2566"; a day that begins with its weekday stays as it is."""
    return days if not days or days.startswith("วัน") else f"วันที่ {days}"
