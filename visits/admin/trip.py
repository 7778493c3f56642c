"""A trip: its own words, and the list of its visits with a link to each."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from config.forms.model_admin import TrackedAdmin, VersionedForm
from config.kept_statements import KeptRows
from config.thai.dates import thai_range
from visits.admin.attachment import TripFilesInline
from visits.models import RecordState, Trip, Visit
from visits.records.sign_off import CERTIFY

TRIPS = Trip.objects.with_days()


class TripForm(VersionedForm):
    """Title, purpose and note of a trip."""

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }


@admin.register(Trip)
class TripAdmin(TrackedAdmin):
    """Trips; a numbered one is never deleted."""

    form = TripForm
    list_display = ["title", "days_column", "places_column", "number"]
    listed_rows = KeptRows(TRIPS, "pk")
    search_fields = ["search"]
    fields = ["number", "title", "purpose", "stops", "note"]
    readonly_fields = ["number", "stops"]
    inlines = [TripFilesInline]
    help_texts = {
        "title": "วันที่ สถานที่ และผู้ร่วมคณะมาจากจุดตรวจเยี่ยม ไม่ต้องพิมพ์ซ้ำ",
        "note": "พิมพ์ใต้รายการจุดตรวจเยี่ยมในรายงาน",
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Trips with their days; for those who see everything the subqueries are made once."""
        if request.user.is_authenticated and request.user.sees_everything:
            return TRIPS.all()
        trips: Any = super().get_queryset(request)
        return trips.with_days()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Trip | None:
        """A trip with the visits that the user may see."""
        trip = super().get_object(request, object_id, from_field)
        if isinstance(trip, Trip):
            stops = Visit.objects.visible_to(request.user).with_unit().in_order()
            prefetch_related_objects([trip], Prefetch("visits", stops))
            return trip
        return None

    @admin.display(description="วันที่", ordering="starts_on")
    def days_column(self, trip: Any) -> str:
        """First and last day, from its visits."""
        if not trip.starts_on:
            return "ยังไม่มีจุดตรวจเยี่ยม"
        return thai_range(trip.starts_on, trip.ends_on, month="short")

    @admin.display(description="จำนวนแห่ง", ordering="places")
    def places_column(self, trip: Any) -> int:
        """How many visits."""
        return trip.places

    @admin.display(description="จุดตรวจเยี่ยม")
    def stops(self, trip: Trip) -> str:
        """A numbered list of links to the visits, and one to add another."""
        if not trip.pk:
            return "บันทึกก่อน แล้วจึงเพิ่มจุดตรวจเยี่ยม"
        rows = format_html_join(
            "",
            '<li><a href="{}">{} {}</a></li>',
            (
                (reverse("admin:visits_visit_change", args=[visit.pk]), visit.days, visit.unit)
                for visit in trip.visits.all()
            ),
        )
        add = f"{reverse('admin:visits_visit_add')}?trip={trip.pk}"
        return format_html('<ol class="stops">{}</ol><a href="{}">เพิ่มจุดตรวจเยี่ยม</a>', rows, add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A journey with a certified visit stays as it is, but for those who certify."""
        may = super().has_change_permission(request, obj)
        if obj is None or request.user.has_perm(CERTIFY):
            return may
        return may and not obj.visits.filter(record_state=RecordState.FINAL).exists()

    def reading_page(self, record: Any) -> Any:
        """Where those read it who may not edit it."""
        return record

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not once it has a number (design rule 6)."""
        return super().has_delete_permission(request, obj) and not (obj and obj.number)
