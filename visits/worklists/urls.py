"""Addresses of worklists."""

from django.urls import path

from visits.worklists import views

urlpatterns = [
    path("worklist/appointments/", views.appointments, name="worklist_appointments"),
    path("worklist/positions/", views.positions, name="worklist_positions"),
]
