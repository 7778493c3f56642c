"""Addresses of the manual."""

from django.urls import path

from visits.manual import views

urlpatterns = [
    path("manual/", views.manual, name="manual"),
    path("manual/<slug:slug>/", views.manual_chapter, name="manual_chapter"),
]
