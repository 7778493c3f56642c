import pytest
from hypothesis import given
from hypothesis import strategies as some

from visits.press_releases.reader import read
from visits.tests.press_releases.reader.reading import names, text_and_label

pytestmark = pytest.mark.generated
RELEASES = [text_and_label(name)[0] for name in names()]
SMUGGLED = some.sampled_from(
    [
        "\u200b",
        "\r\n",
        "(",
        ")",
        "๙๙",
        "²",
        "31 กุมภาพันธ์ 2566",
        "เวลา 25.99 น.",
        "นาย",
        "ณ ",
        "ม.ล.",
        "รักษาราชการแทน",
    ]
)


@some.composite
def spoilt_releases(draw):
    """A piece of a release, begun and broken off anywhere, with things in it that belong elsewhere."""
    text = draw(some.sampled_from(RELEASES))
    start, end = sorted(draw(some.tuples(*[some.integers(0, len(text))] * 2)))
    text = text[start:end]
    for where, piece in draw(some.lists(some.tuples(some.integers(0, 2_000), SMUGGLED), max_size=8)):
        text = text[:where] + piece + text[where:]
    return text


def misplaced_words(text, proposal):
    """What the proposal says it read but the text does not have at that place."""
    founds = [proposal.starts_on, proposal.time, proposal.province, *(stop.unit for stop in proposal.stops)]
    founds += [*proposal.people, *(directive.text for directive in proposal.directives)]
    return [found for found in founds if found and text[found.start : found.end] != found.words]


@given(some.one_of(some.text(), spoilt_releases()))
def test_any_text_gives_a_proposal_of_its_own_words(text):
    proposal = read(text)
    assert misplaced_words(text, proposal) == []


@given(spoilt_releases())
def test_at_most_one_person_leads_and_nobody_is_read_twice(text):
    people = read(text).people
    assert [person.role for person in people].count("lead") <= 1
    assert len({(person.first, person.last, person.start) for person in people}) == len(people)
