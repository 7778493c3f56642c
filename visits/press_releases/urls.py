"""Addresses of the reading of press releases."""

from django.urls import path

from visits.press_releases import views

urlpatterns = [path("press-release/", views.draft, name="press_release")]
