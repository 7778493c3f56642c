"""A fieldset of the admin, written at once: in Django's own engine they took a sixth of the page of a visit.

The same elements as in the admin's own template, without its blanks and with half of its wrappers (`entry.css`): a long form
has 80 fields.
"""

from typing import Any

from django import template
from django.contrib.admin.helpers import AdminField, AdminReadonlyField, Fieldline
from django.forms import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString
from markupsafe import escape

register = template.Library()


@register.simple_tag(takes_context=True)
def fieldset_rows(context: Context) -> SafeString:
    """The fieldset for which the admin includes its template."""
    fieldset: Any = context["fieldset"]  # without its name in the stubs
    names = ("prefix", "id_prefix", "id_suffix")
    heading = "-".join([*(str(context.get(name, "")) for name in names), "heading"])
    title, faulty = fieldset.name, bool(fieldset.form.errors)
    folded = bool(title and fieldset.is_collapsible)
    parts = [f'<fieldset class="module aligned{" " * bool(fieldset.classes)}{fieldset.classes}"']
    parts.append(f' aria-labelledby="{heading}">' if title else ">")
    if title:
        level = f"h{context.get('heading_level', '')}"
        shown = f'<{level} class="fieldset-heading" id="{heading}">{escape(title)}</{level}>'
        parts.append(f"<details><summary>{shown}</summary>" if folded else shown)
    if fieldset.description:
        parts.append(f'<div class="description">{fieldset.description}</div>')
    parts += [line_html(line, faulty) for line in fieldset]
    parts.append("</details></fieldset>" if folded else "</fieldset>")
    return SafeString("".join(parts))  # nosec B703 - what users typed is escaped by its widget or here


def line_html(line: Fieldline, faulty: bool) -> str:
    """One or several fields beside each other; hidden ones alone stand without a frame."""
    if not line.has_visible_field:
        return "".join([str(field.field) for field in line])
    several = len(line.fields) > 1
    fields = [field_html(field, several, faulty) for field in line]
    if several:
        return f'<div class="form-row form-multiline">{"".join(fields)}</div>'
    errors = line.errors() if faulty else ""
    classes = f"form-row{' errors' * bool(errors)} field-{line.fields[0]}"
    return f'<div class="{classes}">{errors}{"".join(fields)}</div>'


def field_html(field: AdminField | AdminReadonlyField, several: bool, faulty: bool) -> str:
    """Label and box, or the text of what may only be read, with the help below."""
    if isinstance(field, AdminReadonlyField):
        shown: dict[str, Any] = {**field.field}
        name, help_text, is_hidden = shown["name"], shown["help_text"], shown["is_hidden"]
        key = errors = ""
        inside = f'{field.label_tag()}<div class="readonly">{field.contents()}</div>'
    else:
        box = field.field
        name, help_text, is_hidden, key = box.name, box.help_text, box.is_hidden, box.id_for_label
        label = label_html(box, key, field.is_checkbox)
        inside = f"{box}{label}" if field.is_checkbox else f"{label}{box}"
        errors = field.errors() if several and faulty else ""
    hidden = " hidden" if is_hidden else ""
    frame = f"fieldBox field-{name}{' errors' * bool(errors)}{hidden}" if several else "flex-container"
    html = f'<div class="{frame}{" checkbox-row" * field.is_checkbox}">{inside}</div>'
    if help_text:
        of = f' id="{key}_helptext"' if key else ""
        html += f'<div class="help{hidden}"{of}>{help_text}</div>'
    return f"<div>{errors}{html}</div>" if several and (errors or help_text) else html


def label_html(box: BoundField, key: str, is_checkbox: bool) -> str:
    """The label of a box; that of a tick stands behind it, without a colon."""
    classes = " ".join(["vCheckboxLabel"] * is_checkbox + ["required"] * box.field.required)
    suffix = "" if is_checkbox or box.label[-1:] in ":?.!" else box.form.label_suffix
    shown = f' class="{classes}"' * bool(classes) + f' for="{key}"' * bool(key)
    return f"<label{shown}>{escape(box.label)}{suffix}</label>"
