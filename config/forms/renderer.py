"""Form widgets: plain boxes written at once, all others by the two template engines of the settings, Jinja2 first."""

from functools import cache
from typing import Any

from django.forms import CheckboxSelectMultiple
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from config.forms.boxes import BOXES


class FormRenderer(TemplatesSetting):
    """Django's renderer, which writes plain boxes itself, looks each template up once and renders nothing for an empty
    list of errors."""

    get_template = staticmethod(cache(TemplatesSetting().get_template))

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """HTML of a widget, label, form or list of errors."""
        # A page of 200 fields renders 200 empty lists.
        if "error_class" in context and not context["errors"]:
            return ""
        # The counts of rows that stand before each list of them.
        if "hidden_fields" in context and not (context["fields"] or context["errors"]):
            return "".join(map(str, context["hidden_fields"]))
        if box := BOXES.get(template_name):
            return box(context["widget"])
        return super().render(template_name, context, request)


class Ticks(CheckboxSelectMultiple):
    """A row of ticks, each inside its label: neither needs the name of the other."""

    option_inherits_attrs = False
