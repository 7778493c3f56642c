"""The calendar on a telephone: the feed under a key, the page that shows the key, one visit as a file."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from config.downloads import file_name
from officials.models.usage_log import note_feed
from visits.calendar.feed import entries, mark
from visits.calendar.ical import written
from visits.calendar.wrong_keys import AN_HOUR, too_many_wrong_keys
from visits.filters.visit_filter import VisitFilter
from visits.models import CalendarSetting, Visit

ICS = "text/calendar; charset=utf-8"
NAME = "การตรวจเยี่ยม กระทรวงอุตสาหกรรม"


@login_not_required
@require_safe
def feed(request, key):
    setting = CalendarSetting.objects.for_key(key)
    if setting is None:
        return wrong_key(request)
    setting.mark_used()
    note_feed(request, setting.user)
    asked = VisitFilter(request.GET, user=setting.user)
    if not asked.is_valid:
        return plain("\n".join(["ตัวกรองไม่ถูกต้อง", *asked.sentences]), 400)
    return answer(request, asked)


def answer(request, asked):
    here = request.build_absolute_uri("/")
    etag = mark(asked.visits, asked.user, asked.query_string, here)
    response = get_conditional_response(request, etag=etag) or whole_feed(request, asked)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def whole_feed(request, asked):
    if request.method == "HEAD":
        return HttpResponse(content_type=ICS)
    name = " · ".join([NAME, *asked.in_words])
    pieces = written(name, entries(asked.visits, asked.user, request.build_absolute_uri))
    return StreamingHttpResponse(pieces, content_type=ICS)


def wrong_key(request):
    """The same words for every wrong key, and no page: a program reads them, not a person."""
    if not too_many_wrong_keys(request):
        return plain("ไม่พบปฏิทินนี้", 404)
    response = plain("ขอปฏิทินด้วยที่อยู่ที่ไม่ถูกต้องหลายครั้งเกินไป กรุณาลองใหม่ภายหลัง", 429)
    response["Retry-After"] = AN_HOUR
    return response


def plain(text, status):
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request):
    if request.method == "POST":
        change_key(request)
        return HttpResponseRedirect(request.get_full_path())
    setting = CalendarSetting.with_first_key(request.user)
    asked = VisitFilter(request.GET, user=request.user)
    page = {
        "title": "ปฏิทินในโทรศัพท์",
        "setting": setting,
        "filter": asked,
        "address": feed_address(request, setting, asked),
    }
    return render(request, "visits/calendar/feed.html", page)


@transaction.atomic
def change_key(request):
    setting = CalendarSetting.locked_for(request.user)
    if "revoke" in request.POST:
        setting.revoke_key()
    elif "renew" in request.POST:
        setting.renew_key()


def feed_address(request, setting, asked):
    if not setting.feed_key:
        return ""
    path = reverse("feed", args=[setting.feed_key])
    query = f"?{asked.query_string}" if asked.query_string and asked.is_valid else ""
    return request.build_absolute_uri(path + query)


@require_safe
def one_visit(request, pk):
    """To attach to a mail."""
    rows = Visit.objects.visible_to(request.user).filter(pk=pk)
    visit = get_object_or_404(rows.select_related("unit"))
    content = b"".join(written(NAME, entries(rows, request.user, request.build_absolute_uri)))
    response = HttpResponse(content, content_type=ICS)
    name = file_name(visit.unit.label, visit.starts_on, "ics")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response
