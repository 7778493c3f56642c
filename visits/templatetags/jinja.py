"""The longest parts of pages, rendered by Jinja2 in a fifth of Django's time, and the words and figures that they share with other templates."""

from functools import cache
from typing import Any

from django import template
from django.template import Context, defaultfilters
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from jinja2 import Environment

from config.thai import template_filters
from visits.calendar import cells
from visits.templatetags import calendar_cells, document_text, visit_words

register = template.Library()
template_of = cache(get_template)


@register.simple_tag(takes_context=True)
def by_jinja(context: Context, name: str) -> SafeString:
    """A template of Jinja2 with all values of this one."""
    values: Any = context.flatten()
    return SafeString(get_template(name, using="jinja2").render(values))  # nosec B703 - the template escapes


@register.simple_tag(takes_context=True)
def block_html(context: Context, block: Any, **more: Any) -> SafeString:
    """A block of a document by its template, whichever engine has it."""
    values: Any = context.flatten()
    return SafeString(template_of(block.template).render(values | {"block": block} | more))  # nosec B703 - the template escapes


def environment(**options: Any) -> Environment:
    """Jinja2 as the settings name it, with the filters of the site's other templates and `url(name, *values)`."""
    made = Environment(**options)  # nosec B701 # noqa: S701 - Django hands over autoescape=True
    for library in (template_filters, visit_words, calendar_cells, document_text):
        made.filters |= library.register.filters
    made.filters |= {name: defaultfilters.register.filters[name] for name in ("linebreaks", "linebreaksbr")}
    made.filters["marks"] = cells.marks
    made.globals["url"] = lambda name, *values: reverse(name, args=values)
    return made
