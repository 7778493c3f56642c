"""Addresses of printed visits, trips and briefings, as page, PDF and Word, and of the pictures in them."""

from django.urls import path

from visits.documents import briefing_views, views
from visits.documents.photographs import PREVIEW
from visits.documents.request import TripDocumentRequest, VisitDocumentRequest

VISIT, TRIP = {"kind": VisitDocumentRequest}, {"kind": TripDocumentRequest}
UNIT = {"briefing_of": briefing_views.unit_briefing}
PROVINCE = {"briefing_of": briefing_views.province_briefing}

urlpatterns = [
    path("visits/<int:pk>/print/", views.print_page, VISIT, name="visit_print"),
    path("visits/<int:pk>/report.pdf", views.document_pdf, VISIT, name="visit_pdf"),
    path("visits/<int:pk>/report.docx", views.document_word, VISIT, name="visit_word"),
    path("trips/<int:pk>/print/", views.print_page, TRIP, name="trip_print"),
    path("trips/<int:pk>/report.pdf", views.document_pdf, TRIP, name="trip_pdf"),
    path("trips/<int:pk>/report.docx", views.document_word, TRIP, name="trip_word"),
    path("before/", briefing_views.choose, name="before"),
    path("units/<int:pk>/before/", briefing_views.page, UNIT, name="unit_before"),
    path("units/<int:pk>/before/print/", briefing_views.print_page, UNIT, name="unit_before_print"),
    path("units/<int:pk>/before/report.pdf", briefing_views.pdf, UNIT, name="unit_before_pdf"),
    path("provinces/<str:code>/before/", briefing_views.page, PROVINCE, name="province_before"),
    path(
        "provinces/<str:code>/before/print/",
        briefing_views.print_page,
        PROVINCE,
        name="province_before_print",
    ),
    path("provinces/<str:code>/before/report.pdf", briefing_views.pdf, PROVINCE, name="province_before_pdf"),
    path("photographs/<int:pk>/", views.photograph, name="photograph"),
    path("photographs/<int:pk>/preview/", views.photograph, {"longest": PREVIEW}, name="preview"),
    path("office/crest/", views.crest, name="crest"),
]
