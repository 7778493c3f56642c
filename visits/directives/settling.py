"""Effective due day of each assignment and overall state of each directive, computed from what they follow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
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


def settle(*directives: Directive) -> int:
    """Corrects both values of these directives; returns how many were wrong. The same queries for many as for one."""
    return sum(settle_chunk(directives[first : first + CHUNK]) for first in range(0, len(directives), CHUNK))


@receiver(reverted, sender=Directive)
def settle_reverted(row: Directive, **_: Any) -> None:
    """Recomputes a directive of which, or of whose rows, a change was taken back."""
    settle(row)


def settle_keys(keys: Iterable[int]) -> int:
    """As `settle`, of more directives than memory holds at once."""
    keys = list(keys)
    chunks = (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))
    return sum(settle_chunk(Directive.objects.filter(pk__in=chunk)) for chunk in chunks)


def settle_chunk(directives: Iterable[Directive]) -> int:
    """As `settle`, of at most some hundred directives."""
    directives = list({directive.pk: directive for directive in directives}.values())
    keys = [directive.pk for directive in directives]
    assignments = list(Assignment.objects.filter(directive__in=keys))
    due_days = DueDays(directives, assignments)
    states = defaultdict(list)
    changed_assignments, changed_directives = [], []
    for assignment in assignments:
        states[assignment.directive_id].append(assignment.state)
        due_day = due_days.of(assignment)
        if assignment.effective_due_on != due_day:
            assignment.effective_due_on = due_day
            changed_assignments.append(assignment)
    for directive in directives:
        state = overall_state(states[directive.pk])
        if directive.overall_state != state:
            directive.overall_state = state
            changed_directives.append(directive)
    Assignment.objects.bulk_update(changed_assignments, ["effective_due_on"])
    Directive.objects.bulk_update(changed_directives, ["overall_state"])
    return len(changed_assignments) + len(changed_directives)


def due_day_if_assigned(directive: Directive, due_on: date | None = None) -> date | None:
    """The day until which a unit would have to answer that became responsible now, with `due_on` as its own day."""
    assignment = Assignment(directive=directive, due_on=due_on, state=State.PENDING)
    return DueDays([directive], []).of(assignment)


class DueDays:
    """Effective due days (design.md, rule 5): the assignment's own, else the directive's, else the open round's.

    A round's day counts only until the unit has reported in it.
    """

    def __init__(self, directives: Sequence[Directive], assignments: Sequence[Assignment]) -> None:
        self.directives = {directive.pk: directive for directive in directives}
        in_rounds = [directive.pk for directive in directives if directive.follow_up == FollowUp.ROUNDS]
        self.rounds = {}
        if in_rounds:
            links = RoundDirective.objects.filter(directive__in=in_rounds, round__closed_on=None)
            # Of several open rounds the newest asks.
            for link in links.select_related("round").order_by("round__due_on", "round_id"):
                self.rounds[link.directive_id] = link.round
        waiting = [assignment.pk for assignment in assignments if assignment.directive_id in self.rounds]
        self.last_reports = {}
        if waiting:
            reports = Progress.objects.filter(assignment__in=waiting, verb=Verb.REPORT).order_by()
            self.last_reports = dict(reports.values_list("assignment").annotate(Max("recorded_at")))

    def of(self, assignment: Assignment) -> date | None:
        """The day of one assignment; None where no day binds it or nothing is to be reported."""
        directive = self.directives[assignment.directive_id]
        if directive.follow_up not in FOLLOWED_UP:
            return None
        if assignment.due_on or directive.due_on:
            return assignment.due_on or directive.due_on
        follow_up_round = self.rounds.get(directive.pk)
        if not follow_up_round or assignment.state in DONE_STATES:
            return None
        reported_at = self.last_reports.get(assignment.pk)
        has_answered = (
            reported_at
            and timezone.localdate(reported_at) >= follow_up_round.opens_on
            and assignment.state != State.RETURNED
        )
        return None if has_answered else follow_up_round.due_on
