"""What a browser would post of a form that nobody has touched."""

from html.parser import HTMLParser


class FormValues(HTMLParser):
    """Collects names and values of inputs, texts and choices in the page; ticks and buttons only where set."""

    def __init__(self, page):
        super().__init__()
        self.values, self._select, self._text = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._text = name
            self.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, text):
        if self._text:
            self.values[self._text] += text

    def _input(self, name, given):
        kind = given.get("type", "text")
        if kind in {"submit", "file", "button"} or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        self.values[name] = given.get("value", "")
