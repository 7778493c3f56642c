"""The calendar on a telephone: the feed under a key, the page that shows the key, one visit as a file."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from config.downloads import file_name, saved_as
from config.thai.dates import thai_date
from officials.models.account import SignedInRequest
from officials.models.usage_log import AN_HOUR, note_feed, note_wrong_key
from visits.calendar.feed import (
    DAYS_BACK,
    MOST_EVENTS,
    entries,
    etag_of,
    feed_filter,
    first_day,
    visits_of_feed,
)
from visits.calendar.ical import calendar_file
from visits.filters.visit_filter import VisitFilter
from visits.models import CalendarSetting, Visit

ICS = "text/calendar; charset=utf-8"
NAME = "การตรวจเยี่ยม กระทรวงอุตสาหกรรม"


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar file of the key's owner; 304 where nothing changed, 404 and 429 for wrong keys, 400 for a wrong filter."""
    setting = CalendarSetting.objects.for_key(key)
    if setting is None:
        return wrong_key(request)
    setting.mark_used()
    note_feed(request, setting.user)
    visit_filter = feed_filter(request.GET, setting.user)
    if not visit_filter.is_valid:
        return plain("\n".join(["ตัวกรองไม่ถูกต้อง", *visit_filter.sentences]), 400)
    visits = visits_of_feed(visit_filter)
    here = request.build_absolute_uri("/")
    etag = etag_of(visits, setting.user, visit_filter.query(), here)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content_type=ICS)
        if request.method != "HEAD":
            name = " · ".join([NAME, *visit_filter.in_words])
            events = entries(visits, setting.user, request.build_absolute_uri)
            response.content = calendar_file(name, events, what_it_holds(visit_filter))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def what_it_holds(visit_filter: VisitFilter) -> str:
    """Which visits a feed leaves out, as a sentence."""
    return f"การตรวจเยี่ยมตั้งแต่วันที่ {thai_date(first_day(visit_filter))} เป็นต้นไป ไม่เกิน {MOST_EVENTS:,} รายการล่าสุด"


def wrong_key(request: HttpRequest) -> HttpResponse:
    """The same words for every wrong key, and no page: a program reads them, not a person.

    429 after too many from one address.
    """
    if not note_wrong_key(request, "calendar"):
        response = plain("ขอปฏิทินด้วยที่อยู่ที่ไม่ถูกต้องหลายครั้งเกินไป กรุณาลองใหม่ภายหลัง", 429)
        response["Retry-After"] = str(AN_HOUR)
        return response
    return plain("ไม่พบปฏิทินนี้", 404)


def plain(text: str, status: int) -> HttpResponse:
    """A sentence without a page."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request: SignedInRequest) -> HttpResponse:
    """The page that shows the user's feed address, made at the first visit; a POST renews or revokes it."""
    if request.method == "POST":
        change_key(request)
        return HttpResponseRedirect(request.get_full_path())
    setting = CalendarSetting.with_first_key(request.user)
    visit_filter = feed_filter(request.GET, request.user)
    address = feed_address(request, setting, visit_filter)
    page = {
        "title": "ปฏิทินในโทรศัพท์",
        "setting": setting,
        "filter": visit_filter,
        "address": address,
        "webcal": address and f"webcal:{address.partition(':')[2]}",
        "since": first_day(visit_filter),
        "is_usual": not any(map(visit_filter.value, ("since", "from", "fiscal_year", "period"))),
        "days_back": DAYS_BACK,
        "most_events": f"{MOST_EVENTS:,}",
        "carried": [
            (name, value) for name, values in visit_filter.data.lists() if name != "since" for value in values
        ],
    }
    return render(request, "visits/calendar/feed.html", page)


@transaction.atomic
def change_key(request: SignedInRequest) -> None:
    """Renews or revokes the key."""
    setting = CalendarSetting.locked_for(request.user)
    if "revoke" in request.POST:
        setting.revoke_key()
    elif "renew" in request.POST:
        setting.renew_key()


def feed_address(request: HttpRequest, setting: CalendarSetting, visit_filter: VisitFilter) -> str:
    """The absolute address of the feed with the filter of the page; empty where the key was revoked."""
    if not setting.feed_key:
        return ""
    path = reverse("feed", args=[setting.feed_key])
    query = visit_filter.query().removeprefix("?") if visit_filter.is_valid else ""
    return request.build_absolute_uri(f"{path}?{query}" if query else path)


@require_safe
def one_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One visit as a calendar file, to attach to a mail."""
    rows = Visit.objects.visible_to(request.user).filter(pk=pk)
    visit = get_object_or_404(rows.select_related("unit"))
    content = calendar_file(NAME, entries(rows, request.user, request.build_absolute_uri))
    response = HttpResponse(content, content_type=ICS)
    name = file_name(visit.unit.label, visit.starts_on, "ics")
    response["Content-Disposition"] = saved_as(name)
    response["Cache-Control"] = "private, no-cache"
    return response
