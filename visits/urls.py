"""Addresses of all that is about visits, package by package."""

from django.urls import include, path

from visits.front_page import front

urlpatterns = [
    path("", front, name="front"),
    path("", include("visits.records.urls")),
    path("", include("visits.directives.urls")),
    path("", include("visits.letters.urls")),
    path("", include("visits.documents.urls")),
    path("", include("visits.attachments.urls")),
    path("", include("visits.press_releases.urls")),
    path("", include("visits.imports.urls")),
    path("", include("visits.reports.urls")),
    path("", include("visits.calendar.urls")),
    path("", include("visits.filters.urls")),
    path("", include("visits.worklists.urls")),
    path("", include("visits.manual.urls")),
]
