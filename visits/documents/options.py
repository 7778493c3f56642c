"""What one chooses before printing: form, edition, digits, what is left out, who signs."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property

SHOWN = [("1", "แสดง"), ("0", "ไม่แสดง")]
HIDDEN_FIRST = SHOWN[::-1]


class Options(forms.Form):
    """Read from the address; an option that is not named has its first value."""

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

    def __init__(self, data, *, signers, defaults):
        super().__init__(data.copy())
        self.fields["signer"].choices = signers
        self.defaults = defaults
        for name, field in self.fields.items():
            if not self.data.get(name):
                self.data[name] = self._first(name, field)

    def _first(self, name, field):
        if name in self.defaults:
            return self.defaults[name]
        return field.choices[0][0] if hasattr(field, "choices") else ""

    @property
    def unknown(self):
        return sorted(set(self.data) - set(self.fields))

    @property
    def sentences(self):
        """What is wrong with the options, in words; empty where all is well."""
        wrong = [f"{self.fields[name].label}: {' '.join(texts)}" for name, texts in self.errors.items()]
        return wrong + [f"“{name[:40]}”: ไม่มีตัวเลือกนี้ กรุณาตรวจสอบที่อยู่" for name in self.unknown]

    @cached_property
    def asked(self):
        """The options as values; only where nothing is wrong with them."""
        self.full_clean()
        chosen = self.cleaned_data
        return Asked(
            is_memo=chosen["form"] == "memo",
            is_public=chosen["edition"] == "public",
            in_thai=chosen["digits"] == "thai",
            findings=chosen["findings"] == "1",
            follow_up=chosen["follow_up"] == "1",
            photographs=int(chosen["photographs"]),
            signer=chosen["signer"],
            to=chosen["to"],
            reference=chosen["reference"],
        )


@dataclass(frozen=True)
class Asked:
    is_memo: bool = False
    is_public: bool = False
    in_thai: bool = True
    findings: bool = True
    follow_up: bool = False
    photographs: int = 2
    signer: str = ""
    to: str = ""
    reference: str = ""

    def shows(self, row):
        """Whether a row stands in the edition asked for."""
        return not (self.is_public and row.is_internal)
