"""ผลการติดตามข้อสั่งการรายรอบ: what each unit answered in one round, side by side, or who has not answered yet."""

from functools import cached_property

from django.db.models import F, Prefetch, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from config.thai.dates import thai_date
from visits.directives.as_of import end_of
from visits.directives.follow_up_rounds import MAY_CHANGE, MAY_OPEN
from visits.filters.filter_fields import OneOfField
from visits.filters.visit_filter import ANY
from visits.models import Assignment, FollowUpRound, Progress, State, Visit
from visits.reports.columns import Column, Piece
from visits.reports.list_report import AboutDirectives

MISSING, TOLD = "missing", "told"
ANSWERS = [ANY, (MISSING, "ยังไม่รายงาน"), (TOLD, "รายงานแล้ว")]


def _order(part):
    return Piece(str(part.directive), part.directive.get_absolute_url())


def _words(part):
    return [line for one in part.answers for line in one.text.splitlines()]


def _day(part):
    days = [one.reported_on or one.recorded_at.date() for one in part.answers]
    return days[-1] if days else None


class Rounds(AboutDirectives):
    id = "rounds"
    title = "ผลการติดตามข้อสั่งการรายรอบ"
    about = "คำตอบของแต่ละหน่วยงานในรอบการติดตามหนึ่งรอบ และหน่วยงานที่ยังไม่รายงาน"
    per_page = 50

    columns = (
        Column("เลขทะเบียน", lambda part: part.directive.number, 13, "nowrap"),
        Column("ประเด็น/เรื่อง", _order, 40, heads_row=True),
        Column("หน่วยงานรับผิดชอบ", lambda part: part.unit.label, 28),
        Column("สถานะ", lambda part: State(part.state_then).label, 20),
        Column("ผลที่รายงานในรอบนี้", _words, 60),
        Column("วันที่รายงาน", _day, 16, "day"),
        Column("กำหนด", lambda part: part.due_asked, 16, "day"),
    )

    def scope(self):
        return Visit.objects.with_directives_seen_by(self.user)

    def options(self):
        return {
            "round": OneOfField(label="รอบการติดตาม", choices=self._choices, required=False),
            "answer": OneOfField(label="การรายงาน", choices=ANSWERS, required=False),
        }

    def _choices(self):
        return [("", "รอบล่าสุด"), *((str(one.pk), str(one)) for one in self._rounds)]

    @cached_property
    def _rounds(self):
        return list(FollowUpRound.objects.visible_to(self.user))

    @cached_property
    def round(self):
        """The one asked for, else the newest; None where there is none yet."""
        key = self.filter.value("round")
        return next((one for one in self._rounds if not key or str(one.pk) == key), None)

    @property
    def heading(self):
        asked = self.filter.is_valid and self.filter.value("answer") == MISSING
        title = "หน่วยงานที่ยังไม่รายงาน" if asked else self.title
        return f"{title} {self.round}" if self.filter.is_valid and self.round else title

    @property
    def ways(self):
        """Where one goes from here: those who have not answered, this round's days, and the next round."""
        found = [("ยังไม่รายงาน", self.filter.query(answer=MISSING, page=None))]
        if self.round and self.user.has_perm(MAY_CHANGE):
            found.append(("แก้ไขหรือปิดรอบ", reverse("round", args=[self.round.pk])))
        if self.user.has_perm(MAY_OPEN):
            found.append(("เปิดรอบการติดตาม", reverse("round_open")))
        return found

    @cached_property
    def parts(self):
        """Of all that the round asks, whatever was answered; of a closed one as they stood when it was closed."""
        asked = self.directives.filter(round_links__round=self.round).order_by()
        parts = Assignment.objects.visible_to(self.user).filter(directive__in=asked)
        return parts.as_of(end_of(self.round.closed_on)).exclude(state_then=State.WITHDRAWN)

    @cached_property
    def asked_parts(self):
        if not (self.filter.is_valid and self.round):
            return Assignment.objects.none()
        answer = self.filter.value("answer")
        missing = self.parts.without_report_in(self.round)
        if answer == TOLD:
            return self.parts.exclude(pk__in=missing.order_by().values("pk"))
        return missing if answer == MISSING else self.parts

    @cached_property
    def count(self):
        return self.asked_parts.count()

    def rows(self, first=0, last=None):
        if not (self.filter.is_valid and self.round):
            return []
        told = Progress.objects.visible_to(self.user).reports_in(self.round).order_by("recorded_at", "pk")
        due_asked = Coalesce("due_on", "directive__due_on", Value(self.round.due_on))
        rows = self.asked_parts.select_related("unit", "directive").annotate(due_asked=due_asked)
        rows = rows.prefetch_related(Prefetch("progress", told, to_attr="answers"))
        number = (
            F("directive__number_year").asc(nulls_last=True),
            F("directive__number_seq").asc(nulls_last=True),
        )
        return rows.order_by(*number, "directive", "role", "unit__sort_key")[first:last]

    @property
    def totals(self):
        if not self.round:
            return ["ยังไม่เคยเปิดรอบการติดตาม"]
        asked, missing = self.parts, self.parts.without_report_in(self.round)
        units = missing.order_by().values("unit").distinct().count()
        closed = f" ปิดรอบ {thai_date(self.round.closed_on)}" if self.round.closed_on else ""
        return [
            f"เปิดรอบ {thai_date(self.round.opens_on)} กำหนดส่งรายงาน {thai_date(self.round.due_on)}{closed}",
            f"ติดตาม {asked.count():,} รายการ ยังไม่รายงาน {missing.count():,} รายการ จาก {units:,} หน่วยงาน",
        ]

    @property
    def notes(self):
        return [
            "รายงานแล้ว คือรายงานตั้งแต่วันเปิดรอบจนปิดรอบหรือเปิดรอบใหม่ และไม่ถูกส่งกลับ หรือเรื่องที่จบแล้ว รายการที่ถอนไม่นับ",
            "สถานะของรอบที่ปิดแล้วเป็นไปตามวันที่ปิดรอบ",
        ]
