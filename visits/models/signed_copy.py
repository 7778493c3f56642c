"""What was signed, as it was (ฉบับลงนาม): a later amendment must not change what a unit was sent."""

from hashlib import sha256
from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from config.tracking import Untracked
from visits.models.letter import Letter


class SignedCopy(models.Model):
    """The Word file of a letter at its signing, with its fingerprint; only ever added.

    It stands in the database, so that it is written with the signing or not at all and goes into every backup.
    """

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="signed_copy", verbose_name="หนังสือแจ้ง")
    content = models.BinaryField("ไฟล์")
    sha256 = models.CharField("ลายนิ้วมือของไฟล์", max_length=64)
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_copies",
        verbose_name="ผู้บันทึก",
    )
    by_name = models.CharField("ชื่อผู้บันทึก", max_length=300)

    class Meta:
        verbose_name = "ฉบับลงนาม"
        verbose_name_plural = "ฉบับลงนาม"

    def __str__(self) -> str:
        return str(self.letter)

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise Untracked("a signed copy is never changed")
        self.sha256 = sha256(self.content).hexdigest()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Untracked("a signed copy is never deleted")

    @property
    def is_intact(self) -> bool:
        """Whether the content is still the one that was signed."""
        return sha256(self.content).hexdigest() == self.sha256
