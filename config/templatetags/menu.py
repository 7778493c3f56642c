from django import template

from config import site

register = template.Library()


@register.inclusion_tag("menu.html", takes_context=True)
def menu(context):
    request = context["request"]
    return {"entries": site.menu(request.user, request.path)}
