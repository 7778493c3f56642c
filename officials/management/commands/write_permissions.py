from django.conf import settings
from django.core.management.base import BaseCommand

from officials.permission_table import permission_table


class Command(BaseCommand):
    help = "เขียนตารางสิทธิ์ใน docs/permissions.th.md ตาม officials/roles.py"

    def handle(self, **options):
        path = settings.BASE_DIR / "docs" / "permissions.th.md"
        path.write_text(permission_table(), encoding="utf-8")
        self.stdout.write(f"เขียน {path.name} แล้ว")
