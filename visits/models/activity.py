"""What is done at a visit (กิจกรรม): inspected, met, listened, policy given."""

from django.db import models

from config.thai.fields import LineField
from config.tracking import Tracked, history


class Activity(Tracked):
    """One kind of activity; a visit may have several."""

    code = models.CharField("รหัส", max_length=20, unique=True)
    name = LineField("กิจกรรม", max_length=80)
    order = models.PositiveSmallIntegerField("ลำดับ", default=1)
    history = history()

    class Meta:
        verbose_name = "กิจกรรม"
        verbose_name_plural = "กิจกรรม"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class VisitActivity(Tracked):
    """An activity of a visit."""

    SEEN_WITH = ("visit",)
    visit = models.ForeignKey(
        "visits.Visit", models.CASCADE, related_name="activity_links", verbose_name="การตรวจเยี่ยม"
    )
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="visit_links", verbose_name="กิจกรรม")
    history = history()

    class Meta:
        verbose_name = "กิจกรรมของการตรวจเยี่ยม"
        verbose_name_plural = "กิจกรรมของการตรวจเยี่ยม"
        constraints = [models.UniqueConstraint(fields=["visit", "activity"], name="visit_activity_once")]

    def __str__(self) -> str:
        return str(self.activity)
