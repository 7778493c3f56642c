"""Names of units and places in running text: how they begin, how they go on, where they end."""

import re

from . import provinces
from .posts import ends_word_group, glued_end
from .titles import PERSON_AHEAD, THAI, TITLE

_OFFICES = (
    r"ที่ทำการ(?=[ก-ฮเ-ไ])|การ(?=นิคมอุต|ไฟฟ้า|ประปา|ท่องเที่ยวแห่ง|รถไฟ|ทางพิเศษ|ท่าเรือแห่ง|เคหะ|ยางแห่ง|กีฬาแห่ง)"
    r"|ส่วน(?=อุตสาหกรรม|แยก)|สำนักงาน(?!ใหญ่(?:\s|$))|สนง\.|สอจ\.|สสจ\.|สสอ\.|สพป\.|สพม\.|สภ\."
    r"|สน\.(?=[ก-ฮเ-ไ])|ศูนย์(?!กลาง(?!\S*ตลาด)|รวม(?:\s|$)|\s?ๆ)|ศภ\.\s?\d|ศวภ\.|DIPROM(?=\s?(?:CENTER|Center|center))|SME D (?:BANK"
    r"|Bank)|กระทรวง|กรม(?!ธรรม์)|กอง(?=ทัพ|พล|พัน|บัญชา|บิน|เรือ|กำกับ|ร้อย|อำนวยการ|บังคับ"
    r"|ทุน(?=หมู่))"
    r"|ศาลากลาง|ที่ว่าการ|ศาล(?=เจ้า|จังหวัด|หลัก|แขวง|อาญา|แพ่ง|ปกครอง)|เทศบาล|องค์การบริหารส่วน"
    r"|อบ[ตจ]\.|สถานี(?!โทรทัศน์|วิทยุ)|ท่าอากาศยาน|สนามบิน|ท่าเทียบเรือ|ท่าเรือ|ด่าน(?=ศุล|ตรวจ|พรม"
    r"|ควบ|กัก|ตม|ชาย|ถาวร|ผ่อน|[ก-ฮ])|จุด(?=[ก-ฮ])(?!เด่น|แข็ง|อ่อน|ประ|มุ่ง|หมาย|ยืน|คุ้ม|นี้|ต่าง"
    r"|ที่|ละ|สำคัญ|สนใจ|ขาย)|เรือนจำ|ทัณฑสถาน|สถานพินิจ|สถานสงเคราะห์|สถานคุ้มครอง|สถานกักกัน|ค่าย"
    r"|ฐาน(?=ปฏิบัติ|ทัพ|บิน)|มณฑล|หน่วย(?=บัญชา|เฉพาะ|พัฒนา|ทหาร|บริการ|ฝึก|พิทักษ์|แพทย์|กู้|จัดการ"
    r"|ป้องกัน|เคลื่อน)|ธนาคาร(?!ชั้น)|ธ\.ก\.ส\.|ธพว\."
)
_CARE = (
    r"โรงพยาบาล|รพ\.สต\.|รพ\.|สถานีอนามัย|คลินิก|โรงเรียน|รร\.|มหาวิทยาลัย|วิทยาลัย"
    r"|สถาบัน(?!การเงิน(?:\s|$)|ครอบ)|สถานศึกษา|ราชวิทยาลัย|หอประชุม|หอสมุด|หอศิลป|ห้องสมุด|พิพิธภัณ[ฑธ]์"
    r"|(?<!จังห)วัด(?!ความ|ผล|ระดับ|อุณห|ค่า)|มัสยิด|โบสถ์|อุทยาน|พระตำหนัก|พระธาตุ|มูลนิธิ|สมาคม"
    r"|สโมสร|บ้านพัก(?=คน|เด็ก|ผู้|ฉุก)|สถาน(?=ฝึก|พัฒนา|ธนานุ|บำบัด|พยาบาล|แรกรับ|เพาะชำ|เลี้ยงเด็ก|รับเลี้ยง)"
)
_TRADE = (
    r"บริษัท|บมจ\.|บจก\.|ห้างหุ้นส่วน|หจก\.|โรงงาน|โรงไฟฟ้า|โรงบำบัด|โรงผลิต|โรงสี|โรงคัด|โรงแรม"
    r"|ล้ง(?=ทุเรียน|มังคุด|ลำไย|ผลไม้|รับซื้อ)|โรงแปร|โรงหล่อ|โรงกลั่น|โรง(?=ทอ|เรือน|เพาะ|น้ำ)|ร้าน|ห้าง(?=สรรพ|[ก-ฮ])|ตลาด(?!แรงงาน|โลก|ใน"
    r"|ต่าง|ทุน|ออน|เพื่อ|นำ|และ|\s)|ฟาร์ม|สวน(?!ทาง|แบ่ง|ใหญ่)|ไร่(?=[ก-ฮเ-ไ])|เหมือง|นิคม"
    r"|เขต(?=ประกอบ|อุตสาหกรรม|เศรษฐกิจ|ห้ามล่า)|สหกรณ์|กลุ่ม(?=วิสาหกิจ|แม่บ้าน|ทอ|ผลิต|หัตถ|ชาวสวน|ชาวไร่|เลี้ยง|ปลูก|ข้าว|เกษตรกร(?=[ก-ฮ])"
    r"|ทอผ้า|ผู้เลี้ยง|ผู้ปลูก|ผู้ผลิต|ผ้า|จักสาน|อาชีพ|แปรรูป|สตรี|เครื่อง|ออมทรัพย์|ผู้ใช้น้ำ|โรงงาน"
    r"|สัมมาชีพ|ท่องเที่ยว|OTOP|ตัดเย็บ|หัตถกรรม)|วิสาหกิจชุมชน|ชุมชน(?=[ก-ฮเ-ไ])|หมู่บ้าน(?=[ก-ฮเ-ไ])"
    r"|ย่าน|ถนน(?=คน|สาย)|เอสเอ็มอี|สถานประกอบ|ศูนย์การค้า|แปลง(?=เกษตร|ใหญ่|นา|ปลูก|สาธิต|ผัก|ทุเรียน"
    r"|ข้าว|[ก-ฮ])|คลังสินค้า|อู่|แหล่ง(?=ท่องเที่ยว|เรียนรู้|ผลิต|โบราณ)|ลานเท|จุดรับซื้อ"
    r"|บ้าน(?=[ก-ฮเ-ไ](?!.{0,12}เรือน))(?!พัก|เรือน|เมือง|ของ|เกิด|เกษตรกร|ผู้|ประชาชน)"
)
_LAND = (
    r"กว๊าน|ทะเลสาบ|ดอย(?=[ก-ฮ])|เขื่อน|ฝาย|ประตูระบาย|ปตร\.|อ่างเก็บน้ำ|สถานีสูบ|โครงการ(?=ส่งน้ำ|ชลประทาน|หลวง|ร้อยใจ|อันเนื่อง"
    r"|ก่อสร้าง|พัฒนาพื้นที่|พระราชดำริ|อ่าง|ฝาย|ประตู|ทางหลวง|รถไฟ|ขุด|ปรับปรุง|สะพาน|อาคาร)|สะพาน"
    r"|แม่น้ำ(?=[ก-ฮ])|คลอง(?=[ก-ฮ])|บึง(?=[ก-ฮ])(?!กาฬ)|หนอง(?=[ก-ฮ])(?!คาย|บัวลำภู)"
    r"|หาด(?=[ก-ฮ])(?!ใหญ่)|เกาะ(?=[ก-ฮ])|น้ำตก|ถ้ำ|ป่า(?=ชุมชน|สงวน|[ก-ฮ]าย)|อาคาร(?=[ก-ฮ])"
    r"|ลาน(?=[ก-ฮ])|สนาม(?=[ก-ฮ])(?!บิน)|หอ(?=การค้า|ชม|ดู)|พระบรม(?=ราชา|รูป)|พระราช(?=วัง|านุ)"
    r"|อนุสาวรีย์|อนุสรณ์|บ่อ(?=ขยะ|น้ำ|บำบัด|ดิน)|จุดชม|พื้นที่(?=โครงการ|ก่อสร้าง)|ทุ่ง(?=[ก-ฮ])"
)
HEAD = re.compile(rf"(?:{_OFFICES}|{_CARE}|{_TRADE}|{_LAND})")
# What only shelters the unit: a room, a floor, a yard.
_SHELTER = re.compile(
    # A room may be called after a temple: it is one where a floor or the office stands behind it.
    rf"\s?(?:ที่\s?|ณ\s?)?(?:ห้อง(?:ประชุม|รับรอง)?(?!{_OFFICES})[{THAI}A-Za-z0-9.]{{2,50}}(?=\s(?:ชั้น|อาคาร|{_OFFICES}))|บริเวณ|ลำ(?=คลอง[ก-ฮ]|น้ำ[ก-ฮ])|(?:โรงงาน|กิจการ|สถานประกอบการ|สำนักงาน|บ่อบำบัด[ก-๎]{{0,12}}?|ระบบบำบัด[ก-๎]{{0,12}}?)(?:ของ)?\s?(?=บริษัท"
    rf"|ห้างหุ้น|หจก|บจก)|ห้อง(?:(?!{_OFFICES}|{_CARE})[{THAI}A-Za-z0-9]){{0,60}}(?:\s?[A-Z0-9]+)?"
    rf"|ชั้น\s?(?:ที่\s?)?\d+|ชั้น[{THAI}]{{0,40}}|อาคาร[{THAI}]{{0,60}}(?:\s?\d+(?!\s?ปี))?(?=\s(?:ชั้น|{_OFFICES}"
    rf"|{_CARE}))|หอประชุม[{THAI}]{{0,60}}(?=\s(?:{_OFFICES}|{_CARE}))|ภายใน|หน้า)\s?"
)
_GENERIC = re.compile(
    r"(?:สถานที่(?:จัดงาน|จริง|ดังกล่าว|ท่องเที่ยว)?|ที่ทำการ|อาคารสำนักงาน|บริษัทในเครือ|บริษัทเอกชน|บริษัทผู้ผลิต|ศูนย์|สำนักงาน|บริษัท|โรงงาน|โรงงานอุตสาหกรรม|สถานประกอบการ|สถานประกอบกิจการ|หน่วยงาน|ชุมชน"
    r"|โรงพยาบาล|โรงเรียน|สถานศึกษา|ธนาคาร|วัด|ร้าน|ร้านค้า|ร้านอาหาร|ร้านกาแฟ|โรงงานน้ำตาล(?:ทราย)?|ตลาด|สหกรณ์|สวน|ฟาร์ม|กระทรวง|กรม|ย่าน"
    r"|เทศบาล|บ้าน|นิคมอุตสาหกรรม|นิคม|โครงการ|แหล่งท่องเที่ยว|แหล่งเรียนรู้|กลุ่มวิสาหกิจชุมชน"
    r"|วิสาหกิจชุมชน|หมู่บ้าน|สถาบัน|สถานี|แปลง|จุดบริการ|อาคาร|คลอง|แม่น้ำ|ลำคลอง|พื้นที่โครงการ|มหาวิทยาลัย|วิทยาลัย"
    r"|สมาคม|มูลนิธิ|จุดตรวจ|ด่านตรวจ|อ่างเก็บน้ำ|ชุมชนใน|ชุมชนภาค(?:เหนือ|ใต้|กลาง|อีสาน|ตะวัน[ก-๎]+)|จังหวัด)"
    r"(?:ฯ|แห่งนี้|ดังกล่าว|นี้|ต่าง\s?ๆ|ต่างๆ|ในพื้นที่|ในจังหวัด|ของ|ทั้ง.*|ขนาด(?:ใหญ่|กลาง|เล็ก)"
    r"|ตัวอย่าง|และ.{0,24})?(?:ฯ|ๆ)?"
)
_GOES_ON = re.compile(
    r"สาขา|หรือ\s?(?=[A-Z(]|หมู่บ้าน|ศูนย์|ชุมชน)|[A-Z]|จำกัด|\(|\d{1,3}(?!\S*\s?(?:คน|ราย|แห่ง|ปี"
    r"|ล้าน|บาท|ไร่|ครัว|โรง|ชุมชน|กิจการ|%))|(?:แห่ง|ใน)(?=ประเทศ|พระ|ชาติ)|ที่\s?\d|ภาค(?=ที่|เหนือ"
    r"|ใต้|กลาง|ตะวัน|\s?\d)|เขต\s?\d|แห่งที่|สำนักงานใหญ่|จำกัด|สมเด็จพระ|พระ(?=บรมราช|บาทสม)"
)
_ENDS_BARE = re.compile(
    rf"(?:{_GENERIC.pattern}|ศูนย์ส่งเสริมอุตสาหกรรมภาคที่|ภาคที่|ที่|เขต|และ|อันเนื่องมาจากพระราชดำริ"
    rf"|กลุ่ม[{THAI}]{{0,12}}|\(CIV\)|โรงเรียน|หมู่บ้านอุตสาหกรรมสร้างสรรค์|บ้าน|สำนักงานเขต"
    rf"|องค์การบริหารส่วนตำบล|เทศบาล(?:ตำบล|เมือง|นคร)|ที่ว่าการอำเภอ|แปลงใหญ่|ห้างหุ้นส่วนจำกัด|หจก\.)$"
)
_COMPANY = re.compile(r"(?:บริษัท|ห้างหุ้นส่วนจำกัด|บจก\.|หจก\.)[^\n,;]{1,90}?(?:จำกัด(?:\s?\(มหาชน\))?|\(มหาชน\))")
_BRACKET = re.compile(r"\s?\((?P<inside>[^()\n]{1,60})\)")
# A bracket is passed over whole; what is left ends a name.
_HARD = re.compile(r"\([^()\n]{1,60}\)|(?P<end>[\n,;\"/|]|\.(?=\s)(?<![ก-ฮ]\.)|:(?=\s))")
_LATER = re.compile(
    r"ตั้งอยู่|ประกอบ(?:กิจ|การ|ด้วย|ธุรกิจ)|ซึ่ง|(?<!สมาคม)(?<!มูลนิธิ)(?<!สถาบัน)เพื่อ(?!การเกษตร|การส่งออก|ชีวิต|สังคม)"
    r"|พร้อม(?!มิตร)|ระหว่าง|โดย(?!สาร|รอบ)|ที่(?=ได้|มี|เป็น|ผลิต|ตั้ง|ดำเนิน|ผ่าน|เข้า|อยู่|ใช้|ให้"
    r"|ร่วม|จะ)|ในพื้นที่|ใน(?=จังหวัด|เขตพื้นที่|อำเภอ|ตำบล|วันที่|โอกาส)|และ(?=ลง|เดิน|ตรวจ|เยี่ยม"
    r"|ติดตาม|พบ|ร่วม|รับ|ประชุม|มอบ|ให้)|แล้ว|ว่า(?!การ)|ผู้ผลิต|ต\.|อ\.(?![ก-ฮ]{1,2}\.)"
    r"|จ\.(?![ก-ฮ]{1,2}\.)|หมู่(?:ที่)?\s?\d|เลขที่|จำนวน|รวม(?=\d|ถึง|ทั้ง)|ให้(?=การ|กับ|แก่)|เมื่อ"
    r"|จากนั้น"
    r"|และ(?=โรงพยาบาล|โรงเรียน|บริษัท|สำนักงาน|ธนาคาร|เทศบาล|สถานีตำรวจ|ศูนย์|วัด|กลุ่มวิสาหกิจ|วิสาหกิจชุมชน)"
)
# Names that say nothing without the unit above them.
_SUBUNIT = re.compile(r"หน่วย|กองร้อย|กองพัน|ฐาน|จุด|ด่าน|ฝูงบิน")
_PARENT = re.compile(r"มณฑล|กรมทหาร|กองพัน|กองพล|กองร้อย|กองบังคับการ")
_ADDRESS = re.compile(r"จังหวัด|อำเภอ|ตำบล|หมู่ที่|เขต(?![ก-ฮ]*อุตสาหกรรม)|จ\.|อ\.|ต\.")
LONGEST = 160
_ABBREVIATIONS = (
    ("สอจ.", "สำนักงานอุตสาหกรรมจังหวัด"),
    ("สสจ.", "สำนักงานสาธารณสุขจังหวัด"),
    ("รพ.สต.", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    ("รพ.", "โรงพยาบาล"),
    ("รร.", "โรงเรียน"),
    ("สภ.", "สถานีตำรวจภูธร"),
    ("อบต.", "องค์การบริหารส่วนตำบล"),
    ("อบจ.", "องค์การบริหารส่วนจังหวัด"),
    ("จ.", "จังหวัด"),
)


_OWN_NAMED = re.compile(
    r"ชุมชน|ย่าน|หมู่บ้าน|กลุ่มวิสาหกิจชุมชน|วิสาหกิจชุมชน|กลุ่ม|ร้าน|บ้าน|แหล่งท่องเที่ยว|ตลาด|สวน"
    r"|ฟาร์ม|บริษัท"
)
_PROVINCE_ALONE = re.compile(rf"(?!กรุงเทพ|กทม)(?:{provinces.pattern()})(?=\s|$)")
_PROVINCE_ONLY = re.compile(rf"(?:จังหวัด)?(?:{provinces.pattern()})")

# "โรงงานของนาย ก ข": the owner is part of the name of the place and was not there.
_OWNED_KINDS = r"(?:โรงงาน|โรงสี|ร้าน|สวน|ฟาร์ม|ไร่|แปลง|กิจการ|สถานประกอบการ|บ่อ|เหมือง)"
OWNED = re.compile(rf"{_OWNED_KINDS}[{THAI}]{{0,24}}?ของ\s?$")
_OWNERS_PLACE = re.compile(
    rf"{_OWNED_KINDS}[{THAI}]{{0,24}}?ของ\s?{TITLE}\s?[ก-ฮเ-ไ][{THAI}]{{1,20}}(?:\s[ก-ฮเ-ไ][{THAI}]{{1,30}})?"
)
# What is glued to the province of an office is no longer its name.
_OFFICE_OF_PROVINCE = re.compile(
    rf"(?:สำนักงาน[{THAI}]{{2,40}}?จังหวัด|สอจ\.|สสจ\.|ศาลากลางจังหวัด)(?:{provinces.pattern()})"
)
_LIST_MARK = re.compile(r"\d{1,2}[.)](?:\s|$|[ก-๎])")
PROVINCE_BEHIND = re.compile(rf"(?:จังหวัด|สอจ\.|จ\.)\s?(?P<named>{provinces.pattern()})$")
_LACKS_A_PROVINCE = re.compile(r"สำนักงาน(?:อุตสาหกรรม|พาณิชย์|เกษตร(?:และสหกรณ์)?|พลังงาน|แรงงาน|สาธารณสุข|คลัง)$")
_PROVINCE_IN_SHORT = re.compile(rf"จ\.\s?(?:{provinces.pattern()})")
_PLAIN_START = re.compile(r"[\s,;]")
_NO_ALIAS = re.compile(r"\d{4}|ตั้งอยู่|http|ครั้งที่")
_MOST_SHELTERS = 6


def past_shelter(clean: str, position: int) -> int:
    """Behind "ห้องประชุม … ชั้น 3": where the unit itself may begin."""
    for _ in range(_MOST_SHELTERS):
        match = _SHELTER.match(clean, position)
        if not match:
            break
        position = match.end()
    return position


def company_in(region: str) -> re.Match[str] | None:
    """A company's full name, alone or behind "โรงงานของ"."""
    company = _COMPANY.search(region)
    return company if company and not _PLAIN_START.search(region[: company.start()].strip()) else None


def name_goes_on(region: str, at: int, so_far: str) -> bool:
    """Whether the word group that begins at `at` still belongs to the name `so_far`."""
    chunk = region[at:]
    if _LACKS_A_PROVINCE.search(so_far) and _PROVINCE_IN_SHORT.match(chunk):
        return True
    if PERSON_AHEAD.match(chunk) or _LATER.match(chunk) or _LIST_MARK.match(chunk):
        return False
    if chunk.startswith("("):
        alias = _BRACKET.match(chunk)
        return alias is not None and not (
            PERSON_AHEAD.match(alias["inside"]) or _NO_ALIAS.search(alias["inside"])
        )
    if _PROVINCE_ALONE.match(chunk):
        # "สำนักงาน…จังหวัดแพร่ น่าน และพะเยา" are several offices.
        return not PROVINCE_BEHIND.search(so_far)
    if _GOES_ON.match(chunk):
        return True
    if _SUBUNIT.match(so_far) and _PARENT.match(chunk):
        return True
    return bool(_ENDS_BARE.search(so_far)) and not ends_word_group(chunk, 0) and not _ADDRESS.match(chunk)


def unit_end(clean: str, start: int) -> int:
    """Where the name of a unit that begins at `start` ends."""
    owner = _OWNERS_PLACE.match(clean, start)
    if owner:
        return owner.end()
    region = clean[start : start + LONGEST]
    company = company_in(region)
    marks = _HARD.finditer(region, company.end() if company else 1)
    hard = next((mark for mark in marks if mark["end"]), None)
    region = region[: hard.start()] if hard else region
    company = company_in(region)
    end = company.end() if company else 0
    while True:
        at = end + (region[end : end + 1] == " ") if end else 0
        if end and (at >= len(region) or not name_goes_on(region, at, region[:end])):
            break
        bracket = _BRACKET.match(region, at)
        if bracket:
            end = bracket.end()
            continue
        stop = min(
            place for place in (region.find(" ", at + 1), region.find("(", at + 1), len(region)) if place > at
        )
        head = HEAD.match(region, at)
        later = _LATER.search(region, max(at + 2, head.end() if head else 0), stop)
        end = min(glued_end(region, at, stop), later.start() if later else stop)
        if end < stop:
            break
    office = _OFFICE_OF_PROVINCE.match(region, 0, end)
    if office and office.end() < end and region[office.end()] not in " (":
        end = office.end()
    return start + len(region[:end].rstrip(" ,-:").removesuffix("หรือ").rstrip())


def is_generic(name: str) -> bool:
    """A kind of place ("โรงเรียนในพื้นที่") or several ("สถานี โรงงาน"), not the name of one."""
    return (
        len(name) < 4 or bool(_GENERIC.fullmatch(name.strip())) or all(map(_GENERIC.fullmatch, name.split()))
    )


def folded_name(name: str) -> str:
    """A name without blanks, quotation marks, brackets and abbreviations."""
    plain = re.sub(r"\([^)]*\)", "", name)
    for short, full in _ABBREVIATIONS:
        plain = plain.replace(short, full)
    return re.sub(r"[\s\"']+", "", plain)


def core_of_name(name: str) -> str:
    """What tells one shop, village or group from another; offices are told apart only by the whole name."""
    head = _OWN_NAMED.match(name)
    core = folded_name(name[head.end() :]) if head else ""
    return "" if len(core) < 7 or _PROVINCE_ONLY.fullmatch(core) else core


def same_unit(one: str, other: str) -> bool:
    """Whether two ways of writing name one place: full, shortened, with or without the alias."""
    a, b = folded_name(one), folded_name(other)
    if a == b or (min(len(a), len(b)) > 8 and (a in b or b in a)):
        return True
    core_a, core_b = core_of_name(one), core_of_name(other)
    return bool(core_a and core_a in b) or bool(core_b and core_b in a)
