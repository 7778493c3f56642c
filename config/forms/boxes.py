"""Django's plain boxes of a form as text at once: a page has hundreds, and a template for each took a tenth of it.

Each takes the values that Django's template of the widget is given and writes what that writes, without its blanks.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import escape


def attributes(attrs: Mapping[str, Any]) -> str:
    """The attributes of an element, each with a blank before it; True stands without a value, False is left out."""
    return "".join(
        [
            f" {name}" if value is True else f' {name}="{escape(value)}"'
            for name, value in attrs.items()
            if value is not False
        ]
    )


def input_box(widget: Mapping[str, Any]) -> str:
    """A box of one line, a tick or a hidden value."""
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    return (
        f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{attributes(widget["attrs"])}>'
    )


def dated_box(name: str) -> Callable[[Mapping[str, Any]], str]:
    """The admin's box of a day or a time, in the paragraph to which its script adds a picker."""
    return lambda widget: f'<p class="{name}">{input_box(widget)}</p>'


def text_area(widget: Mapping[str, Any]) -> str:
    """A box of several lines; the first line break in it is none of the text."""
    return f'<textarea name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n{escape(widget["value"] or "")}</textarea>'


def select_box(widget: Mapping[str, Any]) -> str:
    """A choice from a list, in groups where the choices have them."""
    parts = [f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escape(group)}">')
        parts += [
            f'<option value="{escape(option["value"])}"{attributes(option["attrs"])}>{escape(option["label"])}</option>'
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    return f"{''.join(parts)}</select>"


BOXES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{
        f"django/forms/widgets/{name}.html": input_box
        for name in ("text", "hidden", "checkbox", "number", "email", "password", "url")
    },
    **{f"admin/widgets/{name}.html": dated_box(name) for name in ("date", "time")},
    "django/forms/widgets/textarea.html": text_area,
    "django/forms/widgets/select.html": select_box,
}
