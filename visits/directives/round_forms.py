"""Opening a follow-up round: which open directives it asks about, and the forms to open and to change it."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from config.forms.keys import is_key
from config.thai.dates import fiscal_year
from config.thai.forms import ThaiDateField
from config.thai.numbers import ThaiIntegerField
from officials.models import User
from visits.directives.follow_up_rounds import next_sequence
from visits.filters.directive_filter import DirectiveFilter, DirectiveVisitFilter, directive_fields
from visits.models import Assignment, Directive, FollowUpRound
from visits.models.directive import DirectiveQuerySet

PER_PAGE = 50
# Nobody unticks so many by hand, and a database takes no more keys in one question.
MOST_LEFT_OUT = 20_000
# The parameters of the register of directives that mean something for those that are open now.
FILTERS = ("order", "state", "due", "answerer", "about", "giver")
NEWEST_FIRST = ("-visit__starts_on", "-visit_id", "order", "pk")


class RoundChoice:
    """The directives of a round to be opened: what the filter finds but for those unticked, page by page.

    `left_out` are the keys of all that were unticked: those sent along, and those of the page shown that came back
    without their tick.
    """

    def __init__(self, query: QueryDict, user: User, posted: QueryDict | None = None) -> None:
        fields = directive_fields(user)
        self.filter = DirectiveVisitFilter(query, user=user, options={name: fields[name] for name in FILTERS})
        self.left_out = keys_in(posted, "left_out")
        if posted:
            ticked = {int(key) for key in posted.getlist("chosen") if is_key(key)}
            self.left_out = (self.left_out - ticked) | (keys_in(posted, "shown") - ticked)
        self.page_number = (posted or self.filter.data).get("page")

    @cached_property
    def matches(self) -> DirectiveQuerySet:
        """The directives that the filter finds, of those that rounds ask about."""
        if not self.filter.is_valid:
            return Directive.objects.none()
        return DirectiveFilter(self.filter).directives.asked_in_rounds()

    @cached_property
    def match_count(self) -> int:
        """How many directives the filter finds."""
        return self.matches.count()

    @cached_property
    def directives(self) -> DirectiveQuerySet:
        """Those that the round will ask about."""
        return self.matches.exclude(pk__in=self.left_out)

    @cached_property
    def number(self) -> int:
        """How many directives the round will ask about."""
        return self.directives.count()

    @cached_property
    def assignments(self) -> int:
        """How many assignments the round will ask about."""
        return Assignment.objects.open().filter(directive__in=self.directives.order_by()).count()

    @property
    def in_words(self) -> str:
        """One sentence with the numbers."""
        filtered = "ตามตัวกรองนี้" if self.filter.data else ""
        sentence = f"ข้อสั่งการที่ให้รายงานทุกรอบและยังไม่จบ{filtered} {self.match_count:,} ข้อ"
        if not self.left_out:
            return sentence
        return f"{sentence} ยกออก {self.match_count - self.number:,} ข้อ จะติดตาม {self.number:,} ข้อ"

    @cached_property
    def page(self) -> Page:
        """The page of directives shown, each with `units`, the number of its assignments."""
        rows = Assignment.objects.filter(directive=OuterRef("pk")).order_by().values("directive")
        units = Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
        directives = self.matches.select_related("visit__unit").annotate(units=units)
        counted: Any = CountedRows(directives.order_by(*NEWEST_FIRST), self.match_count)
        return Paginator(counted, PER_PAGE).get_page(self.page_number)

    @property
    def shown_keys(self) -> str:
        """The keys of the page shown, as the form sends them."""
        return ",".join(str(directive.pk) for directive in self.page)

    @property
    def left_out_keys(self) -> str:
        """The keys left out, as the form sends them."""
        return ",".join(map(str, self.left_out))


class CountedRows:
    """Rows whose number is known already, so that the paginator does not count them again."""

    def __init__(self, rows: QuerySet, number: int) -> None:
        self.rows, self.number = rows, number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[Directive]:
        return list(self.rows[part])


def keys_in(posted: QueryDict | None, name: str) -> set[int]:
    """The keys in a hidden field of the form; what is no key is passed over."""
    text = posted.get(name, "") if posted else ""
    return {int(key) for key in text.split(",", MOST_LEFT_OUT)[:MOST_LEFT_OUT] if is_key(key)}


class RoundDaysForm(forms.Form):
    """Year, days and note of a round."""

    fiscal_year = ThaiIntegerField(
        label="ปีงบประมาณ พ.ศ.",
        min_value=2500,
        max_value=2700,
        help_text="เริ่ม 1 ตุลาคม เช่น 8 ธ.ค. 2567 อยู่ในปีงบประมาณ 2568",
    )
    opens_on = ThaiDateField(label="วันที่เปิดรอบ")
    due_on = ThaiDateField(
        label="กำหนดส่งรายงาน", help_text="ใช้กับข้อที่ไม่มีกำหนดของตนเอง พ้นวันนี้แล้วยังไม่รายงานนับว่าเกินกำหนด"
    )
    note = FollowUpRound._meta.get_field("note").formfield(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Refuses a due day before the round opens."""
        super().clean()
        cleaned = self.cleaned_data
        opens_on, due_on = cleaned.get("opens_on"), cleaned.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            raise ValidationError({"due_on": "กำหนดส่งรายงานต้องไม่ก่อนวันที่เปิดรอบ"})
        return cleaned


class OpenRoundForm(RoundDaysForm):
    """The round's name and the number of its directives are shown and confirmed by a tick before it is opened."""

    confirmed = forms.MultipleChoiceField(label="ยืนยันการเปิดรอบ", required=False)

    def __init__(
        self, data: QueryDict | None = None, *, choice: RoundChoice, initial: dict[str, Any] | None = None
    ) -> None:
        today = timezone.localdate()
        first = {"fiscal_year": fiscal_year(today), "opens_on": today}
        super().__init__(data, initial=first | (initial or {}))
        self.choice = choice
        self.sequence: int | None = None
        if not self.is_bound:
            del self.fields["confirmed"]

    def full_clean(self) -> None:
        """Offers the tick first, because its words depend on the year that was typed."""
        year = self.data.get("fiscal_year", "") if self.is_bound else ""
        if year.isascii() and year.isdecimal() and len(year) == 4 and self.choice.number:
            self.sequence = next_sequence(int(year))
            name = FollowUpRound(fiscal_year=int(year), sequence=self.sequence)
            label = f"เปิด{name} ติดตาม {self.choice.number:,} ข้อ {self.choice.assignments:,} รายการ"
            field: Any = self.fields["confirmed"]
            # The value names round and number, so that a tick for another round or number does not count.
            field.choices = [(f"{name}#{self.choice.number}", label)]
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        elif self.is_bound:
            self.fields.pop("confirmed", None)
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """The values for `open_round`."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.choice.number:
            raise ValidationError("ไม่มีข้อสั่งการที่จะติดตามในรอบนี้")
        if "confirmed" in self.fields and not cleaned.pop("confirmed", None):
            self.errors.pop("confirmed", None)
            self.add_error("confirmed", "โปรดตรวจสอบจำนวน แล้วทำเครื่องหมายเพื่อยืนยัน")
        return cleaned | {"sequence": self.sequence, "number": self.choice.number}


class ChangeRoundForm(RoundDaysForm):
    """Number, days and note of a round that exists."""

    sequence = ThaiIntegerField(label="รอบที่", min_value=1, max_value=99)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["sequence", "fiscal_year"]
