"""Addresses of letters that notify units of directives."""

from django.urls import path

from visits.letters import views

urlpatterns = [
    path("letters/", views.all_letters, name="letters"),
    path("letters/new/", views.prepare, name="letter_new"),
    path("letters/<int:pk>/", views.letter, name="letter"),
    path("letters/<int:pk>/discard/", views.discard, name="letter_discard"),
    path("letters/<int:pk>/letter.docx", views.word, name="letter_word"),
]
