"""Every report as JSON for programs: the rows of its other files, with codes, days in ISO 8601 and names that stay."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from config.concurrency import AT_A_TIME
from config.tests.cast import a_directive, a_finding, dimension, official, unit
from config.tests.two_worlds import two_worlds
from config.thai.dates import thai_date
from officials.models.usage_log import Use, UseKind
from visits.models import DirectiveProgramme, FollowUpRound, Programme, Role, RoundDirective, Status
from visits.reports import REPORTS
from visits.reports.json_data import schema_of_report
from visits.tests import rows

pytestmark = pytest.mark.django_db


def answer(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(response.getvalue())


@pytest.fixture
def worlds(db):
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


def test_a_visit_is_given_by_codes_iso_days_and_stored_values(as_executive):
    lampang = rows.province("ลำปาง", "TH-52")
    here = rows.visit(
        rows.unit("สอจ.ลำปาง", province=lampang, code="PIO-52"),
        date(2024, 2, 28),
        lead=rows.person("สมชาย"),
        province=lampang,
        trip=(trip := rows.trip()),
        start_time="09:30",
    )
    rows.attend(here, None, Role.HOST, position="ผู้อำนวยการ")
    data = answer(as_executive, "/reports/register/report.json?province=TH-52")
    assert data["rows"] == [
        {
            "visit": here.pk,
            "number": "",
            "starts_on": "2024-02-28",
            "ends_on": "2024-02-28",
            "start_time": "09:30",
            "end_time": None,
            "unit": "สอจ.ลำปาง",
            "unit_code": "PIO-52",
            "province": "ลำปาง",
            "province_code": "TH-52",
            "lead": "นายสมชาย ใจดี",
            "lead_position": "",
            "activities": [],
            "title": here.title,
            "trip": trip.pk,
            "trip_title": "การลงพื้นที่ภาคเหนือ",
            "party": ["นายสมชาย ใจดี"],
            "hosts": ["ผู้อำนวยการ"],
            "status": "done",
            "record_state": "draft",
        }
    ]
    assert {name: data[name] for name in ("report", "query", "filter", "count")} == {
        "report": "register",
        "query": "province=TH-52",
        "filter": ["จังหวัด: ลำปาง"],
        "count": 1,
    }


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


@pytest.mark.one_database
@pytest.mark.parametrize("report", REPORTS)
def test_the_names_of_a_row_are_plain_and_each_stands_once(executive, report):
    for columns in REPORTS[report].kinds_of_row(executive):
        names = [column.name for column in columns if column.name]
        assert names
        assert len(names) == len(set(names))
        assert [name for name in names if not name.isascii() or name != name.lower()] == []


@pytest.mark.one_database
@pytest.mark.parametrize("report", REPORTS)
def test_what_makes_no_sense_is_refused_with_thai_sentences(as_executive, report):
    response = as_executive.get(f"/reports/{report}/report.json?kind=castle&colour=red")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json() == {
        "status": 400,
        "title": "ตัวกรองไม่ถูกต้อง",
        "errors": [
            "ประเภทหน่วยงาน: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่",
            "“colour”: ระบบไม่รู้จักตัวกรองนี้ กรุณาตรวจสอบที่อยู่",
        ],
    }


def test_an_unknown_report_is_a_sentence_in_json(as_executive):
    response = as_executive.get("/reports/castles/report.json")
    assert (response.status_code, response.json()["title"]) == (404, "ไม่มีรายงานนี้")


def test_while_too_many_files_are_made_one_is_asked_to_come_again(as_executive):
    with AT_A_TIME, AT_A_TIME:
        response = as_executive.get("/reports/register/report.json")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["title"] == "ขณะนี้มีผู้รับแฟ้มอยู่หลายราย กรุณาลองใหม่"


def test_it_is_logged_and_limited_as_an_export(as_executive, executive, settings):
    settings.EXPORTS_A_MINUTE = 1
    answer(as_executive, "/reports/register/report.json?fiscal_year=2566")
    use = Use.objects.get(kind=UseKind.EXPORT)
    assert (use.by, use.path) == (executive, "/reports/register/report.json?fiscal_year=2566")
    assert ".json · ทะเบียนการตรวจเยี่ยม · ปีงบประมาณ: พ.ศ. 2566" in use.what
    response = as_executive.get("/reports/register/report.json")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.json()["title"] == "รับแฟ้มถี่เกินไป"


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
