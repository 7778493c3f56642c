"""Addresses of imports of tables."""

from django.urls import path

from visits.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.new, name="import_new"),
    path("imports/<int:pk>/", views.one_import, name="import"),
    path("imports/<int:pk>/leftovers.xlsx", views.leftovers, name="import_leftovers"),
    path("imports/templates/<str:kind>.xlsx", views.template, name="import_template"),
]
