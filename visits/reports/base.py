"""What a report is: one declaration, from which page, print, workbook and csv come with the same rows."""

from functools import cached_property

from django.utils import timezone

from config.thai.dates import be, thai_date, thai_time
from visits.filters.filter_fields import PageNumberField
from visits.filters.visit_filter import VisitFilter


class Report:
    """A report asked by one reader with one query string; the class attributes are the declaration.

    Subclasses give `count` and `rows(first, last)`; both see only what the filter and the reader's rights leave.
    """

    id = ""
    title = ""
    about = ""
    # Said where there is no row.
    nothing = "ไม่พบการตรวจเยี่ยมตามตัวกรองนี้"
    orientation = "landscape"
    per_page = 100
    # On a narrow screen rows become cards; a matrix keeps its grid and scrolls.
    shape = "list"
    # A paper of headings, sentences and tables (`document` on the screen, `print_document` in print, PDF and Word); else one table.
    is_document = False
    # The list of reports shows the declarations themselves.
    do_not_call_in_templates = True

    def __init__(self, data, user):
        self.user = user
        self.moment = timezone.localtime()
        page = PageNumberField(label="หน้า", required=False)
        options = {**self.options(), "page": page}
        self.filter = VisitFilter(self.completed(data), user=user, options=options, visits=self.scope())

    def scope(self):
        """The visits that the filter chooses from; all that the reader sees, where nothing else is said."""
        return

    def options(self):
        """Fields of what this report understands besides the filter, by name; new ones at each call."""
        return {}

    def completed(self, data):
        """The query with what the report takes for granted where nothing is said."""
        return data

    @property
    def heading(self):
        return self.title

    @property
    def columns(self):
        raise NotImplementedError

    @property
    def count(self):
        raise NotImplementedError

    def rows(self, first=0, last=None):
        raise NotImplementedError

    @property
    def totals(self):
        """Sentences under the heading: what the rows come to."""
        return []

    @property
    def footer(self):
        """The row of sums under the table, as the values of the columns; none in most reports."""
        return None

    @property
    def notes(self):
        """Sentences under the table: by which rules it was counted."""
        return []

    @property
    def ways(self):
        """Words and address of other pages that one goes to from here."""
        return []

    @property
    def kept(self):
        """Filters of this report that somebody gave a name; None where it keeps none."""
        return None

    def columns_for(self, place):
        return [column for column in self.columns if column.only in ("", place)]

    @property
    def asked(self):
        return self.filter.in_words or ["ไม่ได้กำหนด (แสดงทั้งหมด)"]

    @property
    def as_of(self):
        day, time = thai_date(self.moment, month="full"), thai_time(self.moment)
        return f"ข้อมูล ณ วันที่ {day} เวลา {time} พิมพ์โดย {self.user}"

    @property
    def file_name(self):
        """Without its ending; safe on Windows, which forbids some signs and trailing dots."""
        safe = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in self.heading)
        day = f"{self.moment:%d-%m}-{be(self.moment)}"
        return f"{' '.join(safe.split())[:120]} {day}"

    # Page by page

    @property
    def page(self):
        return self.filter.value("page") or 1

    @cached_property
    def pages(self):
        return max(1, -(-self.count // self.per_page))

    @property
    def is_beyond(self):
        """Whether a page was asked for that there is not."""
        return self.filter.is_valid and self.page > self.pages

    @property
    def whereabouts(self):
        return f"หน้า {self.page:,} จาก {self.pages:,} ทั้งหมด {self.count:,} บรรทัด"

    def rows_of_page(self):
        first = (self.page - 1) * self.per_page
        return self.rows(first, first + self.per_page)
