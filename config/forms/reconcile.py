"""Fits a posted formset to the current rows after somebody else saved, so that nothing typed is lost.

Django binds the first INITIAL_FORMS rows of a formset to existing rows; where one of these was deleted meanwhile, the
page would come back without a message. So a vanished row is posted again as a new one, and a row that the other editor
added stays as it is in the database.

A page that was tampered with or cut short sends counts that differ from its rows: the rows are counted again.
"""

from django.http import QueryDict

from config.forms.keys import key_of

LONGEST_NUMBER = 9


def fits(data: QueryDict, prefix: str) -> bool:
    """Whether the counts and numbers sent with a formset agree with its rows."""
    rows = _rows(data, prefix)
    old = [number for number, row in rows.items() if row.get("id", [""])[0]]
    sent = [data.get(f"{prefix}-{name}_FORMS") for name in ("TOTAL", "INITIAL")]
    in_order = [*rows] == [*range(len(rows))] and old == [*range(len(old))]
    return in_order and sent == [str(len(rows)), str(len(old))]


def reconcile(data: QueryDict, prefix: str, existing: set[int]) -> None:
    """`data` (a mutable QueryDict) renumbered in place: rows whose id is in `existing` first, the others as new."""
    rows = _rows(data, prefix).values()
    existing_rows = [row for row in rows if _key(row) in existing]
    new = [row | {"id": [""]} for row in rows if _key(row) not in existing]
    for name in list(data):
        is_management = name.startswith(f"{prefix}-__prefix__") or name.removeprefix(f"{prefix}-").isupper()
        if name.startswith(f"{prefix}-") and not is_management:
            del data[name]
    for index, row in enumerate([*existing_rows, *new]):
        for name, values in row.items():
            data.setlist(f"{prefix}-{index}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(existing_rows))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(existing_rows) + len(new))


def _rows(data, prefix):
    """The posted rows by number in their order, each field name -> list of values."""
    rows: dict[int, dict[str, list[str]]] = {}
    for name in data:
        number, _, field = name.removeprefix(f"{prefix}-").partition("-")
        is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
        if name.startswith(f"{prefix}-") and is_number:
            rows.setdefault(int(number), {})[field] = data.getlist(name)
    return dict(sorted(rows.items()))


def _key(row):
    return key_of(row.get("id", [""])[0])
