"""The main menu, with badges for what waits."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Exists, OuterRef, Q
from django.template import Context
from django.urls import reverse
from django.utils import timezone

from config import __version__, site
from config.kept_statements import KeptStatement, counting
from officials.models import User
from visits.manual.chapters import chapter_of
from visits.manual.views import NEWS_COOKIE
from visits.models import FOLLOWED_UP, Assignment, Directive, State
from visits.models.assignment import ANSWERABLE

register = template.Library()


# More than that are counted on the page behind the entry, not on every page.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Badge:
    """How many wait behind a menu entry, "99+" above `most`; `words` say it to a screen reader."""

    count: int
    words: str
    most: int

    @property
    def number(self) -> str:
        return f"{self.most}+" if self.count > self.most else str(self.count)


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
    badges = {}
    if user.sees_everything:
        overdue = overdue_on(timezone.localdate()).column()[0]
        badges["/directives/"] = Badge(overdue, "รายการเกินกำหนด", MOST_COUNTED)
    if user.unit_id:
        waiting = waiting_for(tuple(user.family), user.sees_everything).column()[0]
        badges["/directives/mine/"] = Badge(waiting, "รายการรอหน่วยงานดำเนินการ", MOST_COUNTED)
    return {address: badge for address, badge in badges.items() if badge.count}


@lru_cache(maxsize=1)
def overdue_on(day: date) -> KeptStatement:
    """Counts the overdue assignments."""
    return counting(Assignment.objects.overdue(day), MOST_COUNTED + 1)


@lru_cache(maxsize=1000)
def waiting_for(family: tuple[int, ...], with_hidden: bool) -> KeptStatement:
    """Counts what waits for a family of units: `of_family(...).to_answer()`, none of which is hidden as a draft.

    Read from an index of the units, whose rows tell what has a due day or is new. The others come last, for each has to look at
    its directive, which on SQLite takes as long as a hundred rows of the index. Of both in one condition PostgreSQL may list all
    directives first.
    """
    own = Assignment.objects.left_to(family, with_hidden).filter(unit__in=family, state__in=ANSWERABLE)
    has_day, is_new = Q(effective_due_on__isnull=False), Q(state=State.NOTIFIED)
    followed_up = Directive.objects.order_by().filter(pk=OuterRef("directive"), follow_up__in=FOLLOWED_UP)
    at_once, others = own.filter(has_day | is_new), own.filter(~has_day, ~is_new, Exists(followed_up))
    rows = at_once.order_by().values("pk").union(others.order_by().values("pk"), all=True)
    return counting(rows, MOST_COUNTED + 1)


@register.simple_tag(takes_context=True)
def manual_address(context: Context) -> str:
    """The chapter of the manual that explains the page being shown, else its contents."""
    chapter = chapter_of(context["request"].path)
    return chapter.address if chapter else reverse("manual")


@register.simple_tag(takes_context=True)
def unread_release(context: Context) -> str:
    """The number of this release where its news has not been opened on this device, else empty."""
    return "" if context["request"].COOKIES.get(NEWS_COOKIE) == __version__ else __version__
