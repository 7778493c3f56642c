"""Every file that the site makes survives any text that the database can hold, also what was stored before it was cleaned."""

from io import BytesIO

import icalendar
import openpyxl
import pytest
from django.db.models import QuerySet
from docx import Document as WordFile

from config.tests.cast import a_directive, a_finding, a_visit, attend
from visits.models import Attendance, Directive, Finding, Visit
from visits.tests.calendar.test_feed import own_address

pytestmark = pytest.mark.one_database

TEXTS = {
    "control characters": "".join(map(chr, [*range(1, 0x20), *range(0x7F, 0xA0)])),
    "no characters": "\ufffe\uffff\ufdd0\ufdef\U0001fffe\U0010ffff",
    "signs that stand alone": "\u0e48\u0e35 \u0e4d\u0e49 \u0301\u20dd \u0e45\u0e45",
    "letters from the right and hidden signs": "\u202eשלום\u202c \u200b\u200d\ufeff\u2028\u2029\u2066",
    "other planes": "👩‍👩‍👧‍👦 𠀋 \U000e0041 \U000f0000 株式会社 ㎡",
    "markup and formulas": "=1+1 <b>&amp;]]> \" ' {% x %} \\n;,: \r\nBEGIN:VEVENT",
}


@pytest.fixture(params=TEXTS, ids=str)
def visit(request, centre1, nattapol):
    text = TEXTS[request.param]
    visit = a_visit(centre1, "28/01/2566")
    attend(visit, nattapol)
    a_finding(visit)
    a_directive(visit, to=[centre1])
    # Past the models, which would clean it.
    QuerySet(Visit).update(title=f"ก{text}", summary=f"ก{text}", place=f"ก{text}"[:200])
    QuerySet(Attendance).update(name=f"ก{text}"[:100], position=f"ก{text}"[:100])
    QuerySet(Finding).update(text=f"ก{text}")
    QuerySet(Directive).update(subject=f"ก{text}"[:200], text=f"ก{text}")
    return visit


def content(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.django_db
def test_documents_tables_and_calendars_are_made_of_it(as_clerk, visit):
    assert content(as_clerk, f"/visits/{visit.pk}/report.pdf")[:5] == b"%PDF-"
    assert len(WordFile(BytesIO(content(as_clerk, f"/visits/{visit.pk}/report.docx"))).paragraphs) > 5
    for report in ("register", "directives"):
        book = openpyxl.load_workbook(BytesIO(content(as_clerk, f"/reports/{report}/report.xlsx")))
        assert book.worksheets[0].max_row > 1
        assert content(as_clerk, f"/reports/{report}/report.csv").decode("utf-8-sig")
    assert content(as_clerk, f"/visits/{visit.pk}/")
    assert content(as_clerk, f"/visits/{visit.pk}/print/")


def test_the_calendar_file_is_made_of_it(clerk, visit, client):
    feed = client.get(f"{own_address(clerk)}?since=2566-01-01")
    assert len(icalendar.Calendar.from_ical(feed.content).walk("VEVENT")) == 1
