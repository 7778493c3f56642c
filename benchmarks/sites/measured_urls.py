"""The product's addresses and one more: its frame around nothing."""

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path

from config import urls


def blank(request: HttpRequest) -> TemplateResponse:
    """The frame of the site around nothing."""
    return TemplateResponse(request, "base.html", {**admin.site.each_context(request), "title": "ว่าง"})


urlpatterns = [path("blank/", blank), *urls.urlpatterns]
handler400, handler500 = urls.handler400, urls.handler500
