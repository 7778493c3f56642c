"""The list of appointments of October is pasted, checked like a table, and taken in."""

from datetime import date

import pytest

from config.tests.cast import official, post, unit
from officials.models import Appointment
from visits.imports.check_run import check
from visits.imports.intake import take_slice
from visits.models import Import
from visits.worklists.appointment_paste import cells_of

pytestmark = pytest.mark.django_db
ADDRESS = "/worklist/appointments/paste/"
LIST = """1.\tนายณัฐพล รังสิตพล\tปลัดกระทรวงอุตสาหกรรม\t1 ต.ค. 2569\tสปอ. 1/2569
๒) นางพัชรี ใบยา | อุตสาหกรรมจังหวัดลำปาง
นางสาวมาใหม่ ใจดี  ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6"""


def test_lines_are_read_with_tabs_bars_or_blanks_and_without_their_numbers():
    assert [cells_of(line) for line in LIST.splitlines()] == [
        ["นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", "1 ต.ค. 2569", "สปอ. 1/2569"],
        ["นางพัชรี ใบยา", "อุตสาหกรรมจังหวัดลำปาง", "", ""],
        ["นางสาวมาใหม่ ใจดี", "ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6", "", ""],
    ]


def test_a_pasted_list_becomes_an_import_whose_rows_name_their_units(as_clerk, clerk, centre6):
    for code in ("nattapol", "patcharee"):
        official(code)
    unit("PIO-TH-52")
    post("ind-permanent-secretary")
    data = {"text": LIST, "first_day": "2/10/2569", "order_no": "อก. 99/2569"}
    source = Import.objects.get(pk=as_clerk.post(ADDRESS, data).url.split("/")[-2])
    check(source, clerk)
    rows = [(row.values["unit"], row.outcome) for row in source.rows.order_by("order")]
    assert [name for [name], _ in rows] == [
        "สำนักงานปลัดกระทรวงอุตสาหกรรม",
        "สำนักงานอุตสาหกรรมจังหวัดลำปาง",
        "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6",
    ]
    assert [outcome for _, outcome in rows][:2] == ["new", "new"]
    while take_slice(source, clerk):
        pass
    taken = Appointment.objects.filter(starts_on__gte=date(2026, 10, 1)).order_by("starts_on", "pk")
    assert list(taken.values_list("official__code", "post__title", "order_no")) == [
        ("nattapol", "ปลัดกระทรวงอุตสาหกรรม", "สปอ. 1/2569"),
        ("patcharee", "อุตสาหกรรมจังหวัดลำปาง", "อก. 99/2569"),
        (None, "ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 6", "อก. 99/2569"),
    ]


@pytest.mark.parametrize("text", ["", "   \n", "นายสมชาย", "ก | ข\n" * 2_001])
def test_what_is_no_list_is_refused_beside_the_field(as_clerk, text):
    page = as_clerk.post(ADDRESS, {"text": text})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["text"])
    assert Import.objects.count() == 0


def test_readers_are_refused(as_executive):
    assert as_executive.get(ADDRESS).status_code == 403
