"""Files and photographs, each hanging on exactly one thing."""

from collections.abc import Iterable
from functools import reduce
from mimetypes import guess_type
from operator import or_
from pathlib import Path
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.db.models import Q

from config.thai.fields import LineField, choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from visits.attachments import uploads
from visits.models.directive import Directive
from visits.models.letter import Letter
from visits.models.progress import Progress
from visits.models.trip import Trip
from visits.models.visit import Visit


class AttachmentKind(models.TextChoices):
    """What a file is: a picture, a paper, what was signed, or evidence of what was done."""

    PHOTO = "photo", "ภาพประกอบ"
    DOCUMENT = "document", "เอกสารแนบ"
    SIGNED = "signed", "ฉบับลงนาม"
    EVIDENCE = "evidence", "หลักฐานการดำเนินการ"


def random_name(attachment: "Attachment", name: str) -> str:
    """A path that nobody can guess, with nothing of the given name but its ending."""
    return f"attachments/{uuid4().hex}{Path(name).suffix.lower()}"


def is_new(file: File) -> bool:
    """Whether a file is being uploaded; one on the disk was checked when it came, and may be gone from there."""
    return not getattr(file, "_committed", False)


def refuse_large(file: File) -> None:
    """Raises ValidationError for a new file over 20 MB."""
    if is_new(file) and file.size > uploads.LARGEST:
        raise ValidationError(uploads.TOO_LARGE)


def refuse_other_kinds(file: File) -> None:
    """Raises ValidationError for a new file that cannot be attached: its kind, its content, a broken or vast picture."""
    if is_new(file) and file.size <= uploads.LARGEST and (refusal := uploads.prepared(file).refusal):
        raise ValidationError(refusal)


OWNERS = ("visit", "trip", "letter", "progress")


class AttachmentQuerySet(TrackedQuerySet):
    """Words for files and who may read them."""

    def in_scope_of(self, officer: User) -> Self:
        """Files of what the officer sees, without those marked as internal."""
        visible = Q()
        for name in OWNERS:
            owner = self.model._meta.get_field(name).related_model
            visible |= Q(**{f"{name}__in": owner.objects.visible_to(officer).order_by()})
        return self.filter(visible, is_internal=False)

    def like(self, attachments: "Iterable[Attachment]") -> Self:
        """All attachments with the same content as one of the given ones, themselves included."""
        fingerprints = {attachment.sha256 for attachment in attachments if attachment.sha256}
        return self.filter(sha256__in=fingerprints) if fingerprints else self.none()


class Attachment(Tracked):
    """One file of exactly one visit, trip, letter or report of progress."""

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

    objects: ClassVar = AttachmentQuerySet.as_manager()
    # Another attachment with the same content, for pages that show it; `mark_duplicates` sets it.
    duplicate: "Attachment | None" = None

    class Meta:
        verbose_name = "เอกสารแนบและภาพประกอบ"
        verbose_name_plural = "เอกสารแนบและภาพประกอบ"
        ordering = ["order", "pk"]
        constraints = [
            choice_constraint("attachment", "kind", AttachmentKind),
            models.CheckConstraint(
                name="attachment_one_owner",
                condition=reduce(
                    or_, (Q(**{f"{name}__isnull": name != owner for name in OWNERS}) for owner in OWNERS)
                ),
                violation_error_message="ไฟล์ต้องแนบกับรายการเดียว",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.uploaded_name

    @property
    def uploaded_name(self) -> str:
        """The file's name as its owner knows it."""
        return self.original_name or Path(self.file.name).name

    @property
    def is_on_disk(self) -> bool:
        """Whether the file is still where it was stored; raises FilesAway where that does not answer."""
        return self.file.storage.exists(self.file.name)

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as an image."""
        return self.content_type.startswith("image/")

    @property
    def record(self) -> "Visit | Trip | Letter | Directive":
        """Whose page shows it: the visit, trip or letter, or the directive that the progress is about."""
        owner = next(owner for name in OWNERS if (owner := getattr(self, name)))
        return owner.assignment.directive if self.progress_id else owner

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; a new picture is stored in the form that documents can print.

        The fingerprint is that of the file as it came, so that it is recognised when it comes again. What cannot be
        attached stays as it came: every form refuses it beforehand.
        """
        if not (self.file and is_new(self.file)):
            super().save(*args, **kwargs)
            return
        ready = uploads.prepared(self.file)
        if isinstance(ready, uploads.ReadyFile):
            self.file = ready
        name = Path(ready.name or "").name
        self.sha256, self.original_name = ready.sha256, name[-255:]
        self.content_type = guess_type(name)[0] or "application/octet-stream"
        super().save(*args, **kwargs)
        ready.close()
        del self.file.file  # from now on it is read from the storage
