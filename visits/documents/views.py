"""The report of a visit or trip: options and print page, PDF and Word, and the pictures in it."""

import mimetypes
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from visits.attachments.images import Unreadable
from visits.documents.document import Document
from visits.documents.photographs import LONGEST, prepared_file
from visits.documents.request import DocumentRequest, TripDocumentRequest, VisitDocumentRequest
from visits.documents.responses import pdf_response, word_response
from visits.models import Attachment, Office


@require_safe
def visit_print(request: HttpRequest, pk: int) -> HttpResponse:
    return print_page(request, VisitDocumentRequest(request, pk))


@require_safe
def trip_print(request: HttpRequest, pk: int) -> HttpResponse:
    return print_page(request, TripDocumentRequest(request, pk))


@require_safe
def visit_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return document_pdf(request, VisitDocumentRequest(request, pk))


@require_safe
def trip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return document_pdf(request, TripDocumentRequest(request, pk))


@require_safe
def visit_word(request: HttpRequest, pk: int) -> HttpResponse:
    return document_word(request, VisitDocumentRequest(request, pk))


@require_safe
def trip_word(request: HttpRequest, pk: int) -> HttpResponse:
    return document_word(request, TripDocumentRequest(request, pk))


def print_page(request: HttpRequest, wanted: DocumentRequest) -> HttpResponse:
    """The document with its options above; where an option is wrong, what is wrong with it."""
    context = {"wanted": wanted, "sentences": wanted.sentences, "title": "พิมพ์รายงาน"}
    if not wanted.sentences:
        context["document"] = finished(request, wanted)
        context["title"] = context["document"].title
    return render(request, "visits/documents/document.html", context)


def document_pdf(request: HttpRequest, wanted: DocumentRequest) -> HttpResponse:
    """The document as PDF; a page with 400 where an option is wrong."""
    if wanted.sentences:
        return refused(request, wanted)
    document = finished(request, wanted)
    context = {"document": document, "title": document.title}
    html = render_to_string("visits/documents/document.html", context)
    return pdf_response(request, html, wanted.file_name("pdf"), pictures=document.pictures)


def document_word(request: HttpRequest, wanted: DocumentRequest) -> HttpResponse:
    """The document as Word; a page with 400 where an option is wrong."""
    if wanted.sentences:
        return refused(request, wanted)
    return word_response(request, finished(request, wanted), wanted.file_name("docx"))


def finished(request: HttpRequest, wanted: DocumentRequest) -> Document:
    """The document; the usage log learns which one, and whether it may leave the office."""
    document = wanted.document
    request.asked_in_words = [document.title, wanted.edition]
    return document


def refused(request: HttpRequest, wanted: DocumentRequest) -> HttpResponse:
    context = {"title": "จัดทำเอกสารไม่ได้", "sentences": wanted.sentences, "back": wanted.address}
    return render(request, "visits/documents/refused.html", context, status=400)


@require_safe
def photograph(request: HttpRequest, pk: int, longest: int = LONGEST) -> FileResponse:
    """A photograph as it stands in a document or, smaller, among others on a page."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        path = prepared_file(attachment, longest)
    except Unreadable as error:
        raise Http404 from error
    return picture_response(path.open("rb"), "image/jpeg")


@require_safe
def crest(request: HttpRequest) -> FileResponse:
    """The crest of the office; 404 where it has none."""
    file = Office.current().crest_on_disk
    if not file:
        raise Http404
    return picture_response(file.open("rb"), mimetypes.guess_type(file.name)[0])


def picture_response(file: IO[bytes], content_type: str | None) -> FileResponse:
    response = FileResponse(file, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
