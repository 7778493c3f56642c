"""Open data: certified visits that are not internal, with codes and ISO days, and a dictionary that names every column."""

import csv
import tracemalloc
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.utils import timezone

from config.tests.cast import a_visit, attend, official, unit
from config.tests.two_worlds import SECRET, two_worlds
from officials.models import AccessKey
from visits.models import RecordState, Visit
from visits.reports.open_data import OpenDataReport, write_open_data
from visits.tests import rows

pytestmark = pytest.mark.django_db
ADDRESS, DICTIONARY = "/reports/open-data.csv", "/reports/open-data-dictionary.csv"


NUMBER = {"number_year": 2567, "number_seq": 7, "number": "ต.7/2567"}


def lines(response):
    return list(csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig"))))


def certified(**values):
    lampang = rows.province("ลำปาง", "TH-52")
    visit = rows.visit(
        rows.unit("สอจ.ลำปาง", province=lampang, code="PIO-52"),
        date(2023, 10, 1),
        lead=rows.person("สมชาย"),
        province=lampang,
        record_state=RecordState.FINAL,
        **NUMBER,
        **values,
    )
    rows.attend(visit, rows.person("สมหญิง"))
    return visit


def test_a_visit_by_codes_iso_days_and_its_lead_alone(as_executive):
    visit = certified(summary="ข้อความภายใน")
    response = as_executive.get(ADDRESS)
    assert lines(response) == [
        {
            "visit": str(visit.pk),
            "number": "ต.7/2567",
            "fiscal_year": "2567",
            "starts_on": "2023-10-01",
            "ends_on": "2023-10-01",
            "unit": "สอจ.ลำปาง",
            "unit_code": "PIO-52",
            "province": "ลำปาง",
            "province_code": "TH-52",
            "lead": "นายสมชาย ใจดี",
            "lead_position": "",
            "activities": "",
            "trip": "",
            "status": "done",
        }
    ]


@pytest.mark.parametrize(
    "values",
    [{"record_state": RecordState.DRAFT}, {"record_state": RecordState.SUBMITTED}, {"is_internal": True}],
)
def test_what_is_not_certified_or_internal_is_left_out(as_executive, values):
    visit = certified()
    for name, value in values.items():
        setattr(visit, name, value)
    visit.save()
    assert lines(as_executive.get(ADDRESS)) == []


def test_the_filter_of_every_page_narrows_it_and_a_wrong_one_is_refused(as_executive):
    certified()
    a_visit(unit("DIPROM-C01"), "28/01/2566", official("nattapol"), record_state=RecordState.FINAL)
    assert [row["province_code"] for row in lines(as_executive.get(f"{ADDRESS}?province=TH-52"))] == ["TH-52"]
    assert len(lines(as_executive.get(ADDRESS))) == 2
    refused = as_executive.get(f"{ADDRESS}?province=TH-99")
    assert (refused.status_code, "จังหวัด: ไม่มีค่านี้ในรายการ" in refused.text) == (400, True)


def test_an_officer_is_given_what_the_officer_sees_and_a_key_what_its_owner_sees(client, officer, executive):
    two_worlds()
    client.force_login(officer)
    response = client.get(ADDRESS)
    assert {row["unit_code"] for row in lines(response)} == {"DIPROM-C01"}
    assert SECRET not in response.getvalue().decode()
    client.logout()
    _, secret = AccessKey.make(executive, "เผยแพร่", timezone.localdate())
    answers = [
        client.get(each, headers={"authorization": f"Bearer {secret}"}) for each in (ADDRESS, DICTIONARY)
    ]
    assert [len(lines(answer)) > 1 for answer in answers] == [True, True]
    assert client.get(ADDRESS).url.startswith("/admin/login/")


def test_the_dictionary_says_what_every_column_is_in_both_languages(as_executive):
    attend(certified(), None, position="ผู้แทน")
    columns = list(lines(as_executive.get(ADDRESS))[0])
    entries = lines(as_executive.get(DICTIONARY))
    assert [entry["column"] for entry in entries] == columns
    assert [entry for entry in entries if not (entry["คำอธิบาย"] and entry["description"].isascii())] == []
    [status] = [entry for entry in entries if entry["column"] == "status"]
    assert "done = ดำเนินการแล้ว" in status["values"]
    assert {entry["type"] for entry in entries} == {"text", "integer", "date"}


@pytest.mark.scan  # thousands of visits are written
@pytest.mark.one_database
def test_four_times_the_visits_take_no_more_memory(executive):
    at = unit("DIPROM-C01")

    def peak(first, last):
        days = {"starts_on": date(2023, 1, 1), "ends_on": date(2023, 1, 1), "record_state": RecordState.FINAL}
        Visit.objects.bulk_create(
            Visit(unit=at, number_year=2566, number_seq=number, number=f"ต.{number}/2566", **days)
            for number in range(first, last)
        )
        report, target = OpenDataReport("", executive), Counting()
        tracemalloc.start()
        write_open_data(report, target)
        peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak_bytes, target.lines

    few, few_lines = peak(1, 1501)
    many, many_lines = peak(1501, 6001)
    assert (few_lines, many_lines) == (1501, 6001)
    assert many < 2 * few


class Counting(BytesIO):
    """Counts what is written into it and keeps none of it."""

    lines = 0

    def writelines(self, written):
        for _ in written:
            self.lines += 1
