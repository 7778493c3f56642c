"""The manual in the site: each page leads to its chapter, chapters are found by words, and lead nowhere that is not there."""

import re

import pytest
from django.urls import Resolver404, resolve

from config import __version__
from config.tests.cast import client_of
from config.tests.html import elements, links, texts
from officials.roles import ROLES
from visits.manual.chapters import BY_SLUG, FOLDER, ROLE_CHAPTERS, chapter_of, content_of, search

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_file_is_a_chapter_and_every_chapter_has_its_file():
    assert {path.stem for path in FOLDER.glob("*.md")} == BY_SLUG.keys()


def test_every_role_has_its_page():
    assert [chapter.slug for chapter in ROLE_CHAPTERS] == [role.code for role in ROLES]


def is_there(address):
    """Whether a page of the site has this address, and a chapter the anchor."""
    path, _, anchor = address.partition("#")
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return False
    if match.url_name != "manual_chapter":
        return not anchor
    slug = match.kwargs["slug"]
    return slug in BY_SLUG and anchor in {section.anchor for section in content_of(slug).sections}


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_chapter_leads_only_to_what_is_there(slug):
    addresses = re.findall(r'href="([^"]+)"', content_of(slug).html)
    assert [address for address in addresses if not is_there(address)] == []


@pytest.mark.parametrize(
    ("page", "slug"),
    [
        ("/calendar/2023/01/", "calendar"),
        ("/calendar/feed/", "calendar-on-phones"),
        ("/directives/", "directives"),
        ("/admin/visits/visit/add/", "entry"),
        ("/admin/visits/holiday/", "holidays"),
        ("/imports/", "imports"),
    ],
)
def test_a_page_belongs_to_the_chapter_with_the_longest_beginning_of_its_address(page, slug):
    assert chapter_of(page).slug == slug


def test_the_head_of_a_page_leads_to_its_chapter(as_clerk):
    assert [attrs["href"] for attrs, _ in elements(as_clerk.get("/imports/"), "a", class_="to-manual")] == [
        "/manual/imports/"
    ]
    assert [attrs["href"] for attrs, _ in elements(as_clerk.get("/"), "a", class_="to-manual")] == [
        "/manual/"
    ]


def test_the_contents_show_the_own_role_first(as_executive):
    assert elements(as_executive.get("/manual/"), "li", class_="own")[0][1].startswith("ผู้บริหาร: หนึ่งหน้า")


def test_words_are_found_as_everywhere_whatever_their_digits_and_blanks():
    assert search("8 ธันวาคม 2567") == search("๘ ธันวาคม ๒๕๖๗")
    assert [match.address for match in search("๘ธันวาคม๒๕๖๗")] == ["/manual/reports/"]
    assert [match.address for match in search("ปฏิทินติดผนัง")] == ["/manual/calendar/"]


def test_a_search_shows_where_its_words_stand(as_executive):
    response = as_executive.get("/manual/", {"q": "ปลดล็อก"})
    assert "/manual/sign-in/" in links(response)
    assert [text for text in texts(response, "span", class_="quiet") if "ปลดล็อก" in text] != []


@pytest.mark.parametrize("query", ["zzzz", "\x00", "ก" * 5000, "%", "..."])
def test_what_is_not_found_is_said(as_executive, query):
    response = as_executive.get("/manual/", {"q": query})
    assert response.status_code == 200
    assert "พบ 0 หัวข้อ" in texts(response, "h2")


def test_an_unknown_chapter_is_not_found(as_clerk):
    assert as_clerk.get("/manual/nothing/").status_code == 404


def test_news_is_told_until_it_has_been_opened_on_the_device(clerk):
    client = client_of(clerk)
    told = f"มีอะไรใหม่ในรุ่น {__version__}"
    assert told in texts(client.get("/"), "a")
    client.get("/manual/news/")
    assert told not in texts(client.get("/"), "a")


def test_the_news_begin_with_this_release():
    assert content_of("news").sections[1].title.startswith(f"รุ่น {__version__.rpartition('.')[0]} ")


def test_the_contents_ask_the_database_the_same_for_every_search(as_clerk, django_assert_num_queries):
    as_clerk.get("/manual/")
    with django_assert_num_queries(5):
        as_clerk.get("/manual/", {"q": "ปฏิทิน"})
