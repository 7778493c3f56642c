"""The text cut into pieces, each with the fields that were read from it."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Piece:
    text: str
    fields: tuple = ()


def pieces(text, spans):
    """Marks may lie in one another, so the text is cut at every edge."""
    places = [(start, end, name) for name, found in spans.items() for start, end in found]
    edges = sorted({0, len(text), *(edge for start, end, _ in places for edge in (start, end))})
    told = []
    for start, end in pairwise(edges):
        names = tuple(name for first, last, name in places if first <= start and end <= last)
        told.append(Piece(text[start:end], names))
    return told


def quotations(text, spans):
    """The words behind each field, for those who read without scripts."""
    return {name: [text[start:end] for start, end in found] for name, found in spans.items()}
