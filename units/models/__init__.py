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
