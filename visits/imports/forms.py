"""The forms of an import: the file, its columns, and the answers to names that the register does not know."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.thai.dates import thai_date
from config.thai.text import fold
from officials.models import User
from visits.imports.intake import TableForm
from visits.imports.reading import LARGEST, TOO_LARGE
from visits.imports.targets import KINDS, TARGETS
from visits.matching.register_names import RegisterNames
from visits.models import Import, ImportState
from visits.models.table_import import TwoDigitYears

NEW, WRITTEN, LATER = "new", "written", ""
MOST_NAMES = 40


class FileForm(forms.Form):
    """What is in the file, and the file; one that was taken in before is refused."""

    kind = forms.ChoiceField(label="ข้อมูลในไฟล์", choices=list(KINDS.items()))
    file = forms.FileField(label="ไฟล์ตาราง (.xlsx .xls .ods .csv หรือตาราง HTML)")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(TOO_LARGE)
        self.content = file.read()
        digest = hashlib.sha256(self.content).hexdigest()
        taken = Import.objects.filter(
            sha256=digest, state=ImportState.TAKEN, kind=self.data.get("kind", "")
        ).first()
        if taken:
            raise ValidationError(f"ไฟล์นี้นำเข้าไปแล้วเมื่อ {thai_date(taken.created_at)} ({taken.name})")
        return file


class ColumnsForm(forms.Form):
    """What each column of each form of table holds, which sheets are taken, and the era of short years."""

    sheets = forms.MultipleChoiceField(label="แผ่นงานที่นำเข้า", widget=forms.CheckboxSelectMultiple)
    two_digit_years = forms.ChoiceField(
        label="ปีสองหลักในตารางเป็น", required=False, choices=[("", "เลือก"), *TwoDigitYears.choices[1:]]
    )
    keeps_file = forms.BooleanField(label="เก็บไฟล์ต้นฉบับไว้หลังนำเข้า", required=False)
    mapping_name = forms.CharField(label="เก็บรูปแบบคอลัมน์นี้ไว้ใช้กับไฟล์ถัดไป ตั้งชื่อว่า", required=False, max_length=120)

    def __init__(
        self, source: Import, table_forms: list[TableForm], asks_era: bool, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table_forms = table_forms
        names = [sheet for form in table_forms for sheet in form.sheets]
        self.fields["sheets"].choices = [(name, name) for name in names]  # type: ignore[attr-defined] # a choice field
        self.fields["sheets"].initial = source.sheets
        self.fields["keeps_file"].initial = source.keeps_file
        self.fields["two_digit_years"].initial = source.two_digit_years
        if not asks_era:
            del self.fields["two_digit_years"]
        else:
            self.fields["two_digit_years"].required = True
        choices = [("", "ไม่นำเข้า"), *((target.code, target.label) for target in TARGETS[source.kind])]
        for number, form in enumerate(table_forms):
            codes = source.columns.get(form.key, form.codes)
            for column, heading in enumerate(form.headings):
                self.fields[f"column-{number}-{column}"] = forms.ChoiceField(
                    label=heading or f"คอลัมน์ที่ {column + 1}",
                    choices=choices,
                    required=False,
                    initial=codes[column] if column < len(codes) else "",
                )

    def columns(self) -> dict[str, list[str]]:
        """The chosen target of each column, by form of table."""
        return {
            form.key: [self.cleaned_data[f"column-{number}-{column}"] for column in range(len(form.headings))]
            for number, form in enumerate(self.table_forms)
        }

    def column_rows(self) -> list[tuple[TableForm, list[tuple[Any, str]]]]:
        """For the page: each form of table with pairs of field and example; a column of nothing is left out."""
        return [
            (
                form,
                [
                    (self[f"column-{number}-{column}"], form.examples[column])
                    for column, heading in enumerate(form.headings)
                    if heading or form.examples[column]
                ],
            )
            for number, form in enumerate(self.table_forms)
        ]


class AnswersForm(forms.Form):
    """One answer a name for all rows that bear it: who or which unit it is, new, as written, or later."""

    def __init__(self, questions: dict[str, int], user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        register = RegisterNames(user)
        self.questions = dict(list(questions.items())[:MOST_NAMES])
        for number, (question, count) in enumerate(self.questions.items()):
            what, _, name = question.partition(":")
            if what == "unit":
                candidates = register.unit(name).candidates
                others = [(NEW, "สร้างหน่วยงานใหม่ตามชื่อนี้")]
            else:
                first, _, last = name.rpartition(" ")
                [match] = register.people([(first, last, "")], None)
                candidates, others = match.candidates, [(WRITTEN, "ใช้ตามที่เขียน ไม่ผูกกับทำเนียบ")]
            choices = [(LATER, "ยังไม่ตอบ"), *((str(key), label) for key, label in candidates), *others]
            self.fields[f"answer-{number}"] = forms.ChoiceField(
                label=f"{name} ({count} แถว)", choices=choices, required=False
            )

    def answers(self) -> dict[str, int | str]:
        """The answers given, by kind and folded name as the checker looks them up."""
        given = {}
        for number, question in enumerate(self.questions):
            answer = self.cleaned_data[f"answer-{number}"]
            what, _, name = question.partition(":")
            if answer:
                given[f"{what}:{fold(name)}"] = int(answer) if answer.isdigit() else answer
        return given

    def new_units(self) -> list[str]:
        """The names for which a new unit is wanted."""
        return [
            question.partition(":")[2]
            for number, question in enumerate(self.questions)
            if self.cleaned_data[f"answer-{number}"] == NEW
        ]
