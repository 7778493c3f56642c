"""Every report as JSON for programs: the rows of its other files, with codes, days in ISO 8601 and names that stay."""

import json
from datetime import date

import pytest

from config.concurrency import AT_A_TIME
from officials.models.usage_log import Use, UseKind
from visits.models import Role
from visits.reports import REPORTS
from visits.tests import rows

pytestmark = pytest.mark.django_db


def answer(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(response.getvalue())


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
