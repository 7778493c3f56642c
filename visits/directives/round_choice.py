"""Which open orders a round is going to ask: chosen by a filter, page by page, with exceptions taken out."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from visits.models import Assignment
from visits.reports.directives import AS_SAID, Directives

PER_PAGE = 50
LONGEST_KEY = 18
# Nobody takes out so many by hand, and a database takes no more keys in one question.
MOST_LEFT_OUT = 20_000


class AskedOrders(Directives):
    """The register's filter, without what means nothing for orders that are open now."""

    def options(self):
        asked = super().options()
        return {name: asked[name] for name in ("order", "state", "due", "answerer", "about", "giver")}

    @cached_property
    def to_ask(self):
        if not self.filter.is_valid:
            return self.directives.none()
        return self.asked_directives.asked_in_rounds()


class Choice:
    """`left_out` are the exceptions: told so far, and those of the page shown that came back without their tick."""

    def __init__(self, query, user, posted=None):
        self.orders, self.user = AskedOrders(query, user), user
        self.filter = self.orders.filter
        self.left_out = _keys(posted, "left_out")
        if posted:
            ticked = {int(key) for key in posted.getlist("asked") if _is_key(key)}
            self.left_out = (self.left_out - ticked) | (_keys(posted, "shown") - ticked)
        self.wanted = (posted or self.filter.data).get("page")

    @cached_property
    def found(self):
        """How many orders the filter finds."""
        return self.orders.to_ask.count()

    @cached_property
    def directives(self):
        return self.orders.to_ask.exclude(pk__in=self.left_out)

    @cached_property
    def number(self):
        return self.directives.count()

    @cached_property
    def parts(self):
        """How many units' parts will be asked."""
        return Assignment.objects.open().filter(directive__in=self.directives.order_by()).count()

    @property
    def in_words(self):
        found = f"ข้อสั่งการที่ให้รายงานทุกรอบและยังไม่จบ{'ตามตัวกรองนี้' if self.filter.data else ''} {self.found:,} ข้อ"
        if not self.left_out:
            return found
        return f"{found} ยกออก {self.found - self.number:,} ข้อ จะติดตาม {self.number:,} ข้อ"

    @cached_property
    def sheet(self):
        parts = Assignment.objects.filter(directive=OuterRef("pk")).order_by().values("directive")
        units = Coalesce(Subquery(parts.annotate(number=Count("pk")).values("number")), 0)
        rows = self.orders.to_ask.select_related("visit__unit").annotate(units=units)
        return Paginator(_Counted(rows.order_by(*AS_SAID), self.found), PER_PAGE).get_page(self.wanted)

    @property
    def shown(self):
        return _text(one.pk for one in self.sheet)

    @property
    def taken_out(self):
        return _text(self.left_out)


class _Counted:
    """Rows whose number is known already, so that nobody counts them again."""

    def __init__(self, rows, number):
        self.rows, self.number = rows, number

    def __len__(self):
        return self.number

    def __getitem__(self, part):
        return list(self.rows[part])


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def _keys(posted, name):
    text = posted.get(name, "") if posted else ""
    return {int(key) for key in text.split(",", MOST_LEFT_OUT)[:MOST_LEFT_OUT] if _is_key(key)}


def _text(keys):
    return ",".join(str(key) for key in keys)
