"""Short and common forms under which people look for units and provinces, in the form that the register has. Pure."""

import re

# Common names of provinces; others (อยุธยา, อุบล) are part of the full name and found without a table.
COMMON_PROVINCES = {
    "โคราช": "นครราชสีมา",
    "แปดริ้ว": "ฉะเชิงเทรา",
    "เมืองคอน": "นครศรีธรรมราช",
    "เมืองกาญจน์": "กาญจนบุรี",
    "เมืองชล": "ชลบุรี",
    "มหาชัย": "สมุทรสาคร",
    "แม่กลอง": "สมุทรสงคราม",
    "กทม.": "กรุงเทพมหานคร",
    "กทม": "กรุงเทพมหานคร",
}
# สอจ. of a province and ศภ. of a number, with or without dot and ที่; the long form of the centres without its middle.
SHORT_FORMS = [
    (re.compile(r"(?<=[ก-๎])ฯ(?=$|ภาค)"), ""),
    (re.compile(r"^สอจ\.?(?:จังหวัด)?"), "สอจ."),
    (re.compile(r"^(?:สนง\.?|สำนักงาน)?อุตสาหกรรมจ(?:\.|ังหวัด)"), "สำนักงานอุตสาหกรรมจังหวัด"),
    (re.compile(r"^จ\.(?=.)"), ""),
    (re.compile(r"^ศ\.?ภ\.?(?:ที่)?(?=[0-9]|$)"), "ศภ."),
    (re.compile(r"^ศูนย์(?=[0-9]{1,2}$)"), "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่"),
    (re.compile(r"^ศูนย์(?:ส่งเสริมอุตสาหกรรม|ส่งเสริม)?(?:ฯ)?ภาค(?:ที่)?(?=[0-9])"), "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่"),
    (re.compile(r"^ศูนย์(?:ส่งเสริมอุตสาหกรรม|ส่งเสริม)?(?:ฯ)?ภาค(?=ที่$|$)"), "ศูนย์ส่งเสริมอุตสาหกรรมภาค"),
]


# What posts and texts write in full where the register of units has a short name.
LONG_FORMS = [
    (re.compile(r"(?:^|(?<=\.))(?:สอจ|อสจ)\."), "อุตสาหกรรมจังหวัด"),
    (re.compile(r"(?:^|(?<=\.))ศภ\.(?=[0-9])"), "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่"),
    (re.compile(r"(?<=\.)อก\.$"), "กระทรวงอุตสาหกรรม"),
    (re.compile(r"^รอง(?:ผอ|ผู้อำนวยการ)\."), "รองผู้อำนวยการ"),
    (re.compile(r"^ผอ\."), "ผู้อำนวยการ"),
    (re.compile(r"^(หน\.|หัวหน้า)?ผตร?\."), r"\1ผู้ตรวจราชการ"),
    (re.compile(r"^หน\."), "หัวหน้า"),
]


def spellings(word: str) -> list[str]:
    """The folded word of a query as typed and, where it is a short or common form, as the registers spell it."""
    usual = word
    for form, full in SHORT_FORMS:
        usual = form.sub(full, usual)
    for common, province in COMMON_PROVINCES.items():
        usual = usual.replace(common, province)
    full = usual
    for form, long in LONG_FORMS:
        full = form.sub(long, full)
    return list(dict.fromkeys([word, usual, full]))
