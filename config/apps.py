import logging

from django.apps import AppConfig

# The module, not the name: importing AdminConfig itself would leave two default configurations here.
from django.contrib.admin import apps as admin_apps
from django.utils import formats

from config import logs
from config.thai.buddhist_formats import date_format


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "ระบบ"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers itself

        formats.date_format = date_format
        for name in logs.WRITERS:
            logging.getLogger(name).addFilter(logs.WithoutKeys())


class AdminConfig(admin_apps.AdminConfig):
    default_site = "config.site.Site"
