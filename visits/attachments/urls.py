"""Addresses of attached files."""

from django.urls import path

from visits.attachments import views

urlpatterns = [path("files/<int:pk>/", views.file, name="file")]
