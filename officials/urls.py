"""Addresses of sign-in, of the own account, and of what was changed and looked at."""

from django.urls import include, path

urlpatterns = [
    path("", include("officials.sign_in.urls")),
    path("", include("officials.history.urls")),
]
