"""Pages with plain text to copy: the calendar of today, tomorrow or this week as filtered, and one visit."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from visits.calendar.grid import Span
from visits.calendar.preferences import desk_of
from visits.calendar.text import schedule, summary
from visits.filters.filter_fields import LayoutField
from visits.filters.visit_filter import VisitFilter
from visits.models import Visit
from visits.records.reading import VisitRead, for_reading

DAYS = [("", "วันนี้"), ("tomorrow", "พรุ่งนี้"), ("week", "สัปดาห์นี้")]


@require_safe
def calendar_text(request):
    days = LayoutField(label="ช่วงเวลา", choices=DAYS, required=False)
    asked = VisitFilter(request.GET, user=request.user, options={"days": days, "colour": None})
    chosen = asked.value("days") or ""
    span = span_of(chosen, timezone.localdate(), request.user)
    visits = list(asked.visits.between(span.first, span.last).for_calendar(request.user).in_order())
    page = {
        "title": "ข้อความส่งต่อ",
        "filter": asked,
        "choices": [(words, asked.query(days=key or None), key == chosen) for key, words in DAYS],
        "text": schedule(visits, span, asked.in_words) if asked.is_valid else "",
        "back": reverse("calendar") + asked.query(days=None),
        "back_words": "กลับไปที่ปฏิทิน",
    }
    return render(request, "visits/calendar/text.html", page)


def span_of(chosen, today, user):
    if chosen == "week":
        return Span.week_of(today, desk_of(user).first_weekday)
    day = today + timedelta(days=1) if chosen == "tomorrow" else today
    return Span(day, day)


@require_safe
def visit_text(request, pk):
    rows = for_reading(Visit.objects.visible_to(request.user), request.user)
    told = VisitRead(get_object_or_404(rows, pk=pk))
    address = told.visit.get_absolute_url()
    page = {
        "title": "ข้อความสรุปการตรวจเยี่ยม",
        "text": summary(told, request.build_absolute_uri(address)),
        "back": address,
        "back_words": "กลับไปที่การตรวจเยี่ยม",
        "leaves_out": any(one.directive.is_internal for one in told.directives),
    }
    return render(request, "visits/calendar/text.html", page)
