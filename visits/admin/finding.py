"""What was reported or seen, entered with the visit."""

from django import forms

from config.forms.model_admin import TrackedStackedInline
from visits.admin.subjects import SubjectForm, SubjectFormSet
from visits.models import Finding, FindingProgramme


class FindingForm(SubjectForm):
    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.figure is not None:
            self.initial["figure"] = f"{self.instance.figure.normalize():f}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("figure") is not None and not cleaned.get("measure"):
            self.add_error("measure", "ตัวเลขต้องมีหน่วยนับ")
        return cleaned


class FindingFormSet(SubjectFormSet):
    UNITS = ("unit",)
    PEOPLE = ("reported_by",)


class FindingInline(TrackedStackedInline):
    model = Finding
    form = FindingForm
    formset = FindingFormSet
    autocomplete_fields = ["unit", "reported_by"]
    classes = ["findings"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("dimension_links", "programme_links")

    def get_fieldsets(self, request, obj=None):
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

    def get_formset(self, request, obj=None, **kwargs):
        programme = FindingProgramme._meta.get_field("programme")
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
