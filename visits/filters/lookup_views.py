"""Look-ups for filter fields: what a reader may choose while typing."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from config.forms.autocomplete import LONGEST_KEY, choice_label
from officials.models import Official
from units.models import Unit
from visits.directives.similar import like_orders, told
from visits.filters.fields import LONGEST_QUERY

OFFERED = 20
# As much of an order as an address holds in Thai; what comes after it tells two orders apart no more.
LONGEST_WORDING = 300


@require_GET
def units(request):
    return found(Unit, request)


@require_GET
def officials(request):
    return found(Official, request)


@require_GET
def directives(request):
    """Orders given already that read like the one being typed; `but` is the order itself where it is saved."""
    itself = request.GET.get("but", "")
    itself = int(itself) if itself.isdecimal() and len(itself) <= LONGEST_KEY else None
    orders = like_orders(request.user, request.GET.get("q", "")[:LONGEST_WORDING], but=itself)
    return JsonResponse([told(order) for order in orders], safe=False)


def found(model, request):
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    rows = model.objects.visible_to(request.user).matching(query).for_choosing()[:OFFERED]
    return JsonResponse([{"id": row.pk, "text": choice_label(row)} for row in rows], safe=False)
