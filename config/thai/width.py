"""The width of Thai text in the typeface of our documents, measured before layout."""

from functools import cache, lru_cache, partial
from pathlib import Path

from PIL import ImageFont

FONT = Path(__file__).parent.parent / "fonts" / "SarabunMOI-Regular.ttf"
MM_IN_A_POINT = 0.3528
# Words are not cut, so a line is seldom full.
FILLED = 0.86
MEASURED = 100


_face = cache(partial(ImageFont.truetype, str(FONT), MEASURED))


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The width in units of the font size; marks above or below a letter have none."""
    return _face().getlength(text) / MEASURED
