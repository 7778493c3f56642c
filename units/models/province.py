"""The provinces of the country."""

from django.db import models

from config.thai.fields import BlockField, LineField, SortKeyField, choice_constraint, search_field
from config.tracking import Tracked, history


class Region(models.TextChoices):
    """The six regions of the country."""

    NORTH = "north", "ภาคเหนือ"
    NORTHEAST = "northeast", "ภาคตะวันออกเฉียงเหนือ"
    CENTRAL = "central", "ภาคกลาง"
    EAST = "east", "ภาคตะวันออก"
    WEST = "west", "ภาคตะวันตก"
    SOUTH = "south", "ภาคใต้"


class Province(Tracked):
    """One of the 77 provinces, with its region and cluster."""

    code = models.CharField("รหัส", max_length=10, unique=True)
    name = LineField("ชื่อจังหวัด", max_length=60, unique=True)
    name_en = LineField("ชื่อภาษาอังกฤษ", max_length=60, blank=True)
    region = models.CharField("ภาค", max_length=10, choices=Region)
    cluster = LineField("กลุ่มจังหวัด", max_length=60, blank=True, db_index=True)
    latitude = models.FloatField("ละติจูด", null=True, blank=True)
    longitude = models.FloatField("ลองจิจูด", null=True, blank=True)
    source = BlockField("แหล่งอ้างอิง", blank=True)
    sort_key = SortKeyField(source="name")
    search = search_field("name", "name_en")
    history = history()

    class Meta:
        verbose_name = "จังหวัด"
        verbose_name_plural = "จังหวัด"
        ordering = ["sort_key"]
        constraints = [choice_constraint("province", "region", Region)]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name as printed: กรุงเทพมหานคร is no จังหวัด."""
        return self.name if self.code == "TH-10" else f"จังหวัด{self.name}"
