"""A fieldset of the admin, rendered by Jinja2: in Django's own engine they took a sixth of the page of a visit."""

from typing import Any

from django import template
from django.forms.renderers import get_default_renderer
from django.forms.utils import RenderableMixin
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class FieldsetRows(RenderableMixin):
    """The rows of labels and boxes of one fieldset, from the values that the admin's template is given for it."""

    template_name = "admin/fieldset_rows.html"

    def __init__(self, values: dict[str, Any]) -> None:
        self.values, self.renderer = values, get_default_renderer()

    def get_context(self) -> dict[str, Any]:
        """What the template reads."""
        return self.values


@register.simple_tag(takes_context=True)
def fieldset_rows(context: Context) -> SafeString:
    """The fieldset for which the admin includes its template."""
    names = ("fieldset", "prefix", "id_prefix", "id_suffix", "heading_level")
    return FieldsetRows({name: context.get(name, "") for name in names}).render()
