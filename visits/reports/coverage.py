"""How much of the country a fiscal year has seen: "ศภ. x/11 · สอจ. x/76 · จังหวัด x/77", with the names not visited."""

from dataclasses import dataclass
from urllib.parse import urlencode

from config.thai.dates import fiscal_year_bounds
from units.models import Kind, Province, Unit
from visits.models import Status, Visit
from visits.reports.unit_families import current, families

KINDS = {Kind.REGIONAL_CENTRE: "ศภ.", Kind.PROVINCIAL_OFFICE: "สอจ."}


@dataclass(frozen=True)
class Missing:
    name: str
    address: str


@dataclass(frozen=True)
class Part:
    """One of the three figures; `address` is the page that shows its visits."""

    label: str
    seen: int
    of: int
    missing: tuple
    address: str

    def __str__(self):
        return f"{self.label} {self.seen}/{self.of}"


def coverage(user, fiscal_year):
    """The three parts, in five queries; only visits that took place count."""
    visits = Visit.objects.visible_to(user).in_fiscal_year(fiscal_year).order_by()
    # Told apart here: asked for a status as well, SQLite reads the visits of all years instead of one.
    rows = visits.values_list("unit_id", "province_id", "status").distinct()
    seen = [(unit, province) for unit, province, status in rows if status == Status.DONE]
    units = list(Unit.objects.visible_to(user).filter(kind__in=KINDS).order_by("sort_key", "pk"))
    units = current(units, *fiscal_year_bounds(fiscal_year))
    members = families(unit.pk for unit in units)
    at = {unit for unit, _ in seen}
    return [
        *(
            _units(kind, [unit for unit in units if unit.kind == kind], members, at, fiscal_year)
            for kind in KINDS
        ),
        _provinces(user, {province for _, province in seen}, fiscal_year),
    ]


def in_one_line(parts):
    return " · ".join(map(str, parts))


def _units(kind, units, members, at, year):
    missing = [unit for unit in units if not members[unit.pk] & at]
    names = tuple(Missing(unit.label, f"/reports/register/?unit={unit.pk}") for unit in missing)
    address = f"/reports/centres/?{urlencode({'rows': kind.value, 'fiscal_year': year})}"
    return Part(KINDS[kind], len(units) - len(missing), len(units), names, address)


def _provinces(user, seen, year):
    provinces = list(Province.objects.visible_to(user).order_by("sort_key"))
    missing = [province for province in provinces if province.pk not in seen]
    names = tuple(
        Missing(row.name, f"/reports/register/?{urlencode({'province': row.code})}") for row in missing
    )
    address = f"/reports/register/?{urlencode({'sort': 'province', 'fiscal_year': year})}"
    return Part("จังหวัด", len(provinces) - len(missing), len(provinces), names, address)
