"""Addresses of the manual."""

from django.urls import path

from visits.manual import first_run, views

urlpatterns = [
    path("first-run/", first_run.first_run, name="first_run"),
    path("manual/", views.manual, name="manual"),
    path("manual/<slug:slug>/", views.manual_chapter, name="manual_chapter"),
]
