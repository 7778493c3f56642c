"""Addresses of worklists."""

from django.urls import path

from visits.worklists import (
    appointment_paste,
    draft_views,
    gap_views,
    merge_views,
    reorganise_views,
    views,
)

urlpatterns = [
    path("merge/<str:kind>/", merge_views.merge_page, name="merge"),
    path("merge/<str:kind>/distinct/", merge_views.distinct_page, name="merge_distinct"),
    path("merge/<str:kind>/<int:record>/undo/", merge_views.undo_page, name="merge_undo"),
    path("units/<int:pk>/reorganise/", reorganise_views.reorganise_page, name="unit_reorganise"),
    path(
        "units/<int:pk>/reorganise/<int:record>/undo/",
        reorganise_views.undo_page,
        name="unit_reorganise_undo",
    ),
    path("worklist/", views.index, name="worklists"),
    path("worklist/drafts/", draft_views.drafts, name="worklist_drafts"),
    path("worklist/drafts/<int:pk>/", draft_views.draft, name="worklist_draft"),
    path("worklist/names/", views.names, name="worklist_names"),
    path("worklist/people/", gap_views.people, name="worklist_people"),
    path("worklist/incomplete/", gap_views.incomplete, name="worklist_incomplete"),
    path("worklist/unvisited/", gap_views.unvisited, name="worklist_unvisited"),
    path("worklist/appointments/paste/", appointment_paste.paste, name="appointments_paste"),
    path("worklist/appointments/", views.appointments, name="worklist_appointments"),
    path("worklist/positions/", views.positions, name="worklist_positions"),
]
