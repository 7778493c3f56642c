"""The files that hang on records, given to those who may see them."""

import logging

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from config.stored_files import FilesAway
from officials.models.account import SignedInRequest
from officials.models.usage_log import UseKind, note_or_refuse
from visits.models import Attachment

log = logging.getLogger(__name__)

# What a browser shows by itself and cannot run as a page; everything else is handed over to be saved.
SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"}


@require_safe
def file(request: SignedInRequest, pk: int) -> FileResponse | HttpResponse:
    """A file of a record that the reader may see, under the name it was given."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    shown = attachment.content_type in SHOWN
    try:
        is_missing = not attachment.is_on_disk
    except FilesAway as error:
        log.error(
            "The file %s of attachment %s is out of reach: %s", attachment.file.name, attachment.pk, error
        )
        context = {"title": "เปิดไฟล์ไม่ได้ในขณะนี้", "attachment": attachment, "is_away": True}
        return render(request, "visits/attachments/file_missing.html", context, status=503)
    if is_missing:
        # The record is there, its file is not: somebody has to look for it in a back-up.
        log.error("The file %s of attachment %s is not on the disk.", attachment.file.name, attachment.pk)
        context = {"title": "ไม่พบไฟล์ในระบบจัดเก็บ", "attachment": attachment}
        return render(request, "visits/attachments/file_missing.html", context, status=404)
    if attachment.is_internal:
        note_or_refuse(UseKind.FILE, request, what=attachment.uploaded_name)
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not shown,
        filename=attachment.uploaded_name,
        content_type=attachment.content_type if shown else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
