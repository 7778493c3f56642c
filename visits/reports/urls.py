"""Addresses of reports, the register of directives, and what is stored about one person."""

from django.urls import path

from visits.reports import open_api, open_data, person_data, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/<str:report_id>/", views.page, name="report"),
    path("reports/<str:report_id>/print/", views.printed, name="report_print"),
    path("reports/<str:report_id>/report.pdf", views.pdf, name="report_pdf"),
    path("reports/<str:report_id>/report.docx", views.word, name="report_word"),
    path("reports/<str:report_id>/report.pptx", views.slides, name="report_slides"),
    path("reports/<str:report_id>/report.xlsx", views.xlsx, name="report_xlsx"),
    path("reports/<str:report_id>/report.csv", views.comma_separated, name="report_csv"),
    path("reports/<str:report_id>/report.json", views.data, name="report_json"),
    path("reports/open-data.csv", open_data.open_data, name="open_data"),
    path("reports/open-data-dictionary.csv", open_data.data_dictionary, name="open_data_dictionary"),
    path("api/", open_api.page, name="api"),
    path("api/openapi.json", open_api.openapi, name="openapi"),
    path("directives/", views.page, {"report_id": "directives"}, name="directives"),
    path("officials/<int:pk>/data/", person_data.page, name="person_data"),
    path("officials/<int:pk>/data/data.csv", person_data.file, name="person_data_csv"),
]
