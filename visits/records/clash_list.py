"""Clashes as one reads them: with their visits, the people by the names of the day, and who accepted the doubt."""

from collections import defaultdict
from dataclasses import dataclass

from visits.models import Acceptance, Attendance, Visit
from visits.records.clashes import FAR, PASSED, SAME_UNIT
from visits.records.warnings import digest, subject_of_elsewhere, subject_of_passed_plan, subject_of_same_unit


@dataclass(frozen=True)
class ClashRow:
    kind: str
    visits: list
    people: list
    accepted_by: str

    @property
    def is_soft(self):
        return self.kind == FAR


class ClashRows:
    """The rows of one page, read in three queries however many they are."""

    def __init__(self, clashes, user):
        self.clashes = list(clashes)
        keys = {key for clash in self.clashes for key in clash.visits}
        self.visits = Visit.objects.visible_to(user).with_unit().in_bulk(keys)
        self.names = self._names(keys)
        self.accepted = self._accepted(keys)

    def __iter__(self):
        for clash in self.clashes:
            visits = [self.visits[key] for key in clash.visits if key in self.visits]
            if len(visits) == len(clash.visits):
                yield ClashRow(clash.kind, visits, self._people(clash), self._accepted_by(clash, visits))

    def _names(self, keys):
        people = {official for clash in self.clashes for official in clash.people}
        rows = Attendance.objects.filter(visit__in=keys, official__in=people)
        return {
            (visit, official): name for visit, official, name in rows.values_list("visit", "official", "name")
        }

    def _people(self, clash):
        return [self.names.get((clash.visits[0], official), "") for official in clash.people]

    def _accepted(self, keys):
        found = defaultdict(dict)
        rows = Acceptance.objects.filter(visit__in=keys)
        for visit, code, subject, name in rows.values_list("visit", "code", "subject", "by_name"):
            found[visit][code, subject] = name
        return found

    def _accepted_by(self, clash, visits):
        """Whoever accepted, at the entry of either visit, all that is doubtful about the two."""
        for visit in visits:
            asked = [(code, digest(subject)) for code, subject in self._doubts(clash, visit, visits)]
            names = [self.accepted[visit.pk].get(one) for one in asked]
            if all(names):
                return names[0]
        return ""

    def _doubts(self, clash, visit, visits):
        """What the entry of the one visit asks about this clash."""
        if clash.kind == PASSED:
            return [("passed_plan", subject_of_passed_plan(visit))]
        [other] = [one for one in visits if one is not visit]
        if clash.kind == SAME_UNIT:
            return [("same_unit", subject_of_same_unit(visit, other))]
        return [("elsewhere", subject_of_elsewhere(who, visit, other)) for who in clash.people]
