from django.contrib import admin
from django.urls import path

from config.views import file, healthz
from visits.views import calendar, clashes, feed, front, lookups, papers, records, reports, sign_off

urlpatterns = [
    path("", front.front, name="front"),
    path("admin/", admin.site.urls),
    path("calendar/", calendar.this_month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", calendar.one_month, name="month"),
    path("calendar/clashes/", clashes.clashes_page, name="clashes"),
    path("calendar/feed/", feed.own_feed, name="own_feed"),
    path("calendar/feed/<str:key>.ics", feed.feed, name="feed"),
    path("visits/<int:pk>/", records.visit, name="visit"),
    path("visits/<int:pk>/visit.ics", feed.one_visit, name="visit_ics"),
    path("visits/<int:pk>/print/", papers.visit_print, name="visit_print"),
    path("visits/<int:pk>/report.pdf", papers.visit_pdf, name="visit_pdf"),
    path("visits/<int:pk>/report.docx", papers.visit_word, name="visit_word"),
    path("visits/<int:pk>/sign-off/<str:code>/", sign_off.step, name="sign_off"),
    path("sign-off/", sign_off.waiting, name="waiting"),
    path("trips/<int:pk>/", records.trip, name="trip"),
    path("trips/<int:pk>/print/", papers.trip_print, name="trip_print"),
    path("trips/<int:pk>/report.pdf", papers.trip_pdf, name="trip_pdf"),
    path("trips/<int:pk>/report.docx", papers.trip_word, name="trip_word"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:report_id>/", reports.page, name="report"),
    path("reports/<str:report_id>/print/", reports.printed, name="report_print"),
    path("reports/<str:report_id>/report.pdf", reports.pdf, name="report_pdf"),
    path("reports/<str:report_id>/report.xlsx", reports.xlsx, name="report_xlsx"),
    path("reports/<str:report_id>/report.csv", reports.comma_separated, name="report_csv"),
    path("files/<int:pk>/", file, name="file"),
    path("photographs/<int:pk>/", papers.photograph, name="photograph"),
    path("office/crest/", papers.crest, name="crest"),
    path("lookup/units/", lookups.units, name="lookup_units"),
    path("lookup/officials/", lookups.officials, name="lookup_officials"),
    path("healthz", healthz, name="healthz"),
]
