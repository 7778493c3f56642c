from datetime import date

import pytest

from visits.press_releases.reader import read

VISIT = "นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา"


def day_of(text):
    found = read(text).starts_on
    return found.value if found else None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("วันนี้ ( 6 ธ.ค. 61 )", date(2018, 12, 6)),
        ("เมื่อวันที่ ๒๙ กุมภาพันธ์ ๒๕๖๗", date(2024, 2, 29)),
        ("วันที่ 5 ม.ค.2566", date(2023, 1, 5)),
        ("ระหว่างวันที่ 30 มกราคม - 2 กุมภาพันธ์ 2566", date(2023, 1, 30)),
        ("ระหว่างวันที่ 31 ธันวาคม - 1 มกราคม 2567", date(2023, 12, 31)),
        ("วันที่ 7/3/2566", date(2023, 3, 7)),
        ("วันที่ 7 เมษายน พ.ศ. 2566", date(2023, 4, 7)),
        ("วันที่ 7 เมษยายน 2566", date(2023, 4, 7)),
        ("วันที่ 31 กุมภาพันธ์ 2566", None),
        ("วันที่ 7 เมษายน", None),
    ],
)
def test_a_day_is_read_however_it_is_written(written, day):
    assert day_of(f"{written} {VISIT}") == day


def test_the_days_of_a_journey_have_an_end():
    assert read(f"ระหว่างวันที่ 7-9 สิงหาคม 2566 {VISIT}").ends_on == date(2023, 8, 9)


def test_the_day_of_publication_stands_in_for_today():
    proposal = read(f"วันจันทร์ที่ 9 มกราคม 2566\nพิมพ์\nวันนี้ {VISIT}")
    assert proposal.starts_on.value == date(2023, 1, 9)
    assert "ข้อความไม่ระบุวันที่ตรวจเยี่ยม จึงใช้วันที่เผยแพร่" in proposal.unclear


def test_a_day_without_a_year_lies_before_publication():
    proposal = read(f"วันจันทร์ที่ 9 มกราคม 2566\nพิมพ์\nเมื่อวันที่ 29 ธันวาคม {VISIT}")
    assert proposal.starts_on.value == date(2022, 12, 29)


def test_the_hour_of_a_count_is_not_the_hour_of_the_visit():
    proposal = read(f"วันที่ 7 เมษายน 2566 {VISIT} ข้อมูลถึงวันนี้ (เวลา 15.00 น.) มีผู้รับบริการ 300 คน")
    assert proposal.time is None


def test_each_stop_keeps_its_own_hour():
    text = f"วันที่ 7 เมษายน 2566 เวลา 09.00 น. {VISIT}\nจากนั้น เวลา 13.30 น. คณะเดินทางไปเยี่ยมชมโรงเรียนบ้านสวน จังหวัดตาก"
    stops = [(stop.unit.value, stop.time and stop.time.value) for stop in read(text).stops]
    assert stops == [("โรงไฟฟ้าบางนา", "09:00"), ("โรงเรียนบ้านสวน", "13:30")]


def test_today_is_publication_day_though_another_day_is_told_later():
    text = f"วันจันทร์ที่ 9 มกราคม 2566\nพิมพ์\nวันนี้ {VISIT} ซึ่งเริ่มเดินเครื่องเมื่อวันที่ 5 ธันวาคม 2560"
    assert read(text).starts_on.value == date(2023, 1, 9)


def test_yesterday_is_the_day_before_publication():
    assert day_of(f"วันจันทร์ที่ 9 มกราคม 2566\nพิมพ์\nเมื่อวานนี้ {VISIT}") == date(2023, 1, 8)
