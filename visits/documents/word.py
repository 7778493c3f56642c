"""The paper as an editable Word file: real styles, repeated table heads, page numbers as fields."""

import io
import unicodedata
from functools import singledispatch

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from config.thai.words import beside_numbers, parts
from visits.documents import blocks
from visits.documents.blocks import Name, Strong
from visits.documents.word_styles import LABEL, set_up_page, set_up_styles, size_run

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
STYLES = {"note": "Small", "printed": "Small", "cover": "Strong paragraph"}
ALIGNED = {"centre": CENTRE, "printed": RIGHT}
FIRST_LINE = Mm(25)
CREST_HEIGHT = Mm(15)
# Room that a letter of 16 pt takes, in the widest face that stands in for TH SarabunPSK.
LETTER = Mm(3.2)
# Left and right of the text of a cell; with Word's own, twice as wide, the title of a narrow column is torn.
BESIDE = Mm(1)
# Longer the title in the properties of a file may not be.
LONGEST_TITLE = 255
# Width and height that one photograph may take, by how many stand on a page.
FRAMES = {2: (Mm(150), Mm(92)), 4: (Mm(72), Mm(70))}


def make_word(paper):
    document = begin(paper)
    letterhead(document, paper) if paper.is_memo else head(document, paper.head)
    return finish(document, paper.blocks)


def begin(paper):
    """An empty file with styles, page and properties."""
    document = Document()
    set_up_styles(document)
    set_up_page(document.sections[0], paper)
    properties = document.core_properties
    properties.title, properties.language = paper.title[:LONGEST_TITLE], "th-TH"
    properties.author = properties.comments = ""
    return document


def finish(document, written):
    for block in written:
        write(block, document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add_paragraph(place, text, style="Normal", alignment=None):
    paragraph = place.add_paragraph(style=style)
    paragraph.alignment = alignment
    return add_runs(paragraph, text)


def add_runs(paragraph, text):
    for run in text:
        paragraph.add_run(beside_numbers(run), style="Strong" if isinstance(run, Strong) else None)
    return paragraph


# Heads


def add_marks(document, marks):
    for mark in marks:
        add_paragraph(document, (Strong(mark),), alignment=RIGHT)


def head(document, told):
    add_marks(document, told.marks)
    add_paragraph(document, (told.title,), "Title")
    first, *others = told.lines
    add_paragraph(document, (first,), "Subtitle")
    for line in others:
        add_paragraph(document, (line,), alignment=CENTRE)


def letterhead(document, paper):
    told = paper.letterhead
    add_marks(document, paper.head.marks)
    width = text_width(document)
    _memo_title(document, told, width)
    for pairs in (
        (("ส่วนราชการ", told.agency),),
        (("ที่", told.reference), ("วันที่", told.dated)),
        (("เรื่อง", told.subject),),
    ):
        _dotted_line(document, pairs, width)
    add_paragraph(document, (f"เรียน {told.to}",)).paragraph_format.space_before = Mm(2)


def _memo_title(document, told, width):
    paragraph = document.add_paragraph(style="Memo title")
    paragraph.paragraph_format.tab_stops.add_tab_stop(width // 2, WD_TAB_ALIGNMENT.CENTER)
    if told.crest:
        paragraph.add_run().add_picture(told.crest_file.path, height=CREST_HEIGHT)
    paragraph.add_run("\tบันทึกข้อความ")


def _dotted_line(document, pairs, width):
    """Bold labels, what follows each on a dotted line that runs to the next label or the margin."""
    paragraph = document.add_paragraph()
    stops = paragraph.paragraph_format.tab_stops
    for number, (label, text) in enumerate(pairs, start=1):
        stops.add_tab_stop(width * number // len(pairs))
        size_run(paragraph.add_run(f"{label} ", style="Strong"), LABEL)
        paragraph.add_run(f" {text}\t").underline = WD_UNDERLINE.DOTTED


def text_width(document):
    section = document.sections[0]
    return section.page_width - section.left_margin - section.right_margin


# Blocks


@singledispatch
def write(block, document):
    raise TypeError(f"no Word form for {type(block).__name__}")


@write.register
def _(block: blocks.Heading, document):
    document.add_heading(block.text, level=block.level - 1)


@write.register
def _(block: blocks.Paragraph, document):
    if block.style in ("closing", "printed"):
        _stay_with_next(document)
    style, alignment = STYLES.get(block.style, "Normal"), ALIGNED.get(block.style)
    paragraph = add_paragraph(document, block.text, style, alignment)
    if block.style in ("opening", "closing"):
        paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.keep_with_next = block.style == "lead-in" or None


@write.register
def _(block: blocks.Listed, document):
    for text in block.items:
        add_paragraph(document, text, "List Bullet")


@write.register
def _(block: blocks.Facts, document):
    """On one page, as on the print page."""
    for number, (label, text) in enumerate(block.pairs, start=1):
        paragraph = add_paragraph(document, (Strong(label), "\t", *text))
        paragraph.paragraph_format.keep_with_next = number < len(block.pairs)
        paragraph.paragraph_format.left_indent = Mm(28)
        paragraph.paragraph_format.first_line_indent = -Mm(28)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(28))


@write.register
def _(block: blocks.Table, document):
    table = document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    _set_margins(table)
    widths = [text_width(document) * column.share // 100 for column in block.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    titles = [
        tuple((Strong(line),) for line in _title_lines(column.title, _room(width)))
        for column, width in zip(block.columns, widths, strict=True)
    ]
    _mark_head(_add_row(table, block, titles, widths))
    for texts in block.rows:
        row = _add_row(table, block, texts, widths)
        if not blocks.is_long(texts):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    document.add_paragraph(style="After table")


def _set_margins(table):
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(BESIDE.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)


def _add_row(table, block, texts, widths):
    row = table.add_row()
    for cell, column, lines, width in zip(row.cells, block.columns, texts, widths, strict=True):
        cell.width = width
        alignment = CENTRE if column.kind == "number" else None
        _fill(cell, lines, alignment, _room(width))
    return row


def _room(width):
    """How many letters a cell holds beside each other."""
    return (width - 2 * BESIDE) // LETTER


def _title_lines(title, room):
    """A title too long for its column goes on in a new line between words: Word would break it anywhere."""
    return parts(title) if " " not in title and _length(title) > room else [title]


def _fill(cell, lines, alignment, room):
    """The first line goes into the paragraph that every cell has."""
    for number, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style, paragraph.alignment = "Cell", alignment
        add_runs(paragraph, [_held(run, room) for run in text])


def _held(run, room):
    """A name too long for its cell goes on in a new line between its words: Word would break within the last."""
    return "\n".join(run.split(" ", 1)) if isinstance(run, Name) and _length(run) > room else run


def _length(name):
    """Vowels and tone marks above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in name)


def _mark_head(row):
    """Repeated on every page, never alone at its foot, and shaded."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E8EEF0")):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


@write.register
def _(block: blocks.Photographs, document):
    across = 1 if block.per_page == 2 else 2
    table = document.add_table(rows=0, cols=across)
    pictures = list(block.pictures)
    for start in range(0, len(pictures), across):
        cells = table.add_row().cells
        for cell, picture in zip(cells, pictures[start : start + across], strict=False):
            _picture(cell, picture, FRAMES[block.per_page])


def _picture(cell, picture, frame):
    paragraph = cell.paragraphs[0]
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.keep_with_next = True
    if picture.problem:
        paragraph.add_run(picture.problem)
    else:
        _within(paragraph.add_run().add_picture(str(picture.file)), picture.caption, *frame)
    if picture.caption:
        add_paragraph(cell, (picture.caption,), "Small", CENTRE)


def _within(shape, caption, width, height):
    """No larger than the frame, nor than it is, with the caption as the words for those who do not see it."""
    scale = min(1, width / shape.width, height / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape._inline.docPr.set("descr", caption or "ภาพประกอบ")


@write.register
def _(block: blocks.Signature, document):
    """One paragraph, so that every word processor keeps its lines together."""
    _stay_with_next(document)
    name = f"({block.name})" if block.name else f"({'.' * 60})"
    lines = (f"(ลงชื่อ) {'.' * 56}", name, *(block.lines or (f"ตำแหน่ง {'.' * 54}",)))
    add_paragraph(document, ("\n".join(lines),), "Signature", CENTRE)


def _stay_with_next(document):
    """The last paragraph, or the last row of a table, goes over with what must not begin a page."""
    *_, last = document.paragraphs
    last.paragraph_format.keep_with_next = True
    if last.style.name == "After table":
        for cell in document.tables[-1].rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


@write.register
def _(block: blocks.PageBreak, document):
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
