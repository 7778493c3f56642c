"""A journey (ครั้ง): groups visits; its days, places and people are derived from them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from config.found_keys import Place, Places, any_of
from config.thai.fields import BlockField, LineField, SortKeyField, search_field
from config.tracking import Tracked, history
from officials.models import Official, User
from units.models import Province, Unit
from units.spellings import spellings
from visits.models.register_number import Numbered, number_constraints
from visits.models.searched_queryset import SearchedQuerySet


class TripQuerySet(SearchedQuerySet):
    """Words for trips."""

    @property
    def _visits(self) -> Any:
        """The visits of the trips that the reader sees."""
        return self.beside(self.model._meta.get_field("visits").related_model)

    def in_scope_of(self, officer: User) -> Self:
        """Trips of which the officer sees a visit."""
        visits = self.model._meta.get_field("visits").related_model.objects.visible_to(officer)
        return self.filter(pk__in=visits.order_by().values("trip"))

    def with_days(self) -> Self:
        """With `starts_on`, `ends_on` and `places`, counted over the visits that the reader sees."""
        visits = self._visits.filter(trip=OuterRef("pk")).order_by().values("trip")
        derived = {"starts_on": Min("starts_on"), "ends_on": Max("ends_on"), "places": Count("pk")}
        # Three look-ups for a trip that is shown; a join would count through all trips before the first of them.
        columns: dict[str, Any] = {
            name: Subquery(visits.annotate(derived=sum_up).values("derived"))
            for name, sum_up in derived.items()
        }
        return self.annotate(**columns | {"places": Coalesce(columns["places"], 0)})

    def places_of(self, word: str) -> Places:
        """The trip's own text, and the units, provinces and people of its visits."""
        visits = self._visits.order_by().exclude(trip=None)
        named = {
            "unit": Unit.objects.matching(word),
            "province": Province.objects.filter(any_of("search__contains", spellings(word))),
            "attendances__official": Official.objects.named(word),
        }
        return Places(
            named=[Place.of_rows(visits, column, rows, "trip") for column, rows in named.items()],
            written=[Place.of_text(self.model._default_manager.order_by(), [word])],
        )


class Trip(Numbered, Tracked):
    """One journey; what its visits say stays theirs."""

    SERIES = "ค."
    WORDS_INDEXED = True

    code = models.CharField("รหัส", max_length=40, unique=True, null=True, blank=True, editable=False)
    title = LineField("ชื่อการลงพื้นที่", max_length=250)
    purpose = BlockField("วัตถุประสงค์", blank=True)
    note = BlockField("หมายเหตุ", blank=True)
    sort_key = SortKeyField(source="title")
    search = search_field("title", "purpose", "number")
    history = history()

    objects: ClassVar = TripQuerySet.as_manager()

    class Meta:
        verbose_name = "การลงพื้นที่"
        verbose_name_plural = "การลงพื้นที่"
        ordering = ["-pk"]
        constraints = number_constraints("trip")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/trips/{self.pk}/"
