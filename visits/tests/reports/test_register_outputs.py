"""Every report as page, print and files: the same visits, what was asked, and a sentence where it makes no sense."""

import csv
from datetime import date
from io import BytesIO, StringIO
from urllib.parse import unquote

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from config.thai.dates import be
from visits.models import Role
from visits.reports import REPORTS
from visits.tests import rows

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
FILES = ("report.xlsx", "report.csv")


@pytest.fixture
def user(client):
    user = rows.reader()
    user.first_name, user.last_name = "สมศรี", "รักเรียน"
    user.save()
    client.force_login(user)
    return user


@pytest.fixture
def visits(user):
    lampang = rows.province("ลำปาง", "TH-52")
    boss = rows.person("สมชาย")
    here = rows.visit(rows.unit("สอจ.ลำปาง", province=lampang), lead=boss)
    rows.visit(rows.unit("สอจ.เชียงใหม่"), date(2024, 3, 1), lead=boss)
    rows.attend(here, None, Role.HOST, position="ผู้อำนวยการ")
    return here


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def sheet(response):
    return list(load_workbook(BytesIO(body(response)))["ข้อมูล"].iter_rows(values_only=True))


def csv_rows(response):
    return list(csv.DictReader(StringIO(body(response).decode("utf-8-sig"))))


def test_page_print_and_files_have_the_same_rows(client, visits):
    query = "?province=TH-52"
    base = "/reports/register/"
    assert client.get(base + query).context["rows"].count("<tr") == 1
    assert client.get(f"{base}print/{query}").context["rows"].count("<tr") == 1
    assert [row[4] for row in sheet(client.get(f"{base}report.xlsx{query}"))] == [
        "หน่วยงานที่ตรวจเยี่ยม",
        "สอจ.ลำปาง",
    ]
    assert [row["หน่วยงานที่ตรวจเยี่ยม"] for row in csv_rows(client.get(f"{base}report.csv{query}"))] == [
        "สอจ.ลำปาง"
    ]


def test_a_file_names_people_of_party_and_hosts(client, visits):
    row = csv_rows(client.get("/reports/register/report.csv?province=TH-52"))[0]
    assert (row["รายชื่อคณะ"], row["ผู้ให้การต้อนรับ"]) == ("นายสมชาย ใจดี", "ผู้อำนวยการ")


def test_page_and_print_say_filter_time_and_reader(client, visits):
    for address in ("/reports/register/", "/reports/register/print/"):
        text = client.get(f"{address}?province=TH-52").text
        assert "ตัวกรอง: จังหวัด: ลำปาง" in text
        assert "พิมพ์โดย สมศรี รักเรียน" in text


def test_a_filter_that_finds_nothing_says_so(client, user):
    for report in REPORTS:
        assert client.get(f"/reports/{report}/").status_code == 200
    for report, rows_are in (
        ("register", "การตรวจเยี่ยม"),
        ("directives", "ข้อสั่งการ"),
        ("problems", "ปัญหาอุปสรรค"),
    ):
        words, base = f"ไม่พบ{rows_are}ตามตัวกรองนี้", f"/reports/{report}/"
        assert [words in client.get(f"{base}{name}").text for name in ("", "print/")] == [True, True]
        book = load_workbook(BytesIO(body(client.get(f"{base}report.xlsx"))))
        assert words in [row[1] for row in book["ตัวกรองและหลักเกณฑ์"].iter_rows(values_only=True)]
        assert csv_rows(client.get(f"{base}report.csv")) == []


@pytest.mark.parametrize("report", REPORTS)
def test_a_wrong_filter_is_a_sentence_on_page_and_print(client, visits, report):
    for address in (f"/reports/{report}/", f"/reports/{report}/print/"):
        response = client.get(f"{address}?kind=castle&colour=red")
        assert response.status_code == 200
        assert "ประเภทหน่วยงาน: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่" in response.text
        assert "“colour”: ระบบไม่รู้จักตัวกรองนี้ กรุณาตรวจสอบที่อยู่" in response.text
        assert "<table" not in response.text


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("name", FILES)
def test_a_wrong_filter_refuses_a_file(client, visits, report, name):
    response = client.get(f"/reports/{report}/{name}?kind=castle")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.text == ("จัดทำแฟ้มไม่ได้ เพราะตัวกรองไม่ถูกต้อง\nประเภทหน่วยงาน: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่")


@pytest.mark.parametrize("rest", ["", "print/", *FILES])
def test_a_report_that_does_not_exist_is_a_404(client, user, rest):
    assert client.get(f"/reports/nonsense/{rest}").status_code == 404


def test_nobody_reads_reports_without_an_account(client):
    assert client.get("/reports/register/report.csv").headers["Location"].startswith("/admin/login/")


def test_a_file_is_named_in_thai_with_the_buddhist_year(client, visits):
    today = timezone.localdate()
    thai_today = f"{today:%d-%m}-{be(today)}"
    for name in FILES:
        response = client.get(f"/reports/centres/{name}?fiscal_year=2567")
        body(response)
        kind, _, named = response["Content-Disposition"].partition("filename*=utf-8''")
        assert kind == "attachment; "
        title, _, day = unquote(named).rpartition(" ")
        assert title == "การตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาค ปีงบประมาณ พ.ศ. 2567"
        assert day == f"{thai_today}.{name[7:]}"


def test_the_list_names_every_report(client, user):
    text = client.get("/reports/").text
    assert [f"/reports/{report}/" in text for report in REPORTS] == [True] * len(REPORTS)


def test_more_rows_than_anybody_prints_offer_the_workbook(client, visits, monkeypatch):
    monkeypatch.setattr("visits.reports.views.MOST_PRINTED", 1)
    text = client.get("/reports/register/print/").text
    assert "<table" not in text
    assert "/reports/register/report.xlsx" in text
