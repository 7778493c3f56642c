"""The position line of a person on a day, on the real cases; pure, no database."""

from datetime import date

import pytest

from officials.models.positions import Held, Position, Statement, position_on
from visits.loading.fixture_rows import day, read

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
            is_confirmed=row.get("is_confirmed", True),
        )
        for row in read("appointments")
        if row["official"] == official
    ]


def line_and_certainty(official, on):
    position = position_on(on, held_by(official))
    return position.line, position.confirmed


@pytest.mark.parametrize("on", [date(2023, 1, 27), date(2023, 1, 28), date(2023, 1, 29), date(2023, 2, 23)])
def test_nattiya_is_a_deputy_director_general_acting_as_deputy_permanent_secretary_in_2566(on):
    assert line_and_certainty("nattiya", on) == (DEPUTY_ACTING, True)


def test_between_two_stated_days_a_position_is_known():
    assert line_and_certainty("nattiya", date(2023, 2, 10)) == (DEPUTY_ACTING, True)


def test_in_february_2567_the_post_stated_before_and_after_is_known_and_before_its_first_statement_not():
    assert line_and_certainty("nattiya", date(2024, 2, 28)) == ("รองปลัดกระทรวงอุตสาหกรรม", True)
    assert line_and_certainty("nattiya", date(2023, 3, 1)) == (DEPUTY_ACTING, False)


def test_an_acting_post_ends_with_the_substantive_post_it_was_held_with():
    line, _ = line_and_certainty("nattiya", date(2023, 7, 7))
    assert line == "รองปลัดกระทรวงอุตสาหกรรม"


def test_in_october_2567_a_deputy_permanent_secretary_acts_as_director_general():
    line = "รองปลัดกระทรวงอุตสาหกรรม รักษาราชการแทนอธิบดีกรมส่งเสริมอุตสาหกรรม"
    assert line_and_certainty("nattiya", date(2024, 10, 15)) == (line, True)


def test_in_december_2567_she_is_director_general():
    assert line_and_certainty("nattiya", date(2024, 12, 8)) == ("อธิบดีกรมส่งเสริมอุตสาหกรรม", True)


def test_before_any_statement_nothing_is_asserted():
    assert position_on(date(2020, 1, 1), held_by("nattiya")) == Position()


def test_a_position_that_has_ended_is_not_proposed():
    assert line_and_certainty("akanat", date(2025, 9, 12)) == ("รัฐมนตรีว่าการกระทรวงอุตสาหกรรม", True)
    assert line_and_certainty("akanat", date(2025, 9, 13)) == ("", False)


def test_a_position_changes_with_the_next_one_stated():
    assert line_and_certainty("nattapol", date(2021, 9, 18)) == ("อธิบดีกรมส่งเสริมอุตสาหกรรม", True)
    assert line_and_certainty("nattapol", date(2022, 12, 1)) == ("อธิบดีกรมส่งเสริมอุตสาหกรรม", False)
    assert line_and_certainty("nattapol", date(2023, 1, 27)) == ("ปลัดกระทรวงอุตสาหกรรม", True)


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


def stated(title, *days, **more):
    return Held(title, stated_first=min(days), stated_last=max(days), **more)


@pytest.mark.parametrize(
    ("last", "is_known"), [(date(2024, 3, 1), True), (date(2024, 3, 2), False), (date(2023, 6, 1), True)]
)
def test_two_statements_at_most_four_years_apart_make_the_days_between_them_known(last, is_known):
    position = position_on(date(2022, 5, 1), [stated("ผู้อำนวยการกอง", date(2020, 3, 1), last)])
    assert (position.line, position.confirmed) == ("ผู้อำนวยการกอง", is_known)


def test_statements_of_one_post_count_together_though_they_stand_in_two_rows():
    rows = [stated("ผู้อำนวยการกอง", date(2021, 3, 1)), stated("ผู้อำนวยการกอง", date(2022, 3, 1))]
    assert position_on(date(2021, 9, 1), rows).confirmed is True


def test_another_substantive_post_between_two_statements_leaves_the_days_between_open():
    rows = [
        stated("ผู้อำนวยการกอง", date(2020, 3, 1), date(2022, 3, 1)),
        stated("เลขานุการกรม", date(2021, 3, 1)),
    ]
    assert position_on(date(2020, 9, 1), rows) == Position("ผู้อำนวยการกอง", False, 999, ())


def test_the_own_post_leaves_statements_of_an_acting_post_certain_unless_it_began_between_them():
    acting = stated("อธิบดี", date(2022, 1, 10), date(2022, 9, 10), kind="acting", rank=30)
    own = stated("รองอธิบดี", date(2022, 1, 10), date(2022, 5, 1), date(2022, 9, 10), rank=40)
    assert position_on(date(2022, 6, 1), [own, acting]).confirmed is True
    later = stated("ที่ปรึกษากรม", date(2022, 5, 1), date(2022, 9, 10), rank=40)
    assert position_on(date(2022, 6, 1), [later, acting]) == Position("ที่ปรึกษากรม", True, 40, ())


def test_an_acting_order_in_force_stays_when_the_own_post_begins_later():
    order = Held("อธิบดี", kind="acting", rank=30, starts_on=date(2022, 10, 1))
    own = Held("รองอธิบดี", rank=40, starts_on=date(2023, 4, 1))
    assert position_on(date(2023, 5, 1), [own, order]).line == "รองอธิบดี รักษาราชการแทนอธิบดี"
    ended = Held("อธิบดี", kind="acting", starts_on=date(2022, 10, 1), ends_on=date(2023, 4, 30))
    assert position_on(date(2023, 5, 1), [own, ended]).line == "รองอธิบดี"


def test_nobody_acts_in_a_post_of_their_own_nor_in_one_that_became_so():
    order = Held("อธิบดี", kind="acting", starts_on=date(2022, 10, 1))
    own = Held("อธิบดี", rank=30, starts_on=date(2023, 4, 1), ends_on=date(2025, 9, 30))
    higher = Held("รองปลัดกระทรวง", rank=20, starts_on=date(2025, 10, 1))
    assert position_on(date(2023, 5, 1), [own, order]).line == "อธิบดี"
    assert position_on(date(2025, 11, 1), [own, order, higher]).line == "รองปลัดกระทรวง"


def test_a_post_of_which_only_the_end_is_known_is_proposed_up_to_it():
    rows = [Held("อธิบดี", ends_on=date(2025, 9, 30), rank=30)]
    assert position_on(date(2025, 3, 1), rows) == Position("อธิบดี", False, 30, ())
    assert position_on(date(2025, 9, 30), rows) == Position("อธิบดี", True, 30, ())
    assert position_on(date(2025, 10, 1), rows) == Position()


def read_by_program(*days, confirmed=()):
    statements = [Statement(day, is_confirmed=day in confirmed) for day in days]
    return [Held("ผู้อำนวยการกอง", statements=tuple(statements))]


def test_what_programs_read_counts_when_three_months_agree_or_a_person_has_confirmed_it():
    days = [date(2024, 1, 5), date(2024, 2, 5), date(2024, 2, 9)]
    assert position_on(date(2024, 2, 5), read_by_program(*days)) == Position()
    assert position_on(date(2024, 2, 7), read_by_program(*days, date(2024, 3, 9))).confirmed is True
    assert position_on(date(2024, 2, 7), read_by_program(*days, confirmed=days)).confirmed is True


def held_as_read(first, last, title="ผู้ตรวจราชการ", **more):
    """What only a program read."""
    return Held(title=title, stated_first=first, stated_last=last, is_confirmed=False, **more)


def test_what_only_a_program_read_is_proposed_and_never_certain():
    inspector = held_as_read(date(2020, 1, 5), date(2020, 9, 5))
    for on in (date(2020, 1, 5), date(2020, 5, 1), date(2021, 1, 1)):
        assert position_on(on, [inspector]) == Position("ผู้ตรวจราชการ", confirmed=False)
    assert position_on(date(2020, 1, 4), [inspector]).line == ""


def test_an_order_or_a_confirmed_statement_makes_certain_what_a_program_read():
    first, last = date(2020, 1, 5), date(2020, 9, 5)
    assert position_on(first, [held_as_read(first, last, starts_on=date(2019, 10, 1))]).confirmed is True
    assert position_on(first, [held_as_read(first, last, statements=(Statement(first),))]).confirmed is True
    assert position_on(last, [held_as_read(first, last, ends_on=date(2020, 9, 30))]).confirmed is False


def test_a_post_that_a_program_read_between_two_statements_makes_them_doubtful():
    chief = Held(title="อุตสาหกรรมจังหวัด", stated_first=date(2020, 1, 5), stated_last=date(2021, 9, 5))
    assert position_on(date(2020, 3, 1), [chief]).confirmed is True
    other = held_as_read(date(2020, 6, 1), date(2020, 6, 1))
    assert position_on(date(2020, 3, 1), [chief, other]).confirmed is False
