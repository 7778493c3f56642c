"""How a visit, and what a directive waits for, is put into words and signs wherever it is shown."""

from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from config.thai.dates import thai_time
from visits.models.assignment import Assignment
from visits.models.directive import AWAITED, FOLLOWED_UP, State
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

# What comes next, as one says it; the state itself stands beside it in the words of the office.
WAITS_FOR = {
    State.PENDING: "ยังไม่แจ้งหน่วยงาน",
    State.NOTIFIED: "รอหน่วยงานรับทราบ",
    State.ACKNOWLEDGED: "รอรายงานผล",
    State.IN_PROGRESS: "รอรายงานผลครั้งถัดไป",
    State.RETURNED: "รอรายงานเพิ่มเติม",
    State.REPORTED: "รอพิจารณารายงาน",
}
DAYS_SAID_BEFORE = 14


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


def waits_for(assignment: Assignment, today: date) -> str:
    """What is waited for and how the due day stands to it: "รอรายงานผล เกินกำหนด 12 วัน"; empty where nothing is."""
    state, due = State(assignment.state), assignment.effective_due_on
    is_followed_up = assignment.directive.follow_up in FOLLOWED_UP
    words = WAITS_FOR.get(state, "") if is_followed_up or state in (State.PENDING, State.NOTIFIED) else ""
    left = (due - today).days if due and is_followed_up and state in AWAITED else None
    if left is None or left > DAYS_SAID_BEFORE:
        return words
    if left < 0:
        return f"{words} เกินกำหนด {-left:,} วัน"
    return f"{words} ครบกำหนด{f'ในอีก {left} วัน' if left else 'วันนี้'}"
