"""Addresses of the calendar, its feeds and texts, saved filters and preferences."""

from django.urls import path

from visits.calendar import feed_views, plain_text, saved_filter_views, views, wall_views

urlpatterns = [
    path("calendar/", views.this_month, name="calendar"),
    path("calendar/go/", views.go_to_day, name="go_to_day"),
    path("calendar/<int:year>/<int:month>/", views.one_month, name="month"),
    path("calendar/<int:year>/", views.year, name="year"),
    path("calendar/fiscal/<int:year>/", views.fiscal, name="fiscal"),
    path("calendar/week/", views.week, name="this_week"),
    path("calendar/week/<str:day>/", views.week, name="week"),
    path("calendar/day/<str:day>/", views.one_day, name="calendar_day"),
    path("calendar/agenda/", views.agenda, name="agenda"),
    path("calendar/agenda/<int:year>/<int:month>/", views.agenda, name="agenda_month"),
    path("calendar/filters/", saved_filter_views.saved_filters, name="saved_filters"),
    path("calendar/filters/<int:pk>/", saved_filter_views.saved_filter, name="saved_filter"),
    path("calendar/filters/<int:pk>/pin/", saved_filter_views.pin, name="pin_filter"),
    path("calendar/setting/", saved_filter_views.calendar_setting, name="calendar_setting"),
    path(
        "directives/filters/",
        saved_filter_views.saved_filters,
        {"of": "directives"},
        name="saved_directive_filters",
    ),
    path("calendar/feed/", feed_views.own_feed, name="own_feed"),
    path("calendar/feed/<str:key>.ics", feed_views.feed, name="feed"),
    path("visits/<int:pk>/visit.ics", feed_views.one_visit, name="visit_ics"),
    path("calendar/text/", plain_text.calendar_text, name="calendar_text"),
    path("visits/<int:pk>/text/", plain_text.visit_text, name="visit_text"),
    path("calendar/wall/<int:year>/<int:month>/", wall_views.wall, name="wall"),
    path("calendar/wall/<int:year>/<int:month>/wall.pdf", wall_views.wall_pdf, name="wall_pdf"),
]
