"""Filter and legend in one: by what the calendar is coloured, how many visits bear each colour, what a click asks."""

from collections import Counter
from dataclasses import dataclass

from config.thai.text import sort_key
from officials.models import User
from units.models import Kind, Region
from visits.filters.filter_fields import LayoutField
from visits.models import Dimension, Directive, Status

COLOURS = [
    ("", "สถานะ"),
    ("region", "ภาค"),
    ("lead", "หัวหน้าคณะ"),
    ("kind", "ประเภทหน่วยงาน"),
]
# As many colours as can be told apart, each with a letter that tells it on black-and-white paper.
LETTERS = "กขคงจฉชฮ"
OTHERS = len(LETTERS) - 1


def colour_field(user: User) -> LayoutField:
    """The choice of what the entries are coloured by; the last one names the policies in force."""

    def choices() -> list[tuple[str, str]]:
        return [*COLOURS, ("dimension", Dimension.objects.visible_to(user).title())]

    return LayoutField(label="แยกสีตาม", choices=choices, required=False)


@dataclass(frozen=True)
class Item:
    label: str
    count: int
    address: str = ""
    chosen: bool = False
    status: str = ""
    hue: int | None = None

    @property
    def letter(self):
        return "" if self.hue is None else LETTERS[self.hue]


def legend(asked, visits, counted):
    """Paints `visits` (`hue` and `letter` of each) and gives the items, with the number of those `counted`."""
    by = asked.value("colour")
    if not by:
        totals = Counter(visit.status for visit in counted)
        return [_status(asked, status, totals[status]) for status in Status]
    groups_of = GROUPS[by](visits, asked.user)
    totals = Counter(group for visit in counted for group in groups_of(visit))
    order = _in_order(by, totals)
    hues = {group: min(place, OTHERS) for place, group in enumerate(order)}
    for visit in visits:
        visit.hue = hues.get(groups_of(visit)[0], OTHERS)
        visit.letter = LETTERS[visit.hue]
    return _folded([_item(asked, by, group, totals[group], hues[group]) for group in order])


def _status(asked, status, count):
    chosen = asked.value("status") == status.value
    return Item(
        status.label, count, asked.query(status=None if chosen else status.value), chosen, status.value
    )


def _item(asked, by, group, count, hue):
    """A click asks for the group alone; a second click takes the question back."""
    key, label = group
    if not key:
        return Item(label, count, hue=hue)
    if by == "lead":
        wanted, parameters = {"official": key}, {"official": key, "role": "lead"}
    else:
        wanted = parameters = dict(key) if by == "dimension" else {by: key}
    chosen = all(asked.data.getlist(name) == [str(value)] for name, value in wanted.items())
    changes = dict.fromkeys(parameters) if chosen else parameters
    return Item(label, count, asked.query(**changes), chosen, hue=hue)


def _folded(items):
    """Groups that share the last colour are one line."""
    if len(items) <= len(LETTERS):
        return items
    rest = sum(item.count for item in items[OTHERS:])
    return [*items[:OTHERS], Item("อื่น ๆ", rest, hue=OTHERS)]


def _in_order(by, totals):
    if by == "region":
        known = [(region.value, region.label) for region in Region]
        return sorted(totals, key=lambda group: known.index(group) if group in known else len(known))
    # The most frequent take the colours.
    return sorted(totals, key=lambda group: (-totals[group], sort_key(group[1])))


def _by_region(visits, user):
    def groups(visit):
        province = visit.province
        return [(province.region, province.get_region_display()) if province else ("", "ไม่ระบุภาค")]

    return groups


def _by_kind(visits, user):
    return lambda visit: [(visit.unit.kind, Kind(visit.unit.kind).label)]


def _by_lead(visits, user):
    names = {}  # one person is one colour, whichever name a row bears

    def groups(visit):
        said = visit.lead_name or visit.lead_position
        if not said:
            return [("", "ไม่ระบุหัวหน้าคณะ")]
        key = visit.lead_key or ""
        return [(key, names.setdefault(key or said, said))]

    return groups


def _by_dimension(visits, user):
    """A visit counts for each dimension of its directives; its colour is that of the first.

    The key of a group are the parameters that ask for its dimension.
    """
    named = {row.key: row for row in Dimension.objects.visible_to(user).named()}
    rows = Directive.objects.visible_to(user).filter(visit__in=[visit.pk for visit in visits])
    rows = rows.filter(dimensions__isnull=False)
    found = {}
    links = rows.values_list("visit", "dimensions").order_by("visit", "order", "dimensions__order")
    for visit, key in links:
        dimension = named[key]
        found.setdefault(visit, {})[tuple(dimension.parameters.items()), dimension.name] = None
    return lambda visit: list(found.get(visit.pk, {("", "ไม่ระบุมิติ"): None}))


GROUPS = {"region": _by_region, "lead": _by_lead, "kind": _by_kind, "dimension": _by_dimension}
