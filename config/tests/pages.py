"""What a person reads of a page: its visible text and the words of its attributes."""

import re
from html.parser import HTMLParser

SPOKEN = {"placeholder", "title", "aria-label", "alt"}
# What stands in `code` is typed as it stands.
HIDDEN = {"script", "style", "template", "svg", "code"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], []

    def handle_starttag(self, tag, attributes):
        if tag in HIDDEN:
            self.hidden.append(tag)
        self.words += [value for name, value in attributes if name in SPOKEN and value]
        if tag == "input" and dict(attributes).get("type") in {"submit", "button", "text"}:
            self.words.append(dict(attributes).get("value") or "")

    def handle_endtag(self, tag):
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def text_of(response):
    reader = _Reader()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.words).split())


def gregorian_years(text):
    """Years of the common era that a person would read; those of addresses do not count."""
    bare = re.sub(r"https?://\S+|/[a-z]+/[0-9/]+", " ", text)
    return sorted(set(re.findall(r"(?<![0-9.,/-])(?:19|20)[0-9]{2}(?![0-9,])", bare)))


def latin_words(text):
    bare = re.sub(r"https?://\S+|\S+@\S+|\b[\w-]+\.[a-z]{2,4}\b", " ", text)
    return set(re.findall(r"[A-Za-z][a-z]{2,}", bare))
