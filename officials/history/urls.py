"""Addresses of the audit trail, the usage log and the revert of one change."""

from django.urls import path

from officials.history import audit_trail_views, revert_views, usage_log_views

urlpatterns = [
    path("history/<str:kind>/<int:past>/revert/", revert_views.revert, name="revert"),
    path("trail/", audit_trail_views.page, name="trail"),
    path("trail/trail.csv", audit_trail_views.file, name="trail_csv"),
    path("trail/uses/", usage_log_views.page, name="uses"),
    path("trail/uses/uses.csv", usage_log_views.file, name="uses_csv"),
]
