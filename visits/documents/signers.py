"""Who may sign: the account's own official, or one of the party; else a line is left blank."""

from visits.documents.blocks import Signature
from visits.documents.names import paper_name, post_lines
from visits.models import Role

OWN, NOBODY = "own", "none"


class Signers:
    def __init__(self, people, official, today):
        self.people = [row for row in people if row.name and row.role in (Role.LEAD, Role.COMPANION)]
        self.official, self.today = official, today

    def choices(self, is_memo):
        """At first the form of the paper says who signs, so that another form may say another."""
        named = self._named
        return [("", f"ตามรูปแบบ: {dict(named)[self.first(is_memo)]}"), *named]

    @property
    def _named(self):
        own = [(OWN, f"{self.official.name} (ผู้พิมพ์)")] if self.official else []
        party = [(str(row.pk), paper_name(row.name, row.official)) for row in self.people]
        return [*own, *party, (NOBODY, "เว้นว่างไว้")]

    def first(self, is_memo):
        """A memo goes up to the one who led, so it is not he who signs it."""
        if self.official:
            return OWN
        lead = next((str(row.pk) for row in self.people if row.role == Role.LEAD), NOBODY)
        return NOBODY if is_memo else lead

    def signature(self, key):
        if key == OWN:
            return Signature(self.official.name, post_lines(self.official.position_on(self.today).line))
        for row in self.people:
            if str(row.pk) == key:
                return Signature(paper_name(row.name, row.official), post_lines(row.position))
        return Signature("")
