"""Addresses of the reading of press releases."""

from django.urls import path

from visits.press_releases import views

urlpatterns = [
    path("press-release/", views.draft, name="press_release"),
    path("press-releases/", views.readings, name="readings"),
    path("press-releases/names/", views.names, name="reading_names"),
    path("press-releases/match/", views.match_marked, name="match_readings"),
    path("press-releases/<int:reading>/aside/", views.set_reading_aside, name="set_reading_aside"),
]
