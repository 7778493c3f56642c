"""What the words around a person say of the role, one text for each cue."""

import pytest

from visits.press_releases.reader import cues, read

LEAD = "วันที่ 9 สิงหาคม 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา "
SOMEBODY = "นางสาย ธารทอง ผู้อำนวยการกองแผนงาน"
BEHIND_THE_LEAD = {
    "โดยมี {} ให้การต้อนรับ": "host",
    "โดย {} ให้การต้อนรับ": "host",
    "โดยได้รับการต้อนรับจาก {}": "host",
    "ได้รับการต้อนรับอย่างอบอุ่นโดย {}": "host",
    "ผู้ให้การต้อนรับ ได้แก่ {}": "host",
    "โดยมี {} รอรับ": "host",
    "และเข้าพบ {}": "host",
    "โดยมี {} กล่าวรายงาน": "host",
    "โดยมี {} บรรยายสรุป": "host",
    "โดยมี {} นำเสนอผลงาน": "host",
    "โดยมี {} นำชม": "host",
    "โดยมี {} ให้การต้อนรับคณะฯ": "host",
    "จากนั้น {} กล่าวรายงานผล": "host",
    "จากนั้น {} ได้นำคณะฯ เยี่ยมชมโรงไฟฟ้า": "host",
    "โดยมี {} เข้าร่วม": "companion",
    "ซึ่งมี {} ร่วมลงพื้นที่": "companion",
    "ในการนี้ มี {} เข้าร่วมประชุม": "companion",
    "ผู้ร่วมคณะประกอบด้วย {}": "companion",
    "ผู้เข้าร่วมประชุม ได้แก่ {}": "companion",
    "พร้อมด้วย {}": "companion",
    "ร่วมกับ {}": "companion",
    "ได้ประชุมกับ {} เพื่อแก้ข้อร้องเรียน": "companion",
    "และหารือกับ {}": "companion",
    "ร่วมด้วย {}": "companion",
    "ตลอดจน {}": "companion",
    "รวมถึง {}": "companion",
    "อาทิ {}": "companion",
    "โดยมี {} ร่วมรายงาน": "companion",
    "โดยมี {} ร่วมให้ข้อมูล": "companion",
    "โดยมี {} เป็นประธาน": "companion",
    "โดยมอบหมายให้ {} ร่วมตรวจเยี่ยม": "companion",
    "ทั้งนี้ {} เข้าร่วมรับฟัง": "companion",
    "\nด้าน {} กล่าวว่า งานก้าวหน้า": "companion",
    "โดยมี {} เป็นหัวหน้าคณะ": "lead",
    "ตามที่ได้รับมอบหมายจาก {}": "mentioned",
    "ตามนโยบายของ {}": "mentioned",
    "ในนาม {}": "mentioned",
    "แทน {}": "mentioned",
    "โดยมี {} เป็นผู้ดูแลโครงการ": "mentioned",
    "\n{} เปิดเผยว่า งานก้าวหน้า": "mentioned",
}
BEFORE_ANYBODY_LEADS = {
    "{} มอบหมายให้ นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา": "mentioned",
    "กระทรวงพลังงาน นำโดย {} ตรวจเยี่ยมโรงไฟฟ้าบางนา": "lead",
    "กระทรวงพลังงาน โดย {} ตรวจเยี่ยมโรงไฟฟ้าบางนา": "lead",
    "ในโอกาสที่ {} ตรวจเยี่ยมโรงไฟฟ้าบางนา โดยมีนายแก้ว มณีศรี พลังงานจังหวัดตาก ให้การต้อนรับ": "lead",
    "{} ให้การต้อนรับ นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา": "host",
    "{} เป็นประธานการประชุม ณ โรงไฟฟ้าบางนา": "lead",
    "{} หารือกับชุมชนรอบโรงไฟฟ้าบางนา จังหวัดตาก": "lead",
    "{} พร้อมคณะผู้บริหาร ลงพื้นที่โรงไฟฟ้าบางนา": "lead",
}


def role_of_somebody(text):
    [role] = [person.role for person in read(text).people if person.first == "สาย"]
    return role


@pytest.mark.parametrize(("words", "role"), BEHIND_THE_LEAD.items())
def test_words_behind_the_lead_tell_the_role_of_the_next(words, role):
    assert role_of_somebody(LEAD + words.format(SOMEBODY)) == role


@pytest.mark.parametrize(("words", "role"), BEFORE_ANYBODY_LEADS.items())
def test_words_around_the_first_person_tell_who_leads(words, role):
    assert role_of_somebody("วันที่ 9 สิงหาคม 2566 " + words.format(SOMEBODY)) == role


def test_every_kind_of_cue_has_its_text():
    texts = [LEAD + words.format(SOMEBODY) for words in BEHIND_THE_LEAD] + list(BEFORE_ANYBODY_LEADS)
    texts = [text.replace("{}", SOMEBODY) for text in texts]
    kinds = set()
    for text in texts:
        end = text.find(SOMEBODY)
        for start, stop in ((0, end), (end + len(SOMEBODY), len(text))):
            kinds |= {cue.kind for cue in cues.find_cues(text, start, stop)}
    names = [
        "HAVE",
        "BY",
        "WITH",
        "GUESTS",
        "LED_BY",
        "DELEGATE",
        "OF",
        "WELCOMED_BY",
        "OCCASION",
        "WELCOME",
        "REPORT",
        "ATTEND",
        "CHAIR",
        "BE",
        "SAY",
        "VISIT",
        "ACT",
        "BREAK",
    ]
    names += ["JOINS_REPORT", "HEADS_PARTY", "SHOWS_ROUND"]
    assert {name for name in names if getattr(cues, name) not in kinds} == set()
