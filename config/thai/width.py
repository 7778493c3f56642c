"""How wide Thai text is in the type of paper: measured before it is set."""

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
    """In units of the size of type; what stands above or below a letter has no width."""
    return _face().getlength(text) / MEASURED
