from django.contrib import admin
from django.urls import path

from config.views import file, healthz
from visits.views import calendar, front, lookups, records, reports

urlpatterns = [
    path("", front.front, name="front"),
    path("admin/", admin.site.urls),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:number>/", calendar.month, name="month"),
    path("visits/<int:pk>/", records.visit, name="visit"),
    path("visits/<int:pk>/print/", records.visit_print, name="visit_print"),
    path("trips/<int:pk>/", records.trip, name="trip"),
    path("trips/<int:pk>/print/", records.trip_print, name="trip_print"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:report_id>/", reports.page, name="report"),
    path("reports/<str:report_id>/print/", reports.printed, name="report_print"),
    path("reports/<str:report_id>/report.xlsx", reports.xlsx, name="report_xlsx"),
    path("reports/<str:report_id>/report.csv", reports.comma_separated, name="report_csv"),
    path("files/<int:pk>/", file, name="file"),
    path("lookup/units/", lookups.units, name="lookup_units"),
    path("lookup/officials/", lookups.officials, name="lookup_officials"),
    path("healthz", healthz, name="healthz"),
]
