"""A document as one reader asks for it: the record as far as it is seen, the options, and the finished document."""

from collections.abc import Iterable, Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from config.downloads import file_name
from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring
from config.thai.dates import thai_date, thai_time
from officials.models import Official, User
from officials.models.account import SignedInRequest
from visits.documents.blocks import PersonName, Text
from visits.documents.document import Document, DocumentFrame, trip_document, visit_document
from visits.documents.options import DocumentOptions
from visits.documents.signers import Signers
from visits.models import Attachment, Attendance, Office, Progress, Trip, Visit
from visits.records.reading import OF_TRIP, VISITS, TripRead, VisitRead, for_reading
from visits.records.sign_off import last_steps

NO_PUBLIC_EDITION = "รายการนี้กำหนดให้ใช้ภายในหน่วยงาน จึงไม่มีฉบับเผยแพร่"
PEOPLE = KeptRows(Official.objects.order_by(), "pk")
PROGRESS = KeptPrefetch("progress", Progress.objects.all())


def for_document(visits: Sequence[Visit], user: User) -> list[Visit]:
    """The visits with all that a document tells of them, as far as `user` may see it."""
    read = for_reading(visits, user)
    directives = [row for visit in read for row in visit.directives.all()]
    attendances = [row for visit in read for row in visit.attendances.all()]
    keys = {*(row.official_id for row in attendances), *(row.given_by_id for row in directives)} - {None}
    people = {person.pk: person for person in PEOPLE.read(list(keys))}
    for attendance in attendances:
        attendance.official = people.get(attendance.official_id)
    for directive in directives:
        directive.given_by = people.get(directive.given_by_id)
    assignments = [row for directive in directives for row in directive.assignments.all()]
    prefetch_occurring(assignments, PROGRESS.seen_by(user))
    return read


class DocumentRequest:
    """Subclasses give `record`, `reading`, `is_internal`, the people who may sign, and the document made of them.

    Raises Http404 where the reader may not see the record.
    """

    record: Visit | Trip
    is_internal: bool
    certified: Text = ()

    def __init__(self, request: SignedInRequest, pk: int) -> None:
        self.user, self.data = request.user, request.GET
        self.moment = timezone.localtime()
        self.office = Office.current()
        self.is_memo = self.data.get("form") == "memo"
        self.is_public = self.data.get("edition") == "public"
        people = self.read(pk)
        to = self.data.get("to") or self.office.recipient
        self.signers = Signers(people, self.user.official, self.moment.date(), to)
        self.options = DocumentOptions(
            self.data, signers=self.signers.choices(self.is_memo), defaults={"to": self.office.recipient}
        )

    def read(self, pk: int) -> Iterable[Attendance]:
        """Reads the record and returns who attended it."""
        raise NotImplementedError

    @property
    def document(self) -> Document:
        """The finished document; to be read only where `sentences` is empty."""
        raise NotImplementedError

    @property
    def sentences(self) -> list[str]:
        """Why there is no such document; empty where there is."""
        if self.options.sentences:
            return self.options.sentences
        return [NO_PUBLIC_EDITION] if self.options.choices.is_public and self.is_internal else []

    @property
    def edition(self) -> str:
        """The edition in words, for the usage log."""
        return "ฉบับเผยแพร่" if self.options.choices.is_public else "ฉบับใช้ภายในหน่วยงาน"

    @property
    def frame(self) -> DocumentFrame:
        """Office, day, signature and who printed."""
        day, time = thai_date(self.moment, month="full"), thai_time(self.moment)
        signer = self.options.choices.signer or self.signers.proposed(self.is_memo)
        return DocumentFrame(
            office=self.office,
            today=self.moment.date(),
            signature=self.signers.signature(signer),
            certified=self.certified,
            printed=(f"ข้อมูล ณ วันที่ {day} เวลา {time} พิมพ์โดย ", PersonName(self.user)),
        )

    def file_name(self, ending: str) -> str:
        """Name of the file: kind of document, what it is about, its first day."""
        raise NotImplementedError


class VisitDocumentRequest(DocumentRequest):
    """Report or memo of one visit."""

    record: Visit

    def read(self, pk: int) -> Iterable[Attendance]:
        rows = for_document(VISITS.seen_by(self.user, [pk]), self.user)
        if not rows:
            raise Http404
        self.record = rows[0]
        self.reading = VisitRead(self.record)
        self.is_internal = self.record.is_internal
        step = last_steps([self.record]).get(pk) if self.record.is_final else None
        if step:
            note = f" ({self.record.certification_note})" if self.record.certification_note else ""
            self.certified = (f"{step.label}โดย ", PersonName(step.who), f" เมื่อ {step.moment}{note}")
        return self.reading.party

    @property
    def document(self) -> Document:
        return visit_document(self.reading, self.options.choices, self.frame)

    def file_name(self, ending: str) -> str:
        kind = "บันทึกข้อความ" if self.is_memo else "รายงานผลการตรวจเยี่ยม"
        return file_name(f"{kind} {self.record.unit.label}", self.record.starts_on, ending)


class TripDocumentRequest(DocumentRequest):
    """Report or memo of one trip; nobody certifies a trip."""

    record: Trip

    def read(self, pk: int) -> Iterable[Attendance]:
        self.record = get_object_or_404(Trip.objects.visible_to(self.user), pk=pk)
        visits = for_document(OF_TRIP.seen_by(self.user, [pk]), self.user)
        self.is_internal = bool(visits) and all(visit.is_internal for visit in visits)
        # Who may sign is one of those who stand in the chosen edition.
        self.visits = [visit for visit in visits if not (self.is_public and visit.is_internal)]
        files = Attachment.objects.visible_to(self.user).filter(trip=self.record)
        self.reading = TripRead(self.record, self.visits, files)
        return [row for row, _ in self.reading.people]

    @property
    def document(self) -> Document:
        return trip_document(self.reading, self.options.choices, self.frame)

    def file_name(self, ending: str) -> str:
        kind = "บันทึกข้อความ" if self.is_memo else "รายงานผลการลงพื้นที่"
        first_day = self.visits[0].starts_on if self.visits else self.moment.date()
        return file_name(f"{kind} {self.record.title}", first_day, ending)
