from visits.press_releases.reader import Vocabulary, read


def test_a_unit_no_rule_knows_is_found_by_its_name():
    text = "วันที่ 7 เมษายน 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยม ไอทีซีสุขใจ จังหวัดตาก"
    vocabulary = Vocabulary(units=("ไอทีซีสุขใจ",))
    assert [stop.unit.value for stop in read(text, vocabulary).stops] == ["ไอทีซีสุขใจ"]


def test_programmes_are_found_in_the_order_of_the_text():
    text = "วันที่ 7 เมษายน 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา ชู BCG และ i-Single Form"
    found = read(text, Vocabulary(programmes=("i-Single Form", "BCG", "OPOAI-C"))).programmes
    assert [programme.value for programme in found] == ["BCG", "i-Single Form"]
