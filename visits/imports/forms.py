"""The forms of an import: the file, its columns, and the answers to names that the register does not know."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from config.forms.autocomplete import choice_label
from config.forms.keys import is_key
from config.thai.dates import thai_date
from config.thai.text import clean_line, fold, terms
from officials.models import Official, OfficialAlias, User
from units.models import Kind, Unit, UnitAlias
from visits.imports.cell_values import split_person
from visits.imports.checking import AS_WRITTEN, PERSON, STRANGER, UNIT
from visits.imports.intake import TableForm
from visits.imports.reading import LARGEST, TOO_LARGE
from visits.imports.saving import new_official
from visits.imports.targets import KINDS
from visits.imports.ticks import targets_of
from visits.matching.register_names import RegisterNames, kind_of
from visits.models import Import, ImportState
from visits.models.table_import import TwoDigitYears

NEW, LATER = "new", ""
MOST_NAMES = 40
OFFERED, LONGEST_SEARCH = 20, 100


class FileForm(forms.Form):
    """What is in the file, and the file; one that was taken in before is refused."""

    kind = forms.ChoiceField(label="ข้อมูลในไฟล์", choices=list(KINDS.items()))
    file = forms.FileField(
        label="ไฟล์ตาราง (.xlsx .xls .ods .csv หรือตาราง HTML)",
        help_text="หนึ่งแถวต่อหนึ่งรายการ มีหัวคอลัมน์ ชื่อหัวและลำดับเป็นอย่างไรก็ได้ ขั้นถัดไปถามว่าแต่ละคอลัมน์คืออะไร",
    )

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
            raise ValidationError(
                f"ไฟล์นี้นำเข้าไปแล้วเมื่อ {thai_date(timezone.localdate(taken.created_at))} ({taken.name}) "
                "หากต้องการนำเข้าใหม่ ให้ยกเลิกการนำเข้าครั้งนั้นก่อน"
            )
        return file


class ColumnsForm(forms.Form):
    """What each column of each form of table holds, which sheets are taken, and the era of short years."""

    sheets = forms.MultipleChoiceField(label="แผ่นงานที่นำเข้า", widget=forms.CheckboxSelectMultiple)
    two_digit_years = forms.ChoiceField(
        label="ปีสองหลักในตารางเป็น",
        required=False,
        choices=[("", "เลือก"), *TwoDigitYears.choices[1:]],
        help_text="เช่น 28/1/66 เป็นปี 2566 หรือ 28/1/23 เป็นปี 2023 ระบบไม่เดาให้",
    )
    keeps_file = forms.BooleanField(
        label="เก็บไฟล์ต้นฉบับไว้หลังนำเข้า", required=False, help_text="ไม่เก็บ: ไฟล์ถูกลบเมื่อนำเข้าเสร็จ"
    )
    mapping_name = forms.CharField(
        label="เก็บรูปแบบคอลัมน์นี้ไว้ใช้กับไฟล์ถัดไป ตั้งชื่อว่า",
        required=False,
        max_length=120,
        help_text="เว้นว่างเมื่อไม่ต้องการเก็บ",
    )

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
        choices = [("", "ไม่นำเข้า"), *((target.code, target.label) for target in targets_of(source.kind))]
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
    """One answer a name for all rows that bear it: who or which unit it is, new, as written, or later.

    What the register does not propose is looked up by typed words; the form then comes back with what was found among
    the choices. Fields bear the name's fingerprint, so that an answer never slips to another name when the list moves on.
    """

    rest_as_written = forms.BooleanField(label="ชื่อบุคคลที่ยังไม่ตอบในหน้านี้ ให้ใช้ตามที่เขียนทั้งหมด", required=False)
    remembers = forms.BooleanField(label="จำชื่อที่ตอบไว้เป็นชื่อเรียกอื่นในทำเนียบ เพื่อใช้กับไฟล์ต่อไปด้วย", required=False)

    def __init__(self, questions: dict[str, int], user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.register = RegisterNames(user)
        self.questions = dict(list(questions.items())[:MOST_NAMES])
        self.left_over = max(len(questions) - MOST_NAMES, 0)
        self.is_searching = False
        self.created: list[list[Any]] = []
        people = [split_person(named) for what, named in map(parts_of, self.questions) if what != UNIT]
        matches = iter(self.register.people([(one.first_name, one.last_name, "") for one in people], None))
        # What is found alone is put in as the answer; the request's own data cannot be changed.
        self.data: dict[str, Any] = self.data.dict() if isinstance(self.data, QueryDict) else dict(self.data)
        for question in self.questions:
            what, named = parts_of(question)
            match = self.register.unit(named) if what == UNIT else next(matches)
            self._add_fields(question, what, list(match.candidates))

    def _add_fields(self, question: str, what: str, candidates: list[tuple[int, str]]) -> None:
        answer, search, kind = names_of(question)
        is_unit = what == UNIT
        words = clean_line(self.data.get(search, ""))[:LONGEST_SEARCH]
        sentence = ""
        if words and not self.data.get(answer):
            self.is_searching = True
            rows = (Unit if is_unit else Official).objects.visible_to(self.user).matching(words)
            found = (
                [(row.pk, choice_label(row)) for row in rows.for_choosing()[:OFFERED]] if terms(words) else []
            )
            sentence = (
                f"พบ {len(found)} รายการ เลือกได้ในช่องคำตอบ" if found else "ไม่พบในทำเนียบ ลองพิมพ์เพียงบางส่วนของชื่อ"
            )
            if len(found) == 1:
                self.data[answer] = str(found[0][0])
            candidates = [*found, *candidates]
        elif is_key(chosen := self.data.get(answer, "")):
            # Looked up on the page before.
            row = (
                (Unit if is_unit else Official)
                .objects.visible_to(self.user)
                .filter(pk=chosen)
                .for_choosing()
                .first()
            )
            candidates = [*candidates, *([(row.pk, choice_label(row))] if row else [])]
        known = {str(key): f"คือ {label}" for key, label in candidates}
        others = [(NEW, "เพิ่มเป็นหน่วยงานใหม่ในทำเนียบ" if is_unit else "เพิ่มเป็นบุคคลใหม่ในทำเนียบ")]
        if not is_unit:
            others.append((AS_WRITTEN, "ใช้ตามที่เขียน ไม่ผูกกับทำเนียบ"))
        self.fields[answer] = forms.ChoiceField(
            label="คำตอบ", choices=[(LATER, "ยังไม่ตอบ"), *known.items(), *others], required=False
        )
        self.fields[search] = forms.CharField(
            label="ค้นหาในทำเนียบ",
            required=False,
            max_length=LONGEST_SEARCH,
            help_text=sentence,
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        )
        if is_unit:
            named = parts_of(question)[1]
            self.fields[kind] = forms.ChoiceField(
                label="ประเภทเมื่อเพิ่มใหม่", choices=Kind.choices, required=False, initial=kind_of(named)
            )

    def clean(self) -> dict[str, Any]:
        """A new person needs both names."""
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            what, named = parts_of(question)
            answer, _, _ = names_of(question)
            if what != UNIT and cleaned.get(answer) == NEW and not split_person(named).last_name:
                self.add_error(answer, "บุคคลใหม่ต้องมีทั้งชื่อและสกุล กรุณาเลือกบุคคลในทำเนียบหรือใช้ตามที่เขียน")
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """For the page: name, number of rows and fields of each question, those in doubt apart from people unknown."""
        return [
            {
                "name": parts_of(question)[1],
                "count": count,
                "is_needed": parts_of(question)[0] != STRANGER,
                "answer": self[names_of(question)[0]],
                "search": self[names_of(question)[1]],
                "kind": self[names_of(question)[2]] if parts_of(question)[0] == UNIT else None,
            }
            for question, count in self.questions.items()
        ]

    def save(self, origin: str) -> dict[str, int | str]:
        """Makes the new units and people, notes other names; the answers by kind and folded name, as the checker looks them up.

        `created` then lists what was made, as pairs of model and key.
        """
        answers: dict[str, int | str] = {}
        for question in self.questions:
            what, named = parts_of(question)
            field, _, kind = names_of(question)
            answer = self.cleaned_data[field]
            if not answer and self.cleaned_data["rest_as_written"] and what != UNIT:
                answer = AS_WRITTEN
            if not answer:
                continue
            key = f"{UNIT if what == UNIT else PERSON}:{fold(named)}"
            person = split_person(named)
            if answer == NEW and what == UNIT:
                unit = Unit.objects.create(
                    name=clean_line(named)[:250],
                    kind=self.cleaned_data[kind] or kind_of(named),
                    province_id=next(
                        (pk for name, pk in self.register.provinces.items() if name in named), None
                    ),
                    source=origin,
                )
                answers[key] = unit.pk
                self.created.append([Unit._meta.label, unit.pk])
            elif answer == NEW:
                answers[key] = new_official(person, origin).pk
                self.created.append([Official._meta.label, answers[key]])
            elif answer == AS_WRITTEN:
                answers[key] = AS_WRITTEN
            else:
                answers[key] = int(answer)
                if self.cleaned_data["remembers"] and what == UNIT:
                    UnitAlias.objects.get_or_create(unit_id=int(answer), alias=clean_line(named)[:250])
                elif self.cleaned_data["remembers"] and person.last_name:
                    alias = f"{person.first_name} {person.last_name}"[:250]
                    OfficialAlias.objects.get_or_create(official_id=int(answer), alias=alias)
        return answers


def parts_of(question: str) -> tuple[str, str]:
    """What is asked about and the name: ("unit", "โรงงานทดลอง")."""
    what, _, named = question.partition(":")
    return what, named


def names_of(question: str) -> tuple[str, str, str]:
    """Names of the fields of a question: answer, words looked up, kind of a new unit."""
    mark = hashlib.sha256(question.encode()).hexdigest()[:12]
    return f"answer-{mark}", f"search-{mark}", f"kind-{mark}"
