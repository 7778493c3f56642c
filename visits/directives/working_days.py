"""Days on which offices work: neither Saturday nor Sunday nor a holiday of the table."""

from datetime import timedelta

from visits.models import Holiday


def working_day_after(first, count):
    """The `count`-th working day after a day, of at most some hundred; the holidays are read in one query."""
    off = Holiday.objects.days_off().between(first, first + timedelta(days=2 * count + 60))
    holidays = set(off.values_list("date", flat=True))
    day = first
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in holidays
    return day


def latest_working_days(today, count):
    """The last `count` working days, today's first if it is one; a day before the n-th is n working days ago or more."""
    off = Holiday.objects.days_off().between(today - timedelta(days=2 * count + 60), today)
    holidays = set(off.values_list("date", flat=True))
    days = (today - timedelta(days=back) for back in range(2 * count + 60))
    return [day for day in days if day.weekday() < 5 and day not in holidays][:count]
