"""How prefix and name of a person stand together; plain values in, text out.

The Royal Society's rule: นาย, นาง, นางสาว, titles of descent and ดร. stand close to the name, a rank, a professorship or a
foreign title has a blank behind it.
"""

import re

# Ranks and titles of descent: the short form as people type it, the full form as the register may have it.
RANKS = {
    "พล.ต.อ.": "พลตำรวจเอก", "พล.ต.ท.": "พลตำรวจโท", "พล.ต.ต.": "พลตำรวจตรี", "พล.อ.อ.": "พลอากาศเอก", "พล.อ.ท.": "พลอากาศโท",
    "พล.อ.ต.": "พลอากาศตรี", "พล.ร.อ.": "พลเรือเอก", "พล.ร.ท.": "พลเรือโท", "พล.ร.ต.": "พลเรือตรี", "พ.ต.อ.": "พันตำรวจเอก",
    "พ.ต.ท.": "พันตำรวจโท", "พ.ต.ต.": "พันตำรวจตรี", "ร.ต.อ.": "ร้อยตำรวจเอก", "ร.ต.ท.": "ร้อยตำรวจโท",
    "ร.ต.ต.": "ร้อยตำรวจตรี", "พล.อ.": "พลเอก", "พล.ท.": "พลโท", "พล.ต.": "พลตรี", "พ.อ.": "พันเอก", "พ.ท.": "พันโท",
    "พ.ต.": "พันตรี", "ร.อ.": "ร้อยเอก", "ร.ท.": "ร้อยโท", "ว่าที่ร.ต.": "ว่าที่ร้อยตรี", "ร.ต.": "ร้อยตรี",
    "ม.ร.ว.": "หม่อมราชวงศ์", "ม.ล.": "หม่อมหลวง", "ม.จ.": "หม่อมเจ้า", "น.ส.": "นางสาว",
}  # fmt: skip
# Prefixes that people type in front of a name; the longer before those within them.
PREFIXES = (
    "ว่าที่ร้อยตรี", "ว่าที่ร.ต.", "นางสาว", "น.ส.", "นาง", "นาย", "ดร.", "ผศ.", "รศ.", "ศ.",
)  # fmt: skip
POLITE = ("ท่าน", "คุณ")
# Those with dots, the longer before those within them.
SHORT_FORMS = sorted(
    {*(short for short in RANKS if "." in short), "ผศ.ดร.", "รศ.ดร.", "ศ.ดร.", "ผศ.", "รศ.", "ดร."},
    key=len,
    reverse=True,
)
NAME = re.compile("[ก-ฮเ-ไ]")
# Read at the end of a prefix, so that พลตำรวจเอก หม่อมหลวง is one of them.
CLOSE_TO_NAME = (
    "นาย", "นาง", "นางสาว", "น.ส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "คุณ", "คุณหญิง", "ท่านผู้หญิง",
    "หม่อม", "หม่อมเจ้า", "หม่อมราชวงศ์", "หม่อมหลวง", "ม.จ.", "ม.ร.ว.", "ม.ล.", "ดร.",
)  # fmt: skip


def with_prefix(prefix: str, name: str) -> str:
    """The name behind its prefix, such as นายสมชาย ใจดี or พลเอก สมชาย ใจดี; the name alone without a prefix."""
    prefix = prefix.strip()
    if not prefix or prefix.endswith(CLOSE_TO_NAME):
        return f"{prefix}{name}"
    return f"{prefix} {name}"


def name_spellings(word: str) -> list[str]:
    """The folded word of a query as typed, with its rank in the other form, and without any prefix.

    "พล.อ.สมชาย" gives also พลเอกสมชาย and สมชาย, "ผศ.ดร.ปกรณ์" also ปกรณ์.
    """
    spellings = [word]
    word = bare = with_dots(word)
    spellings.append(word)
    for short, full in RANKS.items():
        if word.startswith(short):
            spellings.append(full + word.removeprefix(short))
            break
        if word.startswith(full):
            spellings.append(short + word.removeprefix(full))
            break
    prefixes = (*RANKS, *RANKS.values(), *PREFIXES, *POLITE)
    while prefix := next(
        (one for one in prefixes if bare.startswith(one) and NAME.match(bare[len(one) :])), None
    ):
        bare = bare.removeprefix(prefix)
    return list(dict.fromkeys([*spellings, bare]))


def without_polite_words(words: list[str]) -> list[str]:
    """The words of a query without ท่าน and คุณ, which stand in no register; all of them where there are no others."""
    return [word for word in words if word not in POLITE] or words


def with_dots(word: str) -> str:
    """The folded word with the dots of a short form in front that was typed without some of them: พลอ.สมชาย, ผศดร.ปกรณ์.

    A name that only begins with these letters (พลอย, ดรุณี) stays: behind letters without any dot three must follow.
    """
    for short in SHORT_FORMS:
        typed = re.match(r"\.?".join(map(re.escape, short.replace(".", ""))) + r"\.?", word)
        if not typed or typed[0] == short:
            continue
        rest = word[typed.end() :]
        if not rest or "." in typed[0] or (len(short) > 3 and len(rest) > 3 and NAME.match(rest)):
            return short + rest
    return word
