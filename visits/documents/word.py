"""A document as an editable Word file: real styles, repeated table heads, page numbers as fields."""

import io
import unicodedata
from collections.abc import Iterable, Sequence

import docx
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from config.stored_files import read_stored
from config.templatetags.invented import invented_notice
from config.thai.words import beside_numbers, parts
from visits.documents import blocks
from visits.documents.blocks import Block, Cell, PersonName, Strong, Text, without_unprintable
from visits.documents.document import Document
from visits.documents.memo import Letterhead
from visits.documents.pdf import NoPango
from visits.documents.visit_report import DocumentHead
from visits.documents.word_styles import MEMO_LABEL, set_up_page, set_up_styles

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
STYLES = {"note": "Small", "printed": "Small", "cover": "Strong paragraph"}
ALIGNED = {"centre": CENTRE, "printed": RIGHT, "annex": RIGHT}
FIRST_LINE = Mm(25)
LABEL_WIDTH = Mm(28)
CREST_HEIGHT = Mm(15)
# Room that a letter of 16 pt takes, in the widest face that stands in for TH SarabunPSK.
LETTER = Mm(3.2)
# Left and right of the text of a cell; with Word's own, twice as wide, the title of a narrow column is torn.
CELL_MARGIN = Mm(1)
# Word refuses a longer title in the properties of a file.
LONGEST_TITLE = 255
# Width and height that one photograph may take, by how many stand on a page.
FRAMES = {2: (Mm(150), Mm(92)), 4: (Mm(72), Mm(70))}


def make_word(document: Document) -> bytes:
    """The document as the content of a .docx file."""
    document = without_unprintable(document)
    file = begin_word(document)
    if document.letterhead:
        add_letterhead(file, document.head, document.letterhead)
    else:
        add_marks(file, document.head.marks)
        add_paragraph(file, (document.head.title,), "Title")
        first, *others = document.head.lines
        add_paragraph(file, (first,), "Subtitle")
        for line in others:
            add_paragraph(file, (line,), alignment=CENTRE)
    return finish_word(file, document.blocks)


def begin_word(document: Document) -> WordFile:
    """A file with styles, page and properties, empty but for the notice of a demonstration."""
    file = docx.Document()
    set_up_styles(file)
    set_up_page(file, is_memo=document.is_memo, in_thai=document.in_thai)
    if notice := invented_notice():
        add_paragraph(file, (Strong(notice),), alignment=CENTRE)
    properties = file.core_properties
    properties.title, properties.language = document.title[:LONGEST_TITLE], "th-TH"
    properties.author = properties.comments = ""
    return file


def finish_word(file: WordFile, written: Iterable[Block]) -> bytes:
    """The content of the file with these blocks at its end."""
    begins_page = False
    for block in written:
        if isinstance(block, blocks.PageBreak):
            begins_page = True
            continue
        # A break in a paragraph of its own would leave an empty line at the head of the new page.
        place = len(file.paragraphs) if begins_page else 0
        write(block, file)
        if begins_page:
            file.paragraphs[place].paragraph_format.page_break_before = True
        begins_page = False
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def add_paragraph(
    place: WordFile | BlockItemContainer,
    text: Text,
    style: str = "Normal",
    alignment: WD_ALIGN_PARAGRAPH | None = None,
) -> WordParagraph:
    """A new paragraph at the end of a file or a cell."""
    paragraph = place.add_paragraph(style=style)
    if alignment is not None:
        paragraph.alignment = alignment
    add_runs(paragraph, text)
    return paragraph


def add_runs(paragraph: WordParagraph, text: Text) -> None:
    """Adds a text to a paragraph, numbers held beside the word before them."""
    for run in text:
        paragraph.add_run(beside_numbers(str(run)), style="Strong" if isinstance(run, Strong) else None)


def text_width(file: WordFile) -> int:
    """Width between the margins."""
    section = file.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return (section.page_width or 0) - margins


# Heads


def add_marks(file: WordFile, marks: Iterable[str]) -> None:
    """Words such as ร่าง at the right of the first line."""
    for mark in marks:
        add_paragraph(file, (Strong(mark),), alignment=RIGHT)


def add_letterhead(file: WordFile, head: DocumentHead, letterhead: Letterhead) -> None:
    """The head of a memo: crest, title, and bold labels on dotted lines that run to the next label or the margin."""
    add_marks(file, head.marks)
    width = text_width(file)
    title = file.add_paragraph(style="Memo title")
    title.paragraph_format.tab_stops.add_tab_stop(width // 2, WD_TAB_ALIGNMENT.CENTER)
    if letterhead.crest and letterhead.crest_file:
        title.add_run().add_picture(
            io.BytesIO(read_stored(str(letterhead.crest_file.name))), height=CREST_HEIGHT
        )
    title.add_run("\tบันทึกข้อความ")
    for pairs in (
        (("ส่วนราชการ", letterhead.agency),),
        (("ที่", letterhead.reference), ("วันที่", letterhead.dated)),
        (("เรื่อง", letterhead.subject),),
    ):
        line = file.add_paragraph()
        for number, (label, text) in enumerate(pairs, start=1):
            line.paragraph_format.tab_stops.add_tab_stop(width * number // len(pairs))
            line.add_run(f"{label} ", style=MEMO_LABEL)
            line.add_run(f" {text}\t").underline = WD_UNDERLINE.DOTTED
    add_paragraph(file, (f"เรียน {letterhead.to}",)).paragraph_format.space_before = Mm(2)


# Blocks


def write(block: Block, file: WordFile) -> None:
    """Adds a block to the end of the file, but for breaks of the page, which belong to the block behind them."""
    match block:
        case blocks.Heading():
            file.add_heading(block.text, level=block.level - 1)
        case blocks.Paragraph():
            if block.style in ("closing", "printed"):
                keep_last_with_next(file)
            style = STYLES.get(block.style, "Normal")
            paragraph = add_paragraph(file, block.text, style, ALIGNED.get(block.style))
            if block.style in ("opening", "closing"):
                paragraph.paragraph_format.first_line_indent = FIRST_LINE
            paragraph.paragraph_format.keep_with_next = block.style == "lead-in" or None
        case blocks.BulletList():
            for text in block.items:
                add_paragraph(file, text, "List Bullet")
        case blocks.Facts():
            # On one page, as on the print page.
            for number, (label, text) in enumerate(block.pairs, start=1):
                form = add_paragraph(file, (Strong(label), "\t", *text)).paragraph_format
                form.keep_with_next = number < len(block.pairs)
                form.left_indent, form.first_line_indent = LABEL_WIDTH, -LABEL_WIDTH
                form.tab_stops.add_tab_stop(LABEL_WIDTH)
        case blocks.Table():
            write_table(block, file)
        case blocks.Figure():
            write_figure(block, file)
        case blocks.PhotographPage():
            write_photographs(block, file)
        case blocks.Signature():
            # One paragraph, so that every word processor keeps its lines together.
            keep_last_with_next(file)
            name = f"({block.name})" if block.name else f"({'.' * 60})"
            lines = (f"(ลงชื่อ) {'.' * 56}", name, *(block.lines or (f"ตำแหน่ง {'.' * 54}",)))
            add_paragraph(file, ("\n".join(lines),), "Signature", CENTRE)
        case _:
            raise TypeError(f"no Word form for {type(block).__name__}")


def write_table(block: blocks.Table, file: WordFile) -> None:
    """A grid whose head is repeated on every page, never alone at its foot; short rows stay on one page."""
    table = file.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    [*_, element] = file.element.body.findall(qn("w:tbl"))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_MARGIN.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    element.tblPr.find(qn("w:tblLayout")).addnext(margins)

    widths = [Length(text_width(file) * column.share // 100) for column in block.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # Word would break a title too long for its column anywhere: it continues in a new line between words.
    titles = []
    for column, width in zip(block.columns, widths, strict=True):
        is_torn = " " not in column.title and letter_count(column.title) > letters_in(width)
        titles.append(tuple((Strong(line),) for line in (parts(column.title) if is_torn else [column.title])))

    add_row(table, block.columns, titles, widths)
    for row in block.rows:
        add_row(table, block.columns, row, widths)
    head, *others = element.findall(qn("w:tr"))
    properties = head.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))
    for cell in head.findall(qn("w:tc")):
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E8EEF0")):
            shade.set(qn(name), value)
        cell.get_or_add_tcPr().append(shade)
    for paragraph in (paragraph for cell in table.rows[0].cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
    for row, texts in zip(others, block.rows, strict=True):
        if not blocks.is_long(texts):
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    file.add_paragraph(style="After table")


def write_figure(block: blocks.Figure, file: WordFile) -> None:
    """A chart as a picture across the page, with its figures in a table below; without Pango the table alone."""
    chart: blocks.Drawing = block.chart
    title = add_paragraph(file, (Strong(f"{chart.title} ({chart.unit})"),))
    title.paragraph_format.keep_with_next = True
    try:
        picture = chart.png()
    except NoPango:
        picture = b""
    if picture:
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        # A line of the text's own height would cut it off.
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run().add_picture(io.BytesIO(picture), width=Length(text_width(file)))
        [*_, properties] = file.element.body.iter(qn("wp:docPr"))
        properties.set("descr", chart.description)
        # LibreOffice would shift it by a distance of its own.
        for side in ("distT", "distB", "distL", "distR"):
            properties.getparent().set(side, "0")
    write_table(block.table, file)
    if chart.note:
        add_paragraph(file, (chart.note,), STYLES["note"])


def add_row(
    table: WordTable, columns: Sequence[blocks.TableColumn], texts: Sequence[Cell], widths: Sequence[Length]
) -> None:
    """A row of cells; a name too long for its cell continues between its words, where Word would break the last."""
    for cell, column, lines, width in zip(table.add_row().cells, columns, texts, widths, strict=True):
        cell.width = width
        for number, text in enumerate(lines):
            # The first line goes into the paragraph that every cell has.
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.style = "Cell"
            paragraph.alignment = CENTRE if column.kind == "number" else None
            for run in text:
                if isinstance(run, PersonName) and letter_count(run) > letters_in(width):
                    add_runs(paragraph, ("\n".join(run.split(" ", 1)),))
                else:
                    add_runs(paragraph, (run,))


def letters_in(width: Length) -> int:
    """How many letters a cell holds beside each other."""
    return (width - 2 * CELL_MARGIN) // LETTER


def letter_count(text: str) -> int:
    """Letters that take room: vowels and tone marks above and below take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def write_photographs(block: blocks.PhotographPage, file: WordFile) -> None:
    """Pictures no larger than their frame, nor than they are, with the caption as alternative text."""
    across = 1 if block.per_page == 2 else 2
    table = file.add_table(rows=0, cols=across)
    width, height = FRAMES[block.per_page]
    pictures = list(block.pictures)
    for start in range(0, len(pictures), across):
        cells = table.add_row().cells
        for cell, picture in zip(cells, pictures[start : start + across], strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = CENTRE
            paragraph.paragraph_format.keep_with_next = True
            if picture.problem:
                paragraph.add_run(picture.problem)
            else:
                shape = paragraph.add_run().add_picture(io.BytesIO(read_stored(picture.file)))
                scale = min(1, width / shape.width, height / shape.height)
                shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
                [*_, properties] = file.element.body.iter(qn("wp:docPr"))
                properties.set("descr", picture.caption or "ภาพประกอบ")
            if picture.caption:
                add_paragraph(cell, (picture.caption,), "Small", CENTRE)


def keep_last_with_next(file: WordFile) -> None:
    """Takes the last paragraph, or the last row of a table, along with what must not begin a page."""
    *_, last = file.paragraphs
    last.paragraph_format.keep_with_next = True
    if last.style and last.style.name == "After table":
        for cell in file.tables[-1].rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
