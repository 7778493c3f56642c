"""Thai text as it is stored, searched and sorted. Pure: knows nothing of the database."""

import re
import string
import unicodedata
from functools import lru_cache

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
TONES = "่้๊๋"
NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"

# Sara am typed as two characters, or before its tone mark, looks right and is never found; so does เ typed twice.
MENDS = (
    *((NIKHAHIT + tone + SARA_AA, tone + SARA_AM) for tone in TONES),
    (NIKHAHIT + SARA_AA, SARA_AM),
    *((SARA_AM + tone, tone + SARA_AM) for tone in TONES),
    ("เเ", "แ"),
)
BLANKS = (" ", "\n", "\t", "\u00a0")
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
SEPARATOR = "|"
# What no XML may hold, and so no Word file and no workbook.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# In this order, in Python and in the database alike (`config.thai.fields.Fold`).
# SQLite 3.40 parses at most 28 functions one in another: what `clean_line` mends on the way in is left out but for
# the split sara am, which other programs write most.
FOLDS = (
    *((character, "") for character in BLANKS + INVISIBLE),
    *MENDS[:5],
    *zip(THAI_DIGITS, string.digits, strict=True),
)

_TO_ARABIC = str.maketrans(THAI_DIGITS, string.digits)
_TO_THAI = str.maketrans(string.digits, THAI_DIGITS)
# Capital letters beyond ASCII stay: SQLite folds none of them and PostgreSQL only in some locales.
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_LINE_BREAK = re.compile("\r\n?|[\n\v\f\u0085\u2028\u2029]")
_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
# A vowel stands before the tone, each sign once, whatever the order in which they were typed.
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_TONE_SIGNS = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
# ๅ is a letter of its own only behind ฤ and ฦ.
_LONG_A = re.compile("(?<![ฤฦ])\u0e45")
_SECONDARY = re.compile("[็่้๊๋์]")
# Letters with at most a vowel and then a tone on them, of which `clean_line` changes nothing but blanks and เ typed twice.
_PLAIN = re.compile("(?:[ก-ฮฯะาเ-ไๆ0-9A-Za-z .,()/&:-][\u0e31\u0e34-\u0e3a\u0e47]?[\u0e48-\u0e4c]?|\u0e33)*")


def printable(text: str) -> str:
    """The text without characters that no file may hold."""
    return text if text.isprintable() else UNPRINTABLE.sub("", text)


def arabic_digits(text: str) -> str:
    """The text with Arabic digits for Thai ones."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: object) -> str:
    """The text with Thai digits for Arabic ones."""
    return str(text).translate(_TO_THAI)


def clean_line(text: str) -> str:
    """What is stored of a one-line field: every line break becomes a space."""
    text = unicodedata.normalize("NFC", _LINE_BREAK.sub(" ", text))
    if not text.isprintable():
        text = "".join(map(_shown, text))
    text = _MARKS.sub(
        lambda signs: "".join(dict.fromkeys(sorted(signs[0], key=_TONE_SIGNS.__contains__))),
        _LONG_A.sub(SARA_AA, text),
    )
    # NFC again: what stood between two signs may be gone.
    return " ".join(unicodedata.normalize("NFC", _replace(text, MENDS)).split())


def clean_block(text: str) -> str:
    """What is stored of a long field: its lines stay, at most one of them empty between two others."""
    lines = "\n".join(clean_line(line) for line in _LINE_BREAK.split(text))
    return re.sub("\n{3,}", "\n\n", lines).strip("\n")


def fold(text: str) -> str:
    """What is compared in a search: two ways of writing the same word come out equal."""
    # Nearly every stored name; pages fold thousands.
    if _PLAIN.fullmatch(text) and MENDS[-1][0] not in text:
        return text.replace(" ", "").lower()
    folded = clean_block(text).replace(SEPARATOR, "")
    return _replace(folded, FOLDS).translate(_ASCII_LOWER)


def terms(query: str) -> list[str]:
    """The folded words of a query, each once."""
    return list(dict.fromkeys(filter(None, map(fold, clean_line(query).split()))))


@lru_cache(maxsize=1024)
def sort_key(text: str) -> str:
    """Sorted by code point, these keys stand in dictionary order; numbers stand by their value."""
    line = arabic_digits(clean_line(text)).lower()
    line = re.sub("[0-9]+", lambda number: number[0].zfill(6), line)
    swapped = _LEADING_VOWEL.sub(r"\2\1", line)
    primary = _SECONDARY.sub("", swapped)
    # Two blanks stand before every letter and before one blank, so that a tone mark only breaks a tie.
    return primary if primary == swapped else f"{primary}  {swapped}"


def _shown(character):
    """Tabs and the many other blanks as a blank; control, format and broken characters as nothing."""
    category = unicodedata.category(character)
    if character == "\t" or category.startswith("Z"):
        return " "
    is_no_character = category == "Cn" and (
        ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    )
    return "" if is_no_character or category in {"Cc", "Cf", "Cs"} else character


def _replace(text, pairs):
    for old, new in pairs:
        text = text.replace(old, new)
    return text
