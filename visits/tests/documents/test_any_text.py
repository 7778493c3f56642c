"""Whatever text the database holds, a report of it can be made, as Word and as PDF."""

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visits.documents.blocks import BulletList, Facts, Heading, Paragraph, PersonName, Table, TableColumn
from visits.documents.document import Document
from visits.documents.pdf import make_pdf
from visits.documents.visit_report import DocumentHead
from visits.documents.word import make_word

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
COLUMNS = (TableColumn("ข้อ", 20), TableColumn("สาระ", 80))


@settings(max_examples=10)
@given(ANY_TEXT)
def test_word_survives_any_text(text):
    blocks = (
        Heading(text),
        Paragraph((text, PersonName(text))),
        BulletList(((text,),)),
        Facts(((text, (text,)),)),
        Table(text, COLUMNS, ((((text,),), ((PersonName(text),),)),)),
    )
    content = make_word(Document(text, DocumentHead(text, (text,)), blocks))
    assert len(docx.Document(io.BytesIO(content)).tables) == 1


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_pdf_survives_any_text(text):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert make_pdf(f"<title>{escaped}</title><p>{escaped}</p>").startswith(b"%PDF")
