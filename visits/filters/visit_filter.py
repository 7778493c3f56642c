"""Which visits? One query string, read in one way by register, matrix, calendar, map, files and feed.

An invalid value or an unknown name gives no rows and a Thai sentence: never a failure, never everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Self

from django.forms import BoundField, Field, Form
from django.http import QueryDict
from django.utils import timezone
from django_filters import FilterSet

from config.forms.copies import CopiedFields
from config.found_keys import FoundKeys
from config.thai.dates import fiscal_year, fiscal_year_bounds, thai_date
from config.thai.text import clean_line, sort_key
from officials.models import Official, User
from units.models import Kind, Region, Unit
from visits.filters.choice_lists import ChoiceRow, choice_lists
from visits.filters.filter_fields import (
    CentreField,
    FilterDayField,
    FiscalYearField,
    LayoutField,
    OneOfField,
    RowField,
    RowsField,
    WordsField,
)
from visits.filters.parameters import (
    CompanionParameter,
    DayParameter,
    DimensionParameter,
    Parameter,
    PeopleParameter,
    UnitParameter,
)
from visits.filters.periods import Period, PeriodField, PeriodParameter, days_of_period
from visits.models import Role, Status, Trip, Visit
from visits.models.visit_queryset import VisitQuerySet

ANY = ("", "ทั้งหมด")
PEOPLE: dict[str, Any] = {
    "model": Official,
    "unknown": "ไม่พบบุคคลที่ระบุในทำเนียบบุคคล",
    "look_up": "/lookup/officials/",
}
UNITS: dict[str, Any] = {
    "model": Unit,
    "unknown": "ไม่พบหน่วยงานที่ระบุในทำเนียบหน่วยงาน",
    "look_up": "/lookup/units/",
}


Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Condition:
    """One value of the filter: its parameter, the value as sent and in words, and the query string without it."""

    name: str
    key: str
    label: str
    words: str
    without: str


class VisitFilter(FilterSet):
    """The visits that a query string asks for, and the same query string in words, as an address and as a form.

    `options` are further names that a page understands: a list, or names with the fields that read them.
    """

    q = Parameter(WordsField, label="คำค้น", word="matching")
    official = PeopleParameter(RowsField, label="บุคคล", **PEOPLE)
    role = CompanionParameter(OneOfField, label="บทบาท", choices=[ANY, *Role.choices])
    unit = UnitParameter(RowField, label="หน่วยงาน", **UNITS)
    exact = CompanionParameter(OneOfField, label="ขอบเขตหน่วยงาน", choices=[("1", "เฉพาะหน่วยงานนี้")])
    kind = Parameter(OneOfField, label="ประเภทหน่วยงาน", column="unit__kind")
    province = Parameter(OneOfField, label="จังหวัด", column="province__code")
    region = Parameter(OneOfField, label="ภาค", column="province__region", choices=[ANY, *Region.choices])
    cluster = Parameter(OneOfField, label="กลุ่มจังหวัด", column="province__cluster")
    centre = Parameter(CentreField, label="พื้นที่รับผิดชอบของ", word="in_area_of", **UNITS)
    trip = Parameter(RowField, label="การลงพื้นที่", column="trip", model=Trip, unknown="ไม่พบการลงพื้นที่ที่ระบุ")
    status = Parameter(OneOfField, label="สถานะ", column="status", choices=[ANY, *Status.choices])
    policy = Parameter(OneOfField, label="นโยบาย", word="with_policy")
    dimension = DimensionParameter(OneOfField, label="มิติของข้อสั่งการ")
    programme = Parameter(OneOfField, label="โครงการ/ระบบงาน/มาตรฐาน", word="with_programme")
    activity = Parameter(OneOfField, label="กิจกรรม", word="with_activity")
    fiscal_year = Parameter(FiscalYearField, label="ปีงบประมาณ", word="in_fiscal_year")
    period = PeriodParameter(PeriodField, label="ช่วงเวลา", choices=[ANY, *Period.choices])

    # The fields that stand open, and of the page's options those that are folded away with the seldom used fields.
    shown_first: tuple[str, ...] = ("q", "period", "fiscal_year", "province", "official", "unit", "exact")
    folded_options: frozenset[str] = frozenset()
    # The keys of directives that each of the words finds, where words are looked for in directives.
    found: Sequence[FoundKeys] = ()
    # What the words are looked for in, as its form says it.
    searched = "ค้นจากชื่อเรื่อง สถานที่ หน่วยงาน จังหวัด บุคคล ข้อค้นพบ ข้อสั่งการ และเลขทะเบียนของการตรวจเยี่ยม"
    _form_class = None

    @classmethod
    def get_filters(cls) -> dict[str, Parameter]:
        """The parameters by name, with `from` and `to`: a class body cannot assign to the name `from`."""
        days = {
            "from": DayParameter(FilterDayField, label="ตั้งแต่วันที่", word="first"),
            "to": DayParameter(FilterDayField, label="ถึงวันที่", word="last"),
        }
        return super().get_filters() | days

    def __init__(
        self,
        data: QueryDict | str | Mapping[str, Any] | None,
        *,
        user: User,
        options: Mapping[str, Field | None] | Iterable[str] = (),
    ) -> None:
        self.user = user
        self.wider: dict[tuple[str, ...], Self] = {}
        self.options = dict(options) if isinstance(options, Mapping) else dict.fromkeys(options)
        if isinstance(data, str):
            data = QueryDict(data)
        elif not isinstance(data, QueryDict):
            parameters, data = data or {}, QueryDict(mutable=True)
            for name, value in parameters.items():
                data.setlist(name, _as_strings(value))
        super().__init__(data=data, queryset=self.visits_for(user))

    # The visits, or what is wrong with the query string

    @staticmethod
    def visits_for(user: User) -> VisitQuerySet:
        """The visits that the filter chooses from."""
        return Visit.objects.visible_to(user)

    @property
    def visits(self) -> VisitQuerySet:
        """The visits asked for; none where anything in the query string is wrong."""
        return self.queryset.none() if self.problems else self.qs

    @property
    def is_valid(self) -> bool:
        """Whether every name is known and every value can be read."""
        return not self.problems

    @cached_property
    def problems(self) -> dict[str, str]:
        """Thai sentences by the name of the parameter; empty where all is well."""
        problems = {name: " ".join(map(str, sentences)) for name, sentences in self.form.errors.items()}
        known = {*self.filters, *self.options, "page", "sort"}
        for name in self.data:
            if name not in known:
                problems[name] = "ระบบไม่รู้จักตัวกรองนี้ กรุณาตรวจสอบที่อยู่"
        repeated = {name for name, values in self.data.lists() if len(set(filter(None, values))) > 1}
        for name in sorted((repeated & known) - {"official"}):
            problems[name] = "ระบุได้เพียงค่าเดียว"
        first, last = self.value("from"), self.value("to")
        if first and last and last < first:
            problems["to"] = f"วันที่ {thai_date(last)} อยู่ก่อนวันที่เริ่ม {thai_date(first)}"
        if self.value("exact") and not self.data.get("unit"):
            problems["exact"] = "กรุณาระบุหน่วยงานด้วย"
        return problems

    @property
    def sentences(self) -> list[str]:
        """The problems, each beginning with the parameter that it is about."""
        return [f"{self.label_of(name)}: {sentence}" for name, sentence in self.problems.items()]

    def filter_queryset(self, queryset: VisitQuerySet) -> VisitQuerySet:
        """`queryset` narrowed by every parameter in turn."""
        for name, parameter in self.filters.items():
            queryset = parameter.filter(queryset, self.form.cleaned_data.get(name))
        return queryset

    def value(self, name: str) -> Any:
        """The value of a parameter or option as its field read it; None where it is empty or unreadable."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or None

    def label_of(self, name: str) -> str:
        """The Thai label of a parameter, or the name itself, shortened, where there is none."""
        field = self.form.fields.get(name)
        if field and field.label:
            return str(field.label)
        line = clean_line(name)
        return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"

    @property
    def days_asked(self) -> tuple[date | None, date | None]:
        """First and last day of the fiscal year, the period or the days asked for, None where the end is open."""
        if year := self.value("fiscal_year"):
            return fiscal_year_bounds(year)
        return self.days_besides_year

    @property
    def days_besides_year(self) -> tuple[date | None, date | None]:
        """The same of the period or the days alone."""
        if period := self.value("period"):
            return days_of_period(period, timezone.localdate())
        return self.value("from"), self.value("to")

    @cached_property
    def days_alone(self) -> dict[str, Any] | None:
        """The fiscal year and the days asked for, by their names, where a user who sees everything asks for nothing else."""
        names = [name for name in ("fiscal_year", "from", "to") if self.data.get(name)]
        is_more = any(any(values) for name, values in self.data.lists() if name not in {*names, "page"})
        if is_more or not (self.user.sees_everything and self.is_valid):
            return None
        return {name: value for name in names if (value := self.value(name))}

    # In words

    @cached_property
    def conditions(self) -> list[Condition]:
        """Every value of the query string, in the order of the parameters; what cannot be read is left out.

        Neither the number of a page nor its layout is a condition.
        """
        options = [
            name
            for name, field in self.options.items()
            if field and name != "page" and not isinstance(field, LayoutField)
        ]
        conditions = []
        for name in [*self.filters, *options]:
            value = self.value(name)
            if not value or name in self.problems:
                continue
            field = self.form.fields[name]
            keys = list(dict.fromkeys(filter(None, self.data.getlist(name))))
            descriptions = field.describe(value) if hasattr(field, "describe") else [str(value)]
            for key, words in zip(keys, descriptions, strict=False):
                if name == "unit" and not self.value("exact"):
                    words = f"{words} (รวมหน่วยงานในสังกัดและหน่วยงานเดิม)"
                others = [other for other in self.data.getlist(name) if other and other != key]
                changes = {name: others or None} | ({"exact": None} if name == "unit" else {})
                conditions.append(Condition(name, key, self.label_of(name), words, self.query(**changes)))
        return conditions

    @property
    def in_words(self) -> list[str]:
        """ "จังหวัด: ลำปาง", one line a parameter; of several people any."""
        lines: dict[str, list[str]] = {}
        for condition in self.conditions:
            lines.setdefault(condition.label, []).append(condition.words)
        return [f"{label}: {' หรือ '.join(words)}" for label, words in lines.items()]

    # As an address

    @property
    def narrows_visits(self) -> bool:
        """Whether the filter itself, the options of the page left aside, leaves any visit out."""
        return any(self.data.get(name) for name in self.filters) or not self.is_valid

    @property
    def leaves_all(self) -> bool:
        """Whether the user sees everything and the filter itself leaves nothing out: queries then need not look at visits."""
        return self.user.sees_everything and not self.narrows_visits

    @property
    def query_string(self) -> str:
        """The filter alone, without the options of the page: what another page or a file understands."""
        return self._parameters(self.filters).urlencode()

    def query(self, **changes: Any) -> str:
        """ "?…" of filter and options with some values changed (None takes one out), without the page's number."""
        parameters = self._parameters([*self.filters, *self.options, "sort"])
        parameters.pop("page", None)
        for name, value in changes.items():
            parameters.pop(name, None)
            if value is not None:
                parameters.setlist(name, _as_strings(value))
        return f"?{parameters.urlencode()}"

    def without(self, *names: str) -> Self:
        """The same filter with some parameters left out; one for the same names, for it reads its form anew."""
        if names not in self.wider:
            others = [name for name in self.filters if name not in names]
            self.wider[names] = type(self)(self._parameters(others), user=self.user)
        return self.wider[names]

    def _parameters(self, names: Iterable[str]) -> QueryDict:
        """The values of the parameters and options `names`, each value once, empty ones left out."""
        parameters = QueryDict(mutable=True)
        for name in dict.fromkeys(names):
            values = list(dict.fromkeys(filter(None, self.data.getlist(name))))
            if values:
                parameters.setlist(name, values)
        return parameters

    # As a form

    def get_form_class(self) -> type[Form]:
        """The form's class, made once for each class of filters: a form copies its fields, which never differ."""
        kind = type(self)
        if kind._form_class is None:
            kind._form_class = super().get_form_class()
            kind._form_class.base_fields = CopiedFields(kind._form_class.base_fields)
        return kind._form_class

    @cached_property
    def form(self) -> Form:
        """The form, with the page's options, of which choices are read from the database when they are rendered."""
        form: Any = self.get_form_class()(self.data)
        form.fields |= {name: field for name, field in self.options.items() if field}
        choices: dict[str, Any] = {
            "kind": lambda: [ANY, *sorted(Kind.choices, key=lambda kind: sort_key(kind[1]))],
            "cluster": self.cluster_choices,
            "dimension": self.dimension_choices,
            **{
                name: lambda name=name: [ANY, *((row.code, row.name) for row in self.lists[name])]
                for name in ("province", "policy", "programme", "activity")
            },
        }
        for name, field in form.fields.items():
            if isinstance(field, RowField):
                field.user = self.user
            if name in choices:
                field.choices = cache(choices[name])
        form.fields["fiscal_year"].widget.choices = cache(self.fiscal_year_choices)
        return form

    @cached_property
    def lists(self) -> dict[str, list[ChoiceRow]]:
        """The rows of each list of the form in their order; none for somebody who is not signed in."""
        return choice_lists() if self.user.is_authenticated and self.user.is_active else defaultdict(list)

    @property
    def provinces(self) -> list[ChoiceRow]:
        """Every province, in dictionary order."""
        return self.lists["province"]

    def cluster_choices(self) -> Choices:
        """The clusters of the provinces, by name."""
        names = {row.cluster for row in self.provinces if row.cluster}
        return [ANY, *((name, name) for name in sorted(names, key=sort_key))]

    def dimension_choices(self) -> Choices:
        """Each code once, with the names that it has in the policies."""
        names: dict[str, dict[str, None]] = {}
        for row in self.lists["dimension"]:
            names.setdefault(row.code, {})[row.name] = None
        return [ANY, *((code, " / ".join(different)) for code, different in names.items())]

    def fiscal_year_choices(self) -> Choices:
        """From the first visit to the year after this one, the newest first, and the one asked for."""
        visits = Visit.objects.visible_to(self.user).order_by("starts_on")
        days = visits.values_list("starts_on", flat=True)
        now = fiscal_year(timezone.localdate())
        first, last = (fiscal_year(day) if day else now for day in (days.first(), days.last()))
        years = {*range(min(first, now), max(last, now + 1) + 1), self.value("fiscal_year") or now}
        return [ANY, *((str(year), f"พ.ศ. {year}") for year in sorted(years, reverse=True))]

    @property
    def first_fields(self) -> list[BoundField]:
        """The fields that are always shown."""
        return [self.form[name] for name in self.shown_first]

    @property
    def other_fields(self) -> list[BoundField]:
        """The seldom used fields, folded away unless one of them is filled in."""
        folded = [name for name in self.options if name in self.folded_options]
        return [self.form[name] for name in (*folded, *self.filters) if name not in self.shown_first]

    @property
    def has_other_values(self) -> bool:
        """Whether one of `other_fields` is filled in."""
        return any(self.data.get(field.name) for field in self.other_fields)

    @property
    def option_fields(self) -> list[BoundField]:
        """The options that a reader can set in the form and that are not folded away."""
        shown = (name for name, field in self.options.items() if field and name != "page")
        fields = [self.form[name] for name in shown if name not in self.folded_options]
        return [field for field in fields if not field.is_hidden or getattr(field.field, "look_up", False)]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Names and values of options without a field in the form; they stay as they are when it is sent."""
        shown = {*(field.name for field in self.option_fields), *self.folded_options}
        names = [name for name in {**self.options, "sort": None} if name not in {*shown, "page"}]
        return [(name, value) for name in names for value in self.data.getlist(name) if value]


def _as_strings(value: Any) -> list[str]:
    return [str(part) for part in (value if isinstance(value, (list, tuple)) else [value])]
