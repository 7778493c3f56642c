"""Each part's effective due day and each order's overall state, from what they follow; the same queries for many."""

from collections import defaultdict
from typing import Any

from django.db.models import Max
from django.dispatch import receiver
from django.utils import timezone

from officials.history.revert import reverted
from visits.models import (
    DONE_STATES,
    FOLLOWED_UP,
    Assignment,
    Directive,
    FollowUp,
    Progress,
    RoundDirective,
    State,
    Verb,
    overall_state,
)

CHUNK = 500


def settle(*directives):
    """Mends what does not follow; returns how many values did not."""
    return sum(_settle(directives[first : first + CHUNK]) for first in range(0, len(directives), CHUNK))


@receiver(reverted, sender=Directive)
def settle_reverted(row: Directive, **_: Any) -> None:
    """Recomputes a directive of which, or of whose rows, a change was taken back."""
    settle(row)


def settle_keys(keys):
    """The same of more directives than one holds in memory."""
    keys = list(keys)
    chunks = (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))
    return sum(_settle(Directive.objects.filter(pk__in=chunk)) for chunk in chunks)


def _settle(directives):
    directives = list({one.pk: one for one in directives}.values())
    rows = defaultdict(list)
    for row in Assignment.objects.filter(directive__in=[one.pk for one in directives]):
        rows[row.directive_id].append(row)
    due_days = _DueDays(directives, [row for found in rows.values() for row in found])
    changed = [
        row for one in directives for row in rows[one.pk] if _mend(row, "effective_due_on", due_days.of(row))
    ]
    moved = [
        one
        for one in directives
        if _mend(one, "overall_state", overall_state(row.state for row in rows[one.pk]))
    ]
    Assignment.objects.bulk_update(changed, ["effective_due_on"])
    Directive.objects.bulk_update(moved, ["overall_state"])
    return len(changed) + len(moved)


def _mend(record, field, value):
    """Whether the value was another one."""
    if getattr(record, field) == value:
        return False
    setattr(record, field, value)
    return True


class _DueDays:
    """The row's own day, else the directive's, else that of the open round which the row has not answered."""

    def __init__(self, directives, rows):
        self.directives = {one.pk: one for one in directives}
        self.rounds = _rounds_that_ask(directives)
        self.told = _last_answers(row for row in rows if row.directive_id in self.rounds)

    def of(self, row):
        directive = self.directives[row.directive_id]
        if directive.follow_up not in FOLLOWED_UP:
            return None
        return row.due_on or directive.due_on or self._of_round(row)

    def _of_round(self, row):
        asked = self.rounds.get(row.directive_id)
        if not asked or row.state in DONE_STATES:
            return None
        told = self.told.get(row.pk)
        answered = told and timezone.localdate(told) >= asked.opens_on and row.state != State.RETURNED
        return None if answered else asked.due_on


def _rounds_that_ask(directives):
    """Directive key -> the newest open round that it stands in, if it is one of those that rounds ask for."""
    keys = [one.pk for one in directives if one.follow_up == FollowUp.ROUNDS]
    links = RoundDirective.objects.filter(directive__in=keys, round__closed_on=None).select_related("round")
    newest_last = links.order_by("round__due_on", "round_id")
    return {link.directive_id: link.round for link in newest_last} if keys else {}


def _last_answers(rows):
    """Assignment key -> when it last reported."""
    keys = [row.pk for row in rows]
    reports = Progress.objects.filter(assignment__in=keys, verb=Verb.REPORT).order_by()
    return dict(reports.values_list("assignment").annotate(Max("recorded_at"))) if keys else {}
