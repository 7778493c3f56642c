"""What a text of a request must be to be the key of a row."""

import pytest

from config.forms.keys import LONGEST_KEY, key_of


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * LONGEST_KEY, 10**LONGEST_KEY - 1),
        ("9" * (LONGEST_KEY + 1), None),
        ("9" * 5000, None),
        ("๗", None),
        ("٣", None),
        ("²", None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        ("", None),
    ],
)
def test_a_key_is_a_number_that_any_database_holds(text, key):
    assert key_of(text) == key
