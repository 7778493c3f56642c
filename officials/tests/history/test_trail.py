"""The auditor reads who wrote what over everything: by person, by period, by kind of record, on a page and as a file."""

from csv import reader
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_visit, attend, client_of
from config.tests.html import links, texts
from config.tracking import written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_auditor(auditor):
    return client_of(auditor)


@pytest.fixture
def written(centre1, nattiya, clerk, reviewer):
    """A clerk's visit with a person, a reviewer's change, and the person taken out again."""
    with written_by(clerk):
        visit = a_visit(centre1, "28/01/2566", summary="สรุปเดิม")
        row = attend(visit, nattiya, position="รองอธิบดี")
    with written_by(reviewer):
        visit.summary = "สรุปใหม่"
        visit.save()
        row.delete()
    return visit


def lines(client, query):
    cells = texts(client.get(f"/trail/?{query}"), "td")
    return list(zip(cells[1::3], cells[2::3], strict=True))


def links_of_records(client):
    """From the lines of deleted visits."""
    return [one for one in links(client.get("/trail/?kind=visits.visit")) if "record=" in one]


def told_in_file(client, way):
    content = client.get(way.replace("/trail/", "/trail/trail.csv")).getvalue().decode("utf-8-sig")
    return list(reader(StringIO(content)))


VISIT = "การตรวจเยี่ยม “ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 (28 ม.ค. 2566)”"
PERSON = "ผู้ร่วมลงพื้นที่ “นางสาวณัฏฐิญา เนตยสุภา รองอธิบดี”"


def test_all_that_was_written_stands_there_the_newest_first(as_auditor, written):
    assert lines(as_auditor, "")[:4] == [
        ("วิชัย รอบคอบ", f"ลบ{PERSON} ข้อมูลเมื่อถูกลบและประวัติ {PERSON}"),
        ("วิชัย รอบคอบ", f"แก้ไข{VISIT} สรุปผลการตรวจเยี่ยม: สรุปเดิม → สรุปใหม่"),
        ("สมหญิง ใจดี", f"เพิ่ม{PERSON}"),
        ("สมหญิง ใจดี", f"เพิ่ม{VISIT}"),
    ]


def test_it_is_asked_by_person_kind_and_period(as_auditor, written):
    assert [who for who, _ in lines(as_auditor, "person=สมหญิง")] == ["สมหญิง ใจดี"] * 2
    assert [what.split(" ข้อมูล")[0] for _, what in lines(as_auditor, "kind=visits.attendance")] == [
        f"ลบ{PERSON}",
        f"เพิ่ม{PERSON}",
    ]
    assert lines(as_auditor, "last=01/01/2560") == lines(as_auditor, "first=01/01/2650") == []


def test_what_cannot_be_read_gives_a_sentence_and_no_line(as_auditor, written):
    page = as_auditor.get("/trail/?first=31/02/2566&kind=lost&page=x")
    assert (page.status_code, texts(page, "td")) == (200, [])
    assert as_auditor.get("/trail/trail.csv?first=31/02/2566").status_code == 400


def test_the_file_says_the_same(as_auditor, written):
    response = as_auditor.get("/trail/trail.csv?kind=visits.visit")
    rows = response.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",", 1)[1] for line in rows] == [
        "ผู้บันทึก,การเปลี่ยนแปลง,ค่าเดิมและค่าใหม่,เหตุผล",
        f"วิชัย รอบคอบ,แก้ไข{VISIT},สรุปผลการตรวจเยี่ยม: สรุปเดิม → สรุปใหม่,",
        f"สมหญิง ใจดี,เพิ่ม{VISIT},,",
    ]


def test_of_a_deleted_record_it_tells_what_it_held_and_its_whole_history(as_auditor, written, reviewer):
    with written_by(reviewer):
        key, visits, people = written.pk, "การตรวจเยี่ยม", "ผู้ร่วมลงพื้นที่"
        written.delete()
    [way] = links_of_records(as_auditor)
    rows = [what for _, what in lines(as_auditor, way.partition("?")[2])]
    begun = [what.partition(" “")[0] for what in rows]
    seen = [f"ลบ{visits}", f"ลบ{people}", f"แก้ไข{visits}", f"เพิ่ม{people}", f"เพิ่ม{visits}"]
    assert (way, begun) == (f"/trail/?record=visits.visit:{key}", seen)
    held = "ข้อมูลเมื่อถูกลบ หน่วยงานที่ตรวจเยี่ยม: ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1จังหวัด: เชียงใหม่จุดที่: 1วันที่: 28 ม.ค. 2566"
    assert rows[0].partition(f"ลบ{VISIT} ")[2][: len(held)] == held
    [row] = [line for line in told_in_file(as_auditor, way) if line[2] == f"ลบ{VISIT}"]
    assert row[3].split("; ")[:2] == ["หน่วยงานที่ตรวจเยี่ยม: ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1", "จังหวัด: เชียงใหม่"]


def test_only_the_auditor_reads_it(as_clerk, as_executive, admin):
    answers = [client.get("/trail/").status_code for client in (as_clerk, as_executive, client_of(admin))]
    assert answers == [403] * 3


def test_the_number_of_queries_does_not_grow_with_the_lines(as_auditor, written):
    def queries():
        with CaptureQueriesContext(connection) as queries_made:
            as_auditor.get("/trail/?kind=visits.visit")
        return len(queries_made)

    of_two = queries()
    for number in range(60):
        written.summary = f"สรุป {number}"
        written.save()
    assert queries() == of_two
    assert len(lines(as_auditor, "kind=visits.visit")) == 50
    assert len(lines(as_auditor, "kind=visits.visit&page=2")) == 12
