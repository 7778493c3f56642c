"""Addresses of directives, responsible units, follow-up rounds and reminders. Their register is a report."""

from django.urls import path

from visits.directives import reminder_views, round_views, step_views, views
from visits.directives.follow_up_rounds import close_round, reopen_round

CLOSE = {"step": close_round, "sentence": "ปิด{} แล้ว"}
REOPEN = {"step": reopen_round, "sentence": "เปิด{} อีกครั้งแล้ว"}

urlpatterns = [
    path("directives/mine/", views.own_directives, name="own_directives"),
    path("directives/<int:pk>/", views.directive, name="directive"),
    path("directives/<int:pk>/notify/", step_views.notify_everybody, name="directive_notify"),
    path("directives/<int:pk>/assign/", step_views.assign, name="directive_assign"),
    path("directives/<int:pk>/group/fill/", step_views.fill_group, name="directive_group_fill"),
    path("directives/<int:pk>/group/undo/", step_views.undo_group, name="directive_group_undo"),
    path("directives/<int:pk>/amend/", step_views.amend, name="directive_amend"),
    path("directives/<int:pk>/circulate/", step_views.circulate, name="directive_circulate"),
    path("directives/<int:pk>/consider/", step_views.consider, name="directive_consider"),
    path("lookup/directives/", views.similar, name="lookup_directives"),
    path("assignments/<int:pk>/", views.life, name="assignment"),
    path("assignments/<int:pk>/<str:verb>/", step_views.step, name="step"),
    path("rounds/open/", round_views.open_page, name="round_open"),
    path("rounds/<int:pk>/", round_views.round_page, name="round"),
    path("rounds/<int:pk>/close/", round_views.one_click, CLOSE, name="round_close"),
    path("rounds/<int:pk>/reopen/", round_views.one_click, REOPEN, name="round_reopen"),
    path("reminders/", reminder_views.reminders, name="reminders"),
    path("reminders/without-address/", reminder_views.unreached, name="unreached"),
]
