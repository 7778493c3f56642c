"""The report of a visit or trip on paper: options and sheet, PDF and Word, and the pictures on it."""

import mimetypes

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from config.concurrency import Busy, turn
from visits.attachments.images import Unreadable
from visits.documents.blocks import Photographs
from visits.documents.pdf import NoPango, make_pdf
from visits.documents.photographs import LONGEST, prepared
from visits.documents.request import AskedTrip, AskedVisit
from visits.documents.word import make_word
from visits.models import Attachment, Office

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RETRY_SECONDS = 5


@require_safe
def visit_print(request, pk):
    return sheet(request, AskedVisit(request, pk))


@require_safe
def trip_print(request, pk):
    return sheet(request, AskedTrip(request, pk))


@require_safe
def visit_pdf(request, pk):
    return pdf_of(request, AskedVisit(request, pk))


@require_safe
def trip_pdf(request, pk):
    return pdf_of(request, AskedTrip(request, pk))


@require_safe
def visit_word(request, pk):
    return word_of(request, AskedVisit(request, pk))


@require_safe
def trip_word(request, pk):
    return word_of(request, AskedTrip(request, pk))


def sheet(request, asked):
    context = {"asked": asked, "options": asked.options, "sentences": asked.sentences, "title": "พิมพ์รายงาน"}
    if not asked.sentences:
        context |= {"paper": made(request, asked)}
        context["title"] = context["paper"].title
    return render(request, "visits/documents/sheet.html", context)


def pdf_of(request, asked):
    if asked.sentences:
        return refused(request, asked)
    paper = made(request, asked)
    html = render_to_string("visits/documents/sheet.html", {"paper": paper, "title": paper.title})
    return pdf_answer(request, html, asked.file_name("pdf"), pictures=pictures_of(paper))


def pdf_answer(request, html, name, **more):
    try:
        content = make_pdf(html, **more)
    except NoPango:
        return render(request, "visits/documents/no_pango.html", {"title": "ยังจัดทำ PDF ไม่ได้"}, status=503)
    except Busy:
        return busy(request)
    return file_answer(content, "application/pdf", name)


def word_of(request, asked):
    if asked.sentences:
        return refused(request, asked)
    return word_answer(request, made(request, asked), asked.file_name("docx"))


def made(request, asked):
    """The paper; the log of uses is told which, and whether it may leave the house."""
    paper = asked.paper
    request.asked_in_words = [paper.title, asked.edition]
    return paper


def word_answer(request, paper, name):
    try:
        with turn():
            content = make_word(paper)
    except Busy:
        return busy(request)
    return file_answer(content, WORD, name)


def file_answer(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response


def refused(request, asked):
    context = {"title": "จัดทำเอกสารไม่ได้", "sentences": asked.sentences, "back": asked.address}
    return render(request, "visits/documents/refused.html", context, status=400)


def busy(request):
    """Asked again by the browser itself until a place is free."""
    context = {"title": "กำลังรอจัดทำเอกสาร", "seconds": RETRY_SECONDS}
    response = render(request, "visits/documents/busy.html", context, status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Refresh"] = RETRY_SECONDS
    return response


def pictures_of(paper):
    """Address and file of every picture on a paper."""
    found = {
        str(picture.address): picture.file
        for block in paper.blocks
        if isinstance(block, Photographs)
        for picture in block.pictures
        if picture.file
    }
    if paper.letterhead and paper.letterhead.crest:
        found[str(paper.letterhead.crest)] = paper.letterhead.crest_file.path
    return found


@require_safe
def photograph(request, pk, longest=LONGEST):
    """A photograph as it stands on paper or, smaller, among others on a page."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        path = prepared(attachment, longest)
    except Unreadable as error:
        raise Http404 from error
    return picture(path.open("rb"), "image/jpeg")


@require_safe
def crest(request):
    found = Office.current().crest_on_disk
    if not found:
        raise Http404
    kind, _ = mimetypes.guess_type(found.name)
    return picture(found.open("rb"), kind)


def picture(file, content_type):
    response = FileResponse(file, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
