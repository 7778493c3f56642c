"""Fits a posted formset to the rows there are now, after somebody else saved: nothing typed is lost.

Django binds the first INITIAL_FORMS rows of a formset to existing rows; where one of these was deleted meanwhile, the
page would come back without a word. So a vanished row is posted again as a new one, and a row that the other editor
added is left as it is in the database.
"""


def reconcile(data, prefix, existing):
    """`data` (a mutable QueryDict) renumbered in place: rows whose id is in `existing` first, the others as new."""
    rows = _rows(data, prefix)
    kept = [row for row in rows if _key(row) in existing]
    new = [row | {"id": [""]} for row in rows if _key(row) not in existing]
    for name in [name for name in data if name.startswith(f"{prefix}-") and not _is_management(name, prefix)]:
        del data[name]
    for index, row in enumerate([*kept, *new]):
        for name, values in row.items():
            data.setlist(f"{prefix}-{index}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))


def _is_management(name, prefix):
    return name.startswith(f"{prefix}-__prefix__") or name.removeprefix(f"{prefix}-").isupper()


def _rows(data, prefix):
    """The posted rows in their order, each field name -> list of values."""
    rows = {}
    for name in data:
        number, _, field = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and number.isdecimal():
            rows.setdefault(int(number), {})[field] = data.getlist(name)
    return [rows[number] for number in sorted(rows)]


def _key(row):
    value = row.get("id", [""])[0]
    return int(value) if value.isdecimal() and len(value) < 19 else None
