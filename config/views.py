"""What belongs to the whole site: is it healthy, and the files that hang on its records."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from officials.uses import UseKind, note
from visits.models import Attachment

log = logging.getLogger(__name__)

# What a browser shows by itself and cannot run as a page; everything else is handed over to be saved.
SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"}


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


@require_safe
def file(request, pk):
    """A file of a record that the reader may see, under the name it was given."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    shown = attachment.content_type in SHOWN
    if not attachment.is_on_disk:
        return missing(request, attachment)
    if attachment.is_internal:
        note(UseKind.FILE, request, what=attachment.name_it_came_with)
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not shown,
        filename=attachment.name_it_came_with,
        content_type=attachment.content_type if shown else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def missing(request, attachment):
    """The record is there, its file is not: somebody has to look for it in a back-up."""
    log.error("The file %s of attachment %s is not on the disk.", attachment.file.name, attachment.pk)
    context = {"title": "ไม่พบไฟล์ในระบบจัดเก็บ", "attachment": attachment}
    return render(request, "visits/file_missing.html", context, status=404)
