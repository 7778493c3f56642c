"""Reading takes time in proportion to the length of a text, whatever is repeated in it, and never longer than allowed."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from visits.press_releases import reader
from visits.press_releases.reader import read

LETTERS = 60_000
RELEASE = "วันที่ 7 เมษายน 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา จังหวัดตาก โดยมีนางสาย ธารทอง พลังงานจังหวัดตาก ให้การต้อนรับ\n"


def words_of_the_patterns():
    """Every run of letters in the string literals of the reader: all cues, titles, posts and kinds of places."""
    sources = (path.read_text(encoding="utf-8") for path in sorted(Path(reader.__file__).parent.glob("*.py")))
    literals = (literal for source in sources for literal in re.findall(r'"([^"\n]*[ก-๎][^"\n]*)"', source))
    return sorted({word for literal in literals for word in re.findall(r"[ก-๎.]{2,30}", literal)})


PIECES = some.one_of(
    some.sampled_from(words_of_the_patterns()),
    some.sampled_from(
        [" ", "\n", "(", ")", '"', "-", "- ", "1) ", "Mr.", "Mr. A", "นาย", "กข ขก ", "5 มิถุนายน 2566 "]
    ),
)


def seconds_for(piece):
    text = (piece * (LETTERS // len(piece) + 1))[:LETTERS]
    before = time.process_time()
    read(text)
    return time.process_time() - before


@pytest.mark.generated
@settings(max_examples=min(settings().max_examples // 3, 200))  # each takes up to half a second
@given(some.lists(PIECES, min_size=1, max_size=3))
def test_no_repeated_piece_takes_more_than_two_seconds(pieces):
    assert seconds_for("".join(pieces)) < 2


@pytest.mark.parametrize(
    "piece", ["โดยมีนาย", "นายก", "- ", "Mr.", "ห้องประชุม", "ว่าที่ร้อยตรี", "นายกข ขก\n", RELEASE]
)
def test_what_once_hung_is_read_at_once(piece):
    assert seconds_for(piece) < 2


def test_a_text_that_takes_too_long_is_given_up_with_a_sentence():
    proposal = read(RELEASE * 400, seconds=0)
    assert (proposal.is_visit, proposal.unclear) == (
        False,
        ("อ่านข้อความนี้ไม่เสร็จภายใน 0 วินาที โปรดวางเฉพาะเนื้อข่าว",),
    )
