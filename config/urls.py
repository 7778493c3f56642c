"""The addresses of the site: the admin and how the site stands here, everything else in the packages' own `urls.py`."""

from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from config.status.health import healthz
from config.status.views import readyz, status

urlpatterns = [
    path("", include("officials.urls")),
    path("admin/", admin.site.urls),
    path("", include("visits.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("status/", status, name="status"),
]

if settings.METRICS:
    exports = import_module("django_prometheus.exports")
    urlpatterns.append(path("metrics", login_not_required(exports.ExportToDjangoView), name="metrics"))

handler400 = "config.status.errors.bad_request"
handler500 = "config.status.errors.failed"
