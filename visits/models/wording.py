"""How a visit is put into words and signs wherever it is shown."""

from config.thai.dates import thai_time
from visits.models.visit import Status

# Read without colour; the words stand beside or in the title of the mark.
MARKS = {
    Status.TENTATIVE: "○",
    Status.CONFIRMED: "◆",
    Status.DONE: "●",
    Status.POSTPONED: "→",
    Status.CANCELLED: "✕",
}


def figure(number):
    """2180.0000 as 2,180 and 9.1500 as 9.15."""
    return f"{number.normalize():,f}"


def hours(visit):
    """ "09.00 น.", "09.00-11.30 น." or nothing."""
    if not visit.start_time:
        return ""
    first = thai_time(visit.start_time)
    return f"{first.removesuffix(' น.')}-{thai_time(visit.end_time)}" if visit.end_time else first
