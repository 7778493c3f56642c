"""Orders already given that read like the one being typed: เรื่องนี้เคยสั่งแล้วหรือยัง.

Thai leaves no blanks between words, so pieces of the folded text stand for them: of the newest orders those with two of
the pieces are looked at closely, and come in the order of how much of the wording they share.
"""

from functools import reduce
from operator import or_

from django.db.models import Max, Q

from config.thai.dates import thai_date
from config.thai.text import fold
from visits.models import Directive, FollowUp, State

PIECE, PIECES, APART = 8, 6, 4
# SQLite has no index for parts of words: so many are read in time, and are what the office says in some years.
NEWEST = 10_000
LOOKED_AT = 100
# Half of the shorter wording stands in the longer one.
CLOSE = 0.5
SHOWN = 5


def like_orders(user, text, but=None):
    """At most five, the closest first; `but` is the order that is being typed over."""
    typed = fold(text)
    if len(typed) < PIECE + APART:
        return []
    rows = newest(user).filter(two_of(pieces(typed))).exclude(pk=but).order_by("-pk")
    found = {row.pk: closeness(typed, row) for row in rows.only("subject", "text")[:LOOKED_AT]}
    close = [key for key, shared in found.items() if shared >= CLOSE]
    nearest = sorted(close, key=lambda key: (-found[key], -key))[:SHOWN]
    told = Directive.objects.select_related("visit").in_bulk(nearest)
    return [told[key] for key in nearest]


def newest(user):
    last = Directive.objects.aggregate(last=Max("pk"))["last"] or 0
    return Directive.objects.visible_to(user).filter(pk__gt=last - NEWEST)


def pieces(typed):
    """From the beginning to the end, evenly apart."""
    last = len(typed) - PIECE
    count = min(PIECES, last // APART + 1)
    starts = [round(number * last / (count - 1)) for number in range(count)]
    return [typed[start : start + PIECE] for start in starts]


def two_of(words):
    asked = [Q(search__contains=word) for word in words]
    pairs = [one & reduce(or_, asked[place:]) for place, one in enumerate(asked[:-1], 1)]
    return reduce(or_, pairs)


def closeness(typed, order):
    """How much of the shorter of two wordings stands in the other; subject or text, whichever is nearer."""
    mine = triples(typed)
    others = [triples(fold(words)) for words in (order.subject, order.text)]
    return max(len(mine & other) / min(len(mine), len(other)) for other in others if other)


def triples(text):
    return {text[start : start + 3] for start in range(len(text) - 2)}


def told(order):
    """What stands under the field, as plain values."""
    return {
        "id": order.pk,
        "address": order.get_absolute_url(),
        "number": order.number or order.visit.get_record_state_display(),
        "day": thai_date(order.visit.starts_on),
        "giver": order.given_name,
        "subject": str(order),
        "state": state_of(order),
    }


def state_of(order):
    if order.overall_state:
        return State(order.overall_state).label
    return "ยังไม่กำหนดหน่วยงาน" if order.follow_up != FollowUp.NONE else FollowUp.NONE.label
