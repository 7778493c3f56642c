"""Look-ups for filter fields: what a reader may choose while typing."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from config.choosing import choice_label
from officials.models import Official
from units.models import Unit
from visits.filter_fields import LONGEST_QUERY

OFFERED = 20


@require_GET
def units(request):
    return found(Unit, request)


@require_GET
def officials(request):
    return found(Official, request)


def found(model, request):
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    rows = model.objects.visible_to(request.user).matching(query).for_choosing()[:OFFERED]
    return JsonResponse([{"id": row.pk, "text": choice_label(row)} for row in rows], safe=False)
