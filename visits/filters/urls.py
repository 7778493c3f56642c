"""Addresses of look-ups for the fields of filters, open to readers too."""

from django.urls import path

from visits.filters import lookup_views

urlpatterns = [
    path("lookup/units/", lookup_views.units, name="lookup_units"),
    path("lookup/officials/", lookup_views.officials, name="lookup_officials"),
]
