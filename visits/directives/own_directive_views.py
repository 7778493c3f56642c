"""What the own unit has been ordered to do and has still to answer, made for a telephone."""

from django.core.paginator import Paginator
from django.db.models import Case, F, Prefetch, Q, When
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from visits.directives.steps import steps_from
from visits.models import AWAITED, Assignment, Progress, State, Verb

PER_PAGE = 20


@require_safe
def own_orders(request):
    user, today = request.user, timezone.localdate()
    mine = Assignment.objects.of_own_unit(user).to_answer_or_answered()
    page = Paginator(in_order(mine, user), PER_PAGE).get_page(request.GET.get("page"))
    for part in page.object_list:
        part.steps = steps_from(part.state, user)
        part.is_late = (
            part.state in AWAITED and part.effective_due_on is not None and part.effective_due_on < today
        )
    told = {
        "title": "ข้อสั่งการถึงหน่วยงานของฉัน",
        "page": page,
        "number": f"{page.paginator.count:,}",
        "own_unit": user.unit,
    }
    return render(request, "visits/directives/own_directives.html", told)


def in_order(parts, user):
    """What has been reported last; before it by the due day."""
    sent_back = Progress.objects.visible_to(user).filter(verb=Verb.SEND_BACK).order_by("recorded_at", "pk")
    waits_for_office = Case(When(Q(state=State.REPORTED), then=1), default=0)
    rows = parts.select_related("unit", "directive__visit__unit")
    rows = rows.prefetch_related(Prefetch("progress", sent_back, to_attr="sent_back"))
    return rows.order_by(waits_for_office, F("effective_due_on").asc(nulls_last=True), "pk")
