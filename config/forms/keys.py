"""Keys of rows, as texts in an address or a form. Pure."""

# So many digits any database holds.
LONGEST_KEY = 18


def is_key(text: str) -> bool:
    """Whether a text can be the key of a row. Digits of other scripts are none, though int() reads them."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def key_of(text: str) -> int | None:
    """The key that a text is, None where it can be none."""
    return int(text) if is_key(text) else None
