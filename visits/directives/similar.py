"""Directives already given that read like the one being typed: เรื่องนี้เคยสั่งแล้วหรือยัง.

Thai leaves no blanks between words, so pieces of the folded text stand for them: of the newest directives those with two
of the pieces are compared, and come in the order of how much of the wording they share.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q

from config.thai.dates import thai_date
from config.thai.text import fold
from officials.models import User
from visits.models import Directive, FollowUp, State

PIECE, PIECES, APART = 8, 6, 4
# SQLite has no index for parts of words: so many are read in time, and are what the office says in some years.
NEWEST = 10_000
COMPARED = 100
# Half of the shorter wording stands in the longer one.
CLOSE = 0.5
SHOWN = 5


def similar_directives(user: User, text: str, exclude: int | None = None) -> list[Directive]:
    """At most five, the closest first; `exclude` is the directive that is being edited."""
    typed = fold(text)
    if len(typed) < PIECE + APART:
        return []
    last = Directive.objects.aggregate(last=Max("pk"))["last"] or 0
    newest = Directive.objects.visible_to(user).filter(pk__gt=last - NEWEST)
    rows = newest.filter(holds_two_pieces(typed)).exclude(pk=exclude or 0).order_by("-pk")
    scores = {row.pk: closeness(typed, row) for row in rows.only("subject", "text")[:COMPARED]}
    close = [key for key, shared in scores.items() if shared >= CLOSE]
    nearest = sorted(close, key=lambda key: (-scores[key], -key))[:SHOWN]
    directives = Directive.objects.select_related("visit").in_bulk(nearest)
    return [directives[key] for key in nearest]


def holds_two_pieces(typed: str) -> Q:
    """The condition that a row's search text holds any two of the pieces of the text, which lie evenly apart."""
    last = len(typed) - PIECE
    count = min(PIECES, last // APART + 1)
    starts = [round(number * last / (count - 1)) for number in range(count)]
    conditions = [Q(search__contains=typed[start : start + PIECE]) for start in starts]
    pairs = [
        condition & reduce(or_, conditions[place:]) for place, condition in enumerate(conditions[:-1], 1)
    ]
    return reduce(or_, pairs)


def closeness(typed: str, directive: Directive) -> float:
    """How much of the shorter of two wordings stands in the other, 0-1; subject or text, whichever is nearer."""
    typed_triples = triples(typed)
    others = [triples(fold(words)) for words in (directive.subject, directive.text)]
    return max(len(typed_triples & other) / min(len(typed_triples), len(other)) for other in others if other)


def triples(text: str) -> set[str]:
    """All pieces of three letters."""
    return {text[start : start + 3] for start in range(len(text) - 2)}


def similar_as_json(directive: Directive) -> dict[str, Any]:
    """What the form shows of a similar directive, as plain values."""
    if directive.overall_state:
        state = State(directive.overall_state).label
    else:
        state = FollowUp.NONE.label if directive.follow_up == FollowUp.NONE else "ยังไม่กำหนดหน่วยงาน"
    return {
        "id": directive.pk,
        "address": directive.get_absolute_url(),
        "number": directive.number or directive.visit.get_record_state_display(),
        "day": thai_date(directive.visit.starts_on),
        "giver": directive.given_name,
        "subject": str(directive),
        "state": state,
    }
