import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

TEXT = "วันที่ 7 เมษายน 2566 นายแก้ว มณีศรี ปลัดกระทรวงพลังงาน ตรวจเยี่ยมโรงไฟฟ้าบางนา จังหวัดตาก"


def test_each_text_gets_its_label(tmp_path, capsys):
    (tmp_path / "ก.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "ข.txt").write_bytes(TEXT.encode("cp874"))
    (tmp_path / "ค.txt").write_bytes(b"\xff\x00\xfe")
    call_command("read_press_release", str(tmp_path), out=tmp_path / "out")
    labels = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "out").iterdir()
    }
    assert sorted(labels) == ["ก", "ข", "ค"]
    assert labels["ก"] == labels["ข"]
    assert labels["ก"]["lead"] == {
        "title": "นาย",
        "first": "แก้ว",
        "last": "มณีศรี",
        "position": "ปลัดกระทรวงพลังงาน",
    }
    assert (labels["ก"]["date"], labels["ก"]["province"], labels["ค"]["lead"]) == ("2023-04-07", "ตาก", None)
    assert capsys.readouterr().out == "อ่านแล้ว 3 ฉบับ เป็นการลงพื้นที่ 2 ฉบับ\n"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match="ไม่พบโฟลเดอร์"):
        call_command("read_press_release", str(tmp_path / "ไม่มี"), out=tmp_path)
