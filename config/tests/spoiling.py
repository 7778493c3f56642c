"""Bad input for every address, query string and form of the site, made from the pages as they are served to a role.

Nothing here names a page: addresses come from the table of addresses and the admin's registry, names of fields and
parameters from the forms and links of the pages themselves, so that a new page is met without being asked for.
"""

import re
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import parse_qs, quote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import strategies as st

from config.tests.addresses import TABLE, admin_pages
from config.tests.forms import forms
from config.tests.html import links
from config.tests.walk import all_text

ODD = [
    "9" * 30,
    "<script>alert(1)</script>",
    "-1",
    "\x00",
    "31/02/2566",
    "' OR 1=1 --",
    "ก" * 5000,
    "0",
    "//elsewhere.example/",
    "28/1/66",
    "{{ 7*7 }}%s%(x)s",
    "",
    "นํ้า\u200bท่วม \u202eกลับหัว 😀",
    "²",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: a=b",
    "=1+1",
    "NaN",
    "2566-13-45",
    "https://elsewhere.example/",
    "javascript:alert(1)",
    "๑",
    "1,2",
    "1e400",
    "25.99",
]
# What any page is asked with sooner or later, whether it offers that or not.
ANYWHERE = (
    "page",
    "sort",
    "next",
    "q",
    "o",
    "e",
    "from",
    "unit",
    "fiscal_year",
    "_popup",
    "_to_field",
    "nothing_here",
)


def _archive(**parts):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


ENTITIES = b"""<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&b;&d;</a>"""
FILES = [
    ("a.pdf", b"%PDF-1.7 and no more"),
    ("../../a.png", b"\x89PNG\r\n\x1a\n"),
    ("a.docx", _archive(**{"word/document.xml": ENTITIES, "[Content_Types].xml": ENTITIES})),
    ("a.xlsx", _archive(**{"xl/workbook.xml": b"0" * 3_000_000})),
    ("a.docx", b"PK\x03\x04broken"),
    ("ก" * 300 + ".jpg", b"\xff\xd8\xff\xe0"),
    ("a.txt", b"\xff\xfe\x00\xd8"),
    ("a.svg", b"<svg onload='alert(1)'/>"),
    ("", b""),
]


@dataclass(frozen=True)
class Target:
    """Something that takes input; `strange` ones belong to another unit and are not found by the officer."""

    method: str
    address: str
    names: tuple
    values: dict
    buttons: tuple = ()
    files: tuple = ()
    strange: bool = False

    @property
    def kind(self):
        return self.method, re.sub("[0-9]+", "#", self.address), self.names, self.strange


def targets(walk, start=0, step=1):
    """Each kind once: the hundred rows of a list have the same form. With `step`, those of every so many addresses."""
    found = {}
    for address, strange in [*addresses(walk)][start::step]:
        for one in _targets_of(walk.client, address, strange):
            found.setdefault(one.kind, one)
    return list(found.values())


def addresses(walk):
    """Pairs of an address and the same one of another unit's record, if there is one."""
    for name, rule in TABLE.items():
        places = list(walk.records_and_values(rule))
        own = [reverse(name, kwargs=values) for which, values in places if which != "other"]
        others = [reverse(name, kwargs=values) for which, values in places if which == "other"]
        yield from zip(own, others or [""] * len(own), strict=True)
    for name, (model, page) in admin_pages().items():
        row = model._default_manager.order_by("-pk").first()
        if page in ("changelist", "add"):
            yield reverse(name), ""
        elif row:
            yield reverse(name, args=[row.pk]), ""


def _targets_of(client, address, strange):
    response = client.get(address)
    all_text(response)  # a file is closed by being read
    if response.status_code not in (200, 405):
        return
    if parts := tuple(filter(None, address.split("/"))):
        yield Target("path", address, parts, {})
    if response.status_code == 405:
        yield Target("post", address, ANYWHERE, {})
    if not response.get("Content-Type", "").startswith("text/html"):
        yield Target("get", address, ANYWHERE, {})
        return
    found = list(forms(response))
    yield Target("get", address, _parameters(response, found), {})
    for form in found:
        to = urlsplit(form.action).path or address
        names = tuple(name for name in form.values if name != "csrfmiddlewaretoken") or ANYWHERE
        one = Target(form.method, to, names, form.values, form.buttons, form.files)
        yield one
        if strange and to == address:
            yield replace(one, address=strange, strange=True)


def _parameters(response, found):
    """All names that the page's links and forms know; those of a form prefill it."""
    linked = [name for link in links(response) for name in parse_qs(urlsplit(link).query)]
    typed = [name for form in found for name in form.values]
    return tuple(dict.fromkeys([*ANYWHERE, *linked, *typed]))


@dataclass(frozen=True)
class Case:
    """`changes` are (name, values); no value means that the field is not sent at all."""

    target: Target
    changes: list
    button: tuple | None
    file: tuple | None

    def ask(self, client):
        if self.target.method == "path":
            return client.get(self._broken_path())
        if self.target.method == "get":
            return client.get(self.target.address, self.target.values | dict(self.changes))
        return client.post(self.target.address, self._posted())

    def _broken_path(self):
        [(name, values), *_] = self.changes
        return self.target.address.replace(name, quote("".join(values), safe=""), 1)

    def _posted(self):
        pressed = [self.button] if self.button else []
        data = self.target.values | {name: [value] for name, value in pressed} | dict(self.changes)
        if self.file:
            name, content = self.file
            return data | {field: SimpleUploadedFile(name or "x", content) for field in self.target.files}
        return data

    def __repr__(self):
        return f"{self.target.method} {self.target.address} {self.changes} {self.button} {self.file}"


def cases(target, number):
    """The simplest case of each target begins with another odd value, so that one case a target meets them all."""
    odd = st.sampled_from(_turned(ODD, number)) | st.text(max_size=80) | st.integers().map(str)
    values = odd.map(lambda one: [one]) | st.lists(odd, max_size=2)
    some_fields = st.lists(
        st.tuples(st.sampled_from(_turned(target.names, number)), values), min_size=1, max_size=4
    )
    all_fields = odd.map(lambda one: [(name, [one]) for name in target.names])
    changes = all_fields | some_fields if number % 2 else some_fields | all_fields
    buttons = st.sampled_from([*_turned(target.buttons, number), None])
    files = st.sampled_from(_turned(FILES, number)) if target.files else st.none()
    return st.builds(Case, st.just(target), changes, buttons, files)


def _turned(values, number):
    start = number % len(values) if values else 0
    return [*values[start:], *values[:start]]
