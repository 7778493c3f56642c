"""People and their names."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Cast, Concat, NullIf, Replace, StrIndex
from django.utils import timezone

from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch
from config.thai.dates import thai_date
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    SortKeyField,
    day_constraints,
    search_field,
)
from config.thai.text import SEPARATOR, clean_line, fold, terms
from config.tracking import Tracked, TrackedQuerySet, history
from officials.models.names import name_spellings, with_prefix, without_polite_words
from officials.models.positions import ACTING_WORDS, SECONDED, Held, Position, Statement, position_on
from units.spellings import spellings

# Enough to hold everybody who travelled in the last weeks.
NEWEST_ATTENDANCES = 400
# Whose appointment it is, its post and unit, and the fields of `Held` after its title.
HELD = (
    "official",
    "post__title",
    "post__unit__name",
    "kind",
    "post__rank",
    "starts_on",
    "ends_on",
    "stated_first",
    "stated_last",
    "is_confirmed",
    "pk",
)


# First and last name may be typed as one word: without what stands between them in the search text.
JOINED = Replace("search", Value(SEPARATOR), output_field=models.TextField())


def called(word: str) -> Q:
    """The condition on people whose `joined` is JOINED: the folded word stands in a name, former name or alias."""
    either = Q()
    for spelling in name_spellings(word):
        aliases = OfficialAlias.objects.filter(search__contains=spelling)
        former = FormerName.objects.alias(joined=JOINED).filter(joined__contains=spelling)
        either |= Q(joined__contains=spelling)
        for others in (aliases, former):
            either |= Q(pk__in=others.order_by().values("official"))
    return either


class OfficialQuerySet(TrackedQuerySet):
    """People as rows of the register."""

    def matching(self, query: str) -> Self:
        """Every word of the query stands in a name, former name, alias or title held, with or without its prefix."""
        rows = self.alias(joined=JOINED)
        for word in without_polite_words(terms(query)):
            either = called(word)
            for spelling in {*name_spellings(word), *spellings(word)}:
                posts = self.appointments.filter(post__search__contains=spelling)
                either |= Q(pk__in=posts.order_by().values("official"))
            rows = rows.filter(either)
        return rows

    def named(self, query: str) -> Self:
        """Every word of the query stands in a name, former name or alias, with or without its prefix."""
        rows = self.alias(joined=JOINED)
        for word in without_polite_words(terms(query)):
            rows = rows.filter(called(word))
        return rows

    def best_first(self, query: str) -> Self:
        """Holders of the post that the query names exactly, then who stands on the newest visits, the last one first.

        The order is read once from the newest attendances: to ask each person for the last visit took 0.3 s for 2,000.
        """
        newest = self.attendances.order_by("-visit__starts_on", "-visit", "pk").exclude(official=None)
        keys = dict.fromkeys(newest.values_list("official", flat=True)[:NEWEST_ATTENDANCES])
        place = StrIndex(
            Value(f",{','.join(map(str, keys))},"),
            Concat(Value(","), Cast("pk", models.CharField()), Value(",")),
        )
        rows = self.alias(place=NullIf(place, Value(0)))
        order: list[Any] = [F("place").asc(nulls_last=True), "sort_key", "pk"]
        if fold(query):
            post = Concat(Value(SEPARATOR), "post__search", Value(SEPARATOR), output_field=models.TextField())
            exactly = Q()
            for spelling in spellings(fold(query)):
                exactly |= Q(post_words__contains=f"{SEPARATOR}{spelling}{SEPARATOR}")
            named = self.appointments.alias(post_words=post).filter(exactly).order_by().values("official")
            rows = rows.alias(is_named=Q(pk__in=named))
            order = [F("is_named").desc(), *order]
        return rows.order_by(*order)

    def last_visits(self, keys: Iterable[int]) -> dict[int, date]:
        """Official key -> the first day of the last visit; one query."""
        rows = self.attendances.filter(official__in=keys).order_by().values_list("official")
        return dict(rows.annotate(Max("visit__starts_on")))

    @property
    def attendances(self) -> Any:
        """The attendances that may be seen by whom these people may be."""
        return self.beside(self.model._meta.get_field("attendances").related_model)

    @property
    def appointments(self) -> Any:
        """All appointments; their model stands on this one."""
        return self.model._meta.get_field("appointments").related_model.objects.all()

    def for_choosing(self) -> Self:
        """With what `choice_label` needs: what is held in plain values, and former names."""
        return self.with_occurring(*fetched_for_choosing())

    def with_appointments(self) -> Self:
        """With posts, what sources state of them, and former names, in at most five more queries."""
        return self.with_occurring(*fetched_for_positions())


@cache
def fetched_for_positions() -> tuple[KeptPrefetch, ...]:
    """What positions and former names of people are read from; the models of two of them stand on this one."""
    appointment: Any = Official._meta.get_field("appointments").related_model
    statement: Any = appointment._meta.get_field("statements").related_model
    statements = KeptPrefetch("statements", statement.objects.all())
    posts = appointment.objects.select_related("post__unit")
    return KeptPrefetch("appointments", posts, statements, is_usual=True), KeptPrefetch(
        "former_names", FormerName.objects.all()
    )


@cache
def fetched_for_choosing() -> tuple[KeptPrefetch, ...]:
    """The same, without instances of appointments, posts and units."""
    return HeldPosts(), fetched_for_positions()[1]


class HeldPosts(KeptPrefetch):
    """What people hold and held, in plain values as `position_on` reads them: instances take three times as long."""

    def __init__(self) -> None:
        appointment: Any = Official._meta.get_field("appointments").related_model
        statement: Any = appointment._meta.get_field("statements").related_model
        super().__init__("appointments", appointment.objects.all(), is_usual=True)
        posts = appointment.objects.order_by("starts_on", "stated_first").values_list(*HELD)
        stated = statement.objects.order_by("stated_on").values_list(
            "appointment", "stated_on", "is_confirmed"
        )
        self.posts, self.stated = KeptRows(posts, "official"), KeptRows(stated, "appointment__official")

    def fetch(self, owners: Sequence[models.Model]) -> None:
        """Fills `held` of these people; two queries."""
        held: dict[int, list[Held]] = {owner.pk: [] for owner in owners}
        statements = defaultdict(list)
        for key, day, is_confirmed in self.stated.read([*held], owners[0]._state.db):
            statements[key].append(Statement(day, is_confirmed))
        for owner, title, unit, kind, *plain in self.posts.read([*held], owners[0]._state.db):
            fields = [unit if kind == SECONDED else title, kind, *plain, tuple(statements[plain[-1]])]
            held[owner].append(Held(*fields))
        people: Any = owners
        for official in people:
            official.held = held[official.pk]


class Official(Tracked):
    """A person; two people can bear one name, so rows are counted by key and shown with what distinguishes them."""

    code = models.CharField("รหัส", max_length=40, unique=True, null=True, blank=True)
    prefix = LineField("คำนำหน้า/ยศ", max_length=40, blank=True, help_text="นาย นาง นางสาว หรือยศ")
    academic_title = LineField(
        "ตำแหน่งทางวิชาการ", max_length=40, blank=True, help_text="เช่น ดร. ไม่พิมพ์ในหนังสือราชการ"
    )
    first_name = LineField("ชื่อ", max_length=120)
    last_name = LineField("นามสกุล", max_length=120, blank=True)
    is_external = models.BooleanField("บุคคลภายนอกกระทรวง", default=False)
    left_on = DayField("วันสุดท้ายที่ปฏิบัติหน้าที่", null=True, blank=True, help_text="เกษียณ ลาออก หรือถึงแก่กรรม")
    note = BlockField("หมายเหตุ", blank=True)
    sort_key = SortKeyField(source="bare_name")
    search = search_field("prefix", "first_name", "last_name", "academic_title")
    history = history()

    # What `for_choosing` has read.
    held: list[Held] | None = None

    objects: ClassVar = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = "บุคคล"
        verbose_name_plural = "บุคคล"
        ordering = ["sort_key", "pk"]
        permissions = [("view_person_data", "รวบรวมข้อมูลทั้งหมดที่มีเกี่ยวกับบุคคลหนึ่ง")]
        constraints = [*day_constraints("official", "left_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def bare_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def name(self) -> str:
        """As on memo and report: นาย, นาง, นางสาว or rank, never ดร."""
        return with_prefix(self.prefix, self.bare_name)

    def name_on(self, day: date) -> str:
        """The name borne on a day, as on memo and report; one query, none where former names are prefetched."""
        borne = [former for former in self.former_names.all() if former.until >= day]
        return min(borne, key=lambda former: former.until).name if borne else self.name

    def served_on(self, day: date) -> bool:
        """Whether the person had not left on a day."""
        return not self.left_on or day <= self.left_on

    @property
    def life(self) -> str:
        """The last day of service in brackets; empty while serving."""
        return f"(ถึง {thai_date(self.left_on)})" if self.left_on else ""

    @property
    def choice_label(self) -> str:
        """Name, former names and the position last known: what tells two people of one name apart."""
        return self.choice_label_on(timezone.localdate())

    def choice_label_on(self, day: date) -> str:
        """`choice_label` with the position of a day."""
        former = ", ".join(former.name for former in self.former_names.all())
        name = f"{self.name} (เดิม {former})" if former else self.name
        return " · ".join(part for part in (name, self.position_on(day).line, self.life) if part)

    @property
    def last_known_position(self) -> str:
        """The position proposed for today."""
        return self.position_on(timezone.localdate()).line

    def position_on(self, day: date) -> Position:
        """The `Position` proposed for a day; two queries, none where appointments are prefetched."""
        if self.held is not None:
            return position_on(day, self.held)
        appointments = self.appointments.all()
        if "appointments" not in getattr(self, "_prefetched_objects_cache", {}):
            appointments = appointments.with_posts()
        return position_on(day, [held.plain for held in appointments])

    def note_stated_position(self, line: str, day: date, source: str) -> None:
        """Notes that a source read by a program states posts of this person on a day, for somebody to confirm.

        `line` is a position as printed; of the person's appointments those whose words stand in it are noted.
        """
        for appointment in self.appointments.with_posts():
            words = ACTING_WORDS.get(appointment.kind, "") + appointment.plain.title
            if f" {words} " in f" {line} ":
                appointment.statements.get_or_create(
                    stated_on=day,
                    source=clean_line(source)[:500],
                    defaults={"is_confirmed": False},
                )


class OfficialAlias(Tracked):
    """Another name by which a person is found, such as a nickname or a spelling in English."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="aliases", verbose_name="บุคคล")
    alias = LineField("ชื่อเรียกอื่น", max_length=250)
    search = search_field("alias")
    history = history()

    class Meta:
        verbose_name = "ชื่อเรียกอื่นของบุคคล"
        verbose_name_plural = "ชื่อเรียกอื่นของบุคคล"
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "alias"],
                name="official_alias_once",
                violation_error_message="บุคคลนี้มีชื่อเรียกนี้แล้ว",
            )
        ]

    def __str__(self) -> str:
        return self.alias


class FormerName(Tracked):
    """A name borne up to and including a day; of several the one that ended first after a day was borne on it."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="former_names", verbose_name="บุคคล")
    prefix = LineField("คำนำหน้า/ยศ", max_length=40, blank=True)
    first_name = LineField("ชื่อ", max_length=120)
    last_name = LineField("นามสกุล", max_length=120, blank=True)
    until = DayField("ใช้ถึงวันที่", help_text="วันสุดท้ายที่ใช้ชื่อนี้")
    search = search_field("prefix", "first_name", "last_name")
    history = history()

    class Meta:
        verbose_name = "ชื่อเดิมของบุคคล"
        verbose_name_plural = "ชื่อเดิมของบุคคล"
        ordering = ["until"]
        constraints = [
            *day_constraints("former_name", "until"),
            models.UniqueConstraint(
                fields=["official", "until"],
                name="former_name_one_at_a_time",
                violation_error_message="บุคคลนี้มีชื่อเดิมที่ใช้ถึงวันนี้แล้ว",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (ถึง {thai_date(self.until)})"

    @property
    def name(self) -> str:
        """As on memo and report."""
        return with_prefix(self.prefix, f"{self.first_name} {self.last_name}".strip())
