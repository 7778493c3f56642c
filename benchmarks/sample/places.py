"""Enterprises and communities to visit, and the units that a journey may stop at."""

from collections import defaultdict

from benchmarks.sample import words
from units.models import Kind, Province, Unit

CODE = "SAMPLE-"
# How often a unit of a kind is visited, against one of another kind.
WEIGHTS = {
    Kind.REGIONAL_CENTRE: 30,
    Kind.PROVINCIAL_OFFICE: 8,
    Kind.FACILITY: 4,
    Kind.RESEARCH_CENTRE: 6,
    Kind.INDUSTRIAL_ESTATE: 8,
    Kind.BRANCH: 4,
}


def make_places(dice, write, count=400):
    """Half enterprises, half communities, more of them where there is more industry."""
    provinces = list(Province.objects.order_by("code"))
    weights = [dice.randint(1, 9) for _ in provinces]
    rows = [
        _place(dice, number, province)
        for number, province in enumerate(dice.choices(provinces, weights, k=count), 1)
    ]
    return write(Unit, rows)


def _place(dice, number, province):
    product = dice.choice(words.PRODUCTS)
    if number % 2:
        kind, name = Kind.ENTERPRISE, f"บริษัท {dice.choice(words.FIRMS)}{product} จำกัด"
    else:
        kind, name = Kind.COMMUNITY, f"วิสาหกิจชุมชน{product}บ้าน{dice.choice(words.VILLAGES)}"
    return Unit(code=f"{CODE}{number:04}", name=f"{name} แห่งที่ {number}", kind=kind, province=province)


class Map:
    """Where one can go: by province, and each unit with its weight."""

    def __init__(self):
        self.by_province = defaultdict(list)
        for unit in Unit.objects.exclude(province=None).select_related("province").order_by("code"):
            self.by_province[unit.province.code].append(unit)
        self.provinces = sorted(self.by_province)
        self.weights = [sum(map(weight, self.by_province[code])) for code in self.provinces]
        self.responsible = [
            unit
            for code in self.provinces
            for unit in self.by_province[code]
            if unit.kind not in (Kind.ENTERPRISE, Kind.COMMUNITY)
        ]

    def province(self, dice):
        return dice.choices(self.provinces, self.weights)[0]

    def stops(self, dice, province, count):
        units = self.by_province[province]
        return dice.choices(units, list(map(weight, units)), k=count)


def weight(unit):
    return WEIGHTS.get(unit.kind, 1)
