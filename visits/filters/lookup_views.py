"""Look-ups for filter fields: what a reader may choose while typing."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from config.forms.autocomplete import labels_apart, offered
from officials.models import Official
from units.models import Unit
from visits.filters.filter_fields import LONGEST_QUERY

OFFERED = 20


@require_GET
def units(request: HttpRequest) -> JsonResponse:
    """Units whose names or aliases hold the words of `q`."""
    return matches(Unit, request)


@require_GET
def officials(request: HttpRequest) -> JsonResponse:
    """People whose names, aliases or posts hold the words of `q`."""
    return matches(Official, request)


def matches(model: type[Official] | type[Unit], request: HttpRequest) -> JsonResponse:
    """Keys and labels of at most 20 rows that the user may see."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    rows = offered(model.objects.visible_to(request.user).matching(query).for_choosing(), query)[:OFFERED]
    return JsonResponse([{"id": key, "text": text} for key, text in labels_apart(rows).items()], safe=False)
