"""Addresses of visits, trips, their sign-off and clashes."""

from django.urls import path

from visits.records import clash_views, sign_off_views, views

urlpatterns = [
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("visits/<int:pk>/sign-off/<str:code>/", sign_off_views.step, name="sign_off"),
    path("sign-off/", sign_off_views.waiting, name="waiting"),
    path("trips/<int:pk>/", views.trip, name="trip"),
    path("calendar/clashes/", clash_views.clashes_page, name="clashes"),
]
