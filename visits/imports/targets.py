"""What a column of a table may hold, by kind of table, and the words by which its heading is known. Pure."""

import re
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
# Ticks in columns of their own: `dimension:business`.
DIMENSION = "dimension:"


@dataclass(frozen=True)
class Target:
    """What a column becomes: `words` are headings that mean it, `is_needed` whether no row comes in without it."""

    code: str
    label: str
    words: tuple[str, ...]
    is_needed: bool = False
    is_day: bool = False


_NUMBER = Target(NUMBER, "ลำดับที่ (ไม่เก็บ)", ("ที่", "ลำดับ", "ลำดับที่", "ลำดับที", "ข้อ", "ข้อที่", "No", "No."))
_PREFIX = Target("prefix", "คำนำหน้าชื่อ", ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ"))
_FIRST = Target("first_name", "ชื่อ", ("ชื่อ", "ชื่อตัว"))
_LAST = Target("last_name", "นามสกุล", ("นามสกุล", "สกุล"))
_FULL = Target(
    "full_name", "ชื่อและนามสกุล", ("ชื่อ-สกุล", "ชื่อ - นามสกุล", "ชื่อ-นามสกุล", "ชื่อและนามสกุล", "ชื่อ นามสกุล", "รายชื่อ")
)
_POST = Target("post", "ตำแหน่ง", ("ตำแหน่ง", "ชื่อตำแหน่ง", "ดำรงตำแหน่ง", "ตำแหน่งใหม่"))
_POST_UNIT = Target("unit", "หน่วยงาน/สังกัด", ("สังกัด", "หน่วยงาน", "หน่วยงานที่สังกัด", "สังกัดใหม่"))

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
        Target("hosts", "ผู้ให้การต้อนรับ", ("ผู้ให้การต้อนรับ", "ผู้ต้อนรับ", "ผู้รายงาน")),
        Target(
            "purpose",
            "วัตถุประสงค์/ภารกิจ",
            ("วัตถุประสงค์", "ภารกิจ", "เรื่อง", "รายละเอียด", "กิจกรรม", "รายการ", "ภารกิจ/กิจกรรม", "เหตุผล"),
        ),
        Target("summary", "สรุปผล", ("สรุปผล", "ผลการตรวจเยี่ยม", "สรุปผลการตรวจเยี่ยม", "ผลการดำเนินงาน")),
        Target("place", "สถานที่ (ข้อความ)", ("ห้องประชุม", "สถานที่จัด")),
        Target("note", "หมายเหตุ", ("หมายเหตุ",)),
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
        Target("percent", "ร้อยละ (เก็บเป็นหมายเหตุ)", ("ร้อยละ", "%", "ความก้าวหน้า")),
        Target("state", "สถานะในแฟ้มเดิม (เก็บเป็นหมายเหตุ)", ("สถานะ", "ผลการดำเนินการ")),
        Target(
            f"{DIMENSION}business",
            "มิติ: ความสำเร็จของธุรกิจ",
            ("มิติ ธุรกิจ", "ธุรกิจ", "มิติ ความสำเร็จของธุรกิจ", "ความสำเร็จของธุรกิจ"),
        ),
        Target(
            f"{DIMENSION}community",
            "มิติ: การดูแลชุมชนและสังคม",
            ("มิติ สังคม", "สังคม", "ชุมชน", "มิติ ชุมชน", "การดูแลชุมชนและสังคม"),
        ),
        Target(
            f"{DIMENSION}environment", "มิติ: การรักษาสิ่งแวดล้อม", ("มิติ สิ่งแวดล้อม", "สิ่งแวดล้อม", "การรักษาสิ่งแวดล้อม")
        ),
        Target(
            f"{DIMENSION}income",
            "มิติ: การกระจายรายได้สู่ชุมชน",
            ("มิติ กระจายรายได้", "กระจายรายได้", "รายได้", "การกระจายรายได้สู่ชุมชน"),
        ),
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
    OFFICIALS: (_NUMBER, _PREFIX, _FIRST, _LAST, _FULL),
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


def guess(kind: str, heading: str) -> str:
    """The code of the target that a heading means, empty where it means none or must not be kept."""
    wanted = folded(heading)
    if not wanted or PRIVATE.search(heading):
        return ""
    exact = [target.code for target in TARGETS[kind] if wanted in {folded(word) for word in target.words}]
    if exact:
        return exact[0]
    # "คณะผู้ตรวจเยี่ยม หัวหน้าคณะ" of two rows means what stands below; "วันที่ลงพื้นที่ตรวจราชการ" what it begins with.
    near = [
        (wanted.endswith(word), len(word), target.code)
        for target in TARGETS[kind]
        for word in map(folded, target.words)
        if len(word) > 3 and (wanted.startswith(word) or wanted.endswith(word))
    ]
    return max(near)[2] if near else ""


def guess_all(kind: str, headings: list[str]) -> list[str]:
    """The target of each column; where two mean the same, the first keeps it."""
    guessed: list[str] = []
    for heading in headings:
        code = guess(kind, heading)
        guessed.append("" if code in guessed else code)
    return guessed


def gaps(kind: str, codes: list[str]) -> list[str]:
    """Thai sentences: what the chosen columns lack, and what is chosen twice."""
    labels = {target.code: target.label for target in TARGETS[kind]}
    chosen = [code for code in codes if code]
    sentences = [
        f"ยังไม่ได้เลือกคอลัมน์สำหรับ “{target.label}”"
        for target in TARGETS[kind]
        if target.is_needed and target.code not in chosen
    ]
    twice = dict.fromkeys(code for code in chosen if chosen.count(code) > 1)
    sentences += [f"เลือก “{labels[code]}” ให้มากกว่าหนึ่งคอลัมน์" for code in twice]
    if kind in (OFFICIALS, APPOINTMENTS) and not {"first_name", "full_name"} & set(chosen):
        sentences.append("ยังไม่ได้เลือกคอลัมน์สำหรับชื่อบุคคล")
    if kind == VISITS and not {"unit", "purpose"} & set(chosen):
        sentences.append("ยังไม่ได้เลือกคอลัมน์ที่บอกหน่วยงานที่ตรวจเยี่ยม")
    return sentences
