"""PDF from the HTML of the print page. WeasyPrint is imported where it is needed: without Pango all else works."""

import gc
import mimetypes
import re
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from PIL import ImageFile

from config.concurrency import turn
from config.thai.words import unheld

# Addresses on a page are relative; this host exists nowhere.
HERE = "https://paper.invalid"
# The same faces as TTF: to unpack those of the browser takes longer than to draw a page.
FACE = re.compile(r"/(SarabunMOI-\w+)\.[\w.]*woff2$")
FONTS = settings.BASE_DIR / "config" / "fonts"
# Titles for the cells of a table that a narrow screen takes apart.
ON_SCREEN = re.compile(' data-title="[^"]*"')
# WeasyPrint's own rules give each element six parts that only footnotes and lists have: four fifths of all styles.
FOOTNOTES = re.compile(r"^::(?:foot)?note-\w+ .*$", re.MULTILINE)


class NoPango(RuntimeError):
    """The system libraries that WeasyPrint draws with are not installed."""


def make_pdf(html, pictures=None, style=""):
    """`pictures` are the files behind the addresses of pictures; no address but theirs and static files is read.

    `style` are rules that only this PDF needs.
    """
    with turn(), _garbage_left_lying():
        return _draw(html, pictures or {}, style)


@contextmanager
def _garbage_left_lying():
    """What a PDF is drawn from all lives to the end: to look through it on the way takes a quarter of the time.

    Where two draw at once, the first to end lets Python look again: the other is slower, nothing else.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def _draw(html, pictures, style):
    weasyprint = _weasyprint()
    document = _paper(weasyprint)(
        string=ON_SCREEN.sub("", unheld(html)),
        base_url=f"{HERE}/",
        url_fetcher=_fetcher(weasyprint, pictures),
    )
    sheets = [weasyprint.CSS(string=style)] if style else None
    return document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=sheets)


def _weasyprint():
    first = "weasyprint" not in sys.modules
    try:
        import weasyprint
    except OSError as error:
        raise NoPango from error
    if first:
        # What has been loaded by now stays; there is no need to look through it after every PDF.
        gc.freeze()
    # WeasyPrint lets Pillow fill what a broken file lacks with grey; here such a file is named instead.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@cache
def _paper(weasyprint):
    own = weasyprint.html
    rules = FOOTNOTES.sub("", own.UA).replace("\n::marker", "\nli::marker")
    bare = [weasyprint.CSS(string=rules, counter_style=own.UA_COUNTER_STYLE)]

    class Paper(weasyprint.HTML):
        def _ua_stylesheets(self, forms=False):
            return bare

    return Paper


def _fetcher(weasyprint, pictures):
    class OwnFiles(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            path = own_file(url, pictures)
            kind, _ = mimetypes.guess_type(path.name)
            return weasyprint.urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind or ""})

    return OwnFiles()


def own_file(url, pictures):
    """The file behind an address of ours; any other address is refused."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != HERE:
        raise ValueError(f"not ours: {url[:200]}")
    if parts.path in pictures:
        return Path(pictures[parts.path])
    if not parts.path.startswith(settings.STATIC_URL):
        raise ValueError(f"neither static nor a picture of this paper: {url[:200]}")
    return _static(unquote(parts.path).removeprefix(settings.STATIC_URL))


def _static(name):
    """Collected under a hashed name on the site, as it lies in the source elsewhere."""
    face = FACE.search(name)
    if face:
        return FONTS / f"{face[1]}.ttf"
    try:
        return Path(finders.find(name) or staticfiles_storage.path(name))
    except SuspiciousOperation as error:
        raise ValueError("outside the static files") from error
