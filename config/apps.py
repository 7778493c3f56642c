from django.apps import AppConfig

# The module, not the name: importing AdminConfig itself would leave two default configurations here.
from django.contrib.admin import apps as admin_apps

from config import logs
from config.thai import buddhist_formats


class SiteConfig(AppConfig):
    name = "config"
    verbose_name = "ระบบ"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers itself

        buddhist_formats.install()
        logs.install()


class AdminConfig(admin_apps.AdminConfig):
    default_site = "config.site.Site"
