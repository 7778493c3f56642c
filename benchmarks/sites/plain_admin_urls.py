"""Addresses of Django's own admin, and its frame around nothing."""

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path


def blank(request: HttpRequest) -> TemplateResponse:
    """The frame of Django's admin around nothing, as one who is signed in gets it."""
    return TemplateResponse(
        request, "admin/base_site.html", {**admin.site.each_context(request), "title": "blank"}
    )


urlpatterns = [path("blank/", admin.site.admin_view(blank)), path("admin/", admin.site.urls)]
