"""What was reported and directed at the visits that took place, and how far the responsible units have come."""

from datetime import timedelta

from benchmarks.sample import words
from visits.models import (
    FOLLOWED_UP,
    Assignment,
    AssignmentRole,
    Directive,
    DirectiveDimension,
    DirectiveKind,
    DirectiveProgramme,
    Finding,
    FindingKind,
    FollowUp,
    State,
    Status,
    Topic,
    overall_state,
)

FOLLOWED = {DirectiveKind.DIRECTIVE, DirectiveKind.REQUEST}
KINDS = dict(zip(DirectiveKind, [58, 8, 12, 18, 2, 2], strict=True))
# Of the states in their order. Half of all assignments are late, more than any office has: what is measured is the worst.
OLD_STATES = [6, 18, 18, 24, 6, 6, 17, 3, 1, 1]
NEW_STATES = [20, 20, 20, 22, 3, 8, 5, 1, 1, 0]


class FindingsAndDirectives:
    """`per_visit` directives on average at a visit that took place."""

    def __init__(self, dice, places, dimensions, programmes, today, per_visit=3.5):
        self.dice, self.units, self.today = dice, places.responsible, today
        self.dimensions, self.programmes = dimensions, programmes
        self.counts = range(int(2 * per_visit) + 1)
        self.offices = [unit for unit in self.units if unit.kind == "provincial_office"]

    def findings(self, visit):
        if visit.status != Status.DONE:
            return []
        return [
            Finding(
                visit=visit,
                kind=self.dice.choice(list(FindingKind)),
                topic=self.dice.choice(list(Topic)),
                text=self.dice.choice(words.REPORTS),
                unit=visit.unit,
                order=order,
            )
            for order in range(1, self.dice.randint(0, 3) + 1)
        ]

    def directives(self, visit, party):
        if visit.status != Status.DONE:
            return []
        count = self.dice.choice(self.counts)
        return [self.directive(visit, self.dice.choice(party[:2]), order) for order in range(1, count + 1)]

    def directive(self, visit, giver, order):
        dice, kind = self.dice, self.dice.choices(list(KINDS), list(KINDS.values()))[0]
        due = visit.ends_on + timedelta(days=dice.randint(15, 180)) if dice.random() < 0.95 else None
        text = f"{dice.choice(words.TASKS)} {dice.choice(words.WAYS)}"
        return Directive(
            visit=visit,
            kind=kind,
            subject=dice.choice(words.TOPICS),
            text=f"ให้{visit.unit.label}{text}",
            order=order,
            given_by_id=giver.official_id,
            given_name=giver.name,
            given_as=giver.position,
            due_on=due,
            follow_up=(FollowUp.REPORT if due else FollowUp.ROUNDS) if kind in FOLLOWED else FollowUp.NONE,
        )

    def assignments(self, directive):
        """Mostly one or two units, sometimes all provincial offices at once."""
        chance = self.dice.random()
        if chance < 0.012:
            rows = [self.assignment(directive, unit, via="สอจ. ทุกจังหวัด") for unit in self.offices]
        else:
            count = self.dice.choices([0, 1, 2, 3, 5], [8, 50, 26, 12, 4])[0]
            rows = [self.assignment(directive, unit) for unit in self.dice.sample(self.units, count)]
            if rows and self.dice.random() < 0.7:
                rows[0].role = AssignmentRole.LEAD
        directive.overall_state = overall_state([row.state for row in rows])
        return rows

    def assignment(self, directive, unit, via=""):
        old = directive.visit.ends_on < self.today - timedelta(days=200)
        state = self.dice.choices(list(State), OLD_STATES if old else NEW_STATES)[0]
        due_on = directive.due_on if directive.follow_up in FOLLOWED_UP else None
        return Assignment(directive=directive, unit=unit, via=via, state=state, effective_due_on=due_on)

    def words_of(self, directive):
        """None to three dimensions, now and then a programme."""
        stated = self.dice.random() < 0.5
        chosen = self.dice.sample(self.dimensions, self.dice.choices([0, 1, 2, 3], [25, 45, 22, 8])[0])
        links = [DirectiveDimension(directive=directive, dimension=one, stated=stated) for one in chosen]
        if self.programmes and self.dice.random() < 0.3:
            return links, [
                DirectiveProgramme(directive=directive, programme=self.dice.choice(self.programmes))
            ]
        return links, []
