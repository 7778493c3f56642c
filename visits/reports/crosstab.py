"""Counts of one thing by another: rows and columns by name, empty cells visible, sums at the foot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from visits.reports.columns import LinkedText, ReportColumn

Heads = Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class CrosstabRow:
    """`counts` by the key of the column; `total` counts each thing once."""

    head: LinkedText | str
    counts: Counter
    total: int


def crosstab_columns(title: str, heads: Heads, unit: str) -> list[ReportColumn]:
    """The columns of a table of counts; `heads` are pairs of a key and the title of a column, `unit` is what is counted."""
    return [
        ReportColumn(title, lambda row: row.head, 34, heads_row=True),
        *(ReportColumn(name, lambda row, key=key: row.counts[key], 16, "number") for key, name in heads),
        ReportColumn(f"รวม ({unit})", lambda row: row.total, 14, "number"),
    ]


def crosstab_sums(rows: Iterable[CrosstabRow]) -> CrosstabRow:
    """The sums of the columns, as a row."""
    rows = list(rows)
    counts = sum((row.counts for row in rows), Counter())
    return CrosstabRow("รวม", counts, sum(row.total for row in rows))
