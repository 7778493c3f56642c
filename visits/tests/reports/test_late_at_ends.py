"""How many directives were late on each of some days, counted as one would by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from visits.reports.directive_charts import late_at_ends

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda days: FIRST + timedelta(days))
SPANS = st.lists(st.tuples(st.integers(1, 4), DAYS, st.none() | DAYS), max_size=12)


def test_late_from_the_day_after_it_was_due_to_the_eve_of_the_answer():
    spans = [(1, date(2026, 1, 10), date(2026, 1, 20)), (2, date(2026, 1, 19), None)]
    assert late_at_ends(spans, [date(2026, 1, day) for day in (10, 11, 19, 20, 31)]) == [0, 1, 1, 1, 1]


@given(SPANS, st.sets(DAYS, max_size=8).map(sorted))
def test_a_directive_with_several_late_units_counts_once_a_day(spans, ends):
    late = [
        {key for key, due, answered in spans if due < end and (answered is None or end < answered)}
        for end in ends
    ]
    assert late_at_ends(spans, ends) == [len(keys) for keys in late]
