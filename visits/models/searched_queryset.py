"""Rows that are found by words, their own or those of what belongs to them."""

from collections.abc import Iterable
from typing import Self

from config.found_keys import FoundKeys, Places
from config.thai.text import terms
from config.tracking import TrackedQuerySet
from officials.models.names import name_spellings, without_polite_words
from units.spellings import spellings


class SearchedQuerySet(TrackedQuerySet):
    """Its rows are found by `matching`; what a user may not see finds nothing."""

    def places_of(self, word: str) -> Places:
        """Where a folded word may stand."""
        raise NotImplementedError

    def matching(self, query: str) -> Self:
        """Every word of the query stands in one of the places."""
        return self.among(self.found(query))

    def found(self, query: str) -> list[FoundKeys]:
        """The keys that each word finds, looked up once however many querysets they narrow."""
        return [
            FoundKeys(self.model, word, self.places_of, self._is_usual(word))
            for word in without_polite_words(terms(query))
        ]

    def _is_usual(self, word: str) -> bool:
        """All rows are seen, and the word has one spelling among people, units and provinces."""
        return self._officer is None and {*name_spellings(word), *spellings(word)} == {word}

    def among(self, found: Iterable[FoundKeys]) -> Self:
        """Those that every word finds."""
        rows = self
        for keys in found:
            rows = rows.filter(pk__among=keys)
        return rows
