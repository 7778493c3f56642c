"""How a visit is put into words and signs wherever it is shown."""

from datetime import time
from decimal import Decimal
from functools import lru_cache

from config.thai.dates import thai_time
from visits.models.visit import Visit
from visits.models.visit_status import Status

# Signs that can be told apart without colour; the words stand beside them or in their title.
MARKS = {
    Status.TENTATIVE: "○",
    Status.CONFIRMED: "◆",
    Status.DONE: "●",
    Status.POSTPONED: "→",
    Status.CANCELLED: "✕",
}


def figure(number: Decimal) -> str:
    """2180.0000 as 2,180 and 9.1500 as 9.15."""
    return f"{number.normalize():,f}"


def hours(visit: Visit) -> str:
    """ "09.00 น.", "09.00-11.30 น." or nothing."""
    return times_in_words(visit.start_time, visit.end_time)


@lru_cache(maxsize=1024)
def times_in_words(start: time | None, end: time | None) -> str:
    """`hours` of two times; a file of thousands of visits has few different ones."""
    if not start:
        return ""
    return f"{thai_time(start).removesuffix(' น.')}-{thai_time(end)}" if end else thai_time(start)
