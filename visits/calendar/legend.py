"""Filter and legend in one: by what the calendar is coloured, how many visits bear each colour, what a click asks for."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from config.thai.text import sort_key
from officials.models import User
from units.models import Kind, Region
from visits.calendar.entries import LETTERS
from visits.filters.filter_fields import LayoutField
from visits.filters.visit_filter import VisitFilter
from visits.models import Dimension, Directive, Status, Visit

COLOURS = [
    ("", "สถานะ"),
    ("region", "ภาค"),
    ("lead", "หัวหน้าคณะ"),
    ("kind", "ประเภทหน่วยงาน"),
]
OTHERS = len(LETTERS) - 1

# A key that its filter asks for, and the words for it; the key is empty where nothing can be asked for.
Group = tuple[Any, str]
GroupsOf = Callable[[Visit], list[Group]]


def colour_field(user: User) -> LayoutField:
    """The choice of what the entries are coloured by; the last one names the policies in force."""

    def choices() -> list[tuple[str, str]]:
        return [*COLOURS, ("dimension", Dimension.objects.visible_to(user).title())]

    return LayoutField(label="แยกสีตาม", choices=choices, required=False)


@dataclass(frozen=True)
class LegendItem:
    """One colour or status: how many visits bear it, and the address that asks for them."""

    label: str
    count: int
    address: str = ""
    chosen: bool = False
    status: str = ""
    hue: int | None = None

    @property
    def letter(self) -> str:
        """The letter of the colour."""
        return "" if self.hue is None else LETTERS[self.hue]


def legend(
    visit_filter: VisitFilter, visits: Sequence[Visit], counted: Sequence[Visit]
) -> tuple[list[LegendItem], dict[int, int]]:
    """The items, with the number of visits `counted`; and the key of each of `visits` -> the number of its colour."""
    by = visit_filter.value("colour")
    if not by:
        statuses = Counter(visit.status for visit in counted)
        wanted = visit_filter.value("status")
        items = [
            LegendItem(
                status.label,
                statuses[status],
                visit_filter.query(status=None if status.value == wanted else status.value),
                status.value == wanted,
                status.value,
            )
            for status in Status
        ]
        return items, {}
    groups_of = GROUPS[by](visits, visit_filter.user)
    totals: Counter[Group] = Counter(group for visit in counted for group in groups_of(visit))
    if by == "region":
        known = [(region.value, region.label) for region in Region]
        order = sorted(totals, key=lambda group: known.index(group) if group in known else len(known))
    else:
        # The most frequent take the colours.
        order = sorted(totals, key=lambda group: (-totals[group], sort_key(group[1])))
    hues = {group: min(place, OTHERS) for place, group in enumerate(order)}
    items = [item_of(visit_filter, by, group, totals[group], hues[group]) for group in order]
    if len(items) > len(LETTERS):
        # Groups that share the last colour are one line.
        rest = sum(item.count for item in items[OTHERS:])
        items = [*items[:OTHERS], LegendItem("อื่น ๆ", rest, hue=OTHERS)]
    return items, {visit.pk: hues.get(groups_of(visit)[0], OTHERS) for visit in visits}


def item_of(visit_filter: VisitFilter, by: str, group: Group, count: int, hue: int) -> LegendItem:
    """The line of a group: a click asks for it alone, a second click takes that back."""
    key, label = group
    if not key:
        return LegendItem(label, count, hue=hue)
    if by == "lead":
        wanted, parameters = {"official": key}, {"official": key, "role": "lead"}
    else:
        wanted = parameters = dict(key) if by == "dimension" else {by: key}
    chosen = all(visit_filter.data.getlist(name) == [str(value)] for name, value in wanted.items())
    changes = dict.fromkeys(parameters) if chosen else parameters
    return LegendItem(label, count, visit_filter.query(**changes), chosen, hue=hue)


def by_region(visits: Sequence[Visit], user: User) -> GroupsOf:
    """The one region of a visit."""

    def groups(visit: Visit) -> list[Group]:
        province = visit.province
        return [(province.region, province.get_region_display()) if province else ("", "ไม่ระบุภาค")]

    return groups


def by_lead(visits: Sequence[Visit], user: User) -> GroupsOf:
    """The one lead of a visit."""
    names: dict[Any, str] = {}  # one person is one colour, whichever name a row bears

    def groups(visit: Visit) -> list[Group]:
        name = visit.lead_name or visit.lead_position
        if not name:
            return [("", "ไม่ระบุหัวหน้าคณะ")]
        key = visit.lead_key or ""
        return [(key, names.setdefault(key or name, name))]

    return groups


def by_dimension(visits: Sequence[Visit], user: User) -> GroupsOf:
    """A visit counts for each dimension of its directives; its colour is that of the first.

    The key of a group are the parameters that ask for its dimension.
    """
    named = {row.key: row for row in Dimension.objects.visible_to(user).named()}
    rows = Directive.objects.visible_to(user).filter(visit__in=[visit.pk for visit in visits])
    rows = rows.filter(dimensions__isnull=False)
    groups: dict[int, dict[Group, None]] = {}
    links = rows.values_list("visit", "dimensions").order_by("visit", "order", "dimensions__order")
    for visit, key in links:
        dimension = named[key]
        groups.setdefault(visit, {})[tuple(dimension.parameters.items()), dimension.name] = None
    return lambda visit: list(groups.get(visit.pk, {("", "ไม่ระบุมิติ"): None}))


GROUPS: dict[str, Callable[[Sequence[Visit], User], GroupsOf]] = {
    "region": by_region,
    "lead": by_lead,
    "kind": lambda visits, user: lambda visit: [(visit.unit.kind, Kind(visit.unit.kind).label)],
    "dimension": by_dimension,
}
