"""Whether a text that names officials and a day tells of a field visit, or of a meeting at home, a seminar, an announcement."""

import re

from .normalised_text import TextLine
from .prepared import PreparedText

# Verbs that nobody uses of work at one's own desk.
_IN_THE_FIELD = re.compile(
    r"ลงพื้น|ลงสำรวจ|ตรวจเยี่ยม|เยี่ยมชม|เยี่ยมเยียน|เยี่ยม(?=โรงงาน|บริษัท|ชุมชน|วิสาหกิจ|กลุ่ม|ผู้ประกอบ|ให้|พื้นที่)"
    r"|(?<!ผู้)(?<!ผู้ช่วยผู้)ตรวจราชการ|ตรวจติดตาม|(?<!ผู้)ตรวจ(?=เข้ม|โรงงาน|สถานประกอบ|พื้นที่|ความพร้อม|ความคืบหน้า|แปลง|สภาพ|การ|แถว|เรื่อง|บริษัท|ราคา|ตลาด|ด่าน)"
    r"|ศึกษาดูงาน|นิเทศ|เยือน|พบปะ|นำคณะ(?!กรรม)|ลุย|รุด|บุก|สำรวจ|เดินทาง(?:ไป|มา|ลง|เข้า|ถึง|ต่อ)|ปล่อยพันธุ์|มอบถุงยังชีพ|ให้กำลังใจ"
    r"|เข้าตรวจ|(?<!ผู้)ตรวจ(?:สอบ|ประเมิน)(?=เหตุ|โรงงาน|คุณภาพ|สภาพ|พื้นที่|สถานประกอบ|ผู้ประกอบ)|ตรวจจุด"
    r"|จุดแรก|จุดที่|ไปยัง|นำชม|ได้ชม|มอบโฉนด|ปลูก(?=ป่า|ต้น)"
)
# Before the verb: an instruction to others, an intention, somebody else's visit.
_NOT_DONE = re.compile(
    r"(?:สั่งการ|มอบหมาย|กำชับ|ขอ|เร่ง|ย้ำ|เน้น)(?:ให้|ไปยัง)(?![^\n]{0,30}(?:นาย|นาง|ดร\.|พล))[^\n]{0,40}$"
    r"|ให้(?:เจ้าหน้าที่|หน่วยงาน|ทุก|ทีม|สอจ|อุตสาหกรรมจังหวัด|กรม|สำนักงาน|ผู้ที่)[^\n]{0,40}$"
    r"|(?:ขอเชิญ|เชิญชวน|เปิดให้|เคย)[^\n]{0,30}$|(?:ที่|มา|ในโอกาส|โอกาสที่)\s?(?:ได้)?เข้า\s?$"
)
_RECEIVES_AT_HOME = re.compile(r"(?:ให้การต้อนรับ|ต้อนรับ|รับการเยี่ยมคารวะ|เข้าเยี่ยมคารวะ|เข้าพบ)")
# Where the ministry is at home, or where halls are let.
_AT_HOME = re.compile(
    r"(?:อาคาร|ห้อง)?[^\s]{0,30}(?:สำนักงานปลัดกระทรวง|กระทรวงอุตสาหกรรม\s?(?:ถนน|ถ\.)|ทำเนียบรัฐบาล|รัฐสภา|ตึกสันติไมตรี|ตึกไทยคู่ฟ้า|พระรามที่\s?6|พระราม\s?6)"
    r"|(?:ณ|(?<!หน้า)ที่)\s?(?:ห้อง[^\n]{0,50}?)?(?:ชั้น\s?\d+\s?)?(?:อาคาร[^\n]{0,30}?)?(?:กระทรวง|กรม(?!ทหาร|ป่า))[ก-๎]{3,30}(?=\s|$|\))"
)
_IN_A_HALL = re.compile(
    r"โรงแรม|ศูนย์(?:การ)?ประชุม|ศูนย์การแสดง|ศูนย์นิทรรศการ|ไบเทค|อิมแพ็ค|เมืองทองธานี|สยามพารากอน|เซ็นทรัล|ไอคอนสยาม"
    r"|[Zz]oom|ออนไลน์|วิดีโอคอนเฟอ|ทางไกล|[Vv]ideo|Conference|กรุงเทพมหานคร|กรุงเทพฯ|กทม\."
)
_AT_A_PLACE = re.compile(r"(?<![ก-๎])(?:ณ|ที่)\s?(?!วัน|\d)[ก-ฮเ-ไA-Z]|จังหวัด|จ\.|อำเภอ|อ\.")
_OCCASION = re.compile(
    r"เป็นประธาน|เข้าร่วม|ร่วมพิธี|เปิดงาน|เปิดโครงการ|เปิดศูนย์|มอบนโยบาย|ประชุม|หารือ|รับฟัง|ติดตาม|ต้อนรับ|เปิดอาคาร|เข้าพบ|ทำพิธี|ร่วม|ประกอบพิธี"
)
_SPEECH = re.compile(r"กล่าว(?:ว่า|ถึง)|เผย(?:ว่า|\s?ถึง)|ระบุว่า|แถลง|เห็นชอบ|มีมติ")


def field_verb(reading: PreparedText, line: TextLine) -> int | None:
    """Where a line tells that somebody went somewhere, outside names and posts."""
    clean = reading.clean
    for match in _IN_THE_FIELD.finditer(clean, line.start, line.end):
        in_post = any(mention.start <= match.start() < mention.end for mention in reading.mentions)
        if not in_post and not _NOT_DONE.search(clean, max(line.start, match.start() - 90), match.start()):
            return match.start() - line.start
    return None


def is_field_visit(reading: PreparedText) -> bool:
    """Somebody in office was elsewhere: by a verb of going, else by an occasion at a place that is no hall and not home."""
    lead = reading.lead_line
    home, hall = _AT_HOME.search(lead.text), _IN_A_HALL.search(lead.text)
    goes = field_verb(reading, lead)
    if goes is not None and not (home and _RECEIVES_AT_HOME.search(lead.text, 0, goes)):
        return True
    headline = reading.layout.headline
    if headline and headline is not lead and not home and field_verb(reading, headline) is not None:
        return True
    later = [line for line in reading.layout.lines if line.start > lead.start]
    if not home and any(field_verb(reading, line) is not None for line in later):
        return True
    speech = _SPEECH.search(lead.text)
    occasion = _OCCASION.search(lead.text, 0, speech.start() if speech else len(lead.text))
    return bool(occasion and not home and not hall and _AT_A_PLACE.search(lead.text))
