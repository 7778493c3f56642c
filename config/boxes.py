"""How the boxes of forms are drawn: by Jinja2, each template looked up once, nothing drawn for no errors."""

from functools import cache

from django.forms.renderers import TemplatesSetting


class BoxRenderer(TemplatesSetting):
    get_template = staticmethod(cache(TemplatesSetting().get_template))

    def render(self, template_name, context, request=None):
        """A page of 200 fields asks 200 times for an empty list of errors."""
        if "error_class" in context and not context["errors"]:
            return ""
        return super().render(template_name, context, request)
