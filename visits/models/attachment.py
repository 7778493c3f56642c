"""Files and photographs, each hanging on exactly one thing."""

from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q

from config.thai.fields import LineField, choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history
from visits.attachments import images
from visits.attachments.kinds import ACCEPTED, ending, is_what_it_says
from visits.models.follow_up import Letter, Progress
from visits.models.trip import Trip
from visits.models.visit import Visit


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", "ภาพประกอบ"
    DOCUMENT = "document", "เอกสารแนบ"
    SIGNED = "signed", "ฉบับลงนาม"
    EVIDENCE = "evidence", "หลักฐานการดำเนินการ"


LARGEST = 20 * 1024 * 1024
# Pixels that suffice to see that a picture can be read.
GLANCE = 100


def random_name(attachment, name):
    """Nobody can guess the address of a file, and no name typed elsewhere reaches the disk."""
    return f"attachments/{uuid4().hex}{Path(name).suffix.lower()}"


def is_new(file):
    """One on the disk was looked at when it came, and may be gone from there."""
    return not getattr(file, "_committed", False)


def refuse_large(file):
    if is_new(file) and file.size > LARGEST:
        raise ValidationError("ไฟล์ใหญ่เกิน 20 เมกะไบต์ โปรดย่อขนาดแล้วแนบใหม่")


def refuse_other_kinds(file):
    """By name and by content; what is called a picture and is a program is neither."""
    if ending(file.name) not in ACCEPTED:
        raise ValidationError("แนบได้เฉพาะภาพ PDF และเอกสารสำนักงาน (Word, Excel, PowerPoint)")
    if is_new(file):
        refuse_other_content(file)


def refuse_other_content(file):
    if not is_what_it_says(file):
        raise ValidationError("เนื้อหาของไฟล์ไม่ตรงกับชนิดที่ชื่อไฟล์บอก โปรดตรวจสอบแล้วแนบใหม่")
    if ending(file.name) in images.ENDINGS:
        refuse_broken(file)


def refuse_broken(file):
    try:
        images.read(content_of(file), GLANCE)
    except images.Unreadable as reason:
        raise ValidationError(f"เปิดภาพไม่ได้ ({reason}) โปรดแนบไฟล์อื่น") from None


def content_of(file):
    file.seek(0)
    try:
        return file.read()
    finally:
        file.seek(0)


def fingerprint(content):
    return sha256(content).hexdigest()


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

    def like(self, attachments):
        """The same files once more, elsewhere or here."""
        prints = {one.sha256 for one in attachments if one.sha256}
        return self.filter(sha256__in=prints) if prints else self.none()


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
        "ไฟล์",
        upload_to=random_name,
        max_length=200,
        validators=[refuse_large, refuse_other_kinds],
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
        return self.caption or self.name_it_came_with

    @property
    def name_it_came_with(self):
        return self.original_name or Path(self.file.name).name

    @property
    def is_on_disk(self):
        return self.file.storage.exists(self.file.name)

    @property
    def is_picture(self):
        return self.content_type.startswith("image/")

    @property
    def record(self):
        """What one opens to see it: the visit, trip or letter on which it hangs, or the order that is reported on."""
        owner = next(owner for name in OWNERS if (owner := getattr(self, name)))
        return owner.assignment.directive if self.progress_id else owner

    def save(self, *args, **kwargs):
        if self.file and is_new(self.file):
            self._take_in()
        super().save(*args, **kwargs)

    def _take_in(self):
        """The fingerprint is that of the file as it came: the same one is known when it comes again."""
        name, content = Path(self.file.name).name, content_of(self.file)
        self.sha256 = fingerprint(content)
        if ending(name) in images.ENDINGS:
            name = self._keep_picture(content, name)
        self.original_name = name[-255:]
        self.content_type = guess_type(name)[0] or "application/octet-stream"

    def _keep_picture(self, content, name):
        """What cannot be read stays as it came; every form refuses it beforehand."""
        try:
            content, name = images.kept(content, name)
        except images.Unreadable:
            return name
        self.file = ContentFile(content, name)
        return name
