"""Addresses of sign-in, of the user's account, and of the history pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("officials.sign_in.urls")),
    path("", include("officials.history.urls")),
]
