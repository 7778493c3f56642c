"""Answers that are files: PDF, Word and others, and the pages shown where one cannot be made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.concurrency import Busy, turn
from config.downloads import saved_as
from visits.documents.document import Document
from visits.documents.pdf import NoPango, make_pdf

_OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{_OFFICE}.wordprocessingml.document"
WORKBOOK = f"{_OFFICE}.spreadsheetml.sheet"
SLIDES = f"{_OFFICE}.presentationml.presentation"
RETRY_SECONDS = 5


def pdf_response(request: HttpRequest, html: str, name: str, **options: Any) -> HttpResponse:
    """The page as a PDF to save under `name`; a page with 503 where Pango is missing or too many are being made.

    `options` are those of `make_pdf`.
    """
    try:
        content = make_pdf(html, **options)
    except NoPango:
        context = {"title": "ยังจัดทำ PDF ไม่ได้"}
        return render(request, "visits/documents/no_pango.html", context, status=503)
    except Busy:
        return busy_response(request)
    return file_response(content, "application/pdf", name)


def word_response(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    """The document as a Word file to save under `name`; a page with 503 where too many are being made."""
    from visits.documents.word import make_word  # with python-docx, which pages do without

    try:
        with turn():
            content = make_word(document)
    except Busy:
        return busy_response(request)
    return file_response(content, WORD, name)


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to save, which no shared cache keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = saved_as(name)
    response["Cache-Control"] = "private, no-cache"
    return response


def busy_response(request: HttpRequest) -> HttpResponse:
    """A page with 503 that the browser loads again by itself until a place is free."""
    context = {"title": "กำลังรอจัดทำเอกสาร", "seconds": RETRY_SECONDS}
    response = render(request, "visits/documents/busy.html", context, status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Refresh"] = RETRY_SECONDS
    return response
