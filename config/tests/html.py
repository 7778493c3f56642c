"""What stands on a page: the text of its elements."""

from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}


class Elements(HTMLParser):
    """Every element as [tag, attributes, text], the text with that of the elements inside."""

    def __init__(self, markup):
        super().__init__()
        self.found, self.open = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        element = [tag, dict(attrs), ""]
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for element in self.open:
            element[2] += data


def elements(response, tag, **attributes):
    """Pairs of attributes and text; `class_` asks for one class among several."""
    wanted_class = attributes.pop("class_", None)
    return [
        (attrs, " ".join(text.split()))
        for name, attrs, text in Elements(response.content.decode()).found
        if name == tag
        and attributes.items() <= attrs.items()
        and (not wanted_class or wanted_class in attrs.get("class", "").split())
    ]


def texts(response, tag, **attributes):
    return [text for _, text in elements(response, tag, **attributes)]


def heading(response):
    [text] = texts(response, "h1")
    return text


def links(response, **attributes):
    return [attrs["href"] for attrs, _ in elements(response, "a", **attributes)]
