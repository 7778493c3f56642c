"""Texts of a document as HTML: names held together, strong words, lines of a cell."""

import re
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from config.thai.width import width_of
from config.thai.words import beside_numbers, held, parts
from visits.documents.blocks import Cell, Link, PersonName, Strong, Text

register = template.Library()

# Without brackets and signs, which do not stand alone.
THAI = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]*")
# What the narrowest column of names holds, in units of the size of type.
NARROWEST = 11
# A longer word, in letters, may break after all: no column could hold it.
LONGEST_UNBROKEN = 30


@register.filter
def runs(text: Text) -> SafeString:
    """The runs of a text: strong words in bold, links as links, names held together."""
    # Most texts are one run, and most cells one line.
    return (
        run_html(text[0])
        if len(text) == 1
        else format_html_join("", "{}", ((run_html(run),) for run in text))
    )


@register.filter
def lines(cell: Cell) -> SafeString:
    """The lines of a cell; the style sheets begin a line where one ends here, as a tag costs three boxes in the PDF."""
    return runs(cell[0]) if len(cell) == 1 else format_html_join("\n", "{}", ((runs(line),) for line in cell))


@register.filter
def words(text: str) -> SafeString:
    """The text with the words that a browser would tear held together."""
    return held(text)


@register.filter
@lru_cache(maxsize=512)
def title_words(title: str) -> SafeString:
    """The same of the title of a column, where a line may also end beside such a word: browser and PDF end none there."""
    shown = []
    for word in title.split(" "):
        pieces = [held(part) for part in parts(word)] if THAI.fullmatch(word) else [held(word)]
        shown.append(format_html_join(SafeString("<wbr>"), "{}", ((piece,) for piece in pieces)))
    return format_html_join(" ", "{}", ((word,) for word in shown))


@register.filter
def as_name(name: str) -> SafeString:
    """A person's name: whole where every column holds it, which renders faster, and else word by word.

    A long word begins a line of its own, and breaks where even that cannot hold it.
    """
    spans = []
    for word in [name] if width_of(name) <= NARROWEST else name.split(" "):
        fits = width_of(word) <= NARROWEST
        if not fits and len(word) > LONGEST_UNBROKEN:
            spans.append(conditional_escape(word))
        else:
            spans.append(format_html('<span class="{}">{}</span>', "nowrap" if fits else "long-word", word))
    return format_html_join(" ", "{}", ((span,) for span in spans))


def run_html(run: str | Link) -> SafeString:
    """One run as escaped HTML."""
    if isinstance(run, Strong):
        return format_html("<b>{}</b>", held(beside_numbers(run)))
    if isinstance(run, Link):
        return format_html('<a href="{}">{}</a>', run.address, run.text)
    if isinstance(run, PersonName):
        return as_name(run)
    return held(beside_numbers(run))
