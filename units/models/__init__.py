"""WHERE: provinces, and the tree of units. Everything the other packages may import from here."""

from units.models.merge import DistinctPair, Merge
from units.models.province import Province, Region
from units.models.unit import (
    Kind,
    Responsibility,
    Unit,
    UnitAlias,
    UnitQuerySet,
    UnitSuccession,
    Verified,
)
from units.models.unit_reorganisation import ReorganisationKind, UnitReorganisation

__all__ = [
    "DistinctPair",
    "Kind",
    "Merge",
    "Province",
    "Region",
    "ReorganisationKind",
    "Responsibility",
    "Unit",
    "UnitAlias",
    "UnitQuerySet",
    "UnitReorganisation",
    "UnitSuccession",
    "Verified",
]
