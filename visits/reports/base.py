"""What a report is: one declaration, from which page, print, workbook and csv come with the same rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from config.forms.copies import copied
from config.thai.dates import be, thai_date, thai_time
from config.tracking import Tracked
from officials.models import User
from visits.documents.document import Document
from visits.filters.filter_fields import PageNumberField
from visits.filters.visit_filter import VisitFilter
from visits.models import SavedFilter
from visits.reports.charts import Chart
from visits.reports.columns import ReportColumn

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


class Report:
    """A report for one user and one query string; the class attributes are the declaration.

    A report that has an `id` needs a title, a line about it, its place in the list of reports, columns and rows: without one of
    them its module cannot be loaded. `count` and `rows` see only what the filter and the user's rights leave.
    """

    id = ""
    title = ""
    about = ""
    # Place in the list of reports; gaps leave room for new ones.
    order = 0
    orientation = "landscape"
    per_page = 100
    # A `DirectiveVisitFilter` on reports about directives.
    filter_class = VisitFilter
    # A document of headings, sentences and tables (`document`, `print_document`); else one table.
    is_document = False
    # The template of a picture above the table, if any.
    figure_template = ""
    # The template of the whole body in the place of charts and table, if any.
    body_template = ""
    # Whether it also leaves as slides.
    has_slides = False
    # `ReportColumn`s, or a property that gives them.
    columns: Any = ()
    # The list of reports shows the declarations themselves.
    do_not_call_in_templates = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        needed = ("title", "about", "order", "columns") if cls.id else ()
        missing = [name for name in needed if not getattr(cls, name)]
        missing += [
            name for name in ("count", "rows") if cls.id and getattr(cls, name) is getattr(Report, name)
        ]
        if missing:
            raise TypeError(f"{cls.__name__} needs {', '.join(missing)}")

    def __init__(self, data: Any, user: User) -> None:
        self.user = user
        self.moment = timezone.localtime()
        # Each filter changes its fields, so it has copies of those that were declared.
        options = {name: copied(field) for name, field in self.options.items()}
        options["page"] = PageNumberField(label="หน้า", required=False)
        self.filter = self.filter_class(self.with_defaults(data), user=user, options=options)

    def visible(self, model: type[Tracked]) -> Any:
        """The QuerySet of the model, with what the user may see: what every report starts from."""
        return model.objects.visible_to(self.user)

    @property
    def options(self) -> Mapping[str, forms.Field]:
        """Fields of what this report understands besides the filter, by name."""
        return {}

    def with_defaults(self, data: Any) -> Any:
        """The query with the values that this report fills in where none are given."""
        return data

    @property
    def nothing(self) -> str:
        """What the page says where there is no row."""
        return "ไม่พบการตรวจเยี่ยมตามตัวกรองนี้"

    @property
    def shape(self) -> str:
        """On a narrow screen the rows of a "list" become cards; a "matrix" keeps its grid and scrolls."""
        return "list"

    @property
    def heading(self) -> str:
        """The title as page and files show it."""
        return self.title

    @property
    def count(self) -> int:
        """The number of all rows."""
        raise NotImplementedError

    def rows(self, first: int = 0, last: int | None = None) -> Iterable[Any]:
        """The rows from `first` up to before `last`, in their order."""
        raise NotImplementedError

    @property
    def totals(self) -> list[str]:
        """Sentences under the heading: what the rows come to."""
        return []

    @property
    def document(self) -> Document:
        """Of a report that is a document: as the screen shows it."""
        raise NotImplementedError

    @property
    def print_document(self) -> Document:
        """The same as it is printed."""
        raise NotImplementedError

    @property
    def sum_row(self) -> Any:
        """The sums under the table, as a row like the others; none in most reports."""
        return None

    @property
    def footer(self) -> list[Any] | None:
        """The values of the sums, one for each column of the page."""
        row = self.sum_row
        return None if row is None else [column.value(row) for column in self.columns_for("page")]

    @property
    def charts(self) -> list[Chart]:
        """What stands above the table as pictures; a fixed number of queries, asked for the first page and for files."""
        return []

    @cached_property
    def shown_charts(self) -> list[Chart]:
        """Those of the charts that have anything to show."""
        return [chart for chart in self.charts if not chart.is_empty]

    @property
    def notes(self) -> Sequence[str]:
        """Sentences under the table: by which rules it was counted."""
        return []

    @property
    def links(self) -> list[tuple[str, str]]:
        """Words and address of other pages that one goes to from here."""
        return []

    @property
    def saved_filters(self) -> QuerySet[SavedFilter] | None:
        """Filters of this report that the user saved; None where it has none."""
        return None

    def columns_for(self, place: str) -> list[ReportColumn]:
        """The columns of "page" (and print), "file" or "data"."""
        if place == "data":
            return [column for column in self.columns if column.name]
        return [column for column in self.columns if column.only in ("", place)]

    @classmethod
    def kinds_of_row(cls, user: User) -> list[Sequence[ReportColumn]]:
        """The columns of each kind of row that the report can have, for the description of its data."""
        return [cls("", user).columns]

    @property
    def conditions(self) -> list[str]:
        """What the filter asks for, in words."""
        if not self.filter.is_valid:
            return ["ไม่ถูกต้อง (ไม่แสดงรายการ)"]
        return self.filter.in_words or ["ไม่ได้กำหนด (แสดงทั้งหมด)"]

    @property
    def as_of(self) -> str:
        """The line that says when and for whom the report was made."""
        day, time = thai_date(self.moment, month="full"), thai_time(self.moment)
        return f"ข้อมูล ณ วันที่ {day} เวลา {time} พิมพ์โดย {self.user}"

    @property
    def file_name(self) -> str:
        """Without its ending; safe on Windows, which forbids some signs and trailing dots."""
        safe = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in self.heading)
        day = f"{self.moment:%d-%m}-{be(self.moment)}"
        return f"{' '.join(safe.split())[:120]} {day}"

    # Page by page

    @property
    def page(self) -> int:
        """The number of the page that is asked for."""
        return self.filter.value("page") or 1

    @cached_property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return max(1, -(-self.count // self.per_page))

    @property
    def is_beyond(self) -> bool:
        """Whether a page is asked for that does not exist."""
        return self.filter.is_valid and self.page > self.pages

    @property
    def page_position(self) -> str:
        """Page, pages and rows in words."""
        return f"หน้า {self.page:,} จาก {self.pages:,} ทั้งหมด {self.count:,} บรรทัด"


def plain_rows(row_class: type[Row], rows: QuerySet, **columns: str) -> Iterator[Row]:
    """Rows as plain objects, for models of 20,000 visits take too long.

    Each field of the dataclass without a default is read from the column of its name, or from that in `columns`.
    """
    names = [one.name for one in fields(row_class) if MISSING is one.default is one.default_factory]
    values = rows.values_list(*(columns.get(name, name) for name in names))
    return starmap(row_class, values.iterator(1000))
