import pytest

from visits.press_releases.reader import read
from visits.tests.press_releases.reader.reading import dict_of_proposal, names, text_and_label


@pytest.mark.parametrize("name", names())
def test_a_release_is_read_as_a_careful_reader_would(name):
    text, expected = text_and_label(name)
    assert dict_of_proposal(read(text)) == expected


@pytest.mark.parametrize("name", names())
def test_every_value_points_at_its_words_in_the_original(name):
    text, _ = text_and_label(name)
    proposal = read(text)
    founds = [proposal.starts_on, proposal.time, proposal.province, *(stop.unit for stop in proposal.stops)]
    founds += [*proposal.people, *(person.position_quoted for person in proposal.people)]
    founds += [directive.text for directive in proposal.directives] + [
        figure.text for figure in proposal.figures
    ]
    assert [found for found in founds if found and text[found.start : found.end] != found.words] == []
