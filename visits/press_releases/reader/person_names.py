"""First and last name after a title: where each begins and where what follows has swallowed it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import provinces
from .posts import LATIN_POST, POST_START, begins_post, ends_word_group
from .titles import THAI, TITLE
from .unit_names import HEAD

# Surnames granted with a place: "ณ อยุธยา". Any other ณ after a name is the preposition.
_GRANTED = (
    "อยุธยา|กรุงเทพ|เชียงใหม่|ลำปาง|ลำพูน|น่าน|แพร่|พัทลุง|สงขลา|นครราชสีมา|นคร|ถลาง|ตะกั่วทุ่ง|ตะกั่วป่า|ระนอง|ร้อยเอ็ด|"
    "มหาสารคาม|จัมปาศักดิ์|จำปาศักดิ์|หนองคาย|อุบล|ป้อมเพชร์|ป้อมเพชร|ป้อมปราบ|ไทรบุรี|กาฬสินธุ์|พิษณุโลก|ราชสีมา|สีมา|ตรัง|"
    "บางช้าง|วิเชียร|มโนรม|ภูเก็ต|ชุมพร|เชียงตุง|สกลนคร|ศรีโสธร|ยโสธร|สุนทร|บางขุนพรหม|พิพัฒน์"
)
GRANTED = rf"ณ\s?(?:{_GRANTED})(?![{THAI}])"

# A post glued to a name; long stems only, so that no surname is cut.
_GLUED_POST = (
    r"ผู้(?:ว่าราชการ|ว่าการ|ว่าฯ|อำนวยการ|ช่วย|ตรวจ|บัญชาการ|บังคับ|จัดการ|แทน|ใหญ่บ้าน|บริหาร"
    r"|ก่อตั้ง|เชี่ยวชาญ|ประสาน|พิพากษา|กำกับ|อำนวย)"
    r"|รอง(?=นายก|ปลัด|อธิบดี|ผู้|ประธาน|เลขา|หัวหน้า|คณบดี|อธิการ|แม่ทัพ|เสนา|โฆษก|ผบ|ผอ)"
    r"|อธิบดี|รัฐมนตรี|นายก(?=รัฐมนตรี|เทศ|องค์|อบ|สมาคม)|นายอำเภอ|เลขาธิการ|เลขานุการ|ที่ปรึกษา|โฆษก"
    r"|หัวหน้า|แม่ทัพ"
    r"|ปลัด(?=กระทรวง|จังหวัด|อำเภอ|เทศ|องค์|อบ|กรุง|สำนัก)|ประธาน(?=กรรม|สภา|หอ|กลุ่ม|บริษัท|คณะ"
    r"|สหกรณ์|ชุมชน|ชมรม|วิสาหกิจ|เจ้า)"
    r"|กรรมการ(?=ผู้|บริษัท|และ)|สมาชิก(?=สภา|วุฒิ)|ในฐานะ|อธิการบดี|คณบดี"
    r"|(?:อุตสาหกรรม|พาณิชย์|เกษตร(?:และสหกรณ์)?|ประมง|ปศุสัตว์|แรงงาน|พลังงาน|วัฒนธรรม|พัฒนาการ|ท้องถิ่น|คลัง"
    r"|สรรพสามิต|สรรพากร)(?=จังหวัด)"
)
_GLUED_VERB = (
    r"กล่าว(?!ขาน)|เปิดเผย|ลงพื้นที่|พร้อมด้วย|พร้อมคณะ|พร้อมทั้ง|นำคณะ|เป็นประธาน|ให้การต้อนรับ"
    r"|ให้สัมภาษณ์|ร่วมด้วย|ร่วมกับ|เดินทาง"
    r"|ตรวจเยี่ยม|มอบหมาย|ได้รับ|ได้มอบ|ได้กล่าว|เข้าร่วม|ต้อนรับ|ระบุว่า|รายงาน|ซึ่งเป็น|ที่ได้|และคณะ"
    r"|และ(?=มารดา|บิดา|ครอบครัว|ภรรยา|ภริยา|สามี|บุตร|พ่อ|แม่|ลูก|น้อง|พี่|พนักงาน|เจ้าหน้าที่|ทีมงาน|ชาวบ้าน"
    r"|สมาชิก|เพื่อน|ผู้ร่วม|ผู้บริหาร|ผู้เกี่ยวข้อง)|และ(?="
    + TITLE
    + rf")|(?=(?:นายแพทย์|นาย|นางสาว|พล\.|ดร\.)\s?[{THAI}]{{3,40}}\s(?!(?:{_GLUED_POST})))"
)
GLUED = re.compile(f"{_GLUED_POST}|{_GLUED_VERB}")

# What begins after a first name that stands without a surname.
_NO_SURNAME = re.compile(
    rf"(?:{_GLUED_POST}|{_GLUED_VERB}|ได้|ณ(?![{THAI}])|และ|กับ|พร้อม(?=ด้วย|คณะ|ทั้ง|กับ|ผู้|เจ้า|นำ)"
    rf"|โดย(?:มี)?|ซึ่ง|ที่(?!ปรึกษา)|จาก|จะ(?!รุง)"
    r"|ร่วม|เป็น|ว่า|ย้ำ|เผย|ชี้แจง|ระบุ|แถลง|เน้น|ผู้|ปลัด|ประธาน|กรรมการ|สมาชิก|กำนัน|พนักงาน"
    r"|เจ้าของ|เจ้าหน้าที่|อุตสาหกรรม(?=จังหวัด)|นัก(?=วิ|เรียน|ศึกษา)"
    r"|ให้(?!\s)|ต่อ|ขอ(?=บคุณ|ให้|ความ)|ยัง(?=ได้|กล่าว)|อายุ|ฯ)"
)

# "เดิมบางนางบวช" holds นาง; before a woman's title stands a blank or one of these words.
_BEFORE_NANG = re.compile(
    r"(?:^|[^ก-๎]|ด้วย|โดย|และ|มี|จาก|ให้|ของ|ด้าน|คือ|กับ|แก่|ที่|ว่า|หมาย|แทน|เชิญ|ต้อนรับ|ได้|ส่วน"
    rf"|ซึ่ง|แม่|ถึง|จังหวัด(?:{provinces.pattern()}))$"
)

# Names may be glued to the words behind them; beyond so many letters nothing of a run is looked at.
_LONGEST_RUN = 60
_NAME = re.compile(
    rf"(?P<title>{TITLE})[ ]?(?P<first>[{THAI}]{{2,40}})(?P<fold>ฯ)?"
    rf"(?:[ ]?\((?P<nick>[{THAI}]{{2,12}})\)(?=\s[{THAI}]))?"
    rf"(?:[ ]+(?P<last>(?:{GRANTED})|[{THAI}]{{2,{_LONGEST_RUN}}}(?:-[{THAI}]{{1,{_LONGEST_RUN}}})?(?:[ ]{GRANTED})?))?"
    r"(?P<navy>\s?ร\.น\.)?"
)
# A name in Latin letters behind Mr, Mrs, Ms, Miss or Dr.
LATIN = re.compile(
    rf"(?P<title>{TITLE})[ ]?(?P<first>[A-Z][A-Za-z.'-]{{0,40}})(?:[ ](?P<last>[A-Z][A-Za-z'-]{{0,40}}(?:\s(?!{LATIN_POST})[A-Z][A-Za-z'-]{{1,40}})?))?"
)
_NAVY = re.compile(r"\s?ร\.น\.")
_TITLED = re.compile(TITLE)
_BEGINS = re.compile(r"[ก-ฮเ-ไ]")

_LONGEST_FIRST_NAME = 20
_LONGEST_LAST_NAME = 32


@dataclass(frozen=True)
class WrittenName:
    """A titled name in the clean text; `end` is where the words after it begin."""

    start: int
    end: int
    title: str
    first: str
    last: str


def cut_name(word: str) -> str:
    """The part of a run of letters that can be a name, cut where a post or a verb begins."""
    match = GLUED.search(word, 2)
    return word[: match.start()] if match else word


def name_of_match(clean: str, match: re.Match[str]) -> WrittenName | None:
    """The name of a match, cut where a post or a verb is glued to it."""
    if match["title"] == "นาง" and not _BEFORE_NANG.search(clean, max(0, match.start() - 24), match.start()):
        return None
    first = cut_name(match["first"])
    first_end = match.start("first") + len(first)
    if len(first) > _LONGEST_FIRST_NAME or not _BEGINS.match(first):
        return None
    if first != match["first"] or match["fold"]:
        return WrittenName(match.start(), first_end + bool(match["fold"]), match["title"], first, "")
    last, end = match["last"] or "", match.end("last") if match["last"] else first_end
    if last and not last.startswith("ณ"):
        if _NO_SURNAME.match(clean, match.start("last")) or not _BEGINS.match(last):
            last, end = "", first_end
        else:
            last = cut_name(last)
            end = match.start("last") + len(last)
    last = last.rstrip()
    if len(last) > _LONGEST_LAST_NAME:
        return None
    navy = _NAVY.match(clean, end)
    return WrittenName(
        match.start(), navy.end() if navy and last else end, match["title"].strip(), first, last
    )


def find_names(clean: str) -> Iterator[WrittenName]:
    """Every name behind a Thai title, in the order of the text."""
    position = 0
    while match := _NAME.search(clean, position):
        name = name_of_match(clean, match)
        if name:
            yield name
        position = name.end if name else match.end("title")


# A name without a title is only believed behind a day or an hour or at the start of a line, and before a post.
_UNTITLED = re.compile(
    rf"(?:^|(?<=\n)|(?<=25\d\d )|(?<=25\d\d\) )|(?<=น\. )|(?<=น\.\) )|(?<= - )|(?<=: ))"
    rf"(?P<first>[{THAI}]{{2,16}})[ ](?P<last>(?:ณ )?[{THAI}]{{3,24}})[ ](?=[{THAI}])"
)

# Nor behind a high post, but where the party or a deed follows: "อธิบดีกรมชลประทาน สมหวัง ใจงาม พร้อมคณะ".
_BEHIND_A_POST = re.compile(
    r"(?:รัฐมนตรี(?:ว่าการ|ช่วยว่าการ)?กระทรวง|ปลัดกระทรวง|อธิบดีกรม|ผู้ว่าราชการจังหวัด|ผู้ตรวจราชการกระทรวง)"
    rf"[{THAI}]{{2,40}}[ ]{{1,2}}(?P<first>[{THAI}]{{2,16}})[ ]{{1,2}}(?P<last>[{THAI}]{{3,24}})"
    r"(?=[ ]{0,2}(?:พร้อม(?:ด้วย)?คณะ|พร้อมด้วย|และคณะ|ลงพื้นที่|เดินทาง|ตรวจเยี่ยม|เป็นประธาน|นำคณะ))"
)


def find_untitled_names(clean: str) -> Iterator[WrittenName]:
    """First and last name with no title, straight before a post: "… 2566 สมหวัง ใจงาม หัวหน้าผู้ตรวจราชการ", or behind one."""
    for match in _BEHIND_A_POST.finditer(clean):
        words = (match.start("first"), match.start("last"))
        is_name = all(_BEGINS.match(clean, at) and not _NO_SURNAME.match(clean, at) for at in words)
        if is_name and not any(
            pattern.match(clean, at) for at in words for pattern in (POST_START, HEAD, GLUED, _TITLED)
        ):
            yield WrittenName(words[0], match.end("last"), "", match["first"], match["last"])
    for match in _UNTITLED.finditer(clean):
        words = (match.start("first"), match.start("last"))
        is_name = all(_BEGINS.match(clean, at) and not _NO_SURNAME.match(clean, at) for at in words)
        is_other = any(
            pattern.match(clean, at) for at in words for pattern in (POST_START, HEAD, GLUED, _TITLED)
        ) or any(ends_word_group(clean, at) for at in words)
        if is_name and not is_other and begins_post(clean, match.end()):
            yield WrittenName(words[0], match.end("last"), "", match["first"], match["last"])
