"""A clerk's busiest day stays within the keystrokes, clicks and page loads that the office was promised."""

import pytest

from benchmarks.lampang_day import MOST_CLICKS, MOST_KEYSTROKES, MOST_LOADS, enter_the_day
from config.tests.cast import dimension, official, units
from visits.models import Attendance, Directive, Visit

PEOPLE = [
    "nattapol",
    "nattiya",
    "wisanu",
    "supachai",
    "patcharee",
    "chanthana",
    "surapol",
    "sakol",
    "kittichot",
]


@pytest.mark.scan  # a whole day is entered in a browser
@pytest.mark.django_db(transaction=True)
def test_the_lampang_day_stays_within_its_limits(page, sign_in, clerk):
    units(["DIPROM-MICE", "PIO-TH-52", "PIO-TH-50", "PIO-TH-51", "SMEDB-BR-LPG", "DIPROM-C01"])
    for code in PEOPLE:
        official(code)
    for code in ("business", "community", "environment", "income"):
        dimension(code)
    sign_in(page, clerk)
    hands = enter_the_day(page)
    print(f"keystrokes {hands.keystrokes}, clicks {hands.clicks}, page loads {hands.loads}")
    stops = Visit.objects.order_by("sequence")
    assert [stop.unit.code for stop in stops] == ["DIPROM-MICE", "PIO-TH-52", "SMEDB-BR-LPG"]
    first = Attendance.objects.filter(visit=stops[0])
    assert list(first.values_list("official__code", "role")) == [
        ("nattapol", "lead"),
        ("nattiya", "companion"),
        ("wisanu", "companion"),
        *((code, "guest") for code in ("supachai", "patcharee", "chanthana", "surapol", "sakol")),
        ("kittichot", "host"),
    ]
    given = [(row.given_by.code, row.assignments.count()) for row in Directive.objects.order_by("order")]
    assert given == [("nattapol", 0), ("nattiya", 4), ("nattiya", 4), ("sakol", 0)]
    assert hands.keystrokes <= MOST_KEYSTROKES
    assert hands.clicks <= MOST_CLICKS
    assert hands.loads <= MOST_LOADS
