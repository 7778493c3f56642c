"""A text read against the register: first values of the rows, and for each name what it may be."""

from dataclasses import dataclass

from visits.press_releases.draft_rows import Rows, rows_of
from visits.press_releases.reader import Proposal, read


@dataclass
class Proposed:
    proposal: Proposal
    rows: Rows
    units: list
    people: list

    @property
    def url(self):
        return self.proposal.url.value if self.proposal.url else ""


def propose(text, register, today):
    proposal = read(text, register.vocabulary)
    rows = rows_of(proposal, text, register, today)
    day = rows.head["starts_on"]
    units = [register.unit(row.get("name") or "", day, row.get("province")) for row in rows.stops]
    named = [(row["first_name"], row["last_name"], row["position"]) for row in rows.people]
    return Proposed(proposal, rows, units, register.people(named, day))
