from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class OfficialsConfig(AppConfig):
    name = "officials"
    verbose_name = "ทำเนียบบุคคล"

    def ready(self) -> None:
        """Roles follow the permissions, which are complete when the last package has been migrated."""
        from officials import demo_checks  # noqa: F401 - registers itself
        from officials.roles import synchronise_after_migrate

        last = list(apps.get_app_configs())[-1]
        post_migrate.connect(
            synchronise_after_migrate, sender=last, dispatch_uid="officials.roles.synchronise"
        )
