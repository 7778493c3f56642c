"""What a browser would send of a page's form: tests change some values of it and post it."""

from dataclasses import dataclass
from html.parser import HTMLParser


class _FormReader(HTMLParser):
    """Successful controls of each form as name -> list of values; beside them its attributes, buttons and files."""

    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area, self.option = [], None, None, None
        self.heads, self.buttons, self.files = [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({})
            self.heads.append(given)
            self.buttons.append([])
            self.files.append([])
        if not self.forms:
            return
        if tag == "input":
            self._input(given)
        elif tag == "button":
            self.buttons[-1].append(given)
        elif tag == "select":
            self.select = (given.get("name"), "multiple" in given)
            self._add(self.select[0], None)
        elif tag == "option" and self.select:
            self.option = given
            if "selected" in given:
                self._add(self.select[0], given.get("value", ""))
        elif tag == "textarea":
            self.area = (given.get("name"), [])

    def _input(self, given):
        kind = given.get("type", "text")
        if kind == "submit":
            self.buttons[-1].append(given)
        if kind == "file":
            self.files[-1].append(given.get("name"))
        if kind in {"submit", "button", "file", "image"}:
            return
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        self._add(given.get("name"), given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A browser drops the one line break that stands behind the opening tag.
            self._add(self.area[0], "".join(self.area[1]).removeprefix("\n"))
            self.area = None
        elif tag == "select":
            self.select = None

    def _add(self, name, value):
        values = self.forms[-1].setdefault(name, [])
        if value is not None:
            values.append(value)


def form_values(response):
    """The largest form of a page as data for `client.post`; template rows of formsets left out."""
    reader = _FormReader()
    reader.feed(response.content.decode())
    form = max(reader.forms, key=len)
    return {name: values for name, values in form.items() if name and values and "__prefix__" not in name}


def add_row(data, prefix, **values):
    """One more row of a formset, as the page's add link would make it; returns its number."""
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    for name, value in values.items():
        data[f"{prefix}-{number}-{name}"] = value
    return number


@dataclass(frozen=True)
class Form:
    """One form of a page as a browser has it before anything is typed."""

    method: str
    action: str
    values: dict
    buttons: tuple
    files: tuple


def forms(response):
    """Every form of a page; `buttons` are pairs of name and value of those that say something."""
    reader = _FormReader()
    reader.feed(response.content.decode())
    for head, values, buttons, files in zip(
        reader.heads, reader.forms, reader.buttons, reader.files, strict=True
    ):
        named = tuple((one["name"], one.get("value", "")) for one in buttons if one.get("name"))
        own = {name: given for name, given in values.items() if name and "__prefix__" not in name}
        action = head.get("action") or ""
        yield Form(head.get("method", "get").lower(), action, own, named, tuple(filter(None, files)))
