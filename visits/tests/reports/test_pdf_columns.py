"""In the PDF of a list no text crosses a border of its column."""

import pypdfium2
import pytest
from pypdfium2 import raw

from config.tests.cast import a_directive, a_finding, a_visit, attend
from visits.directives.settling import settle
from visits.models import Assignment, Programme, Role
from visits.reports import REPORTS

weasyprint = pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("standing_clock")]

LISTS = (
    "directives",
    "map",
    "officials",
    "problems",
    "programmes",
    "progress",
    "register",
    "rounds",
    "units",
)
# In points: what a line ends with and does not show may lie beyond it.
TOLERANCE = 1.5


@pytest.fixture
def year(office_lampang, centre1, nattiya):
    """Directives of every state, late ones among them, with long positions, problems and a programme."""
    programme = Programme.objects.create(name="ศูนย์ปฏิรูปอุตสาหกรรม 4.0")
    for seq, (where, day) in enumerate(((office_lampang, "28/01/2566"), (centre1, "29/01/2566")), start=1):
        visit = a_visit(where, day)
        attend(visit, nattiya, Role.LEAD, position="ที่ปรึกษาด้านการพัฒนาอุตสาหกรรมและผู้ตรวจราชการกระทรวง")
        problem = a_finding(visit, "งบประมาณไม่พอ", kind="problem", topic="budget")
        for place, state in enumerate(("pending", "in_progress", "reported", "closed")):
            order = a_directive(
                visit,
                f"การช่วยเหลือผู้ประกอบการ {state}",
                to=[where],
                given_by=nattiya,
                given_as="ที่ปรึกษาด้านการพัฒนาอุตสาหกรรม",
                due_on="2023-11-30",
                dimensions=["business", "environment"],
                number=f"ข.{seq}2{place}/2566",
                number_year=2566,
                number_seq=100 * seq + 20 + place,
            )
            rows = [Assignment(pk=row.pk, state=state) for row in order.assignments.all()]
            order.assignments.bulk_update(rows, ["state"])
            settle(order)
            order.programmes.add(programme)
            order.findings.add(problem)


def crossing(page):
    """The texts of a page that an upright line of a table cuts."""
    lines = [one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    borders = [box for box in lines if box[2] - box[0] < 2 and box[3] - box[1] > 5]
    text = page.get_textpage()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        left, bottom, right, top = box = one.get_bounds()
        if any(
            left + TOLERANCE < border[0]
            and border[2] < right - TOLERANCE
            and border[1] < (bottom + top) / 2 < border[3]
            for border in borders
        ):
            yield text.get_text_bounded(*box).strip()


def test_every_list_is_looked_at(executive):
    assert {name for name, kind in REPORTS.items() if kind("", executive).shape == "list"} == {
        *LISTS,
        "annual",
    }


@pytest.mark.parametrize("report", LISTS)
def test_no_text_crosses_the_border_of_its_column(as_executive, year, report):
    response = as_executive.get(f"/reports/{report}/report.pdf?fiscal_year=2566")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pages = pypdfium2.PdfDocument(response.content)
    assert [[text for text in crossing(page) if text] for page in pages] == [[]] * len(pages)
