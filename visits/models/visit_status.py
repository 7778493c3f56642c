"""What became of a visit, and how far its record is."""

from django.db import models


class Status(models.TextChoices):
    """What became of the visit itself; not to be confused with the state of its record."""

    TENTATIVE = "tentative", "ร่างกำหนดการ"
    CONFIRMED = "confirmed", "ยืนยันแล้ว"
    DONE = "done", "ดำเนินการแล้ว"
    POSTPONED = "postponed", "เลื่อน"
    CANCELLED = "cancelled", "ยกเลิก"


PLANNED = [Status.TENTATIVE, Status.CONFIRMED]
CALLED_OFF = [Status.POSTPONED, Status.CANCELLED]


class RecordState(models.TextChoices):
    """How far the record of a visit is signed off."""

    DRAFT = "draft", "ร่าง"
    SUBMITTED = "submitted", "รอตรวจสอบ"
    FINAL = "final", "รับรองแล้ว"
