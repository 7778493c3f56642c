"""Data entry of provinces and units."""

from typing import Any

from django import forms
from django.contrib import admin

from config.forms.model_admin import TrackedAdmin, TrackedTabularInline, VersionedForm
from config.thai.admin import thai_date_column
from units.merged_rows import MergedRowsAdmin
from units.models import Province, Responsibility, Unit, UnitAlias, UnitSuccession
from units.spellings import spellings


@admin.register(Province)
class ProvinceAdmin(TrackedAdmin):
    """Provinces are corrected, seldom added."""

    list_display = ["name", "region", "cluster"]
    list_filter = ["region"]
    search_fields = ["search"]

    def spellings(self, word: str) -> list[str]:
        """As provinces are typed."""
        return spellings(word)


class UnitAliasInline(TrackedTabularInline):
    """Other names by which a unit is found."""

    model = UnitAlias
    fields = ["alias"]
    row_help = {"ชื่อเรียกอื่น": "ชื่อที่พิมพ์แล้วให้พบหน่วยงานนี้ ไม่พิมพ์ในรายงาน"}


class ResponsibilityInline(TrackedTabularInline):
    """The provinces that a unit answers for."""

    model = Responsibility
    fields = ["province", "verified", "source", "note"]
    row_help = {"จังหวัด": "การตรวจเยี่ยมในจังหวัดนี้นับเป็นพื้นที่ของหน่วยงาน ทั้งในแผนที่และตัวกรอง “พื้นที่รับผิดชอบของ”"}
    autocomplete_fields = ["province"]


class UnitSuccessionInline(TrackedTabularInline):
    """The units that took over from this one."""

    model = UnitSuccession
    fk_name = "unit"
    fields = ["successor", "on"]
    row_help = {
        "หน่วยงานสืบทอด": "เปลี่ยนชื่อ ยุบรวม หรือแยก ใช้ปุ่ม “เปลี่ยนชื่อ ยุบรวม แยก ย้าย” ซึ่งย้ายตำแหน่งและเรื่องค้างให้ด้วย",
        "ตั้งแต่วันที่": "วันแรกของหน่วยงานสืบทอด",
    }
    autocomplete_fields = ["successor"]


class UnitForm(VersionedForm):
    """A unit, whose name tells it from every other."""

    class Meta:
        widgets = {
            "name": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "address": forms.Textarea(attrs={"rows": 2}),
            "source": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        """Refuses a name by which nobody could tell the unit from another one."""
        super().clean()
        names = ("name", "short_name", "parent", "province")
        if not self.errors and {*names} & {*self.changed_data}:
            unit = Unit(pk=self.instance.pk, **{name: self.cleaned_data[name] for name in names})
            if other := Unit.objects.namesakes(unit).first():
                place = "name" if other.name == unit.name else "short_name"
                self.add_error(place, f"มีหน่วยงานชื่อนี้อยู่แล้ว: {other.name} โปรดใช้หน่วยงานนั้น หรือเติมชื่อให้แยกกันได้")
        return self.cleaned_data


@admin.register(Unit)
class UnitAdmin(MergedRowsAdmin, TrackedAdmin):
    """Units, with successors, other names and provinces on one page."""

    form = UnitForm
    list_display = ["name", "short_name", "kind", "province", thai_date_column("closed_on", "ดำเนินงานถึง")]
    list_filter = ["kind", "province__region", "verified"]
    list_select_related = ["province"]
    search_fields = ["search"]
    search_help_text = "ค้นจากชื่อเต็ม ชื่อย่อ หรือชื่อเรียกอื่น"
    autocomplete_fields = ["parent", "province"]
    inlines = [UnitSuccessionInline, UnitAliasInline, ResponsibilityInline]
    help_texts = {
        "name": "ชื่อที่พิมพ์ในรายงาน แก้คำผิดได้ที่นี่ แต่การเปลี่ยนชื่อจริงต้องเป็นหน่วยงานใหม่ที่สืบทอดจากหน่วยงานนี้",
        "short_name": "ใช้ในปฏิทิน ตาราง และกราฟ เช่น ศภ.1",
        "parent": "ตัวกรองหน่วยงานรวมหน่วยงานในสังกัดด้วย",
        "closed_on": "วันสุดท้าย หลังวันนี้เลือกหน่วยงานนี้ไม่ได้ แต่การตรวจเยี่ยมก่อนหน้ายังอยู่ครบ",
    }
    fieldsets = [
        (None, {"fields": ["name", ("short_name", "kind"), ("parent", "province"), "address"]}),
        ("จัดตั้ง เปลี่ยนชื่อ ยุบรวม", {"fields": [("opened_on", "closed_on")]}),
        (
            "แหล่งอ้างอิง",
            {"classes": ["collapse"], "fields": ["name_en", "code", ("source", "verified"), "note"]},
        ),
    ]
