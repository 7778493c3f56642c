"""A journey (ครั้ง): groups visits; its days, places and people are derived from them."""

from django.db import models
from django.db.models import Count, Max, Min, Q

from config.thai.fields import BlockField, LineField, SortKeyField, search_field
from config.thai.text import terms
from officials.history import Tracked, TrackedQuerySet, history
from units.models import Unit
from visits.models.counter import Numbered, number_constraints


class TripQuerySet(TrackedQuerySet):
    def with_days(self):
        return self.annotate(
            starts_on=Min("visits__starts_on"),
            ends_on=Max("visits__ends_on"),
            places=Count("visits", distinct=True),
        )

    def matching(self, query):
        rows = self
        for word in terms(query):
            units = Unit.objects.matching(word)
            rows = rows.filter(
                Q(search__contains=word) | Q(pk__in=Trip.objects.filter(visits__unit__in=units))
            )
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
