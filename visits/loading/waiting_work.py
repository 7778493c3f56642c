"""What waits for the clerk of a demonstration: a record sent back, a press release and a table that came in half-way."""

from datetime import date, timedelta
from typing import Any

from config.thai.dates import thai_date
from officials.models import User
from visits.imports.intake import start_import
from visits.loading.demonstration import CODE
from visits.loading.fixture_rows import read
from visits.matching.register_names import RegisterNames
from visits.models import RecordState, Status, Visit
from visits.press_releases.importing import import_text
from visits.records.sign_off import STEPS, take


def leave_work_waiting(clerk: User, reviewer: User, today: date) -> None:
    """Takes the steps that a clerk and a reviewer would have taken in an invented office. Needs a transaction."""
    words: Any = read(CODE)
    day = thai_date(today - timedelta(days=2), month="full")
    drafts = Visit.objects.filter(record_state=RecordState.DRAFT, status=Status.DONE)
    if newest := drafts.order_by("-starts_on", "-pk").first():
        submitted = take(STEPS["submit"], newest, clerk)
        take(STEPS["return"], submitted, reviewer, words["remark"])
    import_text(words["news"].format(day=day), RegisterNames(clerk), clerk, today)
    start_import("visits", "ตารางสมมุติ.csv", words["table"].format(day=day).encode(), clerk)
