"""สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ: a fiscal year as it stood at its end, and what goes over."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from config.tests.cast import a_directive, a_finding, a_visit, an_account
from config.tests.html import Elements, elements, heading, texts
from config.thai.dates import fiscal_year
from visits.directives.settling import settle
from visits.documents.blocks import Paragraph, Table
from visits.documents.briefing import ONLY_SEEN
from visits.models import Assignment, Directive, Progress, State, Trip
from visits.reports.annual import AnnualReport
from visits.reports.dimensions import DimensionsReport
from visits.reports.directives import DirectivesReport
from visits.reports.register import RegisterReport
from visits.tests.documents.document_text import squeezed

pytestmark = pytest.mark.django_db
YEAR = "fiscal_year=2566"


def entered(directive, *steps):
    """Each step is a state and the day on which it was recorded; the first is that of entering."""
    [(first, day), *others] = steps
    part = directive.assignments.get()
    Assignment.objects.bulk_update([Assignment(pk=part.pk, state=first)], ["state"])
    Assignment.history.filter(id=part.pk).delete()
    for state, on in ((first, day), *others):
        part.state = state
        part.save()
        newest = Assignment.history.filter(id=part.pk).order_by("-history_id").first()
        kind = "+" if on is day else "~"
        Assignment.history.filter(pk=newest.pk).update(history_date=on, history_type=kind)
    Directive.history.filter(id=directive.pk).update(history_date=day)
    settle(directive)


def on(year, month, day):
    return datetime(year, month, day, 5, tzinfo=UTC)


@pytest.fixture
def world(centre1, centre6, office_lampang, nattapol):
    """One order of 2565 done in 2566; of 2566 one done, one open, one entered only later, one to be kept to."""
    trip = Trip.objects.create(title="ภาคเหนือ")
    old = a_visit(centre1, "01/03/2565")
    visit = a_visit(centre1, "28/01/2566", nattapol, trip=trip)
    a_visit(office_lampang, "29/01/2566", nattapol, trip=trip)
    a_visit(centre6, "01/06/2566")
    entered(
        a_directive(old, "ก", to=[centre1]),
        (State.NOTIFIED, on(2022, 3, 2)),
        (State.CLOSED, on(2022, 12, 1)),
    )
    done = a_directive(visit, "ข", to=[centre1], dimensions=["business", "income"])
    entered(done, (State.NOTIFIED, on(2023, 2, 1)), (State.CLOSED, on(2023, 3, 1)))
    late = a_directive(visit, "ค", to=[office_lampang], due_on="2023-05-01", dimensions=["business"])
    entered(late, (State.NOTIFIED, on(2023, 2, 1)), (State.CLOSED, on(2023, 11, 1)))
    entered(a_directive(visit, "ง", to=[centre6]), (State.PENDING, on(2023, 10, 5)))
    policy = a_directive(visit, "จ", follow_up="none", kind="policy")
    problem = a_finding(visit, "งบประมาณไม่พอ", kind="problem", topic="budget")
    a_finding(visit, "เครื่องจักรเก่า", kind="problem", topic="budget")
    policy.findings.add(problem)
    return visit


def tables(report):
    """Label of a table -> its rows as texts."""
    return {
        block.label: [["".join(map(str, sum(cell, ()))) for cell in row] for row in block.rows]
        for block in report.document.blocks
        if isinstance(block, Table)
    }


def test_a_past_year_is_told_as_it_stood_at_its_end(world, executive):
    shown = tables(AnnualReport(YEAR, executive))
    assert shown["การลงพื้นที่จำแนกตามหัวหน้าคณะ"] == [["นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", "1", "2"]]
    assert shown["การลงพื้นที่จำแนกตามภาค"][:2] == [
        ["ภาคเหนือ", "1", "2", "2"],
        ["ภาคตะวันออกเฉียงเหนือ", "1", "1", "1"],
    ]
    assert shown["การลงพื้นที่จำแนกตามประเภทหน่วยงาน"] == [
        ["ศูนย์ส่งเสริมอุตสาหกรรมภาค", "2", "2"],
        ["สำนักงานอุตสาหกรรมจังหวัด", "1", "1"],
    ]
    assert shown["ข้อสั่งการจำแนกตามประเภท"][:2] == [
        ["ข้อสั่งการ (มอบหมาย)", "3", "3", "1", "1"],
        ["มอบนโยบาย", "1", "0", "0", "0"],
    ]
    assert shown["ข้อสั่งการจำแนกตามมิติ"] == [
        ["ความสำเร็จของธุรกิจ", "2", "2", "1", "1"],
        ["การกระจายรายได้สู่ชุมชน", "1", "1", "1", "0"],
        ["ไม่ระบุ", "2", "1", "0", "0"],
    ]
    assert shown["สถานะของข้อสั่งการ"] == [
        ["รอแจ้ง", "0", "0", "1"],
        ["แจ้งแล้ว", "1", "33", "0"],
        ["แล้วเสร็จ", "1", "33", "2"],
        ["บันทึกเข้าระบบหลังสิ้นปีงบประมาณ", "1", "33", "0"],
        ["รวม", "3", "100", "3"],
    ]
    assert shown["ข้อสั่งการที่ยกมาและยกไป"] == [
        ["พ.ศ. 2565", "1", "0", "1", "0"],
        ["พ.ศ. 2566", "0", "3", "1", "2"],
        ["รวม", "1", "3", "2", "2"],
    ]
    assert [row[2] for row in shown["เรื่องที่ยกไป"]] == [
        "สอจ.ลำปาง: แจ้งแล้วกำหนด 1 พ.ค. 2566เกินกำหนด 1 พ.ค. 2566",
        "ศภ.6: รอแจ้งสถานะ ณ วันที่พิมพ์ (บันทึกเข้าระบบหลังสิ้นปีงบประมาณ)",
    ]
    assert shown["ปัญหาอุปสรรคจำแนกตามประเด็น"] == [["งบประมาณ", "2", "1", "จ"]]
    assert tables(AnnualReport("fiscal_year=2567", executive))["ข้อสั่งการที่ยกมาและยกไป"] == [
        ["พ.ศ. 2565", "0", "0", "0", "0"],
        ["พ.ศ. 2566", "2", "0", "1", "1"],
        ["รวม", "2", "0", "1", "1"],
    ]


def test_its_figures_are_those_of_the_other_reports(world, executive):
    for question in (YEAR, f"{YEAR}&province=TH-50", f"{YEAR}&dimension=income"):
        report = AnnualReport(question, executive)
        then = DirectivesReport(f"{question}&as_at=30/09/2566", executive).totals[0]
        known = len(report.reportable & report.at_end.states.keys())
        late = f"ต้องรายงานผล {known} ข้อ แล้วเสร็จหรือยุติ {len(report.done)} ข้อ เกินกำหนด {len(report.late)} ข้อ"
        assert then.endswith(late)
        now = DirectivesReport(question, executive).totals[0]
        assert now.startswith(f"ข้อสั่งการ {len(report.kinds)} ข้อ ต้องรายงานผล {len(report.reportable)} ข้อ")
        seen = f"{report.journeys(report.places)} ครั้ง {len(report.places)} แห่ง"
        assert RegisterReport(f"{question}&status=done", executive).totals[0].endswith(seen)
    dimensions = DimensionsReport(YEAR, executive)
    names = [head for head in dimensions.heads if head[0]]
    assert [one.given for one in AnnualReport(YEAR, executive).by_dimension(names)] == dimensions.footer[1:-1]


@pytest.mark.one_database
@pytest.mark.usefixtures("standing_clock")
def test_it_comes_as_page_print_word_and_workbook(world, as_executive):
    page = as_executive.get(f"/reports/annual/?{YEAR}")
    assert heading(page) == "สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ ประจำปีงบประมาณ พ.ศ. 2566"
    assert texts(page, "p", class_="opening")[:3] == [
        "ปีงบประมาณ พ.ศ. 2566 ลงพื้นที่ 2 ครั้ง ตรวจเยี่ยม 3 แห่ง ใน 3 จังหวัด มีหัวหน้าคณะ 1 คน ข้อมูลที่ยังไม่ได้รับรอง 3 แห่ง",
        "มีข้อสั่งการและข้อแนะนำ 4 ข้อ ต้องรายงานผล 3 ข้อ ณ สิ้นปีงบประมาณ แล้วเสร็จหรือยุติ 1 ข้อ (ร้อยละ 33) เกินกำหนด 1 ข้อ",
        "ยกมาจากปีงบประมาณก่อน 1 ข้อ แล้วเสร็จหรือยุติในปี 2 ข้อ ยกไปปีงบประมาณ พ.ศ. 2567 จำนวน 2 ข้อ",
    ]
    assert "ตัวกรอง: ปีงบประมาณ: พ.ศ. 2566" in texts(page, "p")
    printed = as_executive.get(f"/reports/annual/print/?{YEAR}&digits=thai")
    [sheet] = [text for tag, _, text in Elements(printed.content.decode()).found if tag == "main"]
    # What is drawn stands in the pictures of the Word file.
    for tag, attributes, text in Elements(printed.content.decode()).found:
        if tag == "svg" or attributes.get("class") in ("labels", "legend"):
            sheet = sheet.replace(text, "", 1)
    word = Document(io.BytesIO(as_executive.get(f"/reports/annual/report.docx?{YEAR}&digits=thai").content))
    parts = [p.text for p in word.paragraphs]
    parts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert sorted(squeezed("".join(parts))) == sorted(squeezed(sheet))
    lines = as_executive.get(f"/reports/annual/report.csv?{YEAR}").getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "หัวข้อ,รายการ,ข้อมูล,ค่า"
    assert "2.1 จำแนกตามหัวหน้าคณะ,นายณัฐพล รังสิตพล,แห่ง,2" in lines
    assert as_executive.get("/reports/register/report.docx").status_code == 404
    links = [found["href"] for found, text in elements(page, "a") if text == "Word"]
    assert links == [f"/reports/annual/report.docx?{YEAR}"]


def test_days_alone_show_the_year_in_which_they_begin(world, as_executive):
    page = as_executive.get("/reports/annual/?from=01/01/2566&to=31/01/2566")
    assert heading(page) == f"{AnnualReport.title} ประจำปีงบประมาณ พ.ศ. 2566"
    assert texts(page, "p", class_="opening")[0] == (
        "ปีงบประมาณ พ.ศ. 2566 ลงพื้นที่ 1 ครั้ง ตรวจเยี่ยม 2 แห่ง ใน 2 จังหวัด มีหัวหน้าคณะ 1 คน ข้อมูลที่ยังไม่ได้รับรอง 2 แห่ง"
    )


def test_days_of_two_years_say_on_screen_paper_and_in_files_which_is_shown(world, as_executive):
    beyond = "ช่วงวันที่ที่เลือกไม่ได้อยู่ในปีงบประมาณเดียว แสดงเฉพาะปีงบประมาณ พ.ศ. 2566"
    query = "?from=01/01/2566&to=31/12/2566"
    page, printed = (as_executive.get(f"/reports/annual/{place}{query}") for place in ("", "print/"))
    assert [texts(answer, "p").count(beyond) for answer in (page, printed)] == [1, 1]
    data = json.loads(as_executive.get(f"/reports/annual/report.json{query}").getvalue())
    assert data["totals"] == [beyond]
    word = Document(io.BytesIO(as_executive.get(f"/reports/annual/report.docx{query}").content))
    assert [line.text.replace("\xa0", " ") for line in word.paragraphs].count(beyond) == 1


def test_the_current_year_says_that_it_has_not_ended(world, as_executive, centre1, officer):
    now = fiscal_year(timezone.localdate())
    part = a_directive(a_visit(centre1, timezone.localdate()), "ฉ", to=[centre1]).assignments.get()
    for verb in ("notify", "report"):
        Progress.objects.create(assignment=part, verb=verb, state="reported", by_name="สำนักงาน")
    printed = as_executive.get("/reports/annual/print/")
    assert texts(printed, "p", class_="document-mark") == ["ปีงบประมาณยังไม่สิ้นสุด"]
    assert heading(printed) == "สรุปผลการลงพื้นที่และการดำเนินการตามข้อสั่งการ"
    sentences = texts(as_executive.get("/reports/annual/"), "p", class_="opening")
    assert sentences[2].endswith(f"ยกไปปีงบประมาณ พ.ศ. {now + 1} จำนวน 2 ข้อ")
    assert sentences[3] == "หน่วยงานรายงานครั้งแรกหลังจากวันที่แจ้ง มัธยฐาน 0 วัน (จาก 1 เรื่อง)"
    assert AnnualReport("", officer).kinds == {}
    assert "".join(map(str, AnnualReport("", officer).document.blocks[0].text)) == ONLY_SEEN


def test_the_number_of_queries_does_not_grow(world, office_lampang, centre6):
    reader = an_account("executive")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            list(AnnualReport(YEAR, reader).rows())
        return len(captured)

    of_some = queries()
    for day in (1, 2):
        visit = a_visit(centre6, f"{day}/07/2566")
        order = a_directive(visit, to=[centre6, office_lampang], dimensions=["business"])
        order.findings.add(a_finding(visit, "ขาดคน", kind="problem", topic="structure"))
    assert queries() == of_some


def test_what_others_suggest_and_praise_are_counted_apart_from_directives(world, executive):
    for kind in ("suggestion", "commendation", "commendation"):
        a_directive(world, "ฉ", follow_up="none", kind=kind)
    sentences = [
        "".join(map(str, block.text))
        for block in AnnualReport(YEAR, executive).document.blocks
        if isinstance(block, Paragraph) and block.style == "opening"
    ]
    assert sentences[1:3] == [
        "มีข้อสั่งการและข้อแนะนำ 4 ข้อ ต้องรายงานผล 3 ข้อ ณ สิ้นปีงบประมาณ แล้วเสร็จหรือยุติ 1 ข้อ (ร้อยละ 33) เกินกำหนด 1 ข้อ",
        "นอกจากนี้มีข้อเสนอแนะจากหน่วยงานภายนอก 1 ข้อ ข้อชื่นชม 2 ข้อ",
    ]
