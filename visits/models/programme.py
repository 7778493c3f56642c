"""Projects, systems and standards that thread through many visits (โครงการ/ระบบงาน/มาตรฐาน)."""

from django.db import models

from config.thai.fields import LineField, SortKeyField, choice_constraint, search_field
from config.tracking import Tracked, history


class ProgrammeKind(models.TextChoices):
    """What a programme is: a system, a standard, a project or a way of working."""

    SYSTEM = "system", "ระบบงาน"
    STANDARD = "standard", "มาตรฐาน"
    PROJECT = "project", "โครงการ"
    MODEL = "model", "แนวทาง"


class Programme(Tracked):
    """One project, system or standard."""

    code = models.CharField("รหัส", max_length=60, unique=True, null=True, blank=True)
    name = LineField("ชื่อ", max_length=200)
    short_name = LineField("ชื่อย่อ", max_length=80, blank=True)
    kind = models.CharField("ประเภท", max_length=10, choices=ProgrammeKind, default=ProgrammeKind.PROJECT)
    aliases = LineField("ชื่อเรียกอื่น", max_length=250, blank=True, help_text="คั่นด้วยเครื่องหมายจุลภาค")
    sort_key = SortKeyField(source="label")
    search = search_field("name", "short_name", "aliases")
    history = history()

    class Meta:
        verbose_name = "โครงการ/ระบบงาน/มาตรฐาน"
        verbose_name_plural = "โครงการ/ระบบงาน/มาตรฐาน"
        ordering = ["sort_key"]
        constraints = [choice_constraint("programme", "kind", ProgrammeKind)]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The short name people say; the full name where there is none."""
        return self.short_name or self.name
