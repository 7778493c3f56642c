"""Texts of a paper as HTML: names held together, strong words, lines of a cell."""

from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe

from config.thai.width import width_of
from config.thai.words import beside_numbers, held
from visits.documents.blocks import Link, Name, Strong

register = template.Library()

# What the narrowest column of names holds, in units of the size of type.
NARROWEST = 11
# A longer word, in letters, may break after all: no column could hold it.
LONGEST_UNBROKEN = 30


@register.filter
def runs(text):
    return mark_safe("".join(map(_run, text)))  # nosec B308 B703 # noqa: S308 - each run is escaped


@register.filter
def lines(cell):
    """The style sheets begin a line where one ends here: a tag for it costs three boxes in the PDF."""
    return mark_safe("\n".join(map(runs, cell)))  # nosec B308 B703 # noqa: S308 - each run is escaped


@register.filter
def words(text):
    return mark_safe(held(escape(text)))  # nosec B308 B703 # noqa: S308 - escaped


@register.filter
def as_name(name):
    return _run(Name(name))


def _run(run):
    if isinstance(run, Strong):
        return f"<b>{held(escape(beside_numbers(run)))}</b>"
    if isinstance(run, Link):
        return format_html('<a href="{}">{}</a>', run.address, run.text)
    if isinstance(run, Name):
        return _name(run)
    return held(escape(beside_numbers(run)))


def _name(name):
    """Whole where every column holds it, which draws faster, and else word by word."""
    words = [name] if width_of(name) <= NARROWEST else name.split(" ")
    return mark_safe(" ".join(map(_held, words)))  # nosec B308 B703 # noqa: S308 - each word is escaped


def _held(word):
    """A long word begins a line of its own, and breaks where even that cannot hold it."""
    fits = width_of(word) <= NARROWEST
    if not fits and len(word) > LONGEST_UNBROKEN:
        return conditional_escape(word)
    return format_html('<span class="{}">{}</span>', "nowrap" if fits else "long-word", word)
