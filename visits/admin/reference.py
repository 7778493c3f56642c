"""Small tables that are looked after rather than worked in."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from config.forms.model_admin import RowFormSet, TrackedAdmin, TrackedTabularInline, word_column
from config.thai.admin import ThaiDates, thai_date_column
from visits.models import (
    Activity,
    Dimension,
    Holiday,
    Policy,
    PressRelease,
    PressReleaseVisit,
    Programme,
    Visit,
)


@admin.register(Activity)
class ActivityAdmin(TrackedAdmin):
    list_display = ["name", "code", "order"]
    search_fields = ["name"]


class DimensionInline(TrackedTabularInline):
    model = Dimension
    fields = ["order", "code", "name", "description"]


@admin.register(Policy)
class PolicyAdmin(TrackedAdmin):
    list_display = ["name", "code", "starts_on", "ends_on"]
    search_fields = ["name"]
    inlines = [DimensionInline]


@admin.register(Programme)
class ProgrammeAdmin(TrackedAdmin):
    list_display = ["name", "short_name", "kind"]
    list_filter = ["kind"]
    search_fields = ["search"]
    fields = ["name", "short_name", "kind", "aliases"]


@admin.register(Holiday)
class HolidayAdmin(TrackedAdmin):
    list_display = [
        thai_date_column("date", "วันที่"),
        "name",
        word_column("is_day_off", "หยุดราชการ", "หยุด", "ไม่หยุด"),
        "verified",
    ]
    list_display_links = ["name"]
    list_filter = ["is_day_off", "verified"]
    search_fields = ["name"]
    ordering = ["-date"]


class PressReleaseVisitFormSet(RowFormSet):
    def clean(self):
        """What a certified record says of its sources stays as it is."""
        super().clean()
        touched = {key for form in self.forms if form.has_changed() for key in _visits_of(form)}
        for visit in Visit.objects.final().filter(pk__in=touched).select_related("unit"):
            raise ValidationError(f"{visit} รับรองแล้ว จึงเพิ่ม เปลี่ยน หรือลบข่าวไม่ได้")


def _visits_of(form):
    """Keys of the visit before and after."""
    chosen = getattr(form, "cleaned_data", {}).get("visit")
    return {form.initial.get("visit"), chosen and chosen.pk} - {None}


class PressReleaseVisitInline(TrackedTabularInline):
    model = PressReleaseVisit
    formset = PressReleaseVisitFormSet
    fields = ["visit"]
    autocomplete_fields = ["visit"]


@admin.register(PressRelease)
class PressReleaseAdmin(TrackedAdmin):
    list_display = ["title", thai_date_column("published_on", "วันที่เผยแพร่"), "publisher"]
    search_fields = ["title", "url"]
    fields = ["title", "url", "publisher", "published_on"]
    formfield_overrides = ThaiDates.formfield_overrides | {models.URLField: {"assume_scheme": "https"}}
    inlines = [PressReleaseVisitInline]
