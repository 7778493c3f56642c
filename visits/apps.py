from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from config import word_index


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = "การลงพื้นที่และการติดตาม"

    def ready(self) -> None:
        """Connects mails and webhooks to what they tell of, and the status page to what this package knows."""
        import_module("visits.directives.reminder_mails")
        import_module("visits.management.site_conditions")
        import_module("visits.webhooks.outbox")
        # This package is the last one: all tables with words are there.
        pre_migrate.connect(word_index.release_before, sender=self, dispatch_uid="config.word_index.release")
        post_migrate.connect(word_index.prepare, sender=self, dispatch_uid="config.word_index.prepare")
