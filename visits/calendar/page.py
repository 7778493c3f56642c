"""What every form of the calendar knows: the reader, the question, the visits and holidays of a span of days."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from config.thai.dates import MAX_DAY, MIN_DAY, fiscal_year
from visits.calendar.grid import Month
from visits.calendar.legend import colour_field, legend
from visits.calendar.preferences import desk_of
from visits.filters.visit_filter import VisitFilter
from visits.models import Holiday, Visit
from visits.records.clashes import clash_marks

# The fields that are asked most and need no look into the database to be drawn.
SHORT = ("q", "official", "unit", "region", "status", "colour")


class ShortForm:
    """The fields asked most; all else that is asked stays as it is."""

    def __init__(self, asked):
        self.fields = [asked.form[name] for name in SHORT if name in asked.form.fields]
        others = [name for name in asked.data if name not in {*SHORT, "page"}]
        self.carried = [(name, value) for name in others for value in asked.data.getlist(name) if value]


class Sheet:
    def __init__(self, request, **options):
        self.request, self.user, self.today = request, request.user, timezone.localdate()
        data = request.GET.copy()
        # Asks for the form with all fields; it is no part of the question and goes no further.
        self.is_full = bool(data.pop("more", None))
        self.filter = VisitFilter(
            data, user=self.user, options={"colour": colour_field(self.user), **options}
        )
        self.desk = desk_of(self.user)
        self.first_weekday = self.desk.first_weekday
        self.visits = []

    def read(self, span):
        rows = self.filter.visits.between(span.first, span.last).for_calendar(self.user)
        self.visits = list(rows.in_order())
        # All that one may see: what a visit clashes with need not be asked for.
        found = clash_marks(Visit.objects.visible_to(self.user), span.first, span.last, self.today)
        for visit in self.visits:
            visit.clash = found.get(visit.pk)
        self.holidays = self.holidays_of(span)

    def holidays_of(self, span):
        rows = Holiday.objects.visible_to(self.user).between(span.first, span.last)
        return {row.date: row for row in rows.only("date", "name", "is_day_off")}

    def legend(self, counted):
        return legend(self.filter, self.visits, counted)

    @property
    def may_add(self):
        return self.user.is_staff and self.user.has_perm("visits.add_visit")

    def to(self, path, **changes):
        """An address that asks the same question."""
        query = self.filter.query(**changes)
        return path if query == "?" else path + query

    def layouts(self, day):
        """The same question in the other forms of the calendar: name, words and address of each."""
        month = Month.of(day)
        found = [
            ("month", "เดือน", month.address),
            ("week", "สัปดาห์", week_address(day)),
            ("year", "ปี", reverse("year", args=[day.year])),
            ("fiscal", "ปีงบประมาณ", reverse("fiscal", args=[nearest_fiscal_year(day)])),
            ("agenda", "กำหนดการ", agenda_address(month)),
        ]
        return [(name, words, self.to(path)) for name, words, path in found]

    def around(self, address, earlier, later, words):
        """The same form a step earlier and later; a step beyond the calendar's ends is left out."""
        steps = {"earlier": earlier, "later": later}
        found = {name: self.to(address(one)) if one else "" for name, one in steps.items()}
        return found | {"earlier_words": f"{words}ก่อน", "later_words": f"{words}ถัดไป"}

    def answer(self, template, *, day, **page):
        month = Month.of(day)
        shared = {
            "sheet": self,
            "filter": self.filter,
            "desk": self.desk,
            "today": self.today,
            "reset": month.address if page["here"] == "month" else self.request.path,
            "add": reverse("admin:visits_visit_add") if self.may_add else "",
            "layouts": self.layouts(day),
            "text": self.to(reverse("calendar_text"), page=None),
            "wall": self.to(wall_address(month), page=None),
            "short": ShortForm(self.filter),
            "full_form": self.filter.query(more=1),
            "query": self.to(""),
        }
        return render(self.request, f"visits/calendar/{template}.html", shared | page)


def week_address(day):
    return reverse("week", args=[day.isoformat()])


def day_address(day):
    return reverse("calendar_day", args=[day.isoformat()])


def agenda_address(month):
    return reverse("agenda_month", args=[month.year, f"{month.number:02}"])


def wall_address(month):
    return reverse("wall", args=[month.year, f"{month.number:02}"])


FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = fiscal_year(MIN_DAY) + 1, fiscal_year(MAX_DAY) - 1


def nearest_fiscal_year(day):
    """Of those that lie within the calendar whole."""
    return min(max(fiscal_year(day), FIRST_FISCAL_YEAR), LAST_FISCAL_YEAR)
