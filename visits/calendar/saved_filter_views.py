"""Filters under a name, of the calendar and of the register of orders, and what else a user sets up for the own calendar."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from visits.calendar.legend import colour_field
from visits.filters.visit_filter import VisitFilter
from visits.models import CalendarSetting, FilterPage, SavedFilter
from visits.reports.directives import DirectivesReport

LISTS = {FilterPage.CALENDAR: "saved_filters", FilterPage.DIRECTIVES: "saved_directive_filters"}
TITLES = {
    FilterPage.CALENDAR: "ตัวกรองและการตั้งค่าปฏิทิน",
    FilterPage.DIRECTIVES: "ตัวกรองของทะเบียนติดตามข้อสั่งการ",
}
MOST = 50
PER_PAGE = 100
LONGEST = SavedFilter._meta.get_field("query").max_length
TOO_LONG = "เงื่อนไขยาวเกินไป กรุณาลดคำค้นหรือจำนวนบุคคล"
TAKEN = "ท่านมีตัวกรองชื่อนี้อยู่แล้ว กรุณาใช้ชื่ออื่น"


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "query", "is_shared"]
        widgets = {"query": forms.HiddenInput}
        error_messages = {"query": {"max_length": TOO_LONG}}

    def clean_name(self):
        name, owner = self.cleaned_data["name"], self.instance.owner
        if owner.saved_filters.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(TAKEN)
        return name

    def clean_query(self):
        """Only a question that can be answered is kept; the page one stood on is not part of it."""
        asked = read(self.cleaned_data["query"], self.instance)
        if not asked.is_valid:
            raise ValidationError(asked.sentences)
        query = asked.query(sort=None).removeprefix("?")
        if len(query) > LONGEST:
            raise ValidationError(TOO_LONG)
        return query

    def clean(self):
        if self.instance.pk is None and self.instance.owner.saved_filters.count() >= MOST:
            raise ValidationError(f"บันทึกตัวกรองได้ไม่เกิน {MOST} รายการ กรุณาลบรายการที่ไม่ใช้")
        return super().clean()

    def kept(self):
        """Whether it could be saved; a name that another window took meanwhile is said beside the field."""
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", TAKEN)
            return False
        return True


class SettingForm(forms.ModelForm):
    class Meta:
        model = CalendarSetting
        fields = ["week_start", "start_page"]
        widgets = {"week_start": forms.RadioSelect}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        start_page = self.fields["start_page"]
        start_page.queryset = SavedFilter.objects.for_menu(user, FilterPage.CALENDAR)
        start_page.empty_label = "ทุกการตรวจเยี่ยม (ไม่กรอง)"


def read(query, row):
    """A question as the filter of its page reads it; that of the calendar says too by what entries are coloured."""
    if row.page == FilterPage.DIRECTIVES:
        return DirectivesReport(query, row.owner).filter
    return VisitFilter(query, user=row.owner, options={"colour": colour_field()})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_filters(request, of=FilterPage.CALENDAR):
    """The question comes in the address, as from its page, and is asked a name for."""
    row = SavedFilter(owner=request.user, page=of)
    if request.method != "POST":
        return page(request, SavedFilterForm(instance=row, initial={"query": request.GET.urlencode()}))
    form = SavedFilterForm(request.POST, instance=row)
    if form.is_valid() and form.kept():
        messages.success(request, f"บันทึกตัวกรอง “{row.name}” แล้ว")
        return HttpResponseRedirect(row.address)
    return page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_filter(request, pk):
    """One's own, to be given another name, shared or deleted."""
    row = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    if "delete" in request.POST:
        row.delete()
        messages.success(request, f"ลบตัวกรอง “{row.name}” แล้ว")
        return HttpResponseRedirect(reverse(LISTS[row.page]))
    form = SavedFilterForm(request.POST or None, instance=row)
    if form.is_valid() and form.kept():
        messages.success(request, f"บันทึกตัวกรอง “{row.name}” แล้ว")
        return HttpResponseRedirect(reverse(LISTS[row.page]))
    return page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_setting(request):
    if request.method != "POST":
        return HttpResponseRedirect(reverse("saved_filters"))
    with transaction.atomic():
        setting = CalendarSetting.locked_for(request.user)
        form = SettingForm(request.POST, instance=setting, user=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, "บันทึกการตั้งค่าปฏิทินแล้ว")
            return HttpResponseRedirect(reverse("saved_filters"))
    return page(request, SavedFilterForm(instance=SavedFilter(owner=request.user)), form)


def page(request, form, setting_form=None):
    of = form.instance.page
    context = {
        "title": TITLES[of],
        "form": form,
        "asked": read(form["query"].value() or "", form.instance),
        "sheet": Paginator(SavedFilter.objects.for_menu(request.user, of), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "list": reverse(LISTS[of]),
        "back": f"/{of}/",
    }
    if of == FilterPage.CALENDAR:
        setting = CalendarSetting.objects.of(request.user)
        context["setting"] = setting
        context["setting_form"] = setting_form or SettingForm(instance=setting, user=request.user)
    return render(request, "visits/calendar/saved_filters.html", context)
