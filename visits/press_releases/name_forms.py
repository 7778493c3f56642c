"""What a name that the register does not know is: new, another name of somebody known, or never looked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction

from config.thai.text import clean_line
from officials.models import Official, OfficialAlias, User
from units.models import Kind, Unit, UnitAlias
from visits.directives.forms import UnitByName
from visits.matching.register_names import Match, RegisterNames, kind_of
from visits.models import NameAsWritten, NameKind, Reading, ReadingName
from visits.models.reading import UNDECIDED_STATES

LATER, NEW, AS_WRITTEN = "", "new", "never"
SOURCE = "ข่าวประชาสัมพันธ์"


class NameForm(forms.Form):
    """The answer about one name; the candidates of the register stand among the choices."""

    answer = forms.ChoiceField(label="คำตอบ", required=False)
    other = UnitByName(label="หรือหน่วยงานอื่นในทำเนียบ", required=False)
    unit_kind = forms.ChoiceField(label="ประเภท (เมื่อเพิ่มใหม่)", choices=Kind.choices, required=False)

    # The kinds of fields differ; each is known by its name.
    fields: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        row: Mapping[str, Any],
        sample: ReadingName,
        match: Match,
        user: User,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.row, self.sample = row, sample
        self.is_unit = row["kind"] == NameKind.UNIT
        new = "เพิ่มเป็นหน่วยงานใหม่ในทำเนียบ" if self.is_unit else "เพิ่มเป็นบุคคลใหม่ในทำเนียบ"
        never = "ไม่ใช่จุดตรวจเยี่ยม ไม่ต้องถามอีก" if self.is_unit else "ใช้ชื่อตามข่าว ไม่ต้องถามอีก"
        known = [(str(key), f"คือ {label}") for key, label in match.candidates]
        self.fields["answer"].choices = [(LATER, "— ยังไม่ตอบ —"), *known, (NEW, new), (AS_WRITTEN, never)]
        if self.is_unit:
            self.fields["other"].user = user
            self.initial.setdefault("unit_kind", kind_of(row["name"]))
        else:
            del self.fields["other"], self.fields["unit_kind"]

    @property
    def position(self) -> str:
        """The post that the text gives the person."""
        return self.sample.details.get("position") or ""

    def clean(self) -> dict[str, Any]:
        """A unit typed by name is the answer; a new person needs both names."""
        super().clean()
        cleaned_data = self.cleaned_data
        if cleaned_data.get("other"):
            cleaned_data["answer"] = str(cleaned_data["other"].pk)
        details = self.sample.details
        has_names = details.get("first_name") and details.get("last_name")
        if cleaned_data.get("answer") == NEW and not self.is_unit and not has_names:
            self.add_error("answer", "บุคคลใหม่ต้องมีทั้งชื่อและสกุล โปรดเลือกบุคคลในทำเนียบหรือใช้ชื่อตามข่าว")
        return cleaned_data

    def save(self) -> None:
        """Writes the answer into the register, once for all readings."""
        answer, name, details = self.cleaned_data["answer"], self.row["name"], self.sample.details
        if answer == AS_WRITTEN:
            NameAsWritten.objects.get_or_create(
                kind=self.row["kind"], key=self.row["key"], defaults={"name": name}
            )
        elif answer == NEW and self.is_unit:
            Unit.objects.create(
                name=clean_line(name),
                kind=self.cleaned_data.get("unit_kind") or kind_of(name),
                province_id=details.get("province"),
                source=SOURCE,
            )
        elif answer == NEW:
            fields = ("prefix", "academic_title", "first_name", "last_name")
            Official.objects.create(**{field: details.get(field) or "" for field in fields}, note=SOURCE)
        elif self.is_unit:
            UnitAlias.objects.get_or_create(unit_id=int(answer), alias=clean_line(name))
        else:
            OfficialAlias.objects.get_or_create(official_id=int(answer), alias=clean_line(name))


class NamesForm:
    """The most frequent names on one page, each with its own answer; one tick answers for the people left over."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        register: RegisterNames,
        user: User,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        keys = [row["key"] for row in rows]
        samples = ReadingName.objects.visible_to(user).filter(
            key__in=keys, reading__state__in=UNDECIDED_STATES
        )
        by_name = {(sample.kind, sample.key): sample for sample in samples.order_by("-pk")}
        people = [by_name[row["kind"], row["key"]] for row in rows if row["kind"] == NameKind.PERSON]
        parts = ("first_name", "last_name", "position")
        named: list[Any] = [tuple(sample.details.get(part) or "" for part in parts) for sample in people]
        matches = dict(zip((sample.key for sample in people), register.people(named, None), strict=True))
        self.user = user
        self.rest_as_written = bool(data and data.get("rest_as_written"))
        self.rows = [
            NameForm(
                data,
                # By kind and key, so that an answer never slips to another name when the list moves on.
                prefix=f"{row['kind']}-{row['key']}",
                row=row,
                sample=by_name[row["kind"], row["key"]],
                match=register.unit(row["name"]) if row["kind"] == NameKind.UNIT else matches[row["key"]],
                user=user,
            )
            for row in rows
        ]

    def is_valid(self) -> bool:
        """Whether each answer is right; the tick for the rest changes those that say nothing yet."""
        valid = [row.is_valid() for row in self.rows]
        for row in self.rows:
            if self.rest_as_written and not row.is_unit and row.cleaned_data.get("answer") == LATER:
                row.cleaned_data["answer"] = AS_WRITTEN
        return all(valid)

    @transaction.atomic
    def save(self) -> int:
        """Writes the answers and marks the readings they concern; gives how many names were answered."""
        answered = [row for row in self.rows if row.cleaned_data.get("answer") != LATER]
        concerned: set[int] = set()
        for row in answered:
            row.save()
            names = ReadingName.objects.visible_to(self.user).filter(kind=row.row["kind"], key=row.row["key"])
            concerned |= set(names.values_list("reading", flat=True))
        readings = list(Reading.objects.undecided().filter(pk__in=concerned))
        for reading in readings:
            reading.needs_matching = True
        Reading.objects.bulk_update(readings, ["needs_matching"])
        return len(answered)
