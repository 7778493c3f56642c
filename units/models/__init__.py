"""Everything the other packages may import from here."""

from units.models.merge import DistinctPair, Merge
from units.models.unit import (
    Kind,
    Province,
    Region,
    Responsibility,
    Unit,
    UnitAlias,
    UnitQuerySet,
    UnitSuccession,
    Verified,
)

__all__ = [
    "DistinctPair",
    "Kind",
    "Merge",
    "Province",
    "Region",
    "Responsibility",
    "Unit",
    "UnitAlias",
    "UnitQuerySet",
    "UnitSuccession",
    "Verified",
]
