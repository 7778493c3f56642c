"""Form widgets rendered by the two template engines of the settings: Jinja2 first, Django's own for the admin's widgets."""

from functools import cache
from typing import Any

from django.forms import CheckboxSelectMultiple
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest


class FormRenderer(TemplatesSetting):
    """Django's renderer, which looks each template up once and renders nothing for an empty list of errors."""

    get_template = staticmethod(cache(TemplatesSetting().get_template))

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """HTML of a widget, label, form or list of errors."""
        # A page of 200 fields renders 200 empty lists.
        if "error_class" in context and not context["errors"]:
            return ""
        return super().render(template_name, context, request)


class Ticks(CheckboxSelectMultiple):
    """A row of ticks, each inside its label: neither needs the name of the other."""

    option_inherits_attrs = False
