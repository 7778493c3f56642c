"""Reports as JSON for programs: the same rows as in the other files, days in ISO 8601, choices by their codes."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import IO, Any

from visits.reports.base import Report
from visits.reports.columns import KEY, TEXT, TEXTS, LinkedText, ReportColumn, Schema


def json_value(value: Any) -> Any:
    """What `json` cannot write by itself: days, times to the minute, texts that lead somewhere, records by their names."""
    if isinstance(value, LinkedText):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def json_lines(report: Report) -> Iterator[str]:
    """The report as the lines of one JSON object: first what it is, then a row a line, so that none stands in memory."""
    columns = report.columns_for("data")
    head = {
        "report": report.id,
        "title": report.heading,
        "as_of": report.moment.isoformat(timespec="seconds"),
        "query": report.filter.query().removeprefix("?"),
        "filter": report.filter.in_words,
        "totals": list(report.totals),
        "notes": list(report.notes),
        "count": report.count,
    }
    write = json.JSONEncoder(ensure_ascii=False, default=json_value, separators=(",", ":")).encode
    yield f'{write(head).removesuffix("}")},"rows":['
    parts = [(column.name, column.data or column.value) for column in columns]
    between = "\n"
    for row in report.rows():
        yield between + write({name: value(row) for name, value in parts})
        between = ",\n"
    yield "\n]}\n"


def write_json(report: Report, target: IO[bytes]) -> None:
    """Writes the report as JSON into an open file."""
    target.writelines(line.encode() for line in json_lines(report))


def schema_of_row(columns: Sequence[ReportColumn]) -> Schema:
    """The JSON Schema of a row with these columns."""
    properties = {column.name: column.schema_of_value for column in columns if column.name}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def schema_of_report(report_id: str, kinds: Sequence[Sequence[ReportColumn]]) -> Schema:
    """The JSON Schema of a report whose rows are all of one of some kinds."""
    rows: list[Schema] = [{"type": "array", "items": schema_of_row(columns)} for columns in kinds]
    properties: Schema = {
        "report": {"const": report_id},
        "title": TEXT,
        "as_of": {"type": "string", "format": "date-time"},
        "query": TEXT,
        "filter": TEXTS,
        "totals": TEXTS,
        "notes": TEXTS,
        "count": KEY,
        "rows": rows[0] if len(rows) == 1 else {"anyOf": rows},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}
