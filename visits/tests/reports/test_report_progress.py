"""ภาพรวมการดำเนินการตามข้อสั่งการ: states as bars by unit, dimension and year, and the days from notice to report."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_visit
from config.tests.html import elements, texts
from visits.directives.settling import settle
from visits.models import Assignment, Progress, State, Verb
from visits.reports.columns import plain
from visits.reports.directive_progress import DirectiveProgressReport as Report
from visits.reports.directives import DirectivesReport

pytestmark = pytest.mark.django_db


def part(directive, unit, state, told_on=None, reported_on=None, due=None):
    """A unit's part in some state, with the steps that led there."""
    row = Assignment.objects.create(directive=directive, unit=unit, state=state, due_on=due)
    steps = {Verb.NOTIFY: told_on, Verb.REPORT: reported_on}
    for verb, day in steps.items():
        if day:
            Progress.objects.create(
                assignment=row, verb=verb, state=state, reported_on=day, by_name="สำนักงาน"
            )
    settle(directive)


@pytest.fixture
def world(centre1, centre6, office_lampang):
    """Two orders of 2566 and one of 2568; one unit's part withdrawn, one late, three answered."""
    visit, later = a_visit(centre1, "28/01/2566"), a_visit(centre6, "08/12/2567")
    half = a_directive(visit, "ก", dimensions=["business", "income"])
    part(half, centre1, State.CLOSED, date(2023, 2, 1), date(2023, 2, 11))
    part(half, office_lampang, State.NOTIFIED, date(2023, 2, 1), due=date(2023, 3, 1))
    whole = a_directive(visit, "ข", dimensions=["business"], follow_up="report")
    part(whole, centre1, State.REPORTED, date(2023, 2, 1), date(2023, 2, 4))
    part(whole, centre6, State.WITHDRAWN)
    last = a_directive(later, "ค")
    part(last, office_lampang, State.ENDED, date(2025, 1, 1), date(2025, 1, 31))
    a_directive(visit, "ง.ยังไม่มีผู้รับผิดชอบ")
    part(a_directive(visit, "จ.ยึดถือ", follow_up="none"), centre1, State.PENDING)
    return visit


def table(report):
    return [[plain(column.value(row)) for column in report.columns_for("file")] for row in report.rows()]


def test_each_way_of_counting_tells_states_lateness_and_days(world, executive):
    heads = [column.title for column in Report("", executive).columns_for("file")][1:]
    assert heads == [
        *["ต้องรายงานผล", "ยังไม่แจ้ง", "แจ้งหรือรับทราบแล้ว", "อยู่ระหว่างดำเนินการ", "รายงานแล้ว รอพิจารณา"],
        *["แล้วเสร็จหรือยุติ", "เกินกำหนด", "มัธยฐานจากแจ้งถึงรายงาน (วัน)"],
    ]
    assert table(Report("", executive)) == [
        ["ศภ.1", 2, 0, 0, 0, 1, 1, 0, "6.5"],
        ["สอจ.ลำปาง", 2, 0, 1, 0, 0, 1, 1, 30],
    ]
    assert table(Report("by=dimension", executive)) == [
        ["ความสำเร็จของธุรกิจ", 2, 0, 1, 0, 1, 0, 1, "6.5"],
        ["การกระจายรายได้สู่ชุมชน", 1, 0, 1, 0, 0, 0, 1, 10],
        ["ไม่ระบุ", 1, 0, 0, 0, 0, 1, 0, 30],
    ]
    assert table(Report("by=fiscal_year", executive)) == [
        ["พ.ศ. 2566", 2, 0, 1, 0, 1, 0, 1, "6.5"],
        ["พ.ศ. 2567", 0, 0, 0, 0, 0, 0, 0, ""],
        ["พ.ศ. 2568", 1, 0, 0, 0, 0, 1, 0, 30],
    ]


def test_its_sums_are_those_of_the_register(world, executive):
    for query in ("", "fiscal_year=2566", "province=TH-50&dimension=income", "as_at=01/01/2566"):
        report, register = Report(f"by=dimension&{query}", executive), DirectivesReport(query, executive)
        assert report.totals[:2] == register.totals
        _, reportable, _, *stages, late, _ = report.footer
        sentence = f"ต้องรายงานผล {reportable} ข้อ แล้วเสร็จหรือยุติ {stages[-1]} ข้อ เกินกำหนด {late} ข้อ"
        assert register.totals[0].endswith(sentence)
        assert sum(stages) == reportable


def test_the_late_ones_by_day_are_those_of_each_directive(world, executive):
    for query in ("", "fiscal_year=2566", "as_at=01/01/2566"):
        figures = Report(query, executive).figures
        assert figures.late_by_day == Counter(figures.late_since.values())
        assert sum(figures.late_by_day.values()) == Report(query, executive).register.late


def test_of_a_day_before_anything_was_entered_no_directive_is_looked_at(world, executive):
    figures = Report("as_at=01/01/2560", executive).figures
    figures.register.past_moment  # noqa: B018 - read before the questions are counted
    with CaptureQueriesContext(connection) as captured:
        assert figures.assignments == []
    assert ["visits_directive" in question["sql"] for question in captured] == [False]


def test_a_picture_stands_below_its_words_and_needs_no_colour(world, as_executive):
    page = as_executive.get("/reports/progress/?by=fiscal_year")
    assert texts(page, "td", class_="bars") == [
        *["แล้วเสร็จ 0 จาก 2 (0%)", "แล้วเสร็จ 0 จาก 0", "แล้วเสร็จ 1 จาก 1 (100%)", "แล้วเสร็จ 1 จาก 3 (33%)"]
    ]
    assert [found["aria-hidden"] for found, _ in elements(page, "svg", class_="bar")] == ["true"] * 4
    boxes = [(found["x"], found["width"]) for found, _ in elements(page, "rect")]
    assert boxes[:3] == [("0.00", "50.00"), ("50.00", "50.00"), ("0.00", "50.00")]
    register = as_executive.get("/directives/?fiscal_year=2566")
    ways = [found["href"] for found, text in elements(register, "a") if text == "ภาพรวม"]
    assert ways == ["/reports/progress/?fiscal_year=2566"]


def test_the_number_of_queries_does_not_grow(world, executive, office_lampang, centre6):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            for by in ("unit", "dimension", "fiscal_year"):
                table(Report(f"by={by}", executive))
        return len(captured)

    of_some = queries()
    for day in (1, 2):
        directive = a_directive(a_visit(centre6, f"{day}/12/2565"), dimensions=["business"])
        part(directive, office_lampang, State.REPORTED, date(2023, 1, 1), date(2023, 1, 2))
        part(directive, centre6, State.PENDING)
    assert queries() == of_some
