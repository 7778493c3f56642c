"""What the steps of records, directives and letters have in common."""

from collections.abc import Sequence


class Refused(Exception):
    """A step that cannot be taken now; `sentences` say why, `gaps` what is missing."""

    def __init__(self, *sentences: str, missing: Sequence = ()) -> None:
        super().__init__(*sentences)
        self.sentences, self.gaps = sentences, missing
