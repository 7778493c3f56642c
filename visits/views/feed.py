"""The calendar on a telephone: the feed under a key, the page that shows the key, one visit as a file."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_http_methods, require_safe

from visits.feed import entries, mark
from visits.filters import VisitFilter
from visits.ical import written
from visits.models import CalendarSetting, Visit

ICS = "text/calendar; charset=utf-8"
NAME = "การตรวจเยี่ยม กระทรวงอุตสาหกรรม"
# Nobody types a key: so many wrong ones from one address in an hour are a search.
MOST_WRONG = 20
AN_HOUR = 3600
log = logging.getLogger(__name__)


@login_not_required
@require_safe
def feed(request, key):
    setting = CalendarSetting.objects.for_key(key)
    if setting is None:
        return wrong_key(request)
    setting.mark_used()
    asked = VisitFilter(request.GET, user=setting.user)
    if not asked.is_valid:
        return plain("\n".join(["ตัวกรองไม่ถูกต้อง", *asked.sentences]), 400)
    return answer(request, asked)


def answer(request, asked):
    here = request.build_absolute_uri("/")
    etag = mark(asked.visits, asked.user, asked.query_string, here)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        name = " · ".join([NAME, *asked.in_words])
        pieces = written(name, entries(asked.visits, asked.user, request.build_absolute_uri))
        response = StreamingHttpResponse(pieces, content_type=ICS)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def wrong_key(request):
    """The same words for every wrong key; counted by address, and refused at once when there are many.

    A right key is let in from any address: a whole office stands behind one.
    """
    name = f"wrong-feed-key:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(name, 0, AN_HOUR)
    count = cache.incr(name)
    log.warning("wrong calendar key number %d from %s", count, request.META.get("REMOTE_ADDR", ""))
    if count <= MOST_WRONG:
        return plain("ไม่พบปฏิทินนี้", 404)
    response = plain("ขอปฏิทินด้วยที่อยู่ที่ไม่ถูกต้องหลายครั้งเกินไป กรุณาลองใหม่ภายหลัง", 429)
    response["Retry-After"] = AN_HOUR
    return response


def plain(text, status):
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request):
    setting = CalendarSetting.of(request.user)
    if request.method == "POST":
        change = setting.revoke_key if "revoke" in request.POST else setting.renew_key
        change()
        return HttpResponseRedirect(reverse("own_feed") + ("?revoked=1" if "revoke" in request.POST else ""))
    if not setting.feed_key and setting.feed_made_at is None:
        setting.renew_key()
    asked = VisitFilter(request.GET, user=request.user, options=["revoked"])
    page = {
        "title": "ปฏิทินในโทรศัพท์",
        "setting": setting,
        "filter": asked,
        "address": feed_address(request, setting, asked),
    }
    return render(request, "visits/calendar/feed.html", page)


def feed_address(request, setting, asked):
    if not setting.feed_key:
        return ""
    path = reverse("feed", args=[setting.feed_key])
    query = f"?{asked.query_string}" if asked.query_string else ""
    return request.build_absolute_uri(path + query)


@require_safe
def one_visit(request, pk):
    """To attach to a mail."""
    rows = Visit.objects.visible_to(request.user).filter(pk=pk)
    visit = get_object_or_404(rows)
    content = b"".join(written(NAME, entries(rows, request.user, request.build_absolute_uri)))
    response = HttpResponse(content, content_type=ICS)
    name = f"{visit.unit.label} {visit.starts_on.isoformat()}.ics"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response
