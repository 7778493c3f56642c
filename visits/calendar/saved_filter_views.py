"""Saved filters of the calendar and of the register of directives, and what else a user sets up for the own calendar."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from officials.models import User
from officials.models.account import SignedInRequest
from visits.calendar.legend import colour_field
from visits.filters.visit_filter import VisitFilter
from visits.models import CalendarSetting, FilterPage, SavedFilter
from visits.models.saved_filter import LONGEST_FILTER
from visits.reports.directives import DirectivesReport

LISTS: dict[str, str] = {
    FilterPage.CALENDAR: "saved_filters",
    FilterPage.DIRECTIVES: "saved_directive_filters",
}
TITLES: dict[str, str] = {
    FilterPage.CALENDAR: "ตัวกรองและการตั้งค่าปฏิทิน",
    FilterPage.DIRECTIVES: "ตัวกรองของทะเบียนติดตามข้อสั่งการ",
}
MOST = 50
PER_PAGE = 100
TOO_LONG = "เงื่อนไขยาวเกินไป กรุณาลดคำค้นหรือจำนวนบุคคล"
TAKEN = "ท่านมีตัวกรองชื่อนี้อยู่แล้ว กรุณาใช้ชื่ออื่น"


class SavedFilterForm(forms.ModelForm):
    """Name, filter and whether the office shares it."""

    class Meta:
        model = SavedFilter
        fields = ["name", "query", "is_shared"]
        widgets = {"query": forms.HiddenInput}
        error_messages = {"query": {"max_length": TOO_LONG}}

    def clean_name(self) -> str:
        """The name, which the user has for no other filter."""
        name, owner = self.cleaned_data["name"], self.instance.owner
        if owner.saved_filters.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(TAKEN)
        return name

    def clean_query(self) -> str:
        """The query string of a valid filter; the number of a page is not part of it."""
        saved = filter_of(self.cleaned_data["query"], self.instance)
        if not saved.is_valid:
            raise ValidationError(saved.sentences)
        query = saved.query(sort=None).removeprefix("?")
        if len(query) > LONGEST_FILTER:
            raise ValidationError(TOO_LONG)
        return query

    def clean(self) -> dict[str, Any] | None:
        """Refuses one filter too many."""
        if self.instance.pk is None and self.instance.owner.saved_filters.count() >= MOST:
            raise ValidationError(f"บันทึกตัวกรองได้ไม่เกิน {MOST} รายการ กรุณาลบรายการที่ไม่ใช้")
        return super().clean()

    def try_save(self) -> bool:
        """Whether it could be saved; a name that another window took meanwhile is refused beside the field."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", TAKEN)
            return False
        return True


class CalendarSettingForm(forms.ModelForm):
    """First weekday and start page of the user's calendar."""

    class Meta:
        model = CalendarSetting
        fields = ["week_start", "start_page"]
        widgets = {"week_start": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start_page: Any = self.fields["start_page"]
        start_page.queryset = SavedFilter.objects.for_menu(user, FilterPage.CALENDAR)
        start_page.empty_label = "ทุกการตรวจเยี่ยม (ไม่กรอง)"


def filter_of(query: str, row: SavedFilter) -> VisitFilter:
    """A query string as the filter of its page; that of the calendar knows too by what entries are coloured."""
    if row.page == FilterPage.DIRECTIVES:
        return DirectivesReport(query, row.owner).filter
    return VisitFilter(query, user=row.owner, options={"colour": colour_field(row.owner)})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_filters(request: SignedInRequest, of: str = FilterPage.CALENDAR) -> HttpResponse:
    """The saved filters of a page, and a form that saves the one of the address."""
    row = SavedFilter(owner=request.user, page=of)
    if request.method != "POST":
        return page(request, SavedFilterForm(instance=row, initial={"query": request.GET.urlencode()}))
    form = SavedFilterForm(request.POST, instance=row)
    if form.is_valid() and form.try_save():
        messages.success(request, f"บันทึกตัวกรอง “{row.name}” แล้ว")
        return HttpResponseRedirect(row.address)
    return page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_filter(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of the user's own, to be renamed, shared or deleted."""
    row = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    if "delete" in request.POST:
        row.delete()
        messages.success(request, f"ลบตัวกรอง “{row.name}” แล้ว")
        return HttpResponseRedirect(reverse(LISTS[row.page]))
    form = SavedFilterForm(request.POST or None, instance=row)
    if form.is_valid() and form.try_save():
        messages.success(request, f"บันทึกตัวกรอง “{row.name}” แล้ว")
        return HttpResponseRedirect(reverse(LISTS[row.page]))
    return page(request, form)


@require_POST
@transaction.atomic
def pin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pins one of the user's own to the front page, behind the others; moves it up a place, or takes it off."""
    rows = list(SavedFilter.objects.own(request.user).select_for_update())
    row = next((one for one in rows if one.pk == pk), None)
    if row is None:
        raise Http404
    pinned = [one for one in rows if one.pinned_as is not None]
    place = pinned.index(row) if row in pinned else len(pinned)
    others = [one for one in pinned if one != row]
    if "up" in request.POST:
        others.insert(max(0, place - 1), row)
    elif "off" not in request.POST:
        others.insert(place, row)
    places = {one.pk: number for number, one in enumerate(others, 1)}
    for one in rows:
        if one.pinned_as != places.get(one.pk):
            one.pinned_as = places.get(one.pk)
            one.save(update_fields=["pinned_as"])
    return HttpResponseRedirect("/#filters")


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_setting(request: SignedInRequest) -> HttpResponse:
    """Saves first weekday and start page."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("saved_filters"))
    with transaction.atomic():
        setting = CalendarSetting.locked_for(request.user)
        form = CalendarSettingForm(request.POST, instance=setting, user=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, "บันทึกการตั้งค่าปฏิทินแล้ว")
            return HttpResponseRedirect(reverse("saved_filters"))
    return page(request, SavedFilterForm(instance=SavedFilter(owner=request.user)), form)


def page(
    request: SignedInRequest, form: SavedFilterForm, setting_form: CalendarSettingForm | None = None
) -> HttpResponse:
    """The list with its forms."""
    of = form.instance.page
    context = {
        "title": TITLES[of],
        "form": form,
        "saved_filter": filter_of(form["query"].value() or "", form.instance),
        "rows": Paginator(SavedFilter.objects.for_menu(request.user, of), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "list": reverse(LISTS[of]),
        "back": f"/{of}/",
    }
    if of == FilterPage.CALENDAR:
        setting = CalendarSetting.of(request.user)
        context["setting"] = setting
        context["setting_form"] = setting_form or CalendarSettingForm(instance=setting, user=request.user)
    return render(request, "visits/calendar/saved_filters.html", context)
