"""What a directive is joined with: units it concerns, dimensions, programmes, problems it answers, earlier directives."""

from django.db import models
from django.db.models import F, Q

from config.thai.fields import choice_constraint
from config.tracking import Tracked, history
from visits.models.directive import Directive
from visits.models.finding import Finding
from visits.models.policy import Dimension
from visits.models.programme import Programme


class DirectiveAbout(Tracked):
    """A unit that a directive concerns; it need not be responsible."""

    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="about_links", verbose_name="ข้อสั่งการ"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="about_links", verbose_name="หน่วยงาน")
    history = history()

    class Meta:
        verbose_name = "หน่วยงานที่เรื่องนี้เกี่ยวข้อง"
        verbose_name_plural = "หน่วยงานที่เรื่องนี้เกี่ยวข้อง"
        constraints = [models.UniqueConstraint(fields=["directive", "unit"], name="directive_about_once")]

    def __str__(self) -> str:
        return str(self.unit)


class DirectiveDimension(Tracked):
    """A dimension of a directive; `stated` where the speaker named it, else the office grouped it."""

    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="dimension_links", verbose_name="ข้อสั่งการ"
    )
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, related_name="directive_links", verbose_name="มิติ"
    )
    stated = models.BooleanField("ผู้สั่งการระบุเอง", default=False)
    history = history()

    class Meta:
        verbose_name = "มิติของข้อสั่งการ"
        verbose_name_plural = "มิติของข้อสั่งการ"
        ordering = ["dimension__order"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "dimension"], name="directive_dimension_once")
        ]

    def __str__(self) -> str:
        return str(self.dimension)


class DirectiveProgramme(Tracked):
    """A programme that a directive is about."""

    SEEN_WITH = ("directive",)
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="programme_links", verbose_name="ข้อสั่งการ"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="directive_links", verbose_name="โครงการ"
    )
    history = history()

    class Meta:
        verbose_name = "โครงการของข้อสั่งการ"
        verbose_name_plural = "โครงการของข้อสั่งการ"
        constraints = [
            models.UniqueConstraint(fields=["directive", "programme"], name="directive_programme_once")
        ]

    def __str__(self) -> str:
        return str(self.programme)


class DirectiveFinding(Tracked):
    """A problem that a directive responds to."""

    SEEN_WITH = ("directive", "finding")
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="finding_links", verbose_name="ข้อสั่งการ"
    )
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="answer_links", verbose_name="ปัญหา")
    history = history()

    class Meta:
        verbose_name = "ปัญหาที่ข้อสั่งการตอบ"
        verbose_name_plural = "ปัญหาที่ข้อสั่งการตอบ"
        constraints = [
            models.UniqueConstraint(fields=["directive", "finding"], name="directive_finding_once")
        ]

    def __str__(self) -> str:
        return str(self.finding)


class Relation(models.TextChoices):
    """Whether a directive continues an earlier one or gives it again."""

    FOLLOWS = "follows", "สืบเนื่องจาก"
    REPEATS = "repeats", "สั่งซ้ำ"


class DirectiveRelation(Tracked):
    """An earlier directive that this one follows from or repeats."""

    SEEN_WITH = ("directive", "earlier")
    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="related_links", verbose_name="ข้อสั่งการ"
    )
    earlier = models.ForeignKey(
        Directive, models.CASCADE, related_name="later_links", verbose_name="ข้อสั่งการเดิม"
    )
    kind = models.CharField("ความสัมพันธ์", max_length=7, choices=Relation, default=Relation.FOLLOWS)
    history = history()

    class Meta:
        verbose_name = "ข้อสั่งการที่เกี่ยวเนื่อง"
        verbose_name_plural = "ข้อสั่งการที่เกี่ยวเนื่อง"
        constraints = [
            choice_constraint("relation", "kind", Relation),
            models.UniqueConstraint(fields=["directive", "earlier"], name="relation_once"),
            models.CheckConstraint(
                name="relation_not_to_itself",
                condition=~Q(directive=F("earlier")),
                violation_error_message="ข้อสั่งการเกี่ยวเนื่องกับตัวเองไม่ได้",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.earlier}"
