"""Data entry of people, posts and appointments."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from config.forms.model_admin import (
    TrackedAdmin,
    TrackedTabularInline,
    word_column,
)
from config.kept_statements import KeptRows
from config.thai.admin import thai_date_column
from officials.appointment_warnings import AppointmentForm, AppointmentFormSet
from officials.models import (
    Appointment,
    FormerName,
    Official,
    OfficialAlias,
    PositionStatement,
    Post,
)
from units.merged_rows import MergedRowsAdmin
from units.spellings import spellings


class OfficialAliasInline(TrackedTabularInline):
    """Other names of a person."""

    model = OfficialAlias
    fields = ["alias"]
    row_help = {"ชื่อเรียกอื่น": "ชื่อที่พิมพ์แล้วให้พบบุคคลนี้ ไม่พิมพ์ในรายงาน"}


class FormerNameInline(TrackedTabularInline):
    """Names borne earlier, each until a day."""

    model = FormerName
    fields = ["prefix", "first_name", "last_name", "until"]
    row_help = {"ใช้ถึงวันที่": "วันสุดท้ายที่ใช้ชื่อนี้ การตรวจเยี่ยมถึงวันนั้นเสนอชื่อเดิม"}


class PositionStatementInline(TrackedTabularInline):
    """Days on which sources state an appointment."""

    model = PositionStatement
    fields = ["stated_on", "source", "is_confirmed"]
    row_help = {"วันที่แหล่งข้อมูลระบุ": "วันที่แหล่งข้อมูลกล่าวว่าดำรงตำแหน่งนี้ มิใช่วันแต่งตั้ง"}


class AppointmentInline(TrackedTabularInline):
    """Posts of a person."""

    model = Appointment
    formset = AppointmentFormSet
    fields = ["post", "kind", "starts_on", "ends_on", "stated_first", "stated_last"]
    row_help = {
        "ลักษณะ": "รักษาราชการแทน: แทนผู้ดำรงตำแหน่งที่ไม่อยู่ รักษาการในตำแหน่ง: ตำแหน่งว่าง ปฏิบัติราชการแทน: ได้รับมอบอำนาจ ช่วยราชการ: ทำงานที่อื่นโดยคงตำแหน่งเดิม",
        "ถึงวันที่": "วันสุดท้ายในตำแหน่ง เว้นว่างเมื่อยังดำรงอยู่หรือไม่ทราบ",
        "ปรากฏครั้งแรก": "ใช้เมื่อไม่ทราบวันแต่งตั้ง: วันแรกที่แหล่งข้อมูลระบุตำแหน่งนี้ ตำแหน่งที่เสนอจากวันนี้มีเครื่องหมายยังไม่ยืนยัน",
    }
    autocomplete_fields = ["post"]
    show_change_link = True


@admin.register(Official)
class OfficialAdmin(MergedRowsAdmin, TrackedAdmin):
    """People of the register."""

    has_personal_data = True
    list_display = [
        "name_column",
        "position_column",
        word_column("is_external", "สังกัด", "ภายนอกกระทรวง"),
        thai_date_column("left_on", "ปฏิบัติหน้าที่ถึง"),
    ]
    listed_rows = KeptRows(Official.objects.order_by(), "pk")
    list_filter = ["is_external"]
    search_fields = ["search"]
    search_help_text = "ค้นจากชื่อ นามสกุล ชื่อเดิม ชื่อเรียกอื่น หรือตำแหน่ง"
    inlines = [AppointmentInline, FormerNameInline, OfficialAliasInline]
    help_texts = {
        "last_name": "เปลี่ยนชื่อหรือนามสกุลจริง ให้เพิ่มชื่อเดิมด้านล่างด้วย",
        "is_external": "ผู้ที่ไม่ได้สังกัดกระทรวง เช่น ผู้ประกอบการ",
    }
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("prefix", "academic_title"),
                    ("first_name", "last_name"),
                    ("is_external", "left_on"),
                ]
            },
        ),
        ("หมายเหตุ", {"classes": ["collapse"], "fields": ["note", "code"]}),
    ]

    @admin.display(description="ชื่อ", ordering="sort_key")
    def name_column(self, official: Official) -> str:
        """The name, sorted by it."""
        return official.name

    @admin.display(description="ตำแหน่งล่าสุดที่ทราบ")
    def position_column(self, official: Official) -> str:
        """The position proposed for today."""
        return official.last_known_position

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: list[forms.BaseModelFormSet],
        change: bool,
    ) -> None:
        """Saves the rows; after a change of name without a former name it reminds of one."""
        super().save_related(request, form, formsets, change)
        renamed = change and {"prefix", "first_name", "last_name"} & set(form.changed_data)
        if renamed and not any(rows.new_objects for rows in formsets if rows.model is FormerName):
            sentence = (
                "หากเป็นการเปลี่ยนชื่อ มิใช่การแก้คำผิด โปรดเพิ่มชื่อเดิมและวันสุดท้ายที่ใช้ เพื่อให้การตรวจเยี่ยมก่อนหน้านั้นใช้ชื่อของวันนั้น"
            )
            self.message_user(request, sentence, messages.WARNING)


@admin.register(Post)
class PostAdmin(MergedRowsAdmin, TrackedAdmin):
    """Posts of the register."""

    list_display = ["title", "abbreviation", "unit", "rank"]
    list_select_related = ["unit"]
    search_fields = ["search", "unit__search"]
    autocomplete_fields = ["unit"]
    fields = ["title", "abbreviation", "aliases", "unit", "rank", "code"]
    help_texts = {
        "title": "ตามที่พิมพ์ในหนังสือราชการ รวมชื่อหน่วยงาน",
        "unit": "หน่วยงานของตำแหน่ง ใช้เสนอหน่วยงานรับผิดชอบของข้อสั่งการ",
    }

    def spellings(self, word: str) -> list[str]:
        """As offices and provinces are typed."""
        return spellings(word)


@admin.register(Appointment)
class AppointmentAdmin(TrackedAdmin):
    """Appointments; warnings about them are accepted by a tick."""

    has_personal_data = True
    form = AppointmentForm
    row_of = "official"
    inlines = [PositionStatementInline]
    list_display = [
        "official",
        "post",
        "kind",
        thai_date_column("starts_on", "ตั้งแต่"),
        thai_date_column("ends_on", "ถึง"),
    ]
    list_filter = ["kind", "verified", "is_confirmed"]
    list_select_related = ["official", "post"]
    search_fields = ["official__search", "post__search", "post__unit__search"]
    autocomplete_fields = ["official", "post"]
    help_texts = {
        "kind": "รักษาราชการแทน: แทนผู้ดำรงตำแหน่งที่ไม่อยู่ รักษาการในตำแหน่ง: ตำแหน่งว่าง ปฏิบัติราชการแทน: ได้รับมอบอำนาจ",
        "starts_on": "เว้นว่างเมื่อไม่ทราบ แล้วใส่วันที่ปรากฏครั้งแรกแทน",
        "ends_on": "วันสุดท้ายในตำแหน่ง เว้นว่างเมื่อยังดำรงอยู่หรือไม่ทราบ",
    }
    fieldsets = [
        (None, {"fields": ["official", ("post", "kind"), ("starts_on", "ends_on")]}),
        (
            "เมื่อไม่ทราบวันแต่งตั้ง",
            {"fields": [("stated_first", "stated_last")], "description": "วันแรกและวันล่าสุดที่แหล่งข้อมูลระบุตำแหน่งนี้"},
        ),
        (
            "แหล่งอ้างอิง",
            {"classes": ["collapse"], "fields": ["order_no", "source", "verified", "is_confirmed", "note"]},
        ),
    ]
