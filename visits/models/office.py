"""The office that prints: what stands at the head of its memos."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from config.stored_files import FilesAway
from config.thai.fields import LineField
from config.tracking import Tracked, history
from visits.attachments import uploads
from visits.attachments.kinds import kind_of

LARGEST_CREST = 2 * 1024 * 1024
FORMATS = ("png", "jpg")


def check_crest(file: FieldFile) -> None:
    """Raises ValidationError for a new file over 2 MB or one that is no readable PNG or JPEG, whatever its name.

    It was decoded when it came: this is asked within the transaction that saves the office.
    """
    if getattr(file, "_committed", False):  # looked at when it came, and may be gone from the disk
        return
    if file.size > LARGEST_CREST:
        raise ValidationError("ไฟล์ตราใหญ่เกิน 2 MB")
    ready = uploads.prepared(file)
    if ready.refusal or kind_of(ready) not in FORMATS:
        raise ValidationError("ใช้ได้เฉพาะไฟล์ภาพ PNG หรือ JPEG ที่เปิดได้")


class Office(Tracked):
    """The one row of office data; until somebody writes it, the head of a memo stays blank."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    agency = LineField(
        "ส่วนราชการ",
        max_length=250,
        blank=True,
        help_text="ชื่อหน่วยงานเจ้าของเรื่อง โทรศัพท์ และไปรษณีย์อิเล็กทรอนิกส์ ตามที่พิมพ์ในบันทึกข้อความ",
    )
    recipient = LineField("เรียน", max_length=200, blank=True, default="ปลัดกระทรวงอุตสาหกรรม")
    crest = models.FileField(
        "ตราครุฑ",
        upload_to="office",
        blank=True,
        validators=[check_crest],
        help_text="ไฟล์ PNG หรือ JPEG ไม่เกิน 2 MB พิมพ์สูง 1.5 ซม. บนบันทึกข้อความ และ 3 ซม. บนหนังสือภายนอก เมื่อไม่มีไฟล์จะไม่พิมพ์ตรา",
    )
    history = history()

    class Meta:
        verbose_name = "ข้อมูลหน่วยงานบนหัวกระดาษ"
        verbose_name_plural = "ข้อมูลหน่วยงานบนหัวกระดาษ"
        constraints = [
            models.CheckConstraint(
                name="office_only_one", condition=Q(id=1), violation_error_message="มีได้เพียงชุดเดียว"
            )
        ]

    def __str__(self) -> str:
        return self.agency or "ยังไม่ระบุ"

    @property
    def crest_on_disk(self) -> FieldFile | None:
        """The crest; None where none was uploaded or its file is gone or out of reach, and documents go without."""
        try:
            return self.crest if self.crest and self.crest.storage.exists(self.crest.name) else None
        except FilesAway:
            return None

    @classmethod
    def current(cls) -> "Office":
        """The row, or an unsaved blank one."""
        return cls.objects.filter(pk=cls.ONLY).first() or cls()
