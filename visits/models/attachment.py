"""Files and photographs, each hanging on exactly one thing."""

from hashlib import file_digest
from mimetypes import guess_type
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from config.thai.fields import LineField, choice_constraint
from officials.history import Tracked, TrackedQuerySet, history
from visits.file_kinds import ACCEPTED, ending, is_what_it_says
from visits.models.follow_up import Letter, Progress
from visits.models.trip import Trip
from visits.models.visit import Visit


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", "ภาพประกอบ"
    DOCUMENT = "document", "เอกสารแนบ"
    SIGNED = "signed", "ฉบับลงนาม"
    EVIDENCE = "evidence", "หลักฐานการดำเนินการ"


LARGEST = 20 * 1024 * 1024


def random_name(attachment, name):
    """Nobody can guess the address of a file, and no name typed elsewhere reaches the disk."""
    return f"attachments/{uuid4().hex}{Path(name).suffix.lower()}"


def refuse_large(file):
    if file.size > LARGEST:
        raise ValidationError("ไฟล์ใหญ่เกิน 20 เมกะไบต์ โปรดย่อขนาดแล้วแนบใหม่")


def refuse_other_kinds(file):
    """By name and by content; what is called a picture and is a program is neither."""
    if ending(file.name) not in ACCEPTED:
        raise ValidationError("แนบได้เฉพาะภาพ PDF และเอกสารสำนักงาน (Word, Excel, PowerPoint)")
    is_new = not getattr(file, "_committed", False)  # one on the disk was looked at when it came
    if is_new and not is_what_it_says(file):
        raise ValidationError("เนื้อหาของไฟล์ไม่ตรงกับชนิดที่ชื่อไฟล์บอก โปรดตรวจสอบแล้วแนบใหม่")


OWNERS = ("visit", "trip", "letter", "progress")


def exactly_one_owner():
    alone = Q()
    for owner in OWNERS:
        alone |= Q(**{f"{name}__isnull": name != owner for name in OWNERS})
    return alone


class AttachmentQuerySet(TrackedQuerySet):
    def in_scope_of(self, officer):
        """A file is seen by those who see what it hangs on."""
        seen = Q()
        for name in OWNERS:
            owner = self.model._meta.get_field(name).related_model
            seen |= Q(**{f"{name}__in": owner.objects.visible_to(officer).order_by()})
        return self.filter(seen, is_internal=False)


class Attachment(Tracked):
    visit = models.ForeignKey(
        Visit, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name="การตรวจเยี่ยม"
    )
    trip = models.ForeignKey(
        Trip, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name="การลงพื้นที่"
    )
    letter = models.ForeignKey(
        Letter, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name="หนังสือแจ้ง"
    )
    progress = models.ForeignKey(
        Progress, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="รายงานผล"
    )
    file = models.FileField(
        "ไฟล์", upload_to=random_name, max_length=200, validators=[refuse_large, refuse_other_kinds]
    )
    caption = LineField("คำบรรยาย", max_length=250, blank=True)
    kind = models.CharField("ประเภท", max_length=8, choices=AttachmentKind, default=AttachmentKind.PHOTO)
    order = models.PositiveSmallIntegerField("ลำดับ", default=0)
    sha256 = models.CharField("ลายนิ้วมือไฟล์", max_length=64, blank=True, editable=False, db_index=True)
    content_type = models.CharField("ชนิดเนื้อหา", max_length=100, blank=True, editable=False)
    original_name = models.CharField("ชื่อไฟล์เดิม", max_length=255, blank=True, editable=False)
    is_internal = models.BooleanField("ใช้ภายในหน่วยงาน", default=False)
    history = history()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "เอกสารแนบและภาพประกอบ"
        verbose_name_plural = "เอกสารแนบและภาพประกอบ"
        ordering = ["order", "pk"]
        constraints = [
            choice_constraint("attachment", "kind", AttachmentKind),
            models.CheckConstraint(
                name="attachment_one_owner",
                condition=exactly_one_owner(),
                violation_error_message="ไฟล์ต้องแนบกับรายการเดียว",
            ),
        ]

    def __str__(self):
        return self.caption or self.original_name or self.file.name

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            self._describe()
        super().save(*args, **kwargs)

    def _describe(self):
        """What the random name on the disk no longer tells: the name it came with, its kind, its fingerprint."""
        self.original_name = Path(self.file.name).name[:255]
        self.content_type = guess_type(self.file.name)[0] or "application/octet-stream"
        self.sha256 = file_digest(self.file.file, "sha256").hexdigest()
        self.file.seek(0)
