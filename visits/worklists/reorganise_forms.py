"""The forms of a reorganisation: what happens to a unit, and what goes on at which successor."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from config.thai.forms import ThaiDateField
from config.thai.text import clean_line
from officials.models import User
from units.models import Responsibility, Unit, UnitAlias
from units.reorganisation import Reorganisation, ReorganisationKind, planned
from visits.directives.forms import RecordForm, UnitByName
from visits.worklists.reorganising import PostChoices, holders_of, open_assignments, posts_of, title_at

MOST_LINES = 20
# Of what hangs on a unit so many are asked for one by one; what follows goes where the rest of its kind goes.
MOST_ITEMS = 100
BLOCK = forms.Textarea(attrs={"rows": 3})
NOWHERE = "nowhere"
HOLDERS_GO_ON = "ผู้ที่ดำรงตำแหน่งต่อ: ตำแหน่งเดิมสิ้นสุดวันก่อนหน้า ตำแหน่งใหม่เริ่มวันที่มีผล อ้างกฎหมายหรือคำสั่งที่ระบุ"


class ReorganiseForm(RecordForm):
    """What happens to the unit `record`; `plan` is what it amounts to."""

    kind = forms.ChoiceField(label="เหตุ", choices=ReorganisationKind.choices, widget=forms.RadioSelect)
    on = ThaiDateField(label="มีผลตั้งแต่วันที่", help_text="วันแรกของหน่วยงานใหม่ หน่วยงานเดิมสิ้นสุดวันก่อนหน้า")
    names = forms.CharField(
        label="หน่วยงานใหม่",
        required=False,
        widget=BLOCK,
        help_text="บรรทัดละหนึ่งหน่วยงาน ชื่อเต็ม แล้วตามด้วย | และชื่อย่อถ้ามี เช่น กองพัฒนา | กพ. ย้ายสังกัดโดยใช้ชื่อเดิมให้เว้นว่าง",
    )
    target = UnitByName(
        label="หน่วยงานที่มีอยู่แล้วซึ่งรับรวมหรือรับงานต่อ", required=False, help_text="ใช้เมื่อยุบรวมเข้ากับหน่วยงานที่มีอยู่"
    )
    others = forms.CharField(
        label="หน่วยงานอื่นที่ยุบรวมพร้อมกัน", required=False, widget=BLOCK, help_text="บรรทัดละหนึ่งหน่วยงาน ใช้เมื่อยุบรวม"
    )
    parent = UnitByName(label="หน่วยงานต้นสังกัดใหม่", required=False, help_text="ใช้เมื่อย้ายสังกัด")
    source = forms.CharField(
        label="กฎหมายหรือคำสั่ง", required=False, max_length=500, widget=forms.TextInput(attrs={"size": 50})
    )
    plan: Reorganisation

    def clean_names(self) -> list[tuple[str, str]]:
        """Full and short name of each new unit."""
        pairs = []
        for line in lines_of(self.cleaned_data["names"]):
            name, _, short = (clean_line(part) for part in line.partition("|"))
            if not name or len(name) > 250 or len(short) > 80:
                raise ValidationError(f"ชื่อเต็มยาวได้ 250 ตัวอักษร ชื่อย่อ 80 ตัวอักษร: {line[:80]}")
            pairs.append((name, short))
        return pairs

    def clean_others(self) -> list[Unit]:
        """The units named, each once."""
        field = UnitByName(required=False)
        field.user = self.user
        units = [field.clean(line) for line in lines_of(self.cleaned_data["others"])]
        return list({unit.pk: unit for unit in units if unit and unit != self.record}.values())

    def clean(self) -> dict[str, Any]:
        """Plans what the fields amount to."""
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            try:
                self.plan = planned(
                    data["kind"], self.record, **{k: v for k, v in data.items() if k != "kind"}
                )
            except ValidationError as error:
                self.add_error(None, error)
        return data


def lines_of(text: str) -> list[str]:
    """The lines that are not blank; raises ValidationError for too many."""
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise ValidationError(f"ใส่ได้ไม่เกิน {MOST_LINES} บรรทัด")
    return lines


@dataclass
class ShareSection:
    """One kind of things that go on: its label, the field for all of them, and the fields of each as lists."""

    label: str
    everything: Any = None
    items: list[tuple[str, list[Any]]] = field(default_factory=list)
    more: int = 0
    note: str = ""


class ShareForm(forms.Form):
    """Which successor takes over what, and who goes on in which post; unbound it holds what is proposed."""

    seen = forms.CharField(widget=forms.HiddenInput, initial="1")

    def __init__(self, data: QueryDict | None, *, plan: Reorganisation) -> None:
        super().__init__(data if data and "seen" in data else None)
        self.plan = plan
        self.rows: dict[str, list[int]] = {}
        self.names: dict[str, tuple[str, list[tuple[str, list[str]]], int]] = {}
        keys = [unit.pk for unit in plan.closing]
        self.takers = [(str(place), str(unit)) for place, unit in enumerate(plan.successors)]
        if len(plan.successors) > 1:
            children = Unit.objects.filter(parent__in=keys).exclude(
                pk__in=[*keys, *(unit.pk for unit in plan.successors if unit.pk)]
            )
            areas = Responsibility.objects.filter(unit__in=keys).select_related("province")
            aliases = UnitAlias.objects.filter(unit__in=keys)
            accounts = User.objects.filter(unit__in=keys, is_active=True)
            self.ask("child", "หน่วยงานในสังกัด", list(children))
            self.ask("province", "จังหวัดในความรับผิดชอบ", list(areas), name=lambda row: str(row.province))
            self.ask("alias", "ชื่อเรียกอื่น", list(aliases), may_end=True)
            self.ask("account", "บัญชีผู้ใช้", list(accounts))
            self.ask(
                "assignment",
                "ข้อสั่งการที่ยังไม่แล้วเสร็จ ใครรับช่วงติดตาม",
                list(open_assignments(plan)),
                name=lambda row: str(row.directive),
            )
        self.ask_posts()

    def ask(self, kind: str, label: str, rows: list[Any], name: Any = str, may_end: bool = False) -> None:
        """Adds a field for all rows of a kind and one for each of the first; none where there are no rows."""
        if not rows:
            return
        last = [(NOWHERE, "ไม่ใช้ต่อ")] if may_end else []
        everything = f"{kind}-all"
        self.fields[everything] = forms.ChoiceField(
            label=f"{label}: ทั้งหมดไปที่", choices=[*self.takers, *last], required=False
        )
        items = []
        for row in rows[:MOST_ITEMS]:
            key = f"{kind}-{row.pk}"
            choices = [("", "ตามที่เลือกไว้สำหรับทั้งหมด"), *self.takers, *last]
            self.fields[key] = forms.ChoiceField(
                label=name(row)[:200],
                choices=choices,
                required=False,
                widget=forms.Select(attrs={"aria-label": f"{name(row)[:200]} ไปที่"}),
            )
            items.append((name(row)[:200], [key]))
        self.names[kind] = (label, items, max(0, len(rows) - MOST_ITEMS))
        self.rows[kind] = [row.pk for row in rows]

    def ask_posts(self) -> None:
        """Adds for each post where it goes on, its title there, and a tick for each of its holders."""
        posts, holders = posts_of(self.plan), holders_of(self.plan)
        self.ask("post", "ตำแหน่ง", posts, may_end=True)
        for post, (_, names) in zip(posts, self.names["post"][1] if posts else [], strict=False):
            self.fields[f"title-{post.pk}"] = forms.CharField(
                label="ชื่อตำแหน่งใหม่",
                required=False,
                max_length=250,
                widget=forms.TextInput(
                    attrs={"placeholder": title_at(post, self.plan.successors[0]), "size": 40}
                ),
            )
            names.append(f"title-{post.pk}")
            for holder in holders.get(post.pk, []):
                row = holder.appointment
                acting = "" if row.kind == "substantive" else f" ({row.get_kind_display()})"
                doubt = "" if row.is_confirmed else " ยังไม่ยืนยัน"
                self.fields[f"holder-{row.pk}"] = forms.BooleanField(
                    label=f"{row.official}{acting}{doubt} ดำรงตำแหน่งต่อ",
                    required=False,
                    initial=holder.is_proposed,
                )
                names.append(f"holder-{row.pk}")

    @property
    def sections(self) -> list[ShareSection]:
        """What the page shows."""
        return [
            ShareSection(
                label,
                self[f"{kind}-all"],
                [(name, [self[key] for key in keys]) for name, keys in items],
                more,
                HOLDERS_GO_ON if kind == "post" else "",
            )
            for kind, (label, items, more) in self.names.items()
        ]

    def value(self, name: str) -> Any:
        """What was chosen, or is proposed."""
        return self.cleaned_data.get(name) if self.is_bound else self.fields[name].initial

    def shares(self) -> dict[str, int | None]:
        """As `Reorganisation.shares`."""
        found: dict[str, int | None] = {}
        for kind, keys in self.rows.items():
            everything = self.value(f"{kind}-all") or "0"
            for key in keys:
                chosen = (self.value(f"{kind}-{key}") if f"{kind}-{key}" in self.fields else "") or everything
                found[f"{kind}-{key}"] = None if chosen == NOWHERE else int(chosen)
        return found

    def post_choices(self) -> PostChoices:
        """Titles as typed, and the appointments ticked."""
        titles = {
            int(name.removeprefix("title-")): clean_line(self.value(name) or "")
            for name in self.fields
            if name.startswith("title-")
        }
        ticked = (
            int(name.removeprefix("holder-"))
            for name in self.fields
            if name.startswith("holder-") and self.value(name)
        )
        return PostChoices({key: title for key, title in titles.items() if title}, frozenset(ticked))
