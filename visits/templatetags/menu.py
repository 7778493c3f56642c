"""The main menu, with badges for what waits."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from config import site
from officials.models import User
from visits.models import Assignment

register = template.Library()


# More than that are counted on the page behind the entry, not on every page.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Badge:
    """How many wait behind a menu entry, "99+" above `most`; `words` say it to a screen reader."""

    count: int
    words: str
    most: int | None = None

    @property
    def number(self) -> str:
        return f"{self.most}+" if self.most and self.count > self.most else str(self.count)


@register.inclusion_tag("menu.html", takes_context=True)
def menu(context: Context) -> dict[str, Any]:
    request = context["request"]
    if request.user.lacks_factor:
        return {"entries": []}
    badges = badges_of(request.user)
    return {
        "entries": [
            (entry, is_here, badges.get(entry.address))
            for entry, is_here in site.menu(request.user, request.path)
        ]
    }


def badges_of(user: User) -> dict[str, Badge]:
    """By address: overdue assignments for those who see all, what waits for an answer of the user's unit."""
    assignments, badges = Assignment.objects.order_by(), {}
    if user.sees_everything:
        overdue = assignments.overdue(timezone.localdate()).count()
        badges["/directives/"] = Badge(overdue, "รายการเกินกำหนด")
    if user.unit_id:
        waiting = assignments.of_own_unit(user).to_answer()[: MOST_COUNTED + 1].count()
        badges["/directives/mine/"] = Badge(waiting, "รายการรอหน่วยงานดำเนินการ", MOST_COUNTED)
    return {address: badge for address, badge in badges.items() if badge.count}
