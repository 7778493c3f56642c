"""Addresses of visits, trips, their sign-off and clashes."""

from django.urls import path

from visits.records import views

urlpatterns = [
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("visits/<int:pk>/sign-off/<str:code>/", views.sign_off_step, name="sign_off"),
    path("sign-off/", views.waiting, name="waiting"),
    path("trips/<int:pk>/", views.trip, name="trip"),
    path("calendar/clashes/", views.clashes_page, name="clashes"),
]
