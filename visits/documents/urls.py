"""Addresses of printed visits, trips and briefings, as page, PDF and Word, and of the pictures in them."""

from django.urls import path

from visits.documents import briefing_views, views
from visits.documents.photographs import PREVIEW

urlpatterns = [
    path("visits/<int:pk>/print/", views.visit_print, name="visit_print"),
    path("visits/<int:pk>/report.pdf", views.visit_pdf, name="visit_pdf"),
    path("visits/<int:pk>/report.docx", views.visit_word, name="visit_word"),
    path("trips/<int:pk>/print/", views.trip_print, name="trip_print"),
    path("trips/<int:pk>/report.pdf", views.trip_pdf, name="trip_pdf"),
    path("trips/<int:pk>/report.docx", views.trip_word, name="trip_word"),
    path("before/", briefing_views.choose, name="before"),
    path("units/<int:pk>/before/", briefing_views.unit_page, name="unit_before"),
    path("units/<int:pk>/before/print/", briefing_views.unit_print, name="unit_before_print"),
    path("units/<int:pk>/before/report.pdf", briefing_views.unit_pdf, name="unit_before_pdf"),
    path("provinces/<str:code>/before/", briefing_views.province_page, name="province_before"),
    path("provinces/<str:code>/before/print/", briefing_views.province_print, name="province_before_print"),
    path("provinces/<str:code>/before/report.pdf", briefing_views.province_pdf, name="province_before_pdf"),
    path("photographs/<int:pk>/", views.photograph, name="photograph"),
    path("photographs/<int:pk>/preview/", views.photograph, {"longest": PREVIEW}, name="preview"),
    path("office/crest/", views.crest, name="crest"),
]
