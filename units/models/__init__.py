"""Everything the other packages may import from here."""

from units.models.merge import Merge
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
