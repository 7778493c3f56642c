"""The chapters of the manual: text in Markdown, one file a chapter, read once; which page each belongs to."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from config.thai.text import fold, terms

FOLDER = Path(__file__).parent / "chapters"
# How a chapter leads to its pictures, from where its file lies.
STATIC = "../../static/"


@dataclass(frozen=True)
class Chapter:
    """A chapter by the name of its file; `pages` are beginnings of the addresses that it explains."""

    slug: str
    pages: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return reverse("manual_chapter", args=[self.slug])


# The page of each role, one A4 to print, by the role's code.
ROLE_CHAPTERS = tuple(map(Chapter, ("clerk", "reviewer", "officer", "executive", "auditor", "admin")))
CHAPTERS = (
    Chapter("first-minutes"),
    Chapter("sign-in", ("/account/", "/second-factor/", "/admin/password_change/")),
    Chapter("entry", ("/admin/", "/visits/", "/trips/", "/sign-off/")),
    Chapter("press-releases", ("/press-release/", "/press-releases/", "/admin/visits/pressrelease/")),
    Chapter("imports", ("/imports/",)),
    Chapter("worklists", ("/worklist/",)),
    Chapter(
        "directives",
        (
            "/directives/",
            "/assignments/",
            "/rounds/",
            "/reports/directives/",
            "/admin/visits/directive/",
            "/admin/visits/assignment/",
            "/admin/visits/progress/",
            "/admin/visits/followupround/",
        ),
    ),
    Chapter("letters", ("/letters/", "/admin/visits/letter/")),
    Chapter("reports", ("/reports/", "/api/", "/before/", "/units/", "/provinces/")),
    Chapter("calendar", ("/calendar/",)),
    Chapter("saved-filters", ("/calendar/filters/", "/directives/filters/")),
    Chapter("calendar-on-phones", ("/calendar/feed/",)),
    Chapter("clashes", ("/calendar/clashes/",)),
    Chapter("reminders", ("/reminders/",)),
    Chapter("who-sees-what", ("/trail/", "/history/", "/officials/", "/admin/officials/user/")),
    Chapter(
        "registers",
        (
            "/merge/",
            "/admin/officials/",
            "/admin/units/",
            "/worklist/appointments/",
            "/worklist/positions/",
        ),
    ),
    Chapter("holidays", ("/admin/visits/holiday/",)),
    Chapter("status", ("/status/", "/first-run/")),
    Chapter("news"),
    Chapter("accessibility"),
)
BY_SLUG = {chapter.slug: chapter for chapter in (*ROLE_CHAPTERS, *CHAPTERS)}


@dataclass(frozen=True)
class Section:
    """A heading of a chapter with the text below it; the first of a chapter has no anchor."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class ChapterContent:
    """A chapter as read: its title, its text as HTML, its sections, and the files of its pictures."""

    title: str
    html: SafeString
    sections: tuple[Section, ...]
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class ManualMatch:
    """A section in which the searched words stand: where, and the text around the first of them."""

    title: str
    address: str
    excerpt: str


def chapter_of(path: str) -> Chapter | None:
    """The chapter that explains the page at `path`: the longest beginning counts."""
    fitting = [(page, chapter) for chapter in CHAPTERS for page in chapter.pages if path.startswith(page)]
    return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None


@cache
def content_of(slug: str) -> ChapterContent:
    """A chapter, of which links to other chapters and pictures became addresses of the site."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]
    sections, pictures = [Section("", title, "")], []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            anchor = f"s{len(sections)}"
            token.attrSet("id", anchor)
            sections.append(Section(anchor, tokens[number + 1].content, ""))
        elif token.type == "inline":
            children = token.children or []
            pictures += [str(child.attrs["src"]) for child in children if child.type == "image"]
            lead_into_the_site(children)
            words = "".join(child.content or " " for child in children)
            last = sections.pop()
            sections.append(Section(last.anchor, last.title, f"{last.text} {words}".strip()))
        elif token.type == "table_open":
            token.attrSet("class", "scroll")
    html = reader.renderer.render(tokens, reader.options, {})
    return ChapterContent(title, mark_safe(html), tuple(sections), tuple(pictures))  # nosec B308 B703 # noqa: S308 - our own files


def lead_into_the_site(tokens: list[Token]) -> None:
    """Turns addresses that hold in the checkout (other chapters, pictures) into those of the site."""
    for token in tokens:
        if token.type == "image":
            source = str(token.attrs["src"]).removeprefix(STATIC)
            width, height = picture_size(source)
            token.attrs |= {"src": static(source), "width": width, "height": height, "loading": "lazy"}
        elif token.type == "link_open":
            name, mark, anchor = str(token.attrs["href"]).partition(".md")
            if mark and name in BY_SLUG:
                token.attrSet("href", BY_SLUG[name].address + anchor)


def picture_size(source: str) -> tuple[int, int]:
    """Width and height of a picture among the static files of the app, so that nothing moves while it loads."""
    with Image.open(FOLDER.parent.parent / "static" / source) as picture:
        return picture.size


def search(query: str) -> list[ManualMatch]:
    """The sections in which every word of `query` stands, those that have them in the title first."""
    words = terms(query)
    found = []
    for chapter in BY_SLUG.values() if words else ():
        content = content_of(chapter.slug)
        for section in content.sections:
            title = " › ".join(dict.fromkeys((content.title, section.title)))
            if all(word in fold(f"{title} {section.text}") for word in words):
                in_title = all(word in fold(title) for word in words)
                address = chapter.address + (f"#{section.anchor}" if section.anchor else "")
                found.append((not in_title, ManualMatch(title, address, excerpt(section.text, words[0]))))
    return [match for _, match in sorted(found, key=lambda pair: pair[0])]


def excerpt(text: str, word: str) -> str:
    """Some words of `text` around the folded `word`, or its beginning."""
    parts = text.split()
    place = next((number for number, part in enumerate(parts) if word in fold(part)), 0)
    start, end = max(0, place - 6), place + 18
    dots = ("… " if start else "", " …" if end < len(parts) else "")
    return f"{dots[0]}{' '.join(parts[start:end])}{dots[1]}"
