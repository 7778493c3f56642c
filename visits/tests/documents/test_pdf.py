"""The report as PDF: the same text as the page, in Thai for every reader, and nothing fetched from outside."""

import ctypes
import sys
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest

from config import concurrency
from config.tests.cast import a_directive, a_finding, a_visit, attend, official
from config.tests.html import elements, texts
from visits.documents import pdf
from visits.models import Attendance, Role, Trip, Visit
from visits.tests.documents.document_text import pages, squeezed

FALLBACK = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
weasyprint = pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def visit(centre1, nattapol, nattiya, office_lampang):
    visit = a_visit(centre1, "28/01/2566", purpose="น้ำตาลและน้ำซ้ำซากตามที่กำหนด", summary="สำนักงานดำเนินการแล้ว")
    attend(visit, nattapol, Role.LEAD)
    attend(visit, nattiya)
    a_finding(visit, "ผู้ประกอบการเข้าร่วม", figure=12, measure="ราย")
    a_directive(visit, to=[office_lampang], dimensions=["business"])
    return visit


def made(client, record, query=""):
    response = client.get(f"{record.get_absolute_url()}report.pdf?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return response.content


def on_page(client, record, query=""):
    """Text of the sheet, and the heads of its tables, which a PDF repeats on each page."""
    response = client.get(f"{record.get_absolute_url()}print/?{query}")
    [(_, text)] = elements(response, "main")
    return text, sorted({"".join(head.split()) for head in texts(response, "thead")}, key=len, reverse=True)


@pytest.mark.parametrize("query", ["", "form=memo&digits=arabic", "follow_up=1&signer=none"])
def test_the_text_of_the_pdf_is_the_text_of_the_page(as_executive, visit, query):
    text, heads = on_page(as_executive, visit, query)
    assert squeezed("".join(pages(made(as_executive, visit, query))), heads) == squeezed(text, heads)


def test_a_pdf_of_a_trip_has_the_text_of_its_page(as_executive, visit, office_lampang):
    visit.trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit.save()
    a_visit(office_lampang, "27/01/2566", trip=visit.trip)
    text, heads = on_page(as_executive, visit.trip)
    assert squeezed("".join(pages(made(as_executive, visit.trip))), heads) == squeezed(text, heads)


def test_it_bears_title_and_language_and_is_tagged_for_those_who_listen(as_executive, visit):
    document = pypdfium2.PdfDocument(made(as_executive, visit))
    assert document.get_metadata_value("Title") == "รายงานผลการตรวจเยี่ยม ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ ๑"
    assert language(document) == "th"
    assert document.is_tagged()


def language(document):
    room = (ctypes.c_ushort * 20)()
    length = pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, room, len(room))
    return bytes(room)[: length - 2].decode("utf-16-le")


def test_every_page_says_which_of_how_many_it_is(as_executive, visit):
    visit.summary = "ผลการตรวจเยี่ยมเป็นไปตามแผนงาน\n" * 60
    visit.save()
    document = pypdfium2.PdfDocument(made(as_executive, visit))
    numbers = [page.get_textpage().get_text_range().split("หน้า ")[-1][:7] for page in document]
    assert numbers == [f"{page} จาก {'๐๑๒๓๔๕'[len(document)]}" for page in "๑๒๓๔๕"[: len(document)]]
    memo = pypdfium2.PdfDocument(made(as_executive, visit, "form=memo"))
    assert ["- ๑ -" in text_of(memo[0]), "- ๒ -" in text_of(memo[1])] == [False, True]


def text_of(page):
    return page.get_textpage().get_text_range()


def test_the_file_is_named_in_thai_with_the_thai_year(as_executive, visit):
    response = as_executive.get(f"/visits/{visit.pk}/report.pdf")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (
        unquote(response["Content-Disposition"].split("''")[1]) == "รายงานผลการตรวจเยี่ยม ศภ.1 28-01-2566.pdf"
    )


def test_long_names_a_long_purpose_many_people_and_many_orders_are_all_there(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", purpose="ตรวจเยี่ยม" * 1000)
    long = official("nattapol")
    attend(visit, long, Role.LEAD, name=f"นาย{'กขค' * 40} {'งจฉ' * 40}", position="ป" * 400)
    Attendance.objects.bulk_create(
        Attendance(visit=visit, name=f"นายคนที่{n} ใจดี", position="ผู้อำนวยการ", order=n) for n in range(2, 51)
    )
    for number in range(20):
        a_directive(visit, f"ข้อความที่{number}" * 20)
    text, heads = on_page(as_executive, visit)
    content = made(as_executive, visit)
    assert squeezed("".join(pages(content)), heads) == squeezed(text, heads)
    assert not [box for page in pypdfium2.PdfDocument(content) for box in beyond_the_margins(page)]


def test_a_long_word_of_a_name_stays_in_its_column_and_a_long_row_has_the_head_above_each_part(
    as_executive, centre1
):
    visit = a_visit(centre1, "28/01/2566")
    attend(visit, official("nattapol"), Role.LEAD, name=f"{'กขค' * 9} {'งจฉ' * 7}", position="ปลัดกระทรวง")
    a_directive(visit, "ให้ดำเนินการตามแผน " * 200)
    document = pypdfium2.PdfDocument(made(as_executive, visit))
    assert ["สาระสำคัญ" in text_of(page) for page in document] == [True] * len(document)
    boxes = [one.get_bounds() for one in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
    [row] = {box[1] for box in boxes if "ปลัด" in document[0].get_textpage().get_text_bounded(*box)}
    column = [box for box in boxes if abs(box[1] - row) < 40 and box[0] < 200]
    assert column == [box for box in column if box[2] < 256]


def beyond_the_margins(page):
    """Pieces of text that lie partly outside the sheet's margins (25, 20 and 18 mm)."""
    width, height = page.get_size()
    boxes = [one.get_bounds() for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
    return [box for box in boxes if box[0] < 68 or box[2] > width - 54 or box[3] > height - 50]


def test_no_address_but_our_own_files_is_read(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    for address in (
        "https://www.example.go.th/a.png",
        f"file://{secret}",
        f"{pdf.BASE}/media/attachments/a.jpg",
        f"{pdf.BASE}/static/../config/settings.py",
        f"{pdf.BASE}/static/%2e%2e/%2e%2e/manage.py",
    ):
        with pytest.raises(ValueError, match=r"not an address of this site|neither|outside"):
            pdf.local_file(address)


def test_a_machine_without_pango_says_what_to_install(as_executive, visit, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] in ("weasyprint", "cffi")]:
        monkeypatch.delitem(sys.modules, name)
    import cffi

    def not_there(*_):
        raise OSError("cannot load library 'libgobject-2.0-0'")

    monkeypatch.setattr(cffi.FFI, "dlopen", not_there)
    response = as_executive.get(f"/visits/{visit.pk}/report.pdf")
    assert response.status_code == 503
    assert texts(response, "code") == [
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-droid-fallback"
    ]
    assert as_executive.get(f"/visits/{visit.pk}/report.docx").status_code == 200


def test_when_all_places_are_taken_the_browser_is_told_to_ask_again(as_executive, visit):
    with concurrency.AT_A_TIME, concurrency.AT_A_TIME:
        addresses = (
            f"/visits/{visit.pk}/report.pdf",
            f"/visits/{visit.pk}/report.docx",
            "/reports/register/report.xlsx",
            "/reports/register/report.csv",
        )
        responses = [as_executive.get(address) for address in addresses]
        others = as_executive.get(f"/visits/{visit.pk}/")
    waits = [(response.status_code, response["Retry-After"], response["Refresh"]) for response in responses]
    assert waits == [(503, "5", "5")] * 4
    assert others.status_code == 200
    assert made(as_executive, visit)


def test_what_one_may_not_see_is_not_found(client, visit):
    for tail in ("print/", "report.pdf", "report.docx"):
        assert client.get(f"/visits/{visit.pk}/{tail}").status_code == 302
    assert Visit.objects.count() == 1


def test_an_unknown_visit_or_trip_is_not_found(as_executive):
    for address in ("/visits/999/report.pdf", "/trips/999/report.docx", "/trips/999/print/"):
        assert as_executive.get(address).status_code == 404


def test_weasyprint_still_takes_its_own_rules_from_the_method_that_we_replace():
    """A private name of WeasyPrint: an upgrade that renames it shows here, not as slow documents."""
    page = pdf.document_class(weasyprint)(string="<p>ก</p>")
    [sheet] = page._ua_stylesheets()
    [of_weasyprint, *_] = weasyprint.HTML(string="<p>ก</p>")._ua_stylesheets()
    assert "::footnote-call" in weasyprint.html.UA
    assert len(sheet.matcher.other_selectors) < len(of_weasyprint.matcher.other_selectors)
    page.render()


def test_letters_that_our_typeface_lacks_are_no_boxes_and_emoji_are_left_out(as_executive, visit):
    if not FALLBACK.exists():
        pytest.skip("needs fonts-droid-fallback")
    a_finding(visit, "บริษัท 株式会社 พื้นที่ 120 ㎡ 😀👍🏽 ดีเยี่ยม")
    content = as_executive.get(f"/visits/{visit.pk}/report.pdf?digits=arabic").content
    assert "บริษัท株式会社พื้นที่120㎡ดีเยี่ยม" in squeezed("".join(pages(content)))
