"""The one word by which a cell of a matrix names a person; pure."""

import re
import unicodedata
from collections.abc import Mapping

# Written out: at most one, because a first name may itself begin like a title (นายนาวิน).
_WRITTEN = (
    "(?:ว่าที่ ?)?(?:พลตำรวจ|พันตำรวจ|ร้อยตำรวจ|พลเรือ|พลอากาศ|นาวาอากาศ|นาวา|เรืออากาศ|เรือ|พล|พัน|ร้อย)(?:เอก|โท|ตรี)(?:หญิง)?",
    "หม่อมราชวงศ์|หม่อมหลวง|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|ศาสตราจารย์|นายแพทย์|แพทย์หญิง",
    "นางสาว|นาง|นาย",
)
_SHORT = r"(?:(?:ว่าที่ ?)?(?:[ก-ฮ]{1,3}\.)+ ?)*"
TITLES = re.compile(rf"{_SHORT}(?:(?:{'|'.join(_WRITTEN)}) ?)?{_SHORT}")
LONGEST_POSITION = 28


def first_name(name: str, registered: str = "") -> str:
    """The first name in a name as frozen on the day; `registered` is the first name in the register today."""
    words = name.split()
    for word in words[:3]:
        if registered and word.endswith(registered):
            return registered
    line = " ".join(words)
    # The pattern matches nothing too, so there always is a match.
    title = TITLES.match(line)
    bare = line[title.end() if title else 0 :] or line
    return bare.split()[0] if bare else ""


def short_position(position: str, abbreviations: Mapping[str, str]) -> str:
    """The abbreviation of the post, where it has one; else the beginning of its title."""
    if position in abbreviations:
        return abbreviations[position]
    if len(position) <= LONGEST_POSITION:
        return position
    # Vowels and tone marks stay with their consonant.
    end = LONGEST_POSITION
    while end < len(position) and unicodedata.category(position[end]) == "Mn":
        end += 1
    return f"{position[:end].rstrip()}…"
