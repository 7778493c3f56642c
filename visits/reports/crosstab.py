"""Counts of one thing by another: rows and columns by name, empty cells visible, sums at the foot."""

from collections import Counter
from dataclasses import dataclass

from visits.reports.columns import Column


@dataclass(frozen=True, slots=True)
class CrossRow:
    """`counts` by the key of the column; `total` counts each thing once."""

    head: object
    counts: Counter
    total: int


def cross_columns(title, heads, unit):
    """`heads` are pairs of a key and the title of a column."""
    return [
        Column(title, lambda row: row.head, 34, heads_row=True),
        *(Column(name, _counted(key), 16, "number") for key, name in heads),
        Column(f"รวม ({unit})", lambda row: row.total, 14, "number"),
    ]


def _counted(key):
    return lambda row: row.counts[key]


def cross_footer(rows, heads):
    return [
        "รวม",
        *(sum(row.counts[key] for row in rows) for key, _ in heads),
        sum(row.total for row in rows),
    ]
