"""What stands in one cell of a report, once for page and print (HTML) and once for files (plain values)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.thai.dates import thai_date
from config.thai.words import held

# What a value is in data for programs, as JSON Schema says it.
Schema = dict[str, Any]
KEY: Schema = {"type": "integer"}
NUMBER: Schema = {"type": ["integer", "null"]}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
TEXT: Schema = {"type": ["string", "null"]}
TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
# A longer word may break after all: no column could hold it.
LONGEST_UNBROKEN = 30
# From light to dark, so that print in grey tells them apart.
SHADES = ("#ffffff", "#d3dcd8", "#a3b3ac", "#5f7a70", "#173a32")
BAR_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text that may lead somewhere and may bear a mark (ร่าง, แผน).

    `unbroken` keeps each word of it on one line, as a name must be: Thai may break anywhere else.
    """

    text: str
    address: str = ""
    mark: str = ""
    unbroken: bool = False

    def __str__(self) -> str:
        return f"{self.text} ({self.mark})" if self.mark else self.text

    def __html__(self) -> str:
        return self.html()

    def html(self, links: bool = True) -> SafeString:
        """The text escaped, as a link on the screen; a mark has a frame there and brackets in print, as in files."""
        text = name_html(self.text) if self.unbroken else held(self.text)
        if self.address and links:
            text = SafeString(f'<a href="{escape(self.address)}">{text}</a>')  # nosec B703 - both are escaped
        if not self.mark:
            return text
        mark = self.mark if links or not self.text else f"({self.mark})"
        return format_html('{} <span class="mark">{}</span>', text, mark)


@lru_cache(maxsize=1024)
def name_html(name: str) -> SafeString:
    """A name whose words stay on one line each; a column says the same again and again."""
    words = (
        format_html("<span>{}</span>", word) if len(word) <= LONGEST_UNBROKEN else word
        for word in name.split(" ")
    )
    return format_html_join(" ", "{}", ((word,) for word in words if name))


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A text above a bar of its parts; `full` is what the full width stands for, else all parts together."""

    text: str
    parts: tuple[int, ...]
    full: int | None = None

    def __str__(self) -> str:
        return self.text

    def html(self) -> SafeString:
        """The text and an SVG without text in it."""
        full, left, boxes = self.full or sum(self.parts), 0.0, []
        for part, shade in zip(self.parts, SHADES, strict=True):
            if part:
                width = 100 * part / full
                boxes.append(
                    f'<rect x="{left:.2f}" y="0" width="{width:.2f}" height="{BAR_HEIGHT}" fill="{shade}" '
                    'stroke="#444" stroke-width=".5" vector-effect="non-scaling-stroke"/>'
                )
                left += width
        bar = (
            f'<svg class="bar" viewBox="0 0 100 {BAR_HEIGHT}" width="100" height="{BAR_HEIGHT}" '
            f'preserveAspectRatio="none" aria-hidden="true">{"".join(boxes)}</svg>'
        )
        return SafeString(f"{held(self.text)}{bar}")  # nosec B703 - the text is escaped, the rest are numbers


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """`value` takes a row and gives a text, a number, a day, a `LinkedText` or a list of these, one a line.

    `width` is in characters. `only` is "page" (with print), "file" or "data" where a column does not stand everywhere.
    With a `name` it stands in data for programs too, under that name, which never changes: days in ISO 8601, choices by
    their codes. `data` gives the value there where that for people does not serve; `schema` says what it is.
    """

    title: str
    value: Callable[..., Any]
    width: int = 16
    kind: str = "text"
    only: str = ""
    heads_row: bool = False
    # On the screen it stands below the head of its row, to be opened; in print and files in a column as the others.
    is_folded: bool = False
    name: str = ""
    data: Callable[..., Any] | None = None
    schema: Schema | None = None

    @property
    def schema_of_value(self) -> Schema:
        """The JSON Schema of the value in data for programs, with the title of the column."""
        usual = {"number": NUMBER, "day": DAY}.get(self.kind.partition(" ")[0], TEXT)
        return {**(self.schema or usual), "title": self.title}

    @property
    def type_in_words(self) -> str:
        """What the value is in data for programs, for people."""
        schema = self.schema_of_value
        if "enum" in schema:
            return schema["description"]
        if schema.get("format") == "date":
            return "วันที่ (ค.ศ.)"
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        words = {
            "integer": "จำนวนเต็ม",
            "number": "จำนวน",
            "boolean": "จริงหรือเท็จ",
            "array": "รายการ",
            "object": "จำนวนตามรหัส",
        }
        return next((words[kind] for kind in kinds if kind in words), "ข้อความ")


def data_column(name: str, title: str, value: Callable[..., Any], schema: Schema = TEXT) -> ReportColumn:
    """A column that only programs need, such as a key or a code."""
    return ReportColumn(title, value, only="data", name=name, schema=schema)


def one_of(choices: type[TextChoices]) -> Schema:
    """A code out of some choices, with the Thai words of each."""
    words = ", ".join(f"{value} = {label}" for value, label in choices.choices)
    return {"type": "string", "enum": list(choices.values), "description": words}


def each_of(properties: dict[str, Schema]) -> Schema:
    """A list of objects with all of these properties."""
    item = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "array", "items": item}


def plain(value: Any, between: str = "\n") -> str | int | date:
    """As a file holds it: days and numbers stay what they are."""
    if isinstance(value, list):
        try:
            return between.join(value)
        except TypeError:  # not all of them texts, as they nearly always are
            return between.join([str(plain(part)) for part in value])
    return "" if value is None else value if isinstance(value, (date, int)) else str(value)


def cell_html(value: Any, links: bool = True) -> SafeString:
    """The inside of a cell, escaped; `held` remembers, and a column says the same days and numbers again and again."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, str):
        return held(value)
    if isinstance(value, list):
        if len(value) < 2:
            return cell_html(value[0] if value else "", links)
        return SafeString("<br>".join([cell_html(part, links) for part in value]))  # nosec B703 - each is escaped
    if isinstance(value, LinkedText):
        return value.html(links)
    if isinstance(value, StackedBar):
        return value.html()
    if isinstance(value, date):
        return held(thai_date(value))
    return held("" if value is None else f"{value:,}" if isinstance(value, int) else str(value))


def opened_head(head: ReportColumn, folded: Sequence[ReportColumn], row: Any) -> SafeString:
    """The head of a row with the folded columns below it, which a click opens."""
    lines = ((column.title, cell_html(column.value(row))) for column in folded)
    details = format_html(
        '<details class="rest"><summary>รายละเอียด</summary><dl>{}</dl></details>',
        format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines),
    )
    return format_html("{}{}", cell_html(head.value(row)), details)


def rows_html(
    columns: Sequence[ReportColumn],
    rows: Iterable[Any],
    links: bool = True,
    known: Sequence[Sequence[Any]] | None = None,
) -> SafeString:
    """`<tr>…</tr>` of all rows, in print without links; a template takes longer over a thousand names than the database.

    Each cell bears the title of its column, for a narrow screen makes a card of a row. `known` are the values of each row in
    print, where they have been read.
    """
    folded = [column for column in columns if column.is_folded and links]
    cells: list[tuple[str, Callable[..., Any], str]] = []
    for column in columns:
        if column in folded:
            continue
        tag, scope = ("th", ' scope="row"') if column.heads_row else ("td", "")
        opening = format_html(' class="{}" data-title="{}">', column.kind, column.title)
        value = partial(opened_head, column, folded) if column.heads_row and folded else column.value
        cells.append((f"<{tag}{scope}{opening}", value, f"</{tag}>"))
    lines = []
    for number, row in enumerate(rows):
        values = known[number] if known else [value(row) for _, value, _ in cells]
        # Django's own join would ask of each of a thousand escaped texts again whether it is one.
        inside = [
            f"{opening}{cell_html(value, links)}{closing}"
            for (opening, _, closing), value in zip(cells, values, strict=True)
        ]
        lines.append(f'<tr class="{escape(getattr(row, "row_class", ""))}">{"".join(inside)}</tr>')
    return SafeString("\n".join(lines))  # nosec B703 - all parts are escaped
