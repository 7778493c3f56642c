"""Outlines of the provinces, the looks of their shades, where a place lies on the map, and the map as one small picture."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from math import cos, radians

from django.conf import settings
from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from visits.models.visit_queryset import VisitQuerySet

FOLDER = settings.BASE_DIR / "fixtures"
# From nothing to the most; those in HATCHED are told apart by lines too, in black and white.
COLOURS = ("#ffffff", "#d7ebe4", "#a9d3c5", "#72b09d", "#3f8572", "#12332b")
SHADES, HATCHED = 5, (2, 3, 4)
# Twelve looks for areas beside each other: a colour and the number of a hatching, or none.
AREAS = tuple((colour, hatching) for hatching in (0, 2, 3) for colour in COLOURS[:4])
# The outlines are drawn in equal degrees at this latitude: x of longitude 0, y of the equator, units of a degree.
LATITUDE, LEFT, TOP, DEGREE = 13.5, -6340.8, 1374.1, 67.0
HATCHINGS = {
    2: ("M0 5L5 0", 5, "#1f4a40"),
    3: ("M0 0L3 3", 3, "#12332b"),
    4: ("M0 3L3 0M0 0L3 3", 3, "#ffffff"),
}


@cache
def province_shapes() -> dict[str, str]:
    """Code of each province -> outline as the data of an SVG path, in a view box of 560 by 1000."""
    return {code: shape["path"] for code, shape in _read("province_shapes.json").items()}


@cache
def province_middles() -> dict[str, tuple[float, float]]:
    """Code of each province -> where its middle lies in the same view box."""
    return {code: tuple(shape["centre"]) for code, shape in _read("province_shapes.json").items()}


@cache
def small_shapes() -> dict[str, str]:
    """The same outlines with few corners, in a view box of 280 by 500."""
    return _read("province_shapes_small.json")


def _read(name: str) -> dict:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))["provinces"]


def place_on_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies in the view box of 560 by 1000; every provincial seat lies in its province."""
    x = LEFT + DEGREE * cos(radians(LATITUDE)) * longitude
    return round(x, 1), round(TOP - DEGREE * latitude, 1)


def bounds_of(largest: int) -> tuple[int, ...]:
    """The largest count of each shade but the darkest, in equal steps."""
    step = max(1, -(-largest // SHADES))
    return tuple(step * number for number in range(1, SHADES))


def shade_of(value: int | None, bounds: Iterable[int]) -> int:
    """0 where there is nothing, else 1 to 5."""
    return 0 if value is None else 1 + sum(value > bound for bound in bounds)


def counts_by_province(visits: VisitQuerySet) -> dict[str, int]:
    """Code of each province -> how many of the visits took place there; one query."""
    rows = visits.counted().order_by().exclude(province=None).values_list("province__code")
    return dict(rows.annotate(number=Count("*")))


def small_map(counts: Mapping[str, int], label: str, address: str = "") -> SafeString:
    """The provinces by their counts as one picture of under 25 kB, with one link where an address is given."""
    bounds = bounds_of(max(counts.values(), default=0))
    shades: dict[int, list[str]] = {}
    for code, path in small_shapes().items():
        shades.setdefault(shade_of(counts.get(code) or None, bounds), []).append(path)
    patterns = (
        (number, size, path, colour) for number, (path, size, colour) in HATCHINGS.items() if number in shades
    )
    hatchings = format_html_join(
        "",
        '<pattern id="small-{0}" width="{1}" height="{1}" patternUnits="userSpaceOnUse">'
        '<path d="{2}" stroke="{3}" stroke-width=".6"/></pattern>',
        patterns,
    )
    outlines = format_html_join(
        "",
        '<g fill="{1}"><path id="shade-{0}" d="{2}"/></g>',
        ((shade, COLOURS[shade], "".join(paths)) for shade, paths in sorted(shades.items())),
    )
    over = format_html_join(
        "",
        '<use href="#shade-{0}" fill="url(#small-{0})"/>',
        ((shade,) for shade in HATCHED if shade in shades),
    )
    drawing = format_html(
        '<svg class="small-map" viewBox="0 0 280 500" width="280" height="500" role="img" aria-label="{}">'
        '<defs>{}</defs><g stroke="#555" stroke-width=".6">{}</g>{}</svg>',
        label,
        hatchings,
        outlines,
        over,
    )
    return format_html('<a class="small-map-link" href="{}">{}</a>', address, drawing) if address else drawing
