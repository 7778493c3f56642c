"""The words of days, states and figures in pages that Jinja2 renders: the longest ones, in a fifth of Django's time."""

from typing import Any

from django.template import defaultfilters
from django.urls import reverse
from jinja2 import Environment

from config.thai import template_filters
from visits.templatetags import visit_words


def environment(**options: Any) -> Environment:
    """Jinja2 as the settings name it, with the filters of the site's other templates and `url(name, *values)`."""
    made = Environment(**options)  # nosec B701 # noqa: S701 - Django hands over autoescape=True
    made.filters |= template_filters.register.filters | visit_words.register.filters
    made.filters |= {name: defaultfilters.register.filters[name] for name in ("linebreaks", "linebreaksbr")}
    made.globals["url"] = lambda name, *values: reverse(name, args=values)
    return made
