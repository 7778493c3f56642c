"""The addresses of the site: the admin and the health probe here, everything else in the packages' own `urls.py`."""

from django.contrib import admin
from django.urls import include, path

from config.status.health import healthz

urlpatterns = [
    path("", include("officials.urls")),
    path("admin/", admin.site.urls),
    path("", include("visits.urls")),
    path("healthz", healthz, name="healthz"),
]

handler400 = "config.status.errors.bad_request"
handler500 = "config.status.errors.failed"
