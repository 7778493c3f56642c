"""PDF from the HTML of a print page. WeasyPrint is imported where it is needed: without Pango all else works."""

import gc
import io
import mimetypes
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from PIL import ImageChops, ImageFile

from config.concurrency import turn
from config.stored_files import read_stored
from config.thai.text import printable
from config.thai.words import held_in_pdf

# Addresses on a page are relative; this host exists nowhere.
BASE = "https://document.invalid"
# The same faces as TTF: to unpack those of the browser takes longer than to render a page.
FACE = re.compile(r"/(SarabunMOI-\w+)\.[\w.]*woff2$")
FONTS = settings.BASE_DIR / "config" / "fonts"
# Titles for the cells of a table that a narrow screen takes apart.
ON_SCREEN = re.compile(' data-title="[^"]*"')
# Of pictures in Word: more than a printer of an office tells apart.
DOTS = 220
# No typeface of the server has these; left in, each would be an empty box.
EMOJI = re.compile("[\U0001f000-\U0001faff\U000e0020-\U000e007f\ufe0e\ufe0f\u200d\u20e3]")
# WeasyPrint's own rules give each element six parts that only footnotes and lists have: four fifths of all styles.
FOOTNOTES = re.compile(r"^::(?:foot)?note-\w+ .*$", re.MULTILINE)


class NoPango(RuntimeError):
    """The system libraries that WeasyPrint renders with are not installed."""


def make_pdf(html: str, pictures: Mapping[str, str] | None = None, style: str = "") -> bytes:
    """The page as PDF/UA. Raises `NoPango` without the libraries, `Busy` where too many are being made.

    `pictures` are the names of stored files by the addresses of pictures; only these and static files are read.
    `style` are CSS rules that only this PDF needs.
    """
    with turn(), garbage_collection_paused():
        weasyprint = load_weasyprint()
        document = document_class(weasyprint)(
            string=ON_SCREEN.sub("", held_in_pdf(EMOJI.sub("", printable(html)))),
            base_url=f"{BASE}/",
            url_fetcher=fetcher(weasyprint, pictures or {}),
        )
        sheets = [weasyprint.CSS(string=style)] if style else None
        return document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=sheets)


def make_picture(html: str) -> bytes:
    """The first page of some HTML as PNG of `DOTS` an inch, without the empty paper below what stands on it.

    Raises `NoPango`. It waits for no turn: it is a part of a document that has its own.
    """
    import pypdfium2

    weasyprint = load_weasyprint()
    page = document_class(weasyprint)(
        string=held_in_pdf(printable(html)), base_url=f"{BASE}/", url_fetcher=fetcher(weasyprint, {})
    )
    file = pypdfium2.PdfDocument(page.write_pdf())
    try:
        picture = file[0].render(scale=DOTS / 72).to_pil().convert("RGB")
    finally:
        file.close()
    _, _, _, last = ImageChops.invert(picture).getbbox() or (0, 0, 0, picture.height)
    foot = min(last + DOTS // 12, picture.height)
    content = io.BytesIO()
    picture.crop((0, 0, picture.width, foot)).save(content, "PNG", dpi=(DOTS, DOTS), optimize=True)
    return content.getvalue()


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """All that a PDF is made from lives to the end: to search it for garbage on the way takes a quarter of the time.

    Where two are made at once, the first to end resumes the search: the other is slower, nothing else.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def load_weasyprint() -> ModuleType:
    """The library; raises `NoPango` where it cannot be loaded."""
    first = "weasyprint" not in sys.modules
    try:
        import weasyprint
    except OSError as error:
        raise NoPango from error
    if first:
        # What has been loaded by now stays; there is no need to search it for garbage after every PDF.
        gc.freeze()
    # WeasyPrint lets Pillow fill what a broken file lacks with grey; here such a file is named instead.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@cache
def document_class(weasyprint: ModuleType) -> type:
    """WeasyPrint's HTML without its own rules for footnotes, which no page of ours has."""
    source = weasyprint.html
    rules = FOOTNOTES.sub("", source.UA).replace("\n::marker", "\nli::marker")
    sheets = [weasyprint.CSS(string=rules, counter_style=source.UA_COUNTER_STYLE)]

    class PageWithoutFootnotes(weasyprint.HTML):  # type: ignore[name-defined]  # loaded late
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return sheets

    return PageWithoutFootnotes


def fetcher(weasyprint: ModuleType, pictures: Mapping[str, str]) -> Any:
    """A fetcher for WeasyPrint that reads local files only."""

    class LocalFiles(weasyprint.urls.URLFetcher):  # type: ignore[name-defined]  # loaded late
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            name = pictures.get(urlsplit(url).path) if url.startswith(f"{BASE}/") else None
            path = Path(name) if name else local_file(url)
            content = read_stored(name) if name else path.read_bytes()
            kind, _ = mimetypes.guess_type(path.name)
            return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": kind or ""})

    return LocalFiles()


def local_file(url: str) -> Path:
    """Path of the static file behind an address of this page; raises ValueError for any other address."""
    address = urlsplit(url)
    if f"{address.scheme}://{address.netloc}" != BASE:
        raise ValueError(f"not an address of this site: {url[:200]}")
    if not address.path.startswith(settings.STATIC_URL):
        raise ValueError(f"neither a static file nor a picture of this document: {url[:200]}")
    name = unquote(address.path).removeprefix(settings.STATIC_URL)
    face = FACE.search(name)
    if face:
        return FONTS / f"{face[1]}.ttf"
    # Collected under a hashed name on the site, as it lies in the source elsewhere.
    try:
        return Path(finders.find(name) or staticfiles_storage.path(name))
    except SuspiciousOperation as error:
        raise ValueError("outside the static files") from error
