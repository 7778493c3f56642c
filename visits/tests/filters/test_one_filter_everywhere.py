"""The same question gives the same visits in register, month, week, year, agenda, day, feed and on the wall."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import settings

from config.tests.cast import a_directive, a_visit, attend, unit
from config.tests.html import elements, links
from visits.calendar.grid import Month
from visits.models import CalendarSetting, Role, Status
from visits.tests.calendar.calendar_files import events

pytestmark = [pytest.mark.one_database, pytest.mark.django_db, pytest.mark.generated]

MONTH = Month(2023, 1)
GRID = (date(2023, 1, 1), date(2023, 2, 4))
QUESTIONS = [
    "",
    "region=north",
    "province=TH-50&status=confirmed",
    "official={nattapol}&role=lead",
    "dimension=business",
    "q=ลำปาง",
    "from=10/01/2566&to=20/01/2566",
    "province=nowhere",
]


@pytest.fixture
def keys(centre1, nattapol, nattiya):
    """Visits by chance (the same chance every time) over three months, and the keys that questions name."""
    chance = Random(2566)  # noqa: S311 - no secret
    units = [centre1, *(unit(code) for code in ("DIPROM-C06", "PIO-TH-50", "PIO-TH-52"))]
    for _ in range(50):
        day = date(2022, 12, 10) + timedelta(days=chance.randrange(75))
        last = day + timedelta(days=chance.choice([0, 0, 0, 0, 1, 3, 9, 40]))
        status = chance.choice(list(Status))
        visit = a_visit(chance.choice(units), day, ends_on=last, status=status, status_reason="ติดภารกิจ")
        attend(visit, chance.choice([nattapol, nattiya]), chance.choice([Role.LEAD, Role.COMPANION]))
        if chance.random() < 0.3:
            a_directive(visit, dimensions=["business"])
    return {"nattapol": nattapol.pk}


def visits_on(response):
    return {int(key) for link in links(response) for key in re.findall("^/visits/([0-9]+)/$", link)}


def count_on(response):
    """The number that stands in "12 แห่ง"."""
    return int(re.search("([0-9]+) แห่ง", response.content.decode())[1])


def narrowed(question, first, last):
    """The same question within days; the one that asks for days itself lies within the month."""
    if "from=" in question:
        return question
    return f"{question}&from={first.isoformat()}&to={last.isoformat()}"


class Asking:
    def __init__(self, client, feed, keys):
        self.client, self.feed, self.keys = client, feed, keys

    def page(self, address, question):
        return self.client.get(f"{address}?{question}".format(**self.keys))

    def in_register(self, question, first, last):
        return visits_on(self.page("/reports/register/", narrowed(question, first, last)))

    def in_feed(self, question, first, last):
        """The keys of its events; a question without an answer is refused."""
        response = self.page(self.feed, narrowed(question, first, last))
        found = events(response.getvalue()) if response.status_code == 200 else []
        return {int(re.search("[0-9]+", str(event["uid"]))[0]) for event in found}

    def shown(self, address, question):
        """The visits of a page, and those of the days that have more than it shows."""
        page = self.page(address, question)
        days = [link.partition("?")[0] for link in links(page, class_="more")]
        return visits_on(page).union(*(visits_on(self.page(day, question)) for day in days))

    def in_weeks(self, question):
        return set().union(*(self.shown(f"/calendar/week/{week[0]}/", question) for week in MONTH.weeks()))

    def in_year(self, question):
        """The number of the year, and of the first day that has visits."""
        page = self.page("/calendar/2023/", question)
        days = [
            (attrs["href"], text) for attrs, text in elements(page, "a") if "/day/" in attrs.get("href", "")
        ]
        first = [
            (text.split()[1], len(visits_on(self.page(link.partition("?")[0], question))))
            for link, text in days[:1]
        ]
        return count_on(page), [(int(count), found) for count, found in first]


@pytest.fixture
def asking(as_executive, executive, keys):
    key = CalendarSetting.with_first_key(executive).feed_key
    return Asking(as_executive, f"/calendar/feed/{key}.ics", keys)


# `make test` asks every other question, and the last, which finds nothing.
ASKED = QUESTIONS if settings.get_current_profile_name() == "scan" else [*QUESTIONS[::2], QUESTIONS[-1]]


def test_every_form_of_the_calendar_answers_as_the_register_does(asking):
    counts = []
    for question in ASKED:
        of_weeks = asking.in_register(question, *GRID)
        assert asking.shown(MONTH.address, question) == of_weeks, question
        assert asking.in_weeks(question) == of_weeks, question
        assert asking.in_feed(question, *GRID) == of_weeks, question
        of_month = asking.in_register(question, MONTH.first, MONTH.last)
        assert asking.shown("/calendar/agenda/2023/01/", question) == of_month, question
        assert count_on(asking.page("/calendar/wall/2023/01/", question)) == len(of_month), question
        of_year = asking.in_register(question, date(2023, 1, 1), date(2023, 12, 31))
        count, days = asking.in_year(question)
        assert count == len(of_year), question
        assert all(number == found for number, found in days), question
        counts.append(len(of_month))
    assert (counts[0], counts[-1]) == (max(counts), 0)
    assert min(counts[:-1]) > 0  # each question finds something
