from dataclasses import dataclass

from django import template
from django.utils import timezone

from config import site
from visits.models import Assignment

register = template.Library()


# More than that are counted on the page behind the entry, not on every page.
MOST = 99


@dataclass(frozen=True)
class Badge:
    """How many wait behind a menu entry; one look by an index."""

    count: int
    words: str
    most: int | None = None

    @property
    def number(self):
        return f"{self.most}+" if self.most and self.count > self.most else self.count


@register.inclusion_tag("menu.html", takes_context=True)
def menu(context):
    request = context["request"]
    if request.user.lacks_factor:
        return {"entries": []}
    shown = site.menu(request.user, request.path)
    found = badges(request.user)
    return {"entries": [(entry, is_here, found.get(entry.address)) for entry, is_here in shown]}


def badges(user):
    """By address: overdue orders for those who see all, what waits for an answer of the own unit."""
    parts, found = Assignment.objects.order_by(), {}
    if user.sees_everything:
        late = parts.overdue(timezone.localdate()).count()
        found["/directives/"] = Badge(late, "รายการเกินกำหนด")
    if user.unit_id:
        mine = parts.of_own_unit(user).to_answer()[: MOST + 1].count()
        found["/directives/mine/"] = Badge(mine, "รายการรอหน่วยงานดำเนินการ", MOST)
    return {address: badge for address, badge in found.items() if badge.count}
