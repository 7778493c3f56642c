"""ปัญหาอุปสรรคจำแนกตามประเด็น: what was reported where, which directive answers it, and what comes back everywhere."""

import pytest

from config.tests.cast import a_directive, a_finding, a_visit
from visits.models import Finding
from visits.reports.columns import plain
from visits.reports.problems import ProblemsReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(office_lampang, office_chiang_mai):
    """Short of money in two provinces and years, short of people in one."""
    visit = a_visit(office_lampang, "27/01/2566")
    problem = a_finding(visit, "งบประมาณไม่เพียงพอ", kind="problem", topic="budget")
    a_finding(visit, "ขาดบุคลากร", kind="problem", topic="structure")
    a_finding(visit, "ผลงานดี")
    a_directive(visit, "ให้จัดสรรเพิ่ม", to=[office_lampang]).findings.add(problem)
    a_finding(a_visit(office_chiang_mai, "08/12/2567"), "งบน้อย", kind="problem", topic="budget")
    return visit


def cells(report):
    return [[plain(column.value(row)) for column in report.columns_for("page")] for row in report.rows()]


def test_problems_stand_by_topic_with_the_directive_that_answers(visit, executive):
    assert cells(ProblemsReport("", executive)) == [
        ["โครงสร้างและบุคลากร", "ลำปาง", "2566", "27 ม.ค. 2566", "สอจ.ลำปาง", "ขาดบุคลากร", "ยังไม่มีข้อสั่งการ"],
        ["งบประมาณ", "เชียงใหม่", "2568", "8 ธ.ค. 2567", "สอจ.เชียงใหม่", "งบน้อย", "ยังไม่มีข้อสั่งการ"],
        ["งบประมาณ", "ลำปาง", "2566", "27 ม.ค. 2566", "สอจ.ลำปาง", "งบประมาณไม่เพียงพอ", "ให้จัดสรรเพิ่ม (รอแจ้ง)"],
    ]


@pytest.mark.parametrize("by", ["list", "province"])
def test_a_page_may_begin_in_one_topic_and_end_in_another(visit, executive, by):
    report = ProblemsReport(f"by={by}", executive)
    rows = list(map(repr, report.rows()))
    ends = [(first, last) for first in range(5) for last in (*range(first + 1, 6), None)]
    assert len(rows) == report.count
    assert [list(map(repr, report.rows(*pair))) for pair in ends] == [rows[slice(*pair)] for pair in ends]


def test_the_totals_name_what_comes_back_most(visit, executive):
    assert ProblemsReport("", executive).totals[0] == (
        "ปัญหาอุปสรรค 3 ข้อ ได้แก่ งบประมาณ 2 ปัญหา ใน 2 จังหวัด, โครงสร้างและบุคลากร 1 ปัญหา ใน 1 จังหวัด"
    )


@pytest.mark.parametrize(
    ("by", "places"),
    [
        ("province", {"เชียงใหม่": [0, 1, 1], "ลำปาง": [1, 1, 2]}),
        ("fiscal_year", {"พ.ศ. 2566": [1, 1, 2], "พ.ศ. 2568": [0, 1, 1]}),
    ],
)
def test_topics_are_counted_by_province_or_year(visit, executive, by, places):
    report = ProblemsReport(f"by={by}", executive)
    remaining = [
        column for column in report.columns if column.title in ("โครงสร้างและบุคลากร", "งบประมาณ", "รวม (ปัญหา)")
    ]
    assert {row.head: [column.value(row) for column in remaining] for row in report.rows()} == places
    assert report.footer[-1] == 3


def test_without_a_problem_the_totals_say_none(executive):
    assert not Finding.objects.exists()
    assert ProblemsReport("", executive).totals[0] == "ปัญหาอุปสรรค 0 ข้อ"
