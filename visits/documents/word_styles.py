"""Styles and page of a Word file. Thai is complex script to Word: every font, size and weight is said twice."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "TH SarabunPSK"
BODY, LARGE, TITLE, LABEL, SMALL = 16, 18, 20, 20, 14
MEMO_TITLE = 29
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
BLACK = RGBColor(0, 0, 0)
# Top, right, bottom, left, in millimetres.
MARGINS = {"report": (20, 20, 18, 25), "memo": (20, 20, 20, 30)}


def set_up_styles(document):
    styles = document.styles
    _speak_thai(styles)
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
    ):
        _shape(styles[name], size, bold, alignment)
    for name, size, bold, alignment in (
        ("Small", SMALL, False, None),
        ("Strong paragraph", BODY, True, None),
        ("Memo title", MEMO_TITLE, True, None),
        ("Cell", BODY, False, None),
        # A whole line: below less, LibreOffice leaves headings at the foot of a page; below nothing, it loses rows.
        ("After table", BODY, False, None),
        ("Signature", BODY, False, CENTRE),
    ):
        _shape(_added(styles, name), size, bold, alignment)
    _shape_signature(styles["Signature"].paragraph_format)
    styles["Cell"].paragraph_format.space_after = Pt(2)
    _mark_items(document)
    _mark_bold(styles["Strong"].element.get_or_add_rPr())


def _shape_signature(form):
    form.left_indent, form.space_before, form.keep_together = Mm(60), Mm(12), True


def _mark_items(document):
    """A dash of the text's own font; the stock sign is of a font that is not everywhere."""
    number = document.styles["List Bullet"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    form = numbering.num_having_numId(number).abstractNumId.val
    [level] = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{form}']/w:lvl[@w:ilvl='0']")
    level.find(qn("w:lvlText")).set(qn("w:val"), "-")
    _name_fonts(level.find(qn("w:rPr")))


def _added(styles, name):
    if name in styles:
        return styles[name]
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    return style


def _speak_thai(styles):
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set(defaults, "w:lang", {"w:val": "en-US", "w:eastAsia": "en-US", "w:bidi": "th-TH"})
    _name_fonts(defaults)


def _shape(style, size, bold, alignment):
    properties = style.element.get_or_add_rPr()
    _name_fonts(properties)
    style.font.size, style.font.bold = Pt(size), bold
    for slant in [*properties.findall(qn("w:i")), *properties.findall(qn("w:iCs"))]:
        properties.remove(slant)
    style.font.color.rgb = BLACK
    _set(properties, "w:szCs", {"w:val": str(size * 2)})
    if bold:
        _mark_bold(properties)
    form = style.paragraph_format
    form.alignment, form.line_spacing = alignment, 1.0
    form.space_before, form.space_after = Pt(6 if style.name.startswith("Heading") else 0), Pt(0)
    _drop_border(style)


def _drop_border(style):
    """The rule that the stock Title has below it."""
    properties = style.element.find(qn("w:pPr"))
    for border in properties.findall(qn("w:pBdr")) if properties is not None else ():
        properties.remove(border)


def _name_fonts(properties):
    """Theme fonts would win over names, so they go."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.insert(0, fonts)


def _mark_bold(properties):
    _set(properties, "w:bCs", {})


# The order in which the schema wants the children of run properties that are set here.
ORDER = [
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


def _set(properties, name, values):
    found = properties.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        properties.append(found)
        _in_order(properties)
    for key, value in values.items():
        found.set(qn(key), value)


def _in_order(properties):
    places = {qn(name): place for place, name in enumerate(ORDER)}
    properties[:] = sorted(properties, key=lambda child: places.get(child.tag, ORDER.index("w:color")))


def size_run(run, size):
    run.font.size = Pt(size)
    _set(run._r.get_or_add_rPr(), "w:szCs", {"w:val": str(size * 2)})


def set_up_page(section, paper):
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = (Mm(size) for size in MARGINS["memo" if paper.is_memo else "report"])
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance = section.footer_distance = Mm(10)
    if paper.in_thai:
        _set_page_number_format(section)
    _number_memo(section, paper) if paper.is_memo else _number_report(section, paper)


def _set_page_number_format(section):
    form = OxmlElement("w:pgNumType")
    form.set(qn("w:fmt"), "thaiNumbers")
    # Word reads the parts of a section in the order of its schema.
    section._sectPr.find(qn("w:pgMar")).addnext(form)


def _number_memo(section, paper):
    """ "- ๒ -" at the top from the second page."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.add_run("- ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" -")


def _number_report(section, paper):
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run("หน้า ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" จาก ")
    # The number format of the section rules the number of the page, not how many there are. The quotation marks
    # are for LibreOffice, which would take the bare word for letters; so it writes both in Arabic digits.
    add_field(paragraph, "NUMPAGES", r'\* "ThaiArabic"' if paper.in_thai else "")


def add_field(paragraph, code, switch=""):
    """A field that Word computes when the file is opened."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {code} {switch} ")
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    field.append(run)
    paragraph._p.append(field)
