"""The report of a visit or trip: options and print page, PDF and Word, and the pictures in it."""

import mimetypes
from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from officials.models.account import SignedInRequest
from visits.attachments.images import Unreadable
from visits.documents.document import Document
from visits.documents.photographs import LONGEST, prepared_file
from visits.documents.request import DocumentRequest
from visits.documents.responses import pdf_response, word_response
from visits.models import Attachment, Office


@require_safe
def print_page(request: SignedInRequest, pk: int, kind: type[DocumentRequest]) -> HttpResponse:
    """The document with its options above; where an option is wrong, what is wrong with it."""
    wanted = kind(request, pk)
    context: dict[str, Any] = {"wanted": wanted, "sentences": wanted.sentences, "title": "พิมพ์รายงาน"}
    if not wanted.sentences:
        context["document"] = finished(request, wanted)
        context["title"] = context["document"].title
    return render(request, "visits/documents/document.html", context)


@require_safe
def document_pdf(request: SignedInRequest, pk: int, kind: type[DocumentRequest]) -> HttpResponse:
    """The document as PDF; a page with 400 where an option is wrong."""
    wanted = kind(request, pk)
    if wanted.sentences:
        return refused(request, wanted)
    document = finished(request, wanted)
    context = {"document": document, "title": document.title}
    html = render_to_string("visits/documents/document.html", context)
    return pdf_response(request, html, wanted.file_name("pdf"), pictures=document.pictures)


@require_safe
def document_word(request: SignedInRequest, pk: int, kind: type[DocumentRequest]) -> HttpResponse:
    """The document as Word; a page with 400 where an option is wrong."""
    wanted = kind(request, pk)
    if wanted.sentences:
        return refused(request, wanted)
    return word_response(request, finished(request, wanted), wanted.file_name("docx"))


def finished(request: SignedInRequest, wanted: DocumentRequest) -> Document:
    """The document; the usage log learns which one, and whether it may leave the office."""
    document = wanted.document
    request.usage_details = [document.title, wanted.edition]
    return document


def refused(request: SignedInRequest, wanted: DocumentRequest) -> HttpResponse:
    """A page with 400 that says which option is wrong."""
    context = {
        "title": "จัดทำเอกสารไม่ได้",
        "sentences": wanted.sentences,
        "back": wanted.record.get_absolute_url(),
    }
    return render(request, "visits/documents/refused.html", context, status=400)


@require_safe
def photograph(request: SignedInRequest, pk: int, longest: int = LONGEST) -> FileResponse:
    """A photograph as it stands in a document or, smaller, among others on a page."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        name = prepared_file(attachment, longest)
    except Unreadable as error:
        raise Http404 from error
    return picture_response(default_storage.open(name), "image/jpeg")


@require_safe
def crest(request: SignedInRequest) -> FileResponse:
    """The crest of the office; 404 where it has none."""
    file = Office.current().crest_on_disk
    if not file:
        raise Http404
    return picture_response(file.open("rb"), mimetypes.guess_type(file.name or "")[0])


def picture_response(file: IO[bytes], content_type: str | None) -> FileResponse:
    """A picture that the browser asks for again each time, so that a right taken back counts at once."""
    response = FileResponse(file, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
