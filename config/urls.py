from django.contrib import admin
from django.urls import path

from config.views import file, healthz
from visits.views import front, lookups

urlpatterns = [
    path("", front.front, name="front"),
    path("admin/", admin.site.urls),
    path("files/<int:pk>/", file, name="file"),
    path("lookup/units/", lookups.units, name="lookup_units"),
    path("lookup/officials/", lookups.officials, name="lookup_officials"),
    path("healthz", healthz, name="healthz"),
]
