"""What a browser would send of a page's form: tests change some values of it and post it."""

from html.parser import HTMLParser


class _FormReader(HTMLParser):
    """Successful controls of the form with the most fields, as name -> list of values."""

    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area, self.option = [], None, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({})
        if not self.forms:
            return
        if tag == "input":
            self._input(given)
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
