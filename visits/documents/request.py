"""A paper as one reader asks for it: the record as far as it is seen, the options, and the finished sheet."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone

from config.downloads import file_name
from config.thai.dates import thai_date, thai_time
from visits.documents.blocks import Name
from visits.documents.document import Frame, trip_paper, visit_paper
from visits.documents.options import Options
from visits.documents.signers import Signers
from visits.models import Attachment, Office, Progress, Trip, Visit
from visits.records.reading import TripRead, VisitRead, for_reading
from visits.records.sign_off import last_steps

NO_PUBLIC_EDITION = "รายการนี้กำหนดให้ใช้ภายในหน่วยงาน จึงไม่มีฉบับเผยแพร่"


def for_paper(visits, user):
    return for_reading(visits, user).prefetch_related(
        "attendances__official",
        "findings__reported_by",
        "directives__given_by",
        Prefetch("directives__assignments__progress", Progress.objects.visible_to(user)),
    )


class AskedPaper:
    """Subclasses give the record (`told`), its people, and the paper made of them."""

    def __init__(self, request, pk):
        self.user, self.data, self.pk = request.user, request.GET, pk
        self.moment = timezone.localtime()
        self.office = Office.current()
        self.told = self.read()
        self.signers = Signers(self.people, self.user.official, self.moment.date())
        self.options = Options(
            self.data, signers=self.signers.choices(self.is_memo), defaults={"to": self.office.recipient}
        )

    @property
    def sentences(self):
        """Why there is no such paper; empty where there is."""
        if self.options.sentences:
            return self.options.sentences
        return [NO_PUBLIC_EDITION] if self.options.asked.is_public and self.is_internal else []

    @property
    def edition(self):
        return "ฉบับเผยแพร่" if self.options.asked.is_public else "ฉบับใช้ภายในหน่วยงาน"

    @property
    def is_memo(self):
        return self.data.get("form") == "memo"

    @property
    def is_public(self):
        return self.data.get("edition") == "public"

    @property
    def address(self):
        return self.record.get_absolute_url()

    @property
    def frame(self):
        day, time = thai_date(self.moment, month="full"), thai_time(self.moment)
        return Frame(
            office=self.office,
            today=self.moment.date(),
            signature=self.signers.signature(self.options.asked.signer or self.signers.first(self.is_memo)),
            certified=self.certified,
            printed=(f"ข้อมูล ณ วันที่ {day} เวลา {time} พิมพ์โดย ", Name(self.user)),
        )

    @property
    def certified(self):
        """Who certified the record, and when; empty where nobody has, and for a journey, which nobody certifies."""
        return ()

    def file_name(self, ending):
        return file_name(self.title, self.first_day, ending)


class AskedVisit(AskedPaper):
    def read(self):
        rows = for_paper(Visit.objects.visible_to(self.user), self.user)
        self.record = get_object_or_404(rows, pk=self.pk)
        return VisitRead(self.record)

    @property
    def people(self):
        return self.told.party

    @property
    def certified(self):
        taken = last_steps([self.record]).get(self.pk) if self.record.is_final else None
        return (f"{taken.label}โดย ", Name(taken.who), f" เมื่อ {taken.moment}") if taken else ()

    @property
    def is_internal(self):
        return self.record.is_internal

    @property
    def title(self):
        kind = "บันทึกข้อความ" if self.is_memo else "รายงานผลการตรวจเยี่ยม"
        return f"{kind} {self.record.unit.label}"

    @property
    def first_day(self):
        return self.record.starts_on

    @property
    def paper(self):
        return visit_paper(self.told, self.options.asked, self.frame)


class AskedTrip(AskedPaper):
    def read(self):
        self.record = get_object_or_404(Trip.objects.visible_to(self.user), pk=self.pk)
        rows = Visit.objects.visible_to(self.user).filter(trip=self.record).in_order()
        self.visits = list(for_paper(rows, self.user))
        # Already who may sign is one of those who stand in the edition asked for.
        self.shown = [visit for visit in self.visits if not (self.is_public and visit.is_internal)]
        return self._told(self.shown)

    def _told(self, visits):
        files = Attachment.objects.visible_to(self.user).filter(trip=self.record)
        return TripRead(self.record, visits, files)

    @property
    def people(self):
        return [row for row, _ in self.told.people]

    @property
    def is_internal(self):
        return bool(self.visits) and all(visit.is_internal for visit in self.visits)

    @property
    def title(self):
        kind = "บันทึกข้อความ" if self.is_memo else "รายงานผลการลงพื้นที่"
        return f"{kind} {self.record.title}"

    @property
    def first_day(self):
        return self.shown[0].starts_on if self.shown else self.moment.date()

    @property
    def paper(self):
        return trip_paper(self.told, self.options.asked, self.frame)
