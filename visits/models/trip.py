"""A journey (ครั้ง): groups visits; its days, places and people are derived from them."""

from django.db import models
from django.db.models import Count, Max, Min, Q

from config.thai.fields import BlockField, LineField, SortKeyField, search_field
from config.thai.text import terms
from config.tracking import Tracked, TrackedQuerySet, history
from units.models import Unit
from visits.models.counter import Numbered, number_constraints


class TripQuerySet(TrackedQuerySet):
    @property
    def _visits(self):
        return self.beside(self.model._meta.get_field("visits").related_model)

    def in_scope_of(self, officer):
        """Journeys of which a visit is seen."""
        visits = self.model._meta.get_field("visits").related_model.objects.visible_to(officer)
        return self.filter(pk__in=visits.order_by().values("trip"))

    def with_days(self):
        """First and last day and number of places, of the visits that are seen."""
        seen = Q(visits__in=self._visits) if self._officer else None
        return self.annotate(
            starts_on=Min("visits__starts_on", filter=seen),
            ends_on=Max("visits__ends_on", filter=seen),
            places=Count("visits", distinct=True, filter=seen),
        )

    def matching(self, query):
        rows = self
        for word in terms(query):
            units = Unit.objects.matching(word)
            there = self._visits.filter(unit__in=units)
            rows = rows.filter(Q(search__contains=word) | Q(pk__in=there.values("trip")))
        return rows


class Trip(Numbered, Tracked):
    SERIES = "ค."

    code = models.CharField("รหัส", max_length=40, unique=True, null=True, blank=True, editable=False)
    title = LineField("ชื่อการลงพื้นที่", max_length=250)
    purpose = BlockField("วัตถุประสงค์", blank=True)
    note = BlockField("หมายเหตุ", blank=True)
    sort_key = SortKeyField(source="title")
    search = search_field("title", "purpose", "number")
    history = history()

    objects = TripQuerySet.as_manager()

    class Meta:
        verbose_name = "การลงพื้นที่"
        verbose_name_plural = "การลงพื้นที่"
        ordering = ["-pk"]
        constraints = number_constraints("trip")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/trips/{self.pk}/"
