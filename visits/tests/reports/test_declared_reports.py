"""A report that lacks something that a reader needs cannot be loaded, and no two share an id or a place in the list."""

import pytest

from visits.reports import CLASSES
from visits.reports.base import Report
from visits.reports.columns import ReportColumn

WHOLE = {
    "id": "rainfall",
    "title": "ปริมาณฝน",
    "about": "ฝนรายเดือน",
    "order": 900,
    "columns": (ReportColumn("เดือน", lambda row: row.month),),
    "count": 0,
    "rows": lambda self, first=0, last=None: [],
}


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "id"])
def test_a_report_that_lacks_something_fails_when_it_is_loaded(name):
    lacking = {other: value for other, value in WHOLE.items() if other != name}
    with pytest.raises(TypeError) as fault:
        type("RainfallReport", (Report,), lacking)
    assert str(fault.value) == f"RainfallReport needs {name}"


def test_a_whole_report_and_one_without_an_id_that_others_rest_on_can_be_loaded():
    assert type("RainfallReport", (Report,), WHOLE).title == "ปริมาณฝน"
    assert type("WeatherReport", (Report,), {}).title == ""


def test_no_two_reports_share_an_id_or_a_place_in_the_list():
    for values in ([report.id for report in CLASSES], [report.order for report in CLASSES]):
        assert sorted(set(values)) == sorted(values)
