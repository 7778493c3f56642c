"""What the steps of records, directives and letters have in common."""


class Refused(Exception):
    """A step that cannot be taken now; `sentences` say why, `gaps` what is missing."""

    def __init__(self, *sentences, missing=()):
        super().__init__(*sentences)
        self.sentences, self.gaps = sentences, missing
