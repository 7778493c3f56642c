"""Which assignments wait for a family of units: counted, and put in order page by page."""

from functools import lru_cache
from typing import Self

from config.kept_statements import KeptKeys, KeptStatement, statement_of
from visits.models import Assignment

PER_PAGE = 20
# Further pages, and what does not fill one, are read by putting all in order, which then takes no longer.
FIRST_PAGES = 10


class OwnKeys(KeptKeys):
    """Keys of the assignments that a family of units has still to answer or has answered, as a list shows them."""

    def __init__(self, family: tuple[int, ...], with_hidden: bool) -> None:
        super().__init__(Assignment.objects.listed_for(family, with_hidden))
        self.family, self.with_hidden = family, with_hidden
        self.soonest: dict[tuple[int, int], KeptStatement] = {}

    @classmethod
    @lru_cache(maxsize=1000)
    def of(cls, family: tuple[int, ...], with_hidden: bool) -> Self:
        """Those of a family, of which the statements are kept for all who belong to it."""
        return cls(family, with_hidden)

    def __getitem__(self, part: slice) -> list[int]:
        bounds = part.start, part.stop
        if part.stop > FIRST_PAGES * PER_PAGE or part.stop - part.start < PER_PAGE:
            return super().__getitem__(part)
        if bounds not in self.soonest:
            rows = Assignment.objects.soonest_for(self.family, self.with_hidden, *bounds)
            self.soonest[bounds] = statement_of(rows.values("pk"))
        keys = self.soonest[bounds].column()
        # Where fewer have a due day, what has none and what was reported follows.
        return keys if len(keys) == PER_PAGE else super().__getitem__(part)
