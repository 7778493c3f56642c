"""A letter that notifies units of directives (หนังสือแจ้งข้อสั่งการ)."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse

from config.thai.fields import BlockField, DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from units.models import Kind

# A memo travels inside the ministry; everybody else gets a letter.
INSIDE = {
    Kind.MINISTRY,
    Kind.DEPARTMENT,
    Kind.DIVISION,
    Kind.REGIONAL_CENTRE,
    Kind.REGIONAL_OFFICE,
    Kind.PROVINCIAL_OFFICE,
    Kind.RESEARCH_CENTRE,
    Kind.FACILITY,
    Kind.FUND,
}


class LetterForm(models.TextChoices):
    """The form of a letter in the ministry's rules of correspondence."""

    MEMO = "memo", "บันทึกข้อความ"
    EXTERNAL = "external", "หนังสือภายนอก"
    CIRCULAR = "circular", "หนังสือเวียน"


class LetterQuerySet(TrackedQuerySet):
    """Words for letters."""

    def in_scope_of(self, officer: User) -> Self:
        """Signed letters that notified the officer's unit, or one below it, of a directive."""
        assignments = self.model._meta.get_field("assignments").related_model.objects
        own = assignments.visible_to(officer).filter(unit__in=officer.family)
        return self.exclude(number="").filter(pk__in=own.order_by().values("letter"))


class Letter(Tracked):
    """A letter to one or several units; number and date are typed when it is signed."""

    REVERTED = False
    form = models.CharField("รูปแบบ", max_length=8, choices=LetterForm, default=LetterForm.MEMO)
    number = LineField("ที่", max_length=80, blank=True)
    dated_on = DayField("ลงวันที่", null=True, blank=True)
    subject = LineField("เรื่อง", max_length=250)
    recipients = BlockField("เรียน", blank=True)
    history = history()

    objects: ClassVar = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "หนังสือแจ้งข้อสั่งการ"
        verbose_name_plural = "หนังสือแจ้งข้อสั่งการ"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            choice_constraint("letter", "form", LetterForm),
            *day_constraints("letter", "dated_on"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.subject) if part)

    def get_absolute_url(self) -> str:
        return reverse("letter", args=[self.pk])
