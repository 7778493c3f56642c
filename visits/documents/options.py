"""What a reader chooses before printing: form, edition, digits, what is left out, who signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

SHOWN = [("1", "แสดง"), ("0", "ไม่แสดง")]
HIDDEN_FIRST = SHOWN[::-1]


@dataclass(frozen=True)
class Choices:
    """The options of a document as values; the defaults are those of the form."""

    is_memo: bool = False
    is_public: bool = False
    in_thai: bool = True
    findings: bool = True
    follow_up: bool = False
    photographs: int = 2
    signer: str = ""
    to: str = ""
    reference: str = ""

    def shows(self, row: Any) -> bool:
        """Whether a finding, directive or file (anything with `is_internal`) stands in this edition."""
        return not (self.is_public and row.is_internal)


class DocumentOptions(forms.Form):
    """The options as read from the address; one that is not named has its first value.

    `signers` are the choices of that field, `defaults` first values by name of field.
    """

    form = forms.ChoiceField(
        label="รูปแบบ", choices=[("report", "รายงานผล"), ("memo", "บันทึกข้อความ")], required=False
    )
    edition = forms.ChoiceField(
        label="ฉบับ", choices=[("full", "ฉบับเต็ม"), ("public", "ฉบับเผยแพร่")], required=False
    )
    digits = forms.ChoiceField(
        label="ตัวเลข", choices=[("thai", "เลขไทย"), ("arabic", "เลขอารบิก")], required=False
    )
    findings = forms.ChoiceField(label="ผลการรับฟัง", choices=SHOWN, required=False)
    follow_up = forms.ChoiceField(label="ผลการติดตาม", choices=HIDDEN_FIRST, required=False)
    photographs = forms.ChoiceField(
        label="ภาพประกอบ",
        choices=[("2", "หน้าละ 2 ภาพ"), ("4", "หน้าละ 4 ภาพ"), ("0", "ไม่แสดง")],
        required=False,
    )
    signer = forms.ChoiceField(label="ผู้ลงนาม", required=False)
    to = forms.CharField(label="เรียน", max_length=200, required=False)
    reference = forms.CharField(label="ที่", max_length=80, required=False)

    # Copied from the address, so that first values can be filled in.
    data: QueryDict

    def __init__(
        self, data: QueryDict, *, signers: Sequence[tuple[str, str]], defaults: Mapping[str, str]
    ) -> None:
        super().__init__(data.copy())
        signer: Any = self.fields["signer"]
        signer.choices = signers
        for name, field in self.fields.items():
            if not self.data.get(name):
                choices = getattr(field, "choices", [("", "")])
                self.data[name] = defaults.get(name, choices[0][0])

    @property
    def sentences(self) -> list[str]:
        """What is wrong with the options, in words; empty where all is well."""
        wrong = [
            f"{self.fields[name].label}: {' '.join(map(str, texts))}" for name, texts in self.errors.items()
        ]
        unknown = sorted(set(self.data) - set(self.fields))
        return wrong + [f"“{name[:40]}”: ไม่มีตัวเลือกนี้ กรุณาตรวจสอบที่อยู่" for name in unknown]

    @cached_property
    def choices(self) -> Choices:
        """The options as values; to be read only where `sentences` is empty."""
        self.full_clean()
        values = self.cleaned_data
        return Choices(
            is_memo=values["form"] == "memo",
            is_public=values["edition"] == "public",
            in_thai=values["digits"] == "thai",
            findings=values["findings"] == "1",
            follow_up=values["follow_up"] == "1",
            photographs=int(values["photographs"]),
            signer=values["signer"],
            to=values["to"],
            reference=values["reference"],
        )
