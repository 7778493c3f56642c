"""How a visit is put into words and signs wherever it is shown."""

from decimal import Decimal

from config.thai.dates import thai_time
from visits.models.visit import Status, Visit

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
    if not visit.start_time:
        return ""
    first = thai_time(visit.start_time)
    return f"{first.removesuffix(' น.')}-{thai_time(visit.end_time)}" if visit.end_time else first
