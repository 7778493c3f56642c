"""Every report as JSON has the rows of its other files, as its columns are declared."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from config.tests.cast import a_directive, a_finding, dimension, official, unit
from config.tests.two_worlds import two_worlds
from config.thai.dates import thai_date
from visits.models import DirectiveProgramme, FollowUpRound, Programme, RoundDirective, Status
from visits.reports import REPORTS
from visits.reports.json_data import schema_of_report
from visits.tests import rows
from visits.tests.reports.test_report_json import answer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def worlds(module_rows):
    """The ministry's records, with a row in every report."""
    records = two_worlds()
    directive = records["directive"][0]
    DirectiveProgramme.objects.create(
        directive=directive, programme=Programme.objects.create(name="ชุมชนดีพร้อม")
    )
    first = FollowUpRound.objects.create(
        fiscal_year=2566, sequence=1, opens_on=date(2023, 2, 1), due_on=date(2023, 3, 1)
    )
    RoundDirective.objects.create(round=first, directive=directive)
    rows.visit(unit("PIO-TH-52"), date(2023, 2, 3), lead=official("nattapol"), status=Status.CONFIRMED)
    return records


@pytest.mark.parametrize("query", ["", "fiscal_year=2566", "q=ศภ.1", "province=TH-50", "status=confirmed"])
def test_the_visits_are_those_of_csv_and_workbook(as_executive, worlds, query):
    base = "/reports/register/report."
    data = answer(as_executive, f"{base}json?{query}")
    lines = as_executive.get(f"{base}csv?{query}").getvalue().decode("utf-8-sig")
    names = ("วันที่", "ถึงวันที่", "หน่วยงานที่ตรวจเยี่ยม", "จังหวัด", "หัวหน้าคณะ", "ชื่อเรื่อง")
    as_csv = [tuple(row[name] for name in names) for row in csv.DictReader(StringIO(lines))]
    book = load_workbook(BytesIO(as_executive.get(f"{base}xlsx?{query}").getvalue()))["ข้อมูล"]
    first, *others = book.iter_rows(values_only=True)
    as_cells = [
        tuple(thai_date(v.date()) if hasattr(v, "date") else v or "" for v in map(row.__getitem__, places))
        for row in others
        for places in [[first.index(name) for name in names]]
    ]
    as_json = [
        (
            thai_date(date.fromisoformat(row["starts_on"])),
            thai_date(date.fromisoformat(row["ends_on"])),
            row["unit"],
            row["province"] or "",
            row["lead"] or "",
            row["title"],
        )
        for row in data["rows"]
    ]
    assert as_json
    assert as_json == as_csv == as_cells
    assert data["count"] == len(as_json)


OTHER_KINDS_OF_ROW = [
    ("officials", "official={person}"),
    ("units", "unit={unit}"),
    ("problems", "by=province"),
    ("problems", "by=fiscal_year"),
    ("dimensions", "by=province"),
    ("dimensions", "by=fiscal_year"),
    ("progress", "by=dimension"),
    ("progress", "by=fiscal_year"),
    ("centres", "fiscal_year=2566&names=all"),
]


@pytest.mark.parametrize(
    ("report", "query"), [*((report, "") for report in REPORTS), *OTHER_KINDS_OF_ROW], ids=str
)
def test_every_report_answers_as_its_columns_are_declared(as_executive, executive, worlds, report, query):
    a_finding(worlds["visit"][0], "น้ำเสีย", kind="problem")
    query = query.format(person=worlds["person"][0].pk, unit=worlds["unit"][0].pk)
    data = answer(as_executive, f"/reports/{report}/report.json?{query}")
    schema = schema_of_report(report, REPORTS[report].kinds_of_row(executive))
    errors = Draft202012Validator(schema).iter_errors(data)
    assert [f"{error.json_path}: {error.message}"[:300] for error in errors] == []
    assert data["rows"]
    lines = as_executive.get(f"/reports/{report}/report.csv?{query}").getvalue().decode("utf-8-sig")
    assert len(data["rows"]) == data["count"] == len(list(csv.reader(StringIO(lines)))) - 1


def test_an_officer_is_given_the_visits_of_the_officers_csv(client, worlds, officer):
    client.force_login(officer)
    data = answer(client, "/reports/register/report.json")
    lines = client.get("/reports/register/report.csv").getvalue().decode("utf-8-sig")
    assert [row["title"] for row in data["rows"]] == [
        row["ชื่อเรื่อง"] for row in csv.DictReader(StringIO(lines))
    ]
    assert "ตรวจเยี่ยม ศภ.1" in [row["title"] for row in data["rows"]]


def test_a_count_by_dimension_stands_under_its_code(as_executive, worlds):
    a_directive(worlds["visit"][0], dimensions=["business", "income"])
    data = answer(as_executive, "/reports/dimensions/report.json?by=fiscal_year")
    [year] = data["rows"]
    assert (year["code"], year["name"]) == ("2566", "พ.ศ. 2566")
    assert year["counts"].keys() == {"business", "income", "none"}
    assert year["counts"]["income"] == dimension("income").directives.count()
