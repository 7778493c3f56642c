"""Reference tables: activities, policies with their dimensions, programmes, holidays, press releases."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from config.forms.model_admin import TrackedAdmin, TrackedTabularInline, word_column
from config.forms.rows import RowFormSet
from config.thai.admin import ThaiDates, thai_date_column
from units.merged_rows import MergedRowsAdmin
from units.models import Verified
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
    """Activities of a visit."""

    list_display = ["name", "order"]
    search_fields = ["name"]
    help_texts = {"order": "เลขน้อยอยู่ก่อน", "code": "ใช้ในที่อยู่ของตัวกรองและแฟ้มข้อมูล ไม่ควรเปลี่ยนภายหลัง"}


class PolicyDimensionInline(TrackedTabularInline):
    """The dimensions on the page of their policy."""

    model = Dimension
    fields = ["order", "code", "name", "description"]


@admin.register(Policy)
class PolicyAdmin(TrackedAdmin):
    """Policies with their dimensions."""

    list_display = ["name", "starts_on", "ends_on"]
    search_fields = ["name"]
    help_texts = {
        "starts_on": "มิติของนโยบายเลือกได้กับการตรวจเยี่ยมตั้งแต่วันนี้",
        "ends_on": "วันสุดท้ายที่ใช้ เว้นว่างเมื่อยังใช้อยู่",
    }
    inlines = [PolicyDimensionInline]


@admin.register(Programme)
class ProgrammeAdmin(MergedRowsAdmin, TrackedAdmin):
    """Projects, systems and standards."""

    list_display = ["name", "short_name", "kind"]
    list_filter = ["kind"]
    search_fields = ["search"]
    fields = ["name", "short_name", "kind", "aliases"]
    help_texts = {"short_name": "ใช้ในตารางและกราฟแทนชื่อเต็ม"}


@admin.register(Holiday)
class HolidayAdmin(TrackedAdmin):
    """Public holidays and the days off that replace them."""

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
    actions = ["confirm"]
    help_texts = {
        "is_day_off": "วันหยุดราชการไม่นับเป็นวันทำการ เมื่อคำนวณกำหนดของข้อสั่งการ",
        "verified": "ยืนยันแล้วเมื่อเทียบกับมติคณะรัฐมนตรีหรือประกาศ",
        "date": "วันหยุดชดเชยเพิ่มเป็นอีกหนึ่งรายการ",
    }

    @admin.action(description="ยืนยันวันหยุดที่เลือก", permissions=["change"])
    def confirm(self, request: HttpRequest, holidays: QuerySet[Holiday]) -> None:
        """Says of the chosen holidays that a person compared them with what was resolved."""
        rows = list(holidays.filter(verified=Verified.GENERAL_KNOWLEDGE))
        for row in rows:
            row.verified = Verified.OFFICE
        Holiday.objects.bulk_update(rows, ["verified"])
        self.message_user(request, f"ยืนยันแล้ว {len(rows)} รายการ", messages.SUCCESS)


class PressReleaseVisitFormSet(RowFormSet):
    """The visits that a press release reports."""

    def clean(self) -> None:
        """Raises ValidationError where a row of a certified visit was added, changed or taken out."""
        super().clean()
        touched = set()
        for form in self.forms:
            if form.has_changed():
                visit = getattr(form, "cleaned_data", {}).get("visit")
                touched |= {form.initial.get("visit"), visit and visit.pk} - {None}
        for visit in Visit.objects.final().filter(pk__in=touched).select_related("unit"):
            raise ValidationError(f"{visit} รับรองแล้ว จึงเพิ่ม เปลี่ยน หรือลบข่าวไม่ได้")


class PressReleaseVisitInline(TrackedTabularInline):
    """The visits on the page of their press release."""

    model = PressReleaseVisit
    formset = PressReleaseVisitFormSet
    fields = ["visit"]
    autocomplete_fields = ["visit"]


@admin.register(PressRelease)
class PressReleaseAdmin(TrackedAdmin):
    """Press releases with the visits they report."""

    list_display = ["title", thai_date_column("published_on", "วันที่เผยแพร่"), "publisher"]
    search_fields = ["title", "url"]
    fields = ["title", "url", "publisher", "published_on"]
    help_texts = {"published_on": "วันที่ของข่าว ซึ่งอาจไม่ใช่วันที่ตรวจเยี่ยม"}
    formfield_overrides = ThaiDates.formfield_overrides | {models.URLField: {"assume_scheme": "https"}}
    inlines = [PressReleaseVisitInline]
