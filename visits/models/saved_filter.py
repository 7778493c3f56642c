"""Filters of the calendar or the register of directives that a user keeps under a name."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict

from config.thai.fields import LineField, choice_constraint
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User

# In letters, as it stands in an address.
LONGEST_FILTER = 1000


class FilterPage(models.TextChoices):
    """The page that a saved filter belongs to."""

    CALENDAR = "calendar", "ปฏิทิน"
    DIRECTIVES = "directives", "ทะเบียนติดตามข้อสั่งการ"


class SavedFilterQuerySet(TrackedQuerySet):
    """Words for saved filters."""

    def visible_to(self, user: User) -> Self:
        """The user's own, and those that owners with an active account share with the office."""
        rows = super().visible_to(user)
        shared = Q(is_shared=True, owner__is_active=True)
        return rows.filter(Q(owner=user) | shared) if user.is_authenticated else rows

    def own(self, user: User) -> Self:
        """The user's, those pinned first in their order, then by name."""
        rows = self.filter(owner=user)
        return rows.order_by(F("pinned_as").asc(nulls_last=True), "name", "pk")

    def for_menu(self, user: User, page: FilterPage) -> Self:
        """What `user` may choose on a page, by name, with owners."""
        rows = self.visible_to(user).filter(page=page)
        return rows.select_related("owner").order_by("name", "pk")


class SavedFilter(Tracked):
    """A query string of the calendar or the register of directives under a name."""

    page = models.CharField("หน้า", max_length=10, choices=FilterPage, default=FilterPage.CALENDAR)
    name = LineField("ชื่อตัวกรอง", max_length=80)
    query = models.CharField("เงื่อนไข", max_length=LONGEST_FILTER, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_filters", verbose_name="เจ้าของ"
    )
    is_shared = models.BooleanField(
        "ใช้ร่วมกันทั้งสำนักงาน", default=False, help_text="ทุกคนเห็นในเมนู แก้ไขได้เฉพาะเจ้าของ"
    )
    # Its place among those that the owner wants on the front page; empty where it is not pinned.
    pinned_as = models.PositiveSmallIntegerField("ลำดับที่ปักหมุด", null=True, blank=True, editable=False)
    history = history()

    objects: ClassVar = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "ตัวกรองที่บันทึกไว้"
        verbose_name_plural = "ตัวกรองที่บันทึกไว้"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_filter_name_once",
                violation_error_message="มีตัวกรองชื่อนี้อยู่แล้ว",
            ),
            choice_constraint("saved_filter", "page", FilterPage),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The page with this filter applied."""
        return f"/{self.page}/?{self.query}"

    @property
    def question(self) -> str:
        """The query string without the colours of the calendar: what every other page and the feed understand."""
        parameters = QueryDict(self.query, mutable=True)
        parameters.pop("colour", None)
        return f"?{parameters.urlencode()}"
