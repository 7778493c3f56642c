"""How a person stands on memo and report: นาย, นาง, นางสาว or rank, never ดร.; the acting post on a line of its own."""

import re

from officials.models.names import PREFIXES, with_prefix
from officials.models.positions import ACTING_WORDS

ACADEMIC = re.compile(r"^(?:(?:ผศ|รศ|ศ|ดร)\. ?)+")
BEFORE_ACTING = re.compile(f" +(?={'|'.join(ACTING_WORDS.values())})")
# What an own prefix is not, although it begins alike.
BORNE = tuple(prefix for prefix in PREFIXES if not ACADEMIC.match(prefix))


def paper_name(name, official=None):
    """The name frozen on the day without academic abbreviations; the register's prefix where that leaves none."""
    bare = ACADEMIC.sub("", name)
    if bare == name or bare.startswith(BORNE) or official is None:
        return bare
    return with_prefix(official.prefix, bare)


def post_lines(position):
    """ "รองอธิบดี…" and, below, "รักษาราชการแทน…"."""
    return tuple(BEFORE_ACTING.split(position)) if position else ()
