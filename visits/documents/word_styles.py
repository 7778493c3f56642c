"""Styles and page of a Word file. Thai is complex script to Word: every font, size and weight is stated twice."""

from collections.abc import Iterable, Mapping

from docx.blkcntnr import BlockItemContainer
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

FONT, SUBSTITUTES = "TH SarabunPSK", "TH Sarabun New,Sarabun"
BODY, LARGE, TITLE, LABEL, SMALL = 16, 18, 20, 20, 14
MEMO_TITLE = 29
# Character style of the labels at the head of a memo.
MEMO_LABEL = "Memo label"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
# Top, right, bottom, left, in millimetres.
MARGINS = {"report": (20, 20, 18, 25), "memo": (20, 20, 20, 30)}
# The order in which the schema wants the children of run properties that are set here.
SCHEMA_ORDER = [
    f"w:{name}"
    for name in (
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "color",
        "spacing",
        "kern",
        "sz",
        "szCs",
        "u",
        "lang",
    )
]


def set_up_styles(file: WordFile) -> None:
    """Gives the file its language and the styles that the blocks of a document name."""
    styles = file.styles
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_property(defaults, "w:lang", {"w:val": "en-US", "w:eastAsia": "en-US", "w:bidi": "th-TH"})
    name_fonts(defaults)
    for name, size, bold, alignment in (
        ("Normal", BODY, False, None),
        ("Title", TITLE, True, CENTRE),
        ("Subtitle", LARGE, True, CENTRE),
        ("Heading 1", LARGE, True, None),
        ("Heading 2", BODY, True, None),
        ("Heading 3", BODY, True, None),
        ("List Bullet", BODY, False, None),
        ("Header", BODY, False, CENTRE),
        ("Footer", SMALL, False, CENTRE),
        ("Small", SMALL, False, None),
        ("Strong paragraph", BODY, True, None),
        ("Memo title", MEMO_TITLE, True, None),
        ("Cell", BODY, False, None),
        # A whole line: below less, LibreOffice leaves headings at the foot of a page; below nothing, it loses rows.
        ("After table", BODY, False, None),
        ("Signature", BODY, False, CENTRE),
    ):
        if name not in styles:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        set_up_style(styles[name], size, bold, alignment)
    signature = styles["Signature"].paragraph_format
    signature.left_indent, signature.space_before, signature.keep_together = Mm(60), Mm(12), True
    styles["Cell"].paragraph_format.space_after = Pt(2)
    set_property(styles["Strong"].element.get_or_add_rPr(), "w:bCs", {})
    name_substitutes(file)
    label = styles.add_style(MEMO_LABEL, WD_STYLE_TYPE.CHARACTER)
    label.base_style = styles["Strong"]
    set_size(label, LABEL, bold=True)
    set_bullets(file)


def set_up_style(style: ParagraphStyle, size: int, bold: bool, alignment: WD_ALIGN_PARAGRAPH | None) -> None:
    """Font, size in points, weight and alignment of a style; colour, slant and border of the stock style go."""
    properties = style.element.get_or_add_rPr()
    name_fonts(properties)
    set_size(style, size, bold)
    for slant in [*properties.findall(qn("w:i")), *properties.findall(qn("w:iCs"))]:
        properties.remove(slant)
    style.font.color.rgb = RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.alignment, form.line_spacing = alignment, 1.0
    form.space_before, form.space_after = Pt(6 if style.name.startswith("Heading") else 0), Pt(0)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def set_size(style: CharacterStyle, size: int, bold: bool) -> None:
    """Size in points and weight, for Latin and for Thai letters."""
    properties = style.element.get_or_add_rPr()
    style.font.size, style.font.bold = Pt(size), bold
    set_property(properties, "w:szCs", {"w:val": str(size * 2)})
    if bold:
        set_property(properties, "w:bCs", {})


def name_fonts(properties: BaseOxmlElement) -> None:
    """Names the font for every script; theme fonts would win over names, so they go."""
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.insert(0, fonts)


def set_property(properties: BaseOxmlElement, name: str, values: Mapping[str, str]) -> None:
    """Sets a property of runs, in the order that the schema wants."""
    child = properties.find(qn(name))
    if child is None:
        child = OxmlElement(name)
        properties.append(child)
        places = {qn(known): place for place, known in enumerate(SCHEMA_ORDER)}
        last_known = SCHEMA_ORDER.index("w:color")
        properties[:] = sorted(properties, key=lambda one: places.get(one.tag, last_known))
    for key, value in values.items():
        child.set(qn(key), value)


def name_substitutes(file: WordFile) -> None:
    """Names in the table of fonts what stands in for ours, with the same widths first, where it is not installed."""
    [(key, old)] = [
        pair for pair in file.part.rels.items() if pair[1].reltype == RELATIONSHIP_TYPE.FONT_TABLE
    ]
    table = parse_xml(old.target_part.blob)
    font, substitutes = OxmlElement("w:font"), OxmlElement("w:altName")
    font.set(qn("w:name"), FONT)
    substitutes.set(qn("w:val"), SUBSTITUTES)
    font.append(substitutes)
    table.append(font)
    part = old.target_part
    changed = Part(part.partname, part.content_type, serialize_part_xml(table), file.part.package)
    del file.part.rels[key]
    file.part.rels.get_or_add(RELATIONSHIP_TYPE.FONT_TABLE, changed)


def set_bullets(file: WordFile) -> None:
    """A dash of the text's own font before each item; the stock sign is of a font that is not everywhere."""
    number = file.styles["List Bullet"].element.pPr.numPr.numId.val
    numbering = file.part.numbering_part.element
    form = numbering.num_having_numId(number).abstractNumId.val
    [level] = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{form}']/w:lvl[@w:ilvl='0']")
    level.find(qn("w:lvlText")).set(qn("w:val"), "-")
    name_fonts(level.find(qn("w:rPr")))


def set_up_page(file: WordFile, *, is_memo: bool, in_thai: bool) -> None:
    """A4 with the margins of a report or a memo, and the number of the page."""
    [section] = file.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = (Mm(size) for size in MARGINS["memo" if is_memo else "report"])
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance = section.footer_distance = Mm(10)
    if in_thai:
        form = OxmlElement("w:pgNumType")
        form.set(qn("w:fmt"), "thaiNumbers")
        # Word reads the parts of a section in the order of its schema.
        file.element.body.find(f"{qn('w:sectPr')}/{qn('w:pgMar')}").addnext(form)
    if is_memo:
        # "- ๒ -" at the top from the second page.
        section.different_first_page_header_footer = True
        add_texts_and_fields(section.header, ("- ", ("PAGE", ""), " -"))
    else:
        # The number format of the section rules the number of the page, not how many there are. The quotation marks
        # are for LibreOffice, which would take the bare word for letters; so it writes both in Arabic digits.
        switch = r'\* "ThaiArabic"' if in_thai else ""
        add_texts_and_fields(section.footer, ("หน้า ", ("PAGE", ""), " จาก ", ("NUMPAGES", switch)))


def add_texts_and_fields(place: BlockItemContainer, texts: Iterable[str | tuple[str, str]]) -> None:
    """Fills the line of a header or footer; a pair is the code and switch of a field that Word computes."""
    paragraph = place.paragraphs[0]
    element = place.part.element.find(qn("w:p"))
    for text in texts:
        if isinstance(text, str):
            paragraph.add_run(text)
            continue
        code, switch = text
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" {code} {switch} ")
        run = OxmlElement("w:r")
        run.append(OxmlElement("w:t"))
        field.append(run)
        element.append(field)
