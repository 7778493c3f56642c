"""Whether the site can work: the database answers and its migrations are applied."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


class Migrations:
    """Whether all are applied; asked until it is so, for then it stays so while this process lives."""

    applied = False

    @classmethod
    def are_applied(cls):
        if not cls.applied:
            executor = MigrationExecutor(connection)
            cls.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return cls.applied


@login_not_required
@never_cache
@require_safe
def healthz(request):
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = Migrations.are_applied()
    except DatabaseError:
        return plain("database unavailable", 503)
    return plain("ok") if ready else plain("migrations pending", 503)


def plain(text, status=200):
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
