"""The position line of a person on a day, on the real cases; pure, no database."""

from datetime import date

import pytest

from officials.models.positions import Held, Position, position_on
from visits.loading.rows import day, read

DEPUTY_ACTING = "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"


def held_by(official):
    """A person's appointments as the reference data states them."""
    posts = {row["key"]: row for row in read("posts")}
    return [
        Held(
            title=posts[row["post"]]["title"],
            kind=row["kind"],
            rank=posts[row["post"]]["rank"],
            starts_on=day(row["starts_on"]),
            ends_on=day(row["ends_on"]),
            stated_first=day(row["stated_first"]),
            stated_last=day(row["stated_last"]),
            key=row["key"],
        )
        for row in read("appointments")
        if row["official"] == official
    ]


def told(official, on):
    position = position_on(on, held_by(official))
    return position.line, position.confirmed


@pytest.mark.parametrize("on", [date(2023, 1, 27), date(2023, 1, 28), date(2023, 1, 29), date(2023, 2, 23)])
def test_nattiya_is_a_deputy_director_general_acting_as_deputy_permanent_secretary_in_2566(on):
    assert told("nattiya", on) == (DEPUTY_ACTING, True)


def test_between_two_stated_days_a_position_is_known():
    assert told("nattiya", date(2023, 2, 10)) == (DEPUTY_ACTING, True)


def test_in_february_2567_the_position_last_stated_is_proposed_as_unconfirmed():
    assert told("nattiya", date(2024, 2, 28)) == ("รองปลัดกระทรวงอุตสาหกรรม", False)


def test_an_acting_post_ends_with_the_substantive_post_it_was_held_with():
    line, _ = told("nattiya", date(2023, 7, 7))
    assert line == "รองปลัดกระทรวงอุตสาหกรรม"


def test_in_october_2567_a_deputy_permanent_secretary_acts_as_director_general():
    line = "รองปลัดกระทรวงอุตสาหกรรม รักษาราชการแทนอธิบดีกรมส่งเสริมอุตสาหกรรม"
    assert told("nattiya", date(2024, 10, 15)) == (line, True)


def test_in_december_2567_she_is_director_general():
    assert told("nattiya", date(2024, 12, 8)) == ("อธิบดีกรมส่งเสริมอุตสาหกรรม", True)


def test_before_any_statement_nothing_is_asserted():
    assert position_on(date(2020, 1, 1), held_by("nattiya")) == Position()


def test_a_position_that_has_ended_is_not_proposed():
    assert told("akanat", date(2025, 9, 12)) == ("รัฐมนตรีว่าการกระทรวงอุตสาหกรรม", True)
    assert told("akanat", date(2025, 9, 13)) == ("", False)


def test_a_position_changes_with_the_next_one_stated():
    assert told("nattapol", date(2021, 9, 18)) == ("อธิบดีกรมส่งเสริมอุตสาหกรรม", True)
    assert told("nattapol", date(2022, 12, 1)) == ("อธิบดีกรมส่งเสริมอุตสาหกรรม", False)
    assert told("nattapol", date(2023, 1, 27)) == ("ปลัดกระทรวงอุตสาหกรรม", True)


def test_a_position_names_the_appointments_it_was_made_of():
    assert position_on(date(2023, 1, 28), held_by("nattiya")).keys == (
        "nattiya-diprom-deputy-director-general-substantive",
        "nattiya-ind-deputy-permanent-secretary-acting",
    )


def test_the_rank_is_that_of_the_highest_post_held_or_acted_in():
    assert position_on(date(2023, 1, 28), held_by("nattiya")).rank == 20


def test_known_bounds_make_every_day_between_them_certain():
    held = [Held("ผู้อำนวยการกอง", starts_on=date(2020, 10, 1), ends_on=date(2022, 9, 30))]
    assert position_on(date(2022, 9, 30), held) == Position("ผู้อำนวยการกอง", True, 999, ())
    assert position_on(date(2022, 10, 1), held) == Position()
    assert position_on(date(2020, 9, 30), held) == Position()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("acting", "รักษาราชการแทน"),
        ("caretaker", "รักษาการในตำแหน่ง"),
        ("delegated", "ปฏิบัติราชการแทน"),
        ("seconded", "ช่วยราชการ"),
    ],
)
def test_each_way_of_acting_has_its_words(kind, words):
    since = date(2022, 10, 1)
    held = [Held("รองอธิบดี", starts_on=since, rank=40), Held("อธิบดี", kind=kind, starts_on=since, rank=30)]
    assert position_on(date(2023, 1, 1), held).line == f"รองอธิบดี {words}อธิบดี"


def test_an_acting_post_alone_stands_alone():
    held = [Held("อุตสาหกรรมจังหวัดลำปาง", kind="caretaker", starts_on=date(2022, 10, 1))]
    assert position_on(date(2023, 1, 1), held).line == "รักษาการในตำแหน่งอุตสาหกรรมจังหวัดลำปาง"


def test_of_two_posts_known_since_the_same_day_the_higher_is_the_own():
    since = date(2022, 10, 1)
    held = [Held("ผู้อำนวยการ", starts_on=since, rank=55), Held("รองอธิบดี", starts_on=since, rank=40)]
    assert position_on(date(2023, 1, 1), held).line == "รองอธิบดี"
