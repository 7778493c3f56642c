"""บันทึกข้อความ: the head labels, the sentences around the report, and who signs."""

from dataclasses import dataclass

from config.thai.dates import thai_date
from visits.documents.blocks import Address, Paragraph
from visits.documents.people import called, lead_of
from visits.models import Status


@dataclass(frozen=True)
class Letterhead:
    """What stands at the head of a memo; an empty text leaves its dotted line blank."""

    agency: str
    reference: str
    dated: str
    subject: str
    to: str
    crest: Address
    crest_file: object


def letterhead(subject, office, asked, today):
    return Letterhead(
        agency=office.agency,
        reference=asked.reference,
        dated=thai_date(today, month="full"),
        subject=subject,
        to=asked.to,
        crest=Address("/office/crest/" if office.crest_on_disk else ""),
        crest_file=office.crest_on_disk,
    )


def visit_subject(told):
    return f"รายงานผลการตรวจเยี่ยม{told.visit.unit.name}"


def trip_subject(told):
    title = told.trip.title
    return f"รายงานผล{title if title.startswith('การ') else f'การลงพื้นที่ {title}'}"


def visit_opening(told):
    """ "ตามที่ … และคณะ ได้ตรวจเยี่ยม … นั้น": the cause, before the report itself."""
    visit = told.visit
    did = "ได้ตรวจเยี่ยม" if visit.status == Status.DONE else "มีกำหนดตรวจเยี่ยม"
    place = f"{did}{visit.unit.name} {on(told.days)} นั้น"
    return (opening(party(told.party, visit.others_party), place), report_follows())


def trip_opening(told):
    people = [row for row, _ in told.people]
    went = f"ได้ลงพื้นที่ตรวจเยี่ยมหน่วยงาน จำนวน {len(told.visits)} แห่ง {on(told.days)} นั้น"
    return (opening(party(people, len(people) > 1), went), report_follows())


def on(days):
    return days if not days or days.startswith("วัน") else f"วันที่ {days}"


def party(people, others):
    lead = lead_of(people)
    if lead is None:
        return ("คณะผู้ตรวจเยี่ยม",)
    return (*called(lead), " และคณะ" if others or len(people) > 1 else "")


def opening(who, what):
    return Paragraph(("ตามที่ ", *who, " ", what), "opening")


def report_follows():
    return Paragraph(("ในการนี้ ขอรายงานผล ดังนี้",), "opening")


def closing():
    return Paragraph(("จึงเรียนมาเพื่อโปรดทราบ",), "closing")
