"""Counts of one thing by another: rows and columns by name, empty cells visible, sums at the foot."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visits.reports.columns import COUNTS, LinkedText, ReportColumn, data_column

Heads = Sequence[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class CrosstabRow:
    """`counts` by the key of the column; `total` counts each thing once."""

    head: LinkedText | str
    counts: Counter
    total: int
    # Of what is counted in the row: a code, a year.
    code: str = ""


def crosstab_columns(
    title: str, heads: Heads, unit: str, codes: Mapping[Any, str] | None = None
) -> list[ReportColumn]:
    """The columns of a table of counts; `heads` are pairs of a key and the title of a column, `unit` is what is counted.

    In data for programs a count stands under its key, or under the code that `codes` gives for it.
    """
    names = {key: codes[key] if codes else key for key, _ in heads}
    return [
        data_column("code", f"รหัสของ{title}", lambda row: row.code),
        ReportColumn(title, lambda row: row.head, 34, heads_row=True, name="name"),
        data_column(
            "counts",
            f"จำนวน ({unit}) ตามรหัสของช่อง",
            lambda row: {code: row.counts[key] for key, code in names.items()},
            COUNTS,
        ),
        *(ReportColumn(name, lambda row, key=key: row.counts[key], 16, "number") for key, name in heads),
        ReportColumn(f"รวม ({unit})", lambda row: row.total, 14, "number", name="total"),
    ]


def crosstab_sums(rows: Iterable[CrosstabRow]) -> CrosstabRow:
    """The sums of the columns, as a row."""
    rows = list(rows)
    counts = sum((row.counts for row in rows), Counter())
    return CrosstabRow("รวม", counts, sum(row.total for row in rows))
