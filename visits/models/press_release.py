"""The published text that a visit was first written down as; one text covers up to three visits."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from config.thai.fields import DayField, LineField, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from visits.models.visit import Visit


class PressReleaseQuerySet(TrackedQuerySet):
    """Words for press releases."""

    def in_scope_of(self, officer: User) -> Self:
        """Press releases about a visit that the officer sees."""
        links = PressReleaseVisit.objects.visible_to(officer).order_by()
        return self.filter(pk__in=links.values("press_release"))


class PressRelease(Tracked):
    """A text as the ministry or a newspaper published it."""

    code = models.CharField("รหัส", max_length=60, unique=True, null=True, blank=True, editable=False)
    url = models.URLField("ที่อยู่เว็บ", max_length=500, blank=True)
    title = LineField("หัวข่าว", max_length=400)
    publisher = LineField("ผู้เผยแพร่", max_length=200, blank=True)
    published_on = DayField("วันที่เผยแพร่", null=True, blank=True)
    text_hash = models.CharField("ลายนิ้วมือข้อความ", max_length=64, blank=True, editable=False, db_index=True)
    visits: "models.ManyToManyField[Visit, PressReleaseVisit]" = models.ManyToManyField(
        Visit,
        through="PressReleaseVisit",
        blank=True,
        related_name="press_releases",
        verbose_name="การตรวจเยี่ยม",
    )
    history = history()

    objects: ClassVar = PressReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "ข่าวประชาสัมพันธ์"
        verbose_name_plural = "ข่าวประชาสัมพันธ์"
        ordering = ["-published_on", "-pk"]
        constraints = [
            *day_constraints("press", "published_on"),
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="press_url_once",
                violation_error_message="มีข่าวจากที่อยู่เว็บนี้แล้ว",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PressReleaseVisit(Tracked):
    """A visit that a press release reports."""

    SEEN_WITH = ("visit",)
    press_release = models.ForeignKey(
        PressRelease, models.CASCADE, related_name="visit_links", verbose_name="ข่าวประชาสัมพันธ์"
    )
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="press_links", verbose_name="การตรวจเยี่ยม")
    history = history()

    class Meta:
        verbose_name = "ข่าวของการตรวจเยี่ยม"
        verbose_name_plural = "ข่าวของการตรวจเยี่ยม"
        constraints = [
            models.UniqueConstraint(
                fields=["press_release", "visit"],
                name="press_visit_once",
                violation_error_message="ข่าวนี้ผูกกับการตรวจเยี่ยมนี้แล้ว",
            )
        ]

    def __str__(self) -> str:
        return str(self.press_release)
