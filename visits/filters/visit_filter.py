"""Which visits? One query string, read in one way by register, matrix, calendar, map, files and feed.

An invalid value or an unknown name gives no rows and a Thai sentence: never a failure, never everything.
"""

from copy import copy
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django_filters import Filter, FilterSet

from config.thai.dates import fiscal_year, thai_date
from config.thai.text import clean_line, sort_key
from officials.models import Official
from units.models import Kind, Province, Region, Unit
from visits.filters.fields import (
    CentreField,
    DayField,
    FiscalYearField,
    LayoutField,
    OneOfField,
    RowField,
    RowsField,
    WordsField,
)
from visits.models import Activity, Dimension, Programme, Role, Status, Trip, Visit

ANY = ("", "ทั้งหมด")
PEOPLE = {"model": Official, "unknown": "ไม่พบบุคคลที่ระบุในทำเนียบบุคคล", "look_up": "/lookup/officials/"}
UNITS = {"model": Unit, "unknown": "ไม่พบหน่วยงานที่ระบุในทำเนียบหน่วยงาน", "look_up": "/lookup/units/"}
SHOWN_FIRST = ("q", "fiscal_year", "province", "status", "official", "unit", "exact")


class Asked(Filter):
    """A parameter: the field that reads it and the word of `VisitQuerySet` (or the column) that it asks."""

    def __init__(self, field_class, *, label, word=None, column=None, **options):
        self.field_class, self.word = field_class, word
        super().__init__(column, label=label, **options)

    def __deepcopy__(self, memo):
        """Each question has its own, which knows it as `parent`; all the rest is the same."""
        return copy(self)

    def filter(self, qs, value):
        if value in (None, "", []):
            return qs
        return getattr(qs, self.word)(value) if self.word else super().filter(qs, value)


class AskedDay(Asked):
    """An end of a range of days; a visit of several days belongs to it with any of them."""

    def filter(self, qs, value):
        return qs.between(**{self.word: value})


class AskedWith(Asked):
    """A parameter that only has a meaning together with another, which asks for both."""

    def filter(self, qs, value):
        return qs


class AskedPeople(Asked):
    """People in a role: both on one row of the list of names."""

    def filter(self, qs, value):
        role = self.parent.form.cleaned_data.get("role")
        return qs.attended_by(*value, role=role) if value or role else qs


class AskedUnit(Asked):
    """A unit with its sub-units and predecessors, or with `exact` the unit alone."""

    def filter(self, qs, value):
        if not value:
            return qs
        exact = self.parent.form.cleaned_data.get("exact")
        return qs.exactly_at(value) if exact else qs.at(value)


@dataclass(frozen=True)
class Chosen:
    """One value that the filter asks for, in words, and the query string without it."""

    name: str
    key: str
    label: str
    words: str
    without: str


class VisitFilter(FilterSet):
    """`options` are further names that a page understands: a list, or names with the fields that read them."""

    q = Asked(WordsField, label="คำค้น", word="matching")
    official = AskedPeople(RowsField, label="บุคคล", **PEOPLE)
    role = AskedWith(OneOfField, label="บทบาท", choices=[ANY, *Role.choices])
    unit = AskedUnit(RowField, label="หน่วยงาน", **UNITS)
    exact = AskedWith(OneOfField, label="ขอบเขตหน่วยงาน", choices=[("1", "เฉพาะหน่วยงานนี้")])
    kind = Asked(OneOfField, label="ประเภทหน่วยงาน", column="unit__kind")
    province = Asked(OneOfField, label="จังหวัด", column="province__code")
    region = Asked(OneOfField, label="ภาค", column="province__region", choices=[ANY, *Region.choices])
    cluster = Asked(OneOfField, label="กลุ่มจังหวัด", column="province__cluster")
    centre = Asked(CentreField, label="พื้นที่รับผิดชอบของ", word="in_area_of", **UNITS)
    trip = Asked(RowField, label="การลงพื้นที่", column="trip", model=Trip, unknown="ไม่พบการลงพื้นที่ที่ระบุ")
    status = Asked(OneOfField, label="สถานะ", column="status", choices=[ANY, *Status.choices])
    dimension = Asked(OneOfField, label="มิติของข้อสั่งการ", word="with_dimension")
    programme = Asked(OneOfField, label="โครงการ/ระบบงาน/มาตรฐาน", word="with_programme")
    activity = Asked(OneOfField, label="กิจกรรม", word="with_activity")
    fiscal_year = Asked(FiscalYearField, label="ปีงบประมาณ", word="in_fiscal_year")

    _form_class = None

    @classmethod
    def get_filters(cls):
        # A class body cannot assign to the name `from`.
        days = {
            "from": AskedDay(DayField, label="ตั้งแต่วันที่", word="first"),
            "to": AskedDay(DayField, label="ถึงวันที่", word="last"),
        }
        return super().get_filters() | days

    def __init__(self, data, *, user, options=(), visits=None):
        self.user = user
        visits = Visit.objects.visible_to(user) if visits is None else visits
        self.options = dict(options) if hasattr(options, "keys") else dict.fromkeys(options)
        super().__init__(data=_query_dict(data), queryset=visits)

    # What was asked, and whether it can be answered

    @property
    def visits(self):
        """The visits asked for; none where anything in the question is wrong."""
        return self.queryset.none() if self.problems else self.qs

    @property
    def is_valid(self):
        return not self.problems

    @cached_property
    def problems(self):
        """Thai sentences by the name of the parameter; empty where all is well."""
        found = {name: " ".join(sentences) for name, sentences in self.form.errors.items()}
        return {**found, **self._wrong_names(), **self._wrong_together()}

    @property
    def sentences(self):
        """The problems as one reads them, each beginning with what it is about."""
        return [f"{self.label_of(name)}: {sentence}" for name, sentence in self.problems.items()]

    def filter_queryset(self, queryset):
        for name, asked in self.filters.items():
            queryset = asked.filter(queryset, self.form.cleaned_data.get(name))
        return queryset

    def value(self, name):
        """What was asked under a name, read; None where nothing was, or nothing readable."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or None

    def label_of(self, name):
        field = self.form.fields.get(name)
        return field.label if field and field.label else _short(name)

    def _wrong_names(self):
        known = {*self.filters, *self.options, "page", "sort"}
        wrong = {name: "ระบบไม่รู้จักตัวกรองนี้ กรุณาตรวจสอบที่อยู่" for name in self.data if name not in known}
        many = {name for name, values in self.data.lists() if len(set(filter(None, values))) > 1}
        single = (many & known) - {"official"}
        return wrong | dict.fromkeys(sorted(single), "ระบุได้เพียงค่าเดียว")

    def _wrong_together(self):
        first, last = self.value("from"), self.value("to")
        wrong = {}
        if first and last and last < first:
            wrong["to"] = f"วันที่ {thai_date(last)} อยู่ก่อนวันที่เริ่ม {thai_date(first)}"
        if self.value("exact") and not self.data.get("unit"):
            wrong["exact"] = "กรุณาระบุหน่วยงานด้วย"
        return wrong

    # In words

    @cached_property
    def chosen(self):
        """Every value asked for, in the order of the parameters; what cannot be read is left out."""
        found = []
        for name in [*self.filters, *filter(self._is_told, self.options)]:
            value = self.value(name)
            if value and name not in self.problems:
                found += self._chosen(name, value)
        return found

    def _is_told(self, option):
        """Neither the number of a page nor how it is laid out belongs to the question."""
        field = self.options[option]
        return field and option != "page" and not isinstance(field, LayoutField)

    def _chosen(self, name, value):
        field = self.form.fields[name]
        keys = list(dict.fromkeys(filter(None, self.data.getlist(name))))
        said = field.says(value) if hasattr(field, "says") else [str(value)]
        return [
            Chosen(name, key, field.label, self._scope(name, words), self._without(name, key))
            for key, words in zip(keys, said, strict=False)
        ]

    def _scope(self, name, words):
        if name == "unit" and not self.value("exact"):
            return f"{words} (รวมหน่วยงานในสังกัดและหน่วยงานเดิม)"
        return words

    @property
    def in_words(self):
        """ "จังหวัด: ลำปาง", one line a parameter; of several people any."""
        lines = {}
        for one in self.chosen:
            lines.setdefault(one.label, []).append(one.words)
        return [f"{label}: {' หรือ '.join(words)}" for label, words in lines.items()]

    # As an address

    @property
    def asks_about_visits(self):
        """Whether the filter itself, the options of the page left aside, leaves any visit out."""
        return any(self.data.get(name) for name in self.filters) or not self.is_valid

    @property
    def query_string(self):
        """The filter alone, without the options of the page: what another page or a file understands."""
        return self._asked(self.filters).urlencode()

    def query(self, **changes):
        """Filter and options with some values changed (None takes one out), beginning at page 1."""
        asked = self._asked([*self.filters, *self.options, "sort"])
        asked.pop("page", None)
        for name, value in changes.items():
            asked.pop(name, None)
            if value is not None:
                asked.setlist(name, [str(part) for part in _several(value)])
        return f"?{asked.urlencode()}"

    def without(self, *names):
        """The same question with some parameters left out."""
        return VisitFilter(self._asked(name for name in self.filters if name not in names), user=self.user)

    def _asked(self, names):
        asked = QueryDict(mutable=True)
        for name in dict.fromkeys(names):
            values = list(dict.fromkeys(filter(None, self.data.getlist(name))))
            if values:
                asked.setlist(name, values)
        return asked

    def _without(self, name, key):
        left = [other for other in self.data.getlist(name) if other and other != key]
        companions = {"unit": {"exact": None}}.get(name, {})
        return self.query(**{name: left or None}, **companions)

    # As a form

    def get_form_class(self):
        """Made once: a form copies the fields of its class, which are the same for every question."""
        if VisitFilter._form_class is None:
            VisitFilter._form_class = super().get_form_class()
        return VisitFilter._form_class

    @cached_property
    def form(self):
        form = self.get_form_class()(self.data)
        form.fields |= {name: field for name, field in self.options.items() if field}
        for name, field in form.fields.items():
            if isinstance(field, RowField):
                field.user = self.user
            if name in _CHOICES:
                field.choices = _later(_CHOICES[name], self)
        form.fields["fiscal_year"].widget.choices = _later(_fiscal_years, self)
        return form

    @cached_property
    def provinces(self):
        rows = Province.objects.visible_to(self.user).order_by("sort_key")
        return list(rows.values_list("code", "name", "cluster", named=True))

    @property
    def first_fields(self):
        return [self.form[name] for name in SHOWN_FIRST]

    @property
    def other_fields(self):
        """The seldom used parameters, folded away unless one of them is asked for."""
        return [self.form[name] for name in self.filters if name not in SHOWN_FIRST]

    @property
    def others_asked(self):
        return any(self.data.get(field.name) for field in self.other_fields)

    @property
    def option_fields(self):
        """The options that the page lets one choose in the form."""
        fields = [self.form[name] for name, field in self.options.items() if field and name != "page"]
        return [field for field in fields if not field.is_hidden or getattr(field.field, "look_up", "")]

    @property
    def carried(self):
        """Options that have no field in the form and stay as they are when it is sent."""
        shown = {field.name for field in self.option_fields}
        kept = [name for name in {**self.options, "sort": None} if name not in {*shown, "page"}]
        return [(name, value) for name in kept for value in self.data.getlist(name) if value]


def _query_dict(data):
    if isinstance(data, QueryDict):
        return data
    if isinstance(data, str):
        return QueryDict(data)
    asked = QueryDict(mutable=True)
    for name, value in (data or {}).items():
        asked.setlist(name, [str(part) for part in _several(value)])
    return asked


def _several(value):
    return value if isinstance(value, (list, tuple)) else [value]


def _short(name):
    line = clean_line(name)
    return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"


def _later(make, visit_filter):
    """Choices that are read from the database when first looked at, and once."""
    rows = []

    def choices():
        if not rows:
            rows.extend(make(visit_filter))
        return rows

    return choices


def _provinces(visit_filter):
    return [ANY, *((row.code, row.name) for row in visit_filter.provinces)]


def _clusters(visit_filter):
    names = {row.cluster for row in visit_filter.provinces if row.cluster}
    return [ANY, *((name, name) for name in sorted(names, key=sort_key))]


def _kinds(visit_filter):
    return [ANY, *sorted(Kind.choices, key=lambda kind: sort_key(kind[1]))]


def _rows(model, key):
    def choices(visit_filter):
        rows = model.objects.visible_to(visit_filter.user)
        return [ANY, *((str(getattr(row, key)), str(row)) for row in rows)]

    return choices


_CHOICES = {
    "kind": _kinds,
    "province": _provinces,
    "cluster": _clusters,
    "dimension": _rows(Dimension, "code"),
    "programme": _rows(Programme, "pk"),
    "activity": _rows(Activity, "code"),
}


def _fiscal_years(visit_filter):
    """From the first visit to the year after this one, the newest first, and the one asked for."""
    visits = Visit.objects.visible_to(visit_filter.user).order_by("starts_on")
    days = visits.values_list("starts_on", flat=True)
    now = fiscal_year(timezone.localdate())
    first, last = (fiscal_year(day) if day else now for day in (days.first(), days.last()))
    offered = {*range(min(first, now), max(last, now + 1) + 1), visit_filter.value("fiscal_year") or now}
    return [ANY, *((str(year), f"พ.ศ. {year}") for year in sorted(offered, reverse=True))]
