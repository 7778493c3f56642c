"""How the boxes of forms are drawn: the many plain ones at once, the rest by Jinja2, nothing drawn for no errors."""

from functools import cache

from django.forms.renderers import TemplatesSetting
from markupsafe import escape


class BoxRenderer(TemplatesSetting):
    get_template = staticmethod(cache(TemplatesSetting().get_template))

    def render(self, template_name, context, request=None):
        """A page of 200 fields asks 200 times for an empty list of errors."""
        if "error_class" in context and not context["errors"]:
            return ""
        if draw := AT_ONCE.get(template_name):
            return draw(context)
        return super().render(template_name, context, request)


def attributes(given):
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in given.items()
        if value is not False
    )


def box(context):
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    return (
        f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{attributes(widget["attrs"])}>'
    )


def list_of_choices(context):
    widget = context["widget"]
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>{groups}</select>'


def _group(name, options):
    drawn = "".join(
        f'<option value="{escape(option["value"])}"{attributes(option["attrs"])}>{escape(option["label"])}</option>'
        for option in options
    )
    return f'<optgroup label="{escape(name)}">{drawn}</optgroup>' if name else drawn


def day(context):
    """In the paragraph that the admin's scripts put their picker into."""
    return f'<p class="date">{box(context)}</p>'


def time(context):
    return f'<p class="time">{box(context)}</p>'


def list_of_ticks(context):
    widget = context["widget"]
    own = {name: value for name, value in widget["attrs"].items() if name in ("id", "class")}
    ticks = "".join(_ticks(name, options) for name, options, _ in widget["optgroups"])
    return f"<div{attributes(own)}>{ticks}</div>"


def _ticks(name, options):
    drawn = "".join(f"<div>{_tick(option)}</div>" for option in options)
    return f"<div><label>{escape(name)}</label>{drawn}</div>" if name else drawn


def _tick(option):
    belongs = attributes({"for": option["attrs"].get("id", False)})
    return f"<label{belongs}>{box({'widget': option})} {escape(option['label'])}</label>"


def label(context):
    tag = context["tag"]
    text = escape(context["label"])
    return f"<{tag}{attributes(context['attrs'] or {})}>{text}</{tag}>" if context["use_tag"] else str(text)


# One template for each box and one more for its attributes: a page of 300 boxes spent a third of its time on them.
AT_ONCE = {
    f"django/forms/widgets/{kind}.html": box
    for kind in ("text", "number", "hidden", "checkbox", "date", "time")
} | {
    "admin/widgets/date.html": day,
    "admin/widgets/time.html": time,
    "django/forms/widgets/checkbox_select.html": list_of_ticks,
    "django/forms/widgets/radio.html": list_of_ticks,
    "django/forms/widgets/select.html": list_of_choices,
    "django/forms/label.html": label,
}
