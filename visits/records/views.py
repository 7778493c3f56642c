"""One visit, one trip, as one reads them on a screen."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from visits.attachments.duplicates import mark_duplicates
from visits.models import Attachment, Trip, Visit
from visits.records import sign_off
from visits.records.completeness import gaps
from visits.records.reading import TripRead, VisitRead, for_reading


@require_safe
def visit(request, pk):
    return render(request, "visits/records/visit.html", visit_page(request, pk))


@require_safe
def trip(request, pk):
    return render(request, "visits/records/trip.html", trip_page(request, pk))


def visit_page(request, pk):
    rows = for_reading(Visit.objects.visible_to(request.user), request.user)
    found = get_object_or_404(rows, pk=pk)
    mark_duplicates(found.attachments.all(), request.user)
    return {
        "title": found.title or found.unit.name,
        "told": VisitRead(found),
        "visit": found,
        "stops": stops_of(found, request.user),
        **sign_off_part(found, request.user),
    }


def sign_off_part(visit, user):
    """Where the record stands, the steps that the reader may take, and, for those who enter it, what it lacks."""
    enters = user.is_staff and user.has_perm("visits.change_visit")
    may_edit = enters and sign_off.may_edit(user, visit)
    return {
        "may_edit": may_edit,
        "gaps": gaps(visit) if may_edit else [],
        "steps": sign_off.open_steps(user, visit),
        "last_step": sign_off.last_steps([visit]).get(visit.pk),
    }


def stops_of(visit, user):
    """The visits of the same trip, this one among them."""
    if not visit.trip_id:
        return []
    return Visit.objects.visible_to(user).filter(trip=visit.trip_id).select_related("unit").in_order()


def trip_page(request, pk):
    found = get_object_or_404(Trip.objects.visible_to(request.user), pk=pk)
    rows = Visit.objects.visible_to(request.user).filter(trip=found).in_order()
    visits = list(for_reading(rows, request.user))
    files = list(Attachment.objects.visible_to(request.user).filter(trip=found))
    mark_duplicates([*files, *(file for visit in visits for file in visit.attachments.all())], request.user)
    return {
        "title": found.title,
        "told": TripRead(found, visits, files),
        "trip": found,
        "may_edit": request.user.is_staff and request.user.has_perm("visits.change_trip"),
    }
