"""The table of a list in data entry, written at once: Django's makes loops of a template, and formats and looks up each cell anew."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field, quote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.template import Library
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

register = Library()
WORDS = (models.CharField, models.TextField)
SHOWN_OTHERWISE = (models.URLField, models.FileField)


@register.simple_tag
def list_table(listed: ChangeList) -> SafeString:
    """Headers and rows as Django's `result_list` shows them; no list of ours is edited in place."""
    rows = list(listed.result_list)
    if not rows:
        return SafeString("")
    linked = [name for name in listed.list_display if name in (listed.list_display_links or ())]
    columns = [
        cells(listed, rows, place, "th" if [name] == linked[:1] else "td", name in linked)
        for place, name in enumerate(listed.list_display)
    ]
    head = "".join(headers(listed))
    body = "\n".join([f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True)])
    table = f'<table id="result_list">\n<thead>\n<tr>\n{head}\n</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>'
    return SafeString(f'<div class="results">\n{table}\n</div>')  # nosec B703 - each cell is escaped


def headers(listed: ChangeList) -> Iterator[str]:
    """The head of each column, with links that sort by it."""
    columns: list[dict[str, Any]] = list(result_headers(listed))
    is_sorted_by_several = sum(bool(column["sortable"] and column["sorted"]) for column in columns) > 1
    for column in columns:
        label, sorting = capfirst(conditional_escape(column["text"])), ""
        text = f"<span>{label}</span>"
        if column["sortable"]:
            text = f'<a href="{conditional_escape(column["url_primary"])}">{label}</a>'
            place = column["sort_priority"]
            if place > 0:
                order = gettext("Sorting priority: %(priority_number)s") % {"priority_number": place}
                shown = f'<span class="sortpriority" title="{order}">{place}</span>'
                sorting = (
                    f'<div class="sortoptions"><a class="sortremove" href="{conditional_escape(column["url_remove"])}"'
                    f' title="{gettext("Remove from sorting")}"></a>{shown if is_sorted_by_several else ""}'
                    f'<a href="{conditional_escape(column["url_toggle"])}"'
                    f' class="toggle {"ascending" if column["ascending"] else "descending"}"'
                    f' title="{gettext("Toggle sorting")}"></a></div>'
                )
        yield (
            f'<th scope="col"{column["class_attrib"]}>{sorting}<div class="text">{text}</div><div class="clear"></div></th>'
        )


def cells(
    listed: ChangeList, rows: Sequence[models.Model], place: int, tag: str, is_linked: bool
) -> Iterator[str]:
    """One column: the cell of each row."""
    name, admin = listed.list_display[place], listed.model_admin
    column: Any
    field: Any
    # Whether the name is that of a field, a function or a method is found out once a column.
    field, column, _ = lookup_field(name, rows[0], admin)
    is_function = field is None and (callable(name) or hasattr(admin, str(name)))
    is_foreign = field is not None and isinstance(field.remote_field, models.ManyToOneRel)
    is_boolean = bool(getattr(column, "boolean", False))
    is_plain = not is_boolean if field is None else isinstance(field, WORDS) and not field.flatchoices
    is_plain &= not isinstance(field, SHOWN_OTHERWISE)
    empty = getattr(column, "empty_value_display", admin.get_empty_value_display())
    called = name.__name__ if callable(name) else str(name)
    css = "action-checkbox" if called == "action_checkbox" else f"field-{called}"
    if isinstance(field, (models.DateField, models.TimeField, models.ForeignKey)):
        css += " nowrap"
    start, before, after, end = f'<{tag} class="{css}">', "", "", f"</{tag}>"
    if is_linked:
        address = add_preserved_filters(
            {"preserved_filters": listed.preserved_filters, "opts": listed.opts},
            listed.url_for_result(listed.model(pk=0)),
        )
        before, _, after = conditional_escape(address).partition("/0/")
        before, after = f'<a href="{before}/', f'/{after}"'
    for row in rows:
        try:
            if field is not None:
                value = getattr(row, field.name)
            else:
                value = column(row) if is_function else lookup_field(name, row, admin)[2]
        except ObjectDoesNotExist:
            value = None
        opening = start
        if is_plain and isinstance(value, str) and value.strip():
            text = value
        else:
            if isinstance(value, str) and not value.strip():
                value = ""
            if is_foreign:
                text = empty if value is None else value
            elif field is None or field.auto_created:
                text = display_for_value(value, empty, is_boolean)
                if isinstance(value, (date, time)):
                    opening = f'<{tag} class="{css} nowrap">'
            else:
                text = display_for_field(value, field, empty, avoid_link=is_linked)
        text = conditional_escape(text)
        if is_linked:
            opener = ""
            if listed.is_popup:
                key = row.serializable_value(str(listed.to_field) if listed.to_field else "pk")
                opener = f' data-popup-opener="{conditional_escape(key)}"'
            text = f"{before}{quote(row.pk)}{after}{opener}>{text}</a>"
        yield f"{opening}{text}{end}"
