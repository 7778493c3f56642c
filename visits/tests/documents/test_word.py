"""The report as Word: styles, fonts for complex script, repeated heads, and the same text as the PDF."""

import io
import shutil

import pytest
from docx import Document
from docx.oxml.ns import qn

from config.tests.cast import a_directive, a_finding, a_visit, attend
from visits.models import Role, Trip
from visits.tests.documents.document_text import by_libreoffice, pages, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def visit(centre1, nattapol, nattiya, office_lampang):
    visit = a_visit(centre1, "28/01/2566", purpose="น้ำตาลและน้ำซ้ำซากตามที่กำหนด", summary="สำนักงานดำเนินการแล้ว")
    attend(visit, nattapol, Role.LEAD)
    attend(visit, nattiya)
    a_finding(visit, "ผู้ประกอบการเข้าร่วม")
    a_finding(visit, "สินเชื่อ", figure=12, measure="ล้านบาท")
    a_directive(visit, to=[office_lampang], dimensions=["business"])
    return visit


def content(client, visit, query=""):
    return client.get(f"/visits/{visit.pk}/report.docx?{query}").content


def word(client, visit, query=""):
    return Document(io.BytesIO(content(client, visit, query)))


def said_twice(style):
    """Font, size and weight for Latin letters and for complex script."""
    properties = style.element.rPr
    fonts = properties.find(qn("w:rFonts"))
    size = [properties.find(qn(name)).get(qn("w:val")) for name in ("w:sz", "w:szCs")]
    return [fonts.get(qn("w:ascii")), fonts.get(qn("w:cs"))], size


@pytest.mark.parametrize(
    ("style", "half_points"),
    [("Normal", "32"), ("Heading 1", "36"), ("List Bullet", "32"), ("After table", "32"), ("Title", "40")],
)
def test_every_style_names_the_font_for_complex_script_too(as_executive, visit, style, half_points):
    assert said_twice(word(as_executive, visit).styles[style]) == (["TH SarabunPSK"] * 2, [half_points] * 2)


def test_the_language_of_complex_script_is_thai(as_executive, visit):
    defaults = word(as_executive, visit).styles.element.find(qn("w:docDefaults"))
    [language] = defaults.iter(qn("w:lang"))
    assert language.get(qn("w:bidi")) == "th-TH"


def test_headings_lists_and_tables_are_real_ones(as_executive, visit):
    document = word(as_executive, visit)
    by_style = {style: [p.text for p in document.paragraphs if p.style.name == style] for style in STYLES}
    assert by_style == {
        "Title": ["รายงานผลการตรวจเยี่ยม"],
        "Heading 1": [
            "๑. วัน เวลา และสถานที่",
            "๒. คณะผู้ตรวจเยี่ยม",
            "๓. วัตถุประสงค์",
            "๔. สรุปผลการตรวจเยี่ยม",
            "๕. สรุปผลการรับฟัง",
            "๖. ข้อสั่งการและข้อแนะนำ",
        ],
        "Heading 2": ["๕.๑ ผลการดำเนินงาน", "๖.๑ ข้อสั่งการ (มอบหมาย)"],
        "List Bullet": ["ผู้ประกอบการเข้าร่วม"],
    }
    assert [table.rows[0].cells[0].text for table in document.tables] == ["ลำดับ", "รายการ", "ข้อ"]


STYLES = ("Title", "Heading 1", "Heading 2", "List Bullet")


def test_the_head_of_each_table_is_repeated_on_every_page(as_executive, visit):
    tables = word(as_executive, visit).tables
    assert [
        [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows][
            :2
        ]
        for table in tables
    ] == [[True, False]] * len(tables)
    # Without this line LibreOffice was seen to lose rows and to leave headings at the foot of a page.
    assert [table._tbl.getnext().pPr.pStyle.val for table in tables] == ["Aftertable"] * len(tables)


def test_the_paper_is_a4_with_the_margins_of_a_memo(as_executive, visit):
    section = word(as_executive, visit, "form=memo").sections[0]
    assert [round(size.mm) for size in (section.page_width, section.page_height)] == [210, 297]
    assert [round(size.mm) for size in (section.left_margin, section.right_margin)] == [30, 20]
    assert section.different_first_page_header_footer


@pytest.mark.scan
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Writer")
def test_libreoffice_prints_the_words_of_the_pdf(as_executive, visit):
    queries = ["digits=arabic", "form=memo"]
    printed = by_libreoffice(*(content(as_executive, visit, query) for query in queries))
    for query, paper in zip(queries, printed, strict=True):
        pdf = as_executive.get(f"/visits/{visit.pk}/report.pdf?{query}").content
        heads = [
            "".join(cell.text for cell in table.rows[0].cells)
            for table in word(as_executive, visit, query).tables
        ]
        assert squeezed("".join(pages(paper)), heads) == squeezed("".join(pages(pdf)), heads)


def test_a_signature_takes_what_stands_before_and_below_it_along(as_executive, visit):
    signature = ["(ลงชื่อ)", "(....", "ตำแหน่ง"]
    paragraphs = word(as_executive, visit, "form=memo").paragraphs
    [place] = [place for place, one in enumerate(paragraphs) if one.style.name == "Signature"]
    closing, last = paragraphs[place - 1 : place + 1]
    assert [
        line[: len(words)] for line, words in zip(last.text.split("\n"), signature, strict=True)
    ] == signature
    assert closing.text.startswith("จึงเรียนมาเพื่อโปรดทราบ")
    assert last.style.paragraph_format.keep_together
    row = word(as_executive, visit).tables[-1].rows[-1]
    held = [closing, *(one for cell in row.cells for one in cell.paragraphs)]
    assert [one.paragraph_format.keep_with_next for one in held] == [True] * len(held)
    *_, last, printed = word(as_executive, visit).paragraphs
    assert (printed.style.name, last.paragraph_format.keep_with_next) == ("Small", True)


def test_day_unit_and_place_of_a_visit_stand_on_one_page(as_executive, visit):
    facts = [one for one in word(as_executive, visit).paragraphs if "\t" in one.text]
    assert [one.text.split("\t")[0] for one in facts] == ["วันที่", "หน่วยงาน", "จังหวัด"]
    assert [one.paragraph_format.keep_with_next for one in facts] == [True, True, False]


def test_the_words_of_a_title_stay_whole_and_items_are_marked_in_the_font_of_the_text(as_executive, visit):
    document = word(as_executive, visit)
    assert [cell.text for cell in document.tables[-1].rows[0].cells][2] == "หน่วยงาน\nรับผิดชอบ"
    number = document.styles["List Bullet"].element.pPr.numPr.numId.val
    form = document.part.numbering_part.element.num_having_numId(number).abstractNumId.val
    [level] = document.part.numbering_part.element.xpath(f"w:abstractNum[@w:abstractNumId='{form}']/w:lvl")
    assert level.find(qn("w:lvlText")).get(qn("w:val")) == "-"
    assert level.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:cs")) == "TH SarabunPSK"


def test_a_title_longer_than_the_properties_of_a_file_hold_is_cut_there_only(as_executive, visit):
    visit.trip = Trip.objects.create(title="ก" * 250)
    visit.save()
    document = Document(io.BytesIO(as_executive.get(f"/trips/{visit.trip_id}/report.docx").content))
    assert document.core_properties.title == f"รายงานผลการลงพื้นที่ {'ก' * 250}"[:255]
    assert visit.trip.title in [one.text for one in document.paragraphs]


def test_a_name_too_long_for_its_cell_breaks_between_its_words(as_executive, visit):
    lead = visit.attendances.get(role=Role.LEAD)
    lead.name = "นางสาวณัฏฐวดี วงศ์ประเสริฐสุขสกุล"
    lead.save()
    names = [row.cells[1].text for row in word(as_executive, visit).tables[0].rows]
    assert names[1] == "นางสาวณัฏฐวดี\nวงศ์ประเสริฐสุขสกุล"


@pytest.mark.parametrize("form", ["report", "memo"])
def test_a_demonstration_says_first_that_its_data_is_invented(as_executive, visit, settings, form):
    settings.INVENTED = True
    first = word(as_executive, visit, f"form={form}").paragraphs[0].text
    assert first == "ระบบสาธิต: ข้อมูลทั้งหมดสมมุติขึ้น ไม่ใช่การตรวจเยี่ยมจริง"
