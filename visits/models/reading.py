"""Press releases as read, kept until somebody decides, and the names in them that the register does not know."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q

from config.thai.fields import DayField, LineField, choice_constraint, day_constraints
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models import User
from visits.models.press_release import PressRelease


class ReadingState(models.TextChoices):
    """What became of a press release that was read."""

    WAITING = "waiting", "รอชื่อในทำเนียบ"
    DOUBTFUL = "doubtful", "มีข้อสงสัย"
    TAKEN = "taken", "บันทึกแล้ว"
    NO_VISIT = "no_visit", "ไม่ใช่การตรวจเยี่ยม"


UNDECIDED_STATES = (ReadingState.WAITING, ReadingState.DOUBTFUL)


class ReadingQuerySet(TrackedQuerySet):
    """Readings; they are work of the office, so that an officer sees none."""

    def in_scope_of(self, officer: User) -> Self:
        """None: what is not yet recorded concerns no unit."""
        return self.none()

    def undecided(self) -> Self:
        """Those that wait for a name or for a decision."""
        return self.filter(state__in=UNDECIDED_STATES)

    def counts(self) -> dict[str, int]:
        """How many there are in each state, none left out."""
        rows = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return {state: rows.get(state, 0) for state in ReadingState.values}


class Reading(Tracked):
    """One text brought in; `doubts` are Thai sentences, one a line; `press_release` is what it was recorded as."""

    REVERTED = False

    text = models.TextField("ข้อความข่าว")
    text_hash = models.CharField("ลายนิ้วมือข้อความ", max_length=64, unique=True, editable=False)
    title = LineField("หัวข่าว", max_length=400, blank=True)
    file_name = LineField("ชื่อไฟล์", max_length=255, blank=True)
    starts_on = DayField("วันที่ตรวจเยี่ยม", null=True, blank=True)
    state = models.CharField("สถานะ", max_length=8, choices=ReadingState, default=ReadingState.WAITING)
    doubts = models.TextField("ข้อสงสัย", blank=True)
    # Set where an answer about a name may change what the reading is matched with.
    needs_matching = models.BooleanField("รอจับคู่ใหม่", default=False, editable=False)
    press_release = models.ForeignKey(
        PressRelease,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name="บันทึกเป็นข่าว",
    )
    # The text never changes, so that a copy of it with each change of state would only take room.
    history = history(excluded=("text",))

    objects: ClassVar = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "ข่าวที่รอการตรวจ"
        verbose_name_plural = "ข่าวที่รอการตรวจ"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "id"], name="reading_state")]
        constraints = [
            choice_constraint("reading", "state", ReadingState),
            *day_constraints("reading", "starts_on"),
            models.CheckConstraint(
                name="reading_taken_has_release",
                condition=Q(state=ReadingState.TAKEN, press_release__isnull=False)
                | (~Q(state=ReadingState.TAKEN) & Q(press_release__isnull=True)),
                violation_error_message="ข่าวที่บันทึกแล้วต้องผูกกับข่าวประชาสัมพันธ์",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]

    @property
    def doubt_list(self) -> list[str]:
        """The doubts as sentences."""
        return self.doubts.splitlines()


class NameKind(models.TextChoices):
    """Whose name the register does not know."""

    PERSON = "person", "บุคคล"
    UNIT = "unit", "หน่วยงานหรือสถานที่"


class ReadingNameQuerySet(models.QuerySet):
    """Names that the register does not know."""

    def visible_to(self, user: User) -> Self:
        """Those in readings that the user sees."""
        return self.filter(reading__in=Reading.objects.visible_to(user))

    def by_frequency(self) -> "models.QuerySet[ReadingName, dict[str, Any]]":
        """Kind, key, one spelling and the number of undecided readings of each name, the most frequent first."""
        rows = self.filter(reading__state__in=UNDECIDED_STATES).order_by()
        counted = rows.values("kind", "key").annotate(name=models.Max("name"), readings=Count("reading"))
        return counted.order_by("-readings", "kind", "key")


class ReadingName(models.Model):
    """A name in a reading that is not in the register; `details` are first values of a new person or unit."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="names", verbose_name="ข่าว")
    kind = models.CharField("ประเภท", max_length=6, choices=NameKind)
    key = models.CharField("ชื่อสำหรับเทียบ", max_length=250)
    name = LineField("ชื่อตามข่าว", max_length=250)
    details = models.JSONField("รายละเอียดตามข่าว", default=dict)

    objects: ClassVar = ReadingNameQuerySet.as_manager()

    class Meta:
        verbose_name = "ชื่อที่ไม่พบในทำเนียบ"
        verbose_name_plural = "ชื่อที่ไม่พบในทำเนียบ"
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "key"], name="reading_name_key")]
        constraints = [
            choice_constraint("reading_name", "kind", NameKind),
            models.UniqueConstraint(
                fields=["reading", "kind", "key"],
                name="reading_name_once",
                violation_error_message="ชื่อนี้มีในข่าวนี้แล้ว",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NameAsWritten(Tracked):
    """A name that is never looked for in the register: a person keeps the words of the text, a place is no stop."""

    kind = models.CharField("ประเภท", max_length=6, choices=NameKind)
    key = models.CharField("ชื่อสำหรับเทียบ", max_length=250, editable=False)
    name = LineField("ชื่อ", max_length=250)
    history = history()

    class Meta:
        verbose_name = "ชื่อที่ใช้ตามข่าว"
        verbose_name_plural = "ชื่อที่ใช้ตามข่าว"
        ordering = ["kind", "name"]
        constraints = [
            choice_constraint("name_as_written", "kind", NameKind),
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="name_as_written_once",
                violation_error_message="ชื่อนี้ใช้ตามข่าวอยู่แล้ว",
            ),
        ]

    def __str__(self) -> str:
        return self.name
