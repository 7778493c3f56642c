"""Who may sign a document: the official of the account that prints it, or one of the party; else a line is left blank."""

import re
from collections.abc import Iterable
from datetime import date

from officials.models import Official
from officials.models.positions import ACTING_WORDS
from visits.documents.blocks import Signature
from visits.documents.people import document_name, post_lines
from visits.models import Attendance, Role

OWN, NOBODY = "own", "none"
ACTING = re.compile(f"^(?:{'|'.join(ACTING_WORDS.values())})")


class Signers:
    """The choice of signers for a document about `people`, printed by `official` on `today`, addressed to `to`."""

    def __init__(
        self, people: Iterable[Attendance], official: Official | None, today: date, to: str = ""
    ) -> None:
        self.people = [row for row in people if row.name and row.role in (Role.LEAD, Role.COMPANION)]
        self.official, self.today, self.to = official, today, " ".join(to.split())

    def choices(self, is_memo: bool) -> list[tuple[str, str]]:
        """Keys and names to choose from; the empty key leaves it to the form of the document."""
        own = [(OWN, f"{self.official.name} (ผู้พิมพ์)")] if self.official else []
        party = [(str(row.pk), document_name(row.name, row.official)) for row in self.people]
        named = [*own, *party, (NOBODY, "เว้นว่างไว้")]
        return [("", f"ตามรูปแบบ: {dict(named)[self.proposed(is_memo)]}"), *named]

    def proposed(self, is_memo: bool) -> str:
        """Key of the signer that the form of the document proposes; never of the person it is addressed to.

        A memo goes up to the lead, who cannot sign it.
        """
        if self.official and not self.is_addressee(self.official.position_on(self.today).line):
            return OWN
        lead = next((row for row in self.people if row.role == Role.LEAD), None)
        if lead is None or is_memo or self.is_addressee(lead.position):
            return NOBODY
        return str(lead.pk)

    def is_addressee(self, position: str) -> bool:
        """Whether the document is addressed to the holder of this position, or to whom he acts for."""
        posts = [ACTING.sub("", line) for line in post_lines(position)]
        return bool(self.to) and self.to in posts

    def signature(self, key: str) -> Signature:
        """The place to sign for the signer with that key; without a name where there is none."""
        if key == OWN and self.official:
            return Signature(self.official.name, post_lines(self.official.position_on(self.today).line))
        for row in self.people:
            if str(row.pk) == key:
                return Signature(document_name(row.name, row.official), post_lines(row.position))
        return Signature("")
