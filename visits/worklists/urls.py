"""Addresses of worklists."""

from django.urls import path

from visits.worklists import merge_views, reorganise_views, views

urlpatterns = [
    path("merge/<str:kind>/", merge_views.merge_page, name="merge"),
    path("merge/<str:kind>/<int:record>/undo/", merge_views.undo_page, name="merge_undo"),
    path("units/<int:pk>/reorganise/", reorganise_views.reorganise_page, name="unit_reorganise"),
    path("worklist/appointments/", views.appointments, name="worklist_appointments"),
    path("worklist/positions/", views.positions, name="worklist_positions"),
]
