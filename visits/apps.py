from importlib import import_module

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = "การลงพื้นที่และการติดตาม"

    def ready(self) -> None:
        """Connects the mails that go out at once to the steps of directives, and the status page to what this package knows."""
        import_module("visits.directives.reminder_mails")
        import_module("visits.management.site_conditions")
