"""What a column of a table may hold, by kind of table, and the words by which its heading is known. Pure."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

from config.thai.text import fold

VISITS, DIRECTIVES, UNITS = "visits", "directives", "units"
OFFICIALS, APPOINTMENTS, HOLIDAYS = "officials", "appointments", "holidays"
KINDS = {
    VISITS: "การตรวจเยี่ยม",
    DIRECTIVES: "ข้อสั่งการ",
    UNITS: "หน่วยงาน",
    OFFICIALS: "บุคคล",
    APPOINTMENTS: "การดำรงตำแหน่ง",
    HOLIDAYS: "วันหยุดราชการ",
}
# A running number tells where a record begins; it is not stored.
NUMBER = "number"
# Columns of ticks, each with what stands in the database behind it: `dimension:mind:business`, `activity:meeting`.
DIMENSION, ACTIVITY, DIRECTIVE_KIND, STATUS = "dimension:", "activity:", "kind:", "status:"


@dataclass(frozen=True)
class Target:
    """What a column becomes: `words` are headings that mean it, `is_needed` whether no row comes in without it.

    What is not `is_stored` helps to know a table, and the empty one that is handed out lacks it.
    A column of `is_tick` holds "/" and the like; it may also be meant by a part of a word ("ธุรกิจ" of "ความสำเร็จของธุรกิจ").
    """

    code: str
    label: str
    words: tuple[str, ...]
    is_needed: bool = False
    is_day: bool = False
    is_tick: bool = False
    is_stored: bool = True


_NUMBER = Target(
    NUMBER,
    "ลำดับที่ (ไม่เก็บ)",
    ("ที่", "ลำดับ", "ลำดับที่", "ลำดับที", "ข้อ", "ข้อที่", "No", "No."),
    is_stored=False,
)
_PREFIX = Target("prefix", "คำนำหน้าชื่อ", ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ"))
_FIRST = Target("first_name", "ชื่อ", ("ชื่อ", "ชื่อตัว"))
_LAST = Target("last_name", "นามสกุล", ("นามสกุล", "สกุล"))
_FULL = Target(
    "full_name", "ชื่อและนามสกุล", ("ชื่อ-สกุล", "ชื่อ - นามสกุล", "ชื่อ-นามสกุล", "ชื่อและนามสกุล", "ชื่อ นามสกุล", "รายชื่อ")
)
_POST = Target("post", "ตำแหน่ง", ("ตำแหน่ง", "ชื่อตำแหน่ง", "ดำรงตำแหน่ง", "ตำแหน่งใหม่"))
_POST_UNIT = Target("unit", "หน่วยงาน/สังกัด", ("สังกัด", "หน่วยงาน", "หน่วยงานที่สังกัด", "สังกัดใหม่"))
WITH_APPOINTMENTS = "ไม่เก็บ ให้นำเข้าเป็นการดำรงตำแหน่ง"

TARGETS: dict[str, tuple[Target, ...]] = {
    VISITS: (
        _NUMBER,
        Target(
            "day",
            "วันที่",
            (
                "วันที่",
                "วันเดือนปี",
                "วัน เดือน ปี",
                "ว/ด/ป",
                "ว.ด.ป.",
                "วันที่ตรวจเยี่ยม",
                "วันที่ลงพื้นที่",
                "วันที่ไปราชการ",
                "ระหว่างวันที่",
                "วันที่เริ่มต้น",
            ),
            is_needed=True,
            is_day=True,
        ),
        Target("end_day", "ถึงวันที่", ("ถึงวันที่", "วันที่สิ้นสุด", "สิ้นสุด"), is_day=True),
        Target("time", "เวลา", ("เวลา", "ช่วงเวลา", "เวลาเริ่ม")),
        Target(
            "unit",
            "หน่วยงานที่ตรวจเยี่ยม",
            (
                "หน่วยงานที่ตรวจเยี่ยม",
                "หน่วยงาน",
                "สถานที่",
                "หน่วยงาน/สถานที่",
                "สถานที่ตรวจเยี่ยม",
                "จุดตรวจเยี่ยม",
                "หน่วยรับตรวจ",
                "พื้นที่",
                "ชื่อหน่วยงาน",
            ),
        ),
        Target("province", "จังหวัด", ("จังหวัด",)),
        Target(
            "lead",
            "หัวหน้าคณะ",
            ("หัวหน้าคณะ", "ประธาน", "ผู้ตรวจเยี่ยม", "ผู้นำคณะ", "หัวหน้าคณะผู้ตรวจเยี่ยม", "ประธานในพิธี"),
        ),
        Target("lead_position", "ตำแหน่งของหัวหน้าคณะ", ("ตำแหน่ง", "ตำแหน่งหัวหน้าคณะ")),
        Target("party", "ผู้ร่วมคณะ", ("ผู้ร่วมคณะ", "คณะ", "ผู้ติดตาม", "ผู้ร่วมเดินทาง", "ผู้ร่วมลงพื้นที่", "คณะผู้ร่วมเดินทาง")),
        Target(
            "people",
            "หัวหน้าคณะและผู้ร่วมคณะ (คนแรกเป็นหัวหน้า)",
            (
                "ผู้บริหาร",
                "ประธาน / คณะ",
                "ประธาน/คณะ",
                "คณะผู้ตรวจเยี่ยม",
                "คณะเดินทาง",
                "ผู้ปฏิบัติราชการ",
                "รายชื่อคณะ",
                "ผู้เดินทาง",
            ),
        ),
        Target("guests", "ผู้เข้าร่วม", ("ผู้เข้าร่วม", "ผู้ร่วมประชุม", "ผู้เข้าร่วมประชุม")),
        Target("hosts", "ผู้ให้การต้อนรับ", ("ผู้ให้การต้อนรับ", "ผู้ต้อนรับ", "ผู้รายงาน")),
        Target("others_party", "ผู้ร่วมคณะที่ไม่ระบุชื่อ", ("ผู้ร่วมคณะอื่น", "ผู้ร่วมคณะที่ไม่ระบุชื่อ", "คณะอื่น ๆ")),
        Target("others_hosts", "ผู้ให้การต้อนรับที่ไม่ระบุชื่อ", ("ผู้ให้การต้อนรับอื่น", "ผู้ให้การต้อนรับที่ไม่ระบุชื่อ")),
        Target(
            "trip",
            "การลงพื้นที่ (ครั้งที่ ชื่อ หรือเลขที่)",
            (
                "ชื่อการลงพื้นที่",
                "ครั้งที่",
                "การลงพื้นที่ครั้งที่",
                "ลงพื้นที่ครั้งที่",
                "เลขที่ลงพื้นที่",
                "เลขที่การลงพื้นที่",
                "เลขทะเบียนการลงพื้นที่",
            ),
        ),
        Target("sequence", "จุดที่ (ลำดับในวันนั้น)", ("จุดที่", "ลำดับจุด")),
        Target("title", "ชื่อเรื่อง", ("ชื่อเรื่อง", "หัวข้อ")),
        Target(
            "purpose",
            "วัตถุประสงค์/ภารกิจ",
            ("วัตถุประสงค์", "ภารกิจ", "เรื่อง", "รายละเอียด", "รายการ", "ภารกิจ/กิจกรรม", "เหตุผล"),
        ),
        Target(
            "summary", "สรุปผล", ("สรุปผล", "ผลการตรวจเยี่ยม", "สรุปผลการตรวจเยี่ยม", "ผลการลงพื้นที่", "ผลการดำเนินงาน")
        ),
        Target("activities", "กิจกรรม", ("กิจกรรม", "ลักษณะกิจกรรม")),
        Target("place", "สถานที่ (ข้อความ)", ("ห้องประชุม", "สถานที่จัด", "ที่ตั้ง", "ตำบล/อำเภอ")),
        Target("note", "หมายเหตุ (ต่อท้ายสรุปผล)", ("หมายเหตุ",)),
    ),
    DIRECTIVES: (
        _NUMBER,
        Target("day", "วันที่สั่งการ", ("วันที่สั่งการ", "วันที่", "วันเดือนปี", "วันที่มีข้อสั่งการ"), is_needed=True, is_day=True),
        Target(
            "text",
            "ข้อสั่งการ",
            ("ข้อสั่งการ", "ข้อความ", "รายละเอียด", "ประเด็นข้อสั่งการ", "ข้อสั่งการ/ข้อเสนอแนะ"),
            is_needed=True,
        ),
        Target("subject", "เรื่อง", ("เรื่อง", "ประเด็น")),
        Target("kind", "ประเภท", ("ประเภท", "ประเภทข้อสั่งการ")),
        Target("by", "ผู้สั่งการ", ("ผู้สั่งการ", "ผู้บริหาร", "ผู้มอบหมาย")),
        Target("given_as", "ตำแหน่งของผู้สั่งการ", ("ตำแหน่งผู้สั่งการ", "ตำแหน่ง")),
        Target("visited", "หน่วยงานที่ตรวจเยี่ยม", ("หน่วยงานที่ตรวจเยี่ยม", "สถานที่")),
        Target(
            "lead_units",
            "หน่วยงานหลัก",
            ("หน่วยหลัก", "หน่วยงานหลัก", "หน่วยงานรับผิดชอบ", "ผู้รับผิดชอบ", "หน่วยงานรับผิดชอบหลัก"),
        ),
        Target("support_units", "หน่วยงานร่วม", ("หน่วยสนับสนุน", "หน่วยงานสนับสนุน", "หน่วยงานร่วม", "หน่วยร่วม")),
        Target("due", "กำหนดแล้วเสร็จ", ("กำหนดแล้วเสร็จ", "กำหนดส่ง", "ภายในวันที่", "ระยะเวลา"), is_day=True),
        Target("percent", "ร้อยละ (เก็บไว้กับแถวที่นำเข้าเท่านั้น)", ("ร้อยละ", "%", "ความก้าวหน้า")),
        Target("state", "สถานะในแฟ้มเดิม (เก็บไว้กับแถวที่นำเข้าเท่านั้น)", ("สถานะ", "ผลการดำเนินการ")),
    ),
    UNITS: (
        _NUMBER,
        Target("name", "ชื่อหน่วยงาน", ("ชื่อหน่วยงาน", "หน่วยงาน", "ชื่อ"), is_needed=True),
        Target("short_name", "ชื่อย่อ", ("ชื่อย่อ", "อักษรย่อ", "ตัวย่อ")),
        Target("kind", "ประเภท", ("ประเภท", "ประเภทหน่วยงาน")),
        Target("province", "จังหวัด", ("จังหวัด",)),
        Target("parent", "สังกัด", ("สังกัด", "หน่วยงานต้นสังกัด", "กรม")),
        Target("address", "ที่อยู่", ("ที่อยู่", "ที่ตั้ง")),
    ),
    OFFICIALS: (
        _NUMBER,
        _PREFIX,
        _FIRST,
        _LAST,
        _FULL,
        Target(_POST.code, f"{_POST.label} ({WITH_APPOINTMENTS})", _POST.words, is_stored=False),
        Target(
            _POST_UNIT.code, f"{_POST_UNIT.label} ({WITH_APPOINTMENTS})", _POST_UNIT.words, is_stored=False
        ),
    ),
    APPOINTMENTS: (
        _NUMBER,
        _PREFIX,
        _FIRST,
        _LAST,
        _FULL,
        Target(_POST.code, _POST.label, _POST.words, is_needed=True),
        _POST_UNIT,
        Target(
            "from",
            "ตั้งแต่วันที่",
            ("วันที่ดำรงตำแหน่ง", "ตั้งแต่วันที่", "ตั้งแต่", "วันที่เข้ารับตำแหน่ง", "วันที่มีผล", "มีผลตั้งแต่วันที่"),
            is_day=True,
        ),
        Target("to", "ถึงวันที่", ("ถึงวันที่", "วันที่พ้นตำแหน่ง"), is_day=True),
        Target("order_no", "คำสั่งเลขที่", ("คำสั่งเลขที่", "เลขที่คำสั่ง", "คำสั่ง", "คำสั่งที่")),
    ),
    HOLIDAYS: (
        _NUMBER,
        Target("day", "วันที่", ("วันที่", "วันเดือนปี"), is_needed=True, is_day=True),
        Target("name", "ชื่อวันหยุด", ("ชื่อวันหยุด", "วันหยุด", "รายการ", "ชื่อวัน"), is_needed=True),
    ),
}
# What must never be stored, whatever the table is called.
PRIVATE = re.compile(
    "เงินเดือน|รหัสข้าราชการ|รหัสประจำตัว|เลขประจำตัว|บัตรประชาชน|โทรศัพท์|เบอร์|มือถือ|เลขที่ตำแหน่ง|วุฒิ|วันเกิด|เบี้ยเลี้ยง|ค่าใช้จ่าย|ค่าที่พัก|งบประมาณ|วงเงิน"
)


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    """A heading as headings are compared: without blanks, dots, strokes and brackets."""
    return re.sub(r"[().:/\-*#_|\\]", "", fold(heading))


def guess(targets: Iterable[Target], heading: str) -> str:
    """The code of the target that a heading means, empty where it means none or must not be kept."""
    wanted = folded(heading)
    if not wanted or PRIVATE.search(heading):
        return ""
    plain = [target for target in targets if not target.is_tick]
    for target in plain:
        if any(wanted == folded(word) for word in target.words):
            return target.code
    # "คณะผู้ตรวจเยี่ยม หัวหน้าคณะ" of two rows means what stands below; else the longest word that it begins or ends with.
    is_of_two_rows = " " in heading.strip()
    near = [
        (is_of_two_rows and wanted.endswith(word), len(word), target.code)
        for target in plain
        for word in map(folded, target.words)
        if len(word) > 3 and (wanted.startswith(word) or wanted.endswith(word))
    ]
    return max(near)[2] if near else ""


def guess_tick(targets: Iterable[Target], heading: str) -> str:
    """The code of the tick that a heading means, of two rows by the lower one; the earlier a word stands in a name the nearer."""
    wanted = folded(heading.removeprefix("มิติ").rsplit(" ", 1)[-1])
    if len(wanted) < 3:
        return ""
    places = [
        (folded(word).find(wanted), len(word), target.code)
        for target in targets
        if target.is_tick
        for word in target.words
        if wanted in folded(word)
    ]
    return min(places)[2] if places else ""


def guess_all(targets: Iterable[Target], headings: list[str], ticked: Container[int] = ()) -> list[str]:
    """The target of each column; where two mean the same, the first keeps it. `ticked` are columns that hold ticks alone."""
    targets = list(targets)
    guessed: list[str] = []
    for column, heading in enumerate(headings):
        code = guess_tick(targets, heading) if column in ticked else guess(targets, heading)
        guessed.append("" if code in guessed else code)
    return guessed


def gaps(kind: str, targets: Iterable[Target], codes: list[str]) -> list[str]:
    """Thai sentences: what the chosen columns lack, and what is chosen twice."""
    targets = list(targets)
    labels = {target.code: target.label for target in targets}
    chosen = [code for code in codes if code]
    sentences = [
        f"ยังไม่ได้เลือกคอลัมน์สำหรับ “{target.label}”"
        for target in targets
        if target.is_needed and target.code not in chosen
    ]
    twice = dict.fromkeys(code for code in chosen if chosen.count(code) > 1)
    sentences += [f"เลือก “{labels.get(code, code)}” ให้มากกว่าหนึ่งคอลัมน์" for code in twice]
    if kind in (OFFICIALS, APPOINTMENTS) and not {"first_name", "full_name"} & set(chosen):
        sentences.append("ยังไม่ได้เลือกคอลัมน์สำหรับชื่อบุคคล")
    if kind == VISITS and not {"unit", "purpose"} & set(chosen):
        sentences.append("ยังไม่ได้เลือกคอลัมน์ที่บอกหน่วยงานที่ตรวจเยี่ยม")
    return sentences
