"""The pictures of the manual: each that a chapter names is there, each that is there is named, and all are small."""

import re

import pytest
from django.conf import settings
from PIL import Image

from visits.manual.chapters import BY_SLUG, FOLDER, STATIC, content_of

PICTURES = settings.BASE_DIR / "visits" / "static" / "visits" / "manual"
NAMED = [(slug, picture) for slug in BY_SLUG for picture in content_of(slug).pictures]


def test_there_are_at_least_twenty_and_each_stands_in_one_chapter():
    names = [picture.rpartition("/")[2] for _, picture in NAMED]
    assert sorted(names) == sorted(path.name for path in PICTURES.glob("*.png"))
    assert len(names) >= 20


@pytest.mark.parametrize(("slug", "picture"), NAMED)
def test_a_picture_is_a_small_png_where_the_chapter_says(slug, picture):
    path = FOLDER / picture
    assert picture.startswith(STATIC)
    with Image.open(path) as image:
        assert image.format == "PNG"
    assert path.stat().st_size < 100_000


def test_all_of_them_together_are_small():
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < 1_500_000


@pytest.mark.parametrize("slug", sorted({slug for slug, _ in NAMED}))
def test_each_picture_is_told_in_thai_and_keeps_its_place_while_it_loads(slug):
    tags = re.findall("<img [^>]+>", content_of(slug).html)
    assert [tag for tag in tags if not re.search('alt="[^"a-zA-Z]*[ก-ฮ]', tag)] == []
    assert [tag for tag in tags if 'width="' not in tag or 'height="' not in tag] == []
