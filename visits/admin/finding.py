"""What was reported or seen, entered with the visit."""

from typing import Any

from django import forms
from django.http import HttpRequest

from config.forms.model_admin import TrackedStackedInline
from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch
from visits.admin.subjects import SubjectForm, SubjectFormSet
from visits.models import Finding, FindingDimension, FindingProgramme


class FindingForm(SubjectForm):
    """One finding; a figure is shown without the zeros that the column adds."""

    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.figure is not None:
            self.initial["figure"] = f"{self.instance.figure.normalize():f}"

    def clean(self) -> dict[str, Any]:
        """Refuses a figure without its measure, and a measure without its figure."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("figure") is not None and not cleaned.get("measure"):
            self.add_error("measure", "ตัวเลขต้องมีหน่วยนับ")
        if cleaned.get("measure") and cleaned.get("figure") is None and "figure" not in self.errors:
            self.add_error("figure", "หน่วยนับต้องมีตัวเลข")
        return cleaned


class FindingFormSet(SubjectFormSet):
    """All findings of a visit."""

    READ = KeptRows(Finding.objects.all(), "visit")
    READ_WITH = (
        KeptPrefetch("dimension_links", FindingDimension.objects.all(), is_usual=True),
        KeptPrefetch("programme_links", FindingProgramme.objects.all(), is_usual=True),
    )
    UNITS = ("unit",)
    PEOPLE = ("reported_by",)


class FindingInline(TrackedStackedInline):
    """The findings on the page of their visit."""

    model = Finding
    form = FindingForm
    formset = FindingFormSet
    autocomplete_fields = ["unit", "reported_by"]
    classes = ["findings"]
    row_help = {
        "ตัวเลข": "ตัวเลขอย่างเดียว เช่น 9.15 หน่วยใส่ช่องถัดไป เช่น ล้านบาท คำว่า กว่า หรือ ประมาณ ใส่ช่องคำประกอบตัวเลข",
        "ปี พ.ศ. ของตัวเลข": "ปีของข้อมูลนั้น ซึ่งอาจไม่ใช่ปีที่ตรวจเยี่ยม",
        "ผู้รายงาน": "ผู้ที่กล่าวในวันนั้น เว้นว่างเมื่อไม่ทราบ",
        "เกี่ยวกับหน่วยงาน": "ใส่เมื่อเป็นเรื่องของหน่วยงานอื่น มิใช่แห่งที่ตรวจเยี่ยม",
        "ผู้กล่าวระบุมิติเอง": "ทำเครื่องหมายเฉพาะเมื่อผู้กล่าวเอ่ยถึงมิติเอง มิใช่เจ้าหน้าที่จัดกลุ่มให้",
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        """What is usually filled in; the rest is folded away."""
        return [
            (None, {"fields": [("kind", "topic"), "text", ("qualifier", "figure", "measure", "year_be")]}),
            (
                "ผู้รายงาน หน่วยงาน มิติ และโครงการ",
                {
                    "classes": ["collapse"],
                    "fields": [
                        ("reported_by", "unit"),
                        "in_dimensions",
                        "stated",
                        "of_programmes",
                        ("order", "is_internal"),
                    ],
                },
            ),
        ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        """The formset's class, with the choice of programmes that the user may see."""
        programme: Any = FindingProgramme._meta.get_field("programme")
        of_programmes = self.choose_many(programme, request, label="โครงการ/ระบบงาน")
        kwargs["form"] = type("FindingRow", (self.form,), {"of_programmes": of_programmes})
        kwargs["fields"] = [
            "kind",
            "topic",
            "text",
            "qualifier",
            "figure",
            "measure",
            "year_be",
            "reported_by",
            "unit",
            "order",
            "is_internal",
        ]
        return super().get_formset(request, obj, **kwargs)
