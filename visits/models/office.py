"""The office that prints: what stands at the head of its memos."""

import io

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from PIL import Image

from config.thai.fields import LineField
from config.tracking import Tracked, history

LARGEST_CREST = 2 * 1024 * 1024
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}


def picture_format(file):
    """PNG or JPEG; empty for anything else, whatever it is called."""
    try:
        with Image.open(file) as image:
            image.load()
            return image.format if image.format in FORMATS else ""
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def check_crest(file):
    if getattr(file, "_committed", False):  # looked at when it came, and may be gone from the disk
        return
    if file.size > LARGEST_CREST:
        raise ValidationError("ไฟล์ตราใหญ่เกิน 2 MB")
    file.seek(0)
    if not picture_format(io.BytesIO(file.read())):
        raise ValidationError("ใช้ได้เฉพาะไฟล์ภาพ PNG หรือ JPEG ที่เปิดได้")


class Office(Tracked):
    """One row; until somebody writes it, the head of a memo stays blank."""

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
        "ตราของหน่วยงาน",
        upload_to="office",
        blank=True,
        validators=[check_crest],
        help_text="ไฟล์ PNG หรือ JPEG ไม่เกิน 2 MB พิมพ์สูง 1.5 ซม. บนบันทึกข้อความ เมื่อไม่มีไฟล์จะไม่พิมพ์ตรา",
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

    def __str__(self):
        return self.agency or "ยังไม่ระบุ"

    @property
    def crest_on_disk(self):
        """None where none was uploaded or its file is gone: paper is printed without it."""
        return self.crest if self.crest and self.crest.storage.exists(self.crest.name) else None

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=cls.ONLY).first() or cls()
