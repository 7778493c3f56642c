"""The brief as five slides with native tables, charts and shapes, for PowerPoint and LibreOffice."""

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from config.csv import clean
from config.templatetags.invented import invented_notice
from config.thai.dates import thai_date
from visits.documents.open_directives import shortened
from visits.documents.word_styles import FONT
from visits.reports.brief import BriefReport
from visits.reports.charts import BARS, LINE, LOOKS, STACKED, Chart
from visits.reports.map_shapes import COLOURS, HATCHED, bounds_of, shade_of, small_shapes

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE, TOP = Inches(0.6), Inches(1.35)
INK, WHITE, PALE = (RGBColor.from_string(colour) for colour in ("173A32", "FFFFFF", "E9F1EE"))
# The pattern that stands for each hatching of the map.
PATTERNS = {
    2: MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    3: MSO_PATTERN_TYPE.WIDE_DOWNWARD_DIAGONAL,
    4: MSO_PATTERN_TYPE.DIAGONAL_CROSS,
}
BLANK = 6


def make_slides(report: BriefReport) -> bytes:
    """The content of a .pptx file with the figures of the report."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.core_properties.title, deck.core_properties.author = clean(report.heading)[:255], ""
    over_time, covered, states, dimensions = report.charts
    titles = (report.heading, "การตรวจเยี่ยมและความครอบคลุม", over_time.title, "ข้อสั่งการ", "เรื่องที่ควรติดตาม")
    slides = [begin_slide(deck, title) for title in titles]
    rows = [
        (row.name, value + whole, before, row.unit)
        for row in report.all_rows
        for value, whole, before in [row.in_words]
    ]
    width = WIDTH - 2 * EDGE
    heads = (
        "ตัวเลข",
        "ช่วงนี้",
        f"ปีก่อน (ถึง {report.last_day_before})" if report.last_day_before else "ปีก่อน",
        "หน่วยนับ",
    )
    add_table(slides[0], heads, rows, (EDGE, TOP, width), (44, 18, 24, 14))
    note = " · ".join([*report.conditions, report.as_of])
    add_text(slides[0], note, (EDGE, HEIGHT - Inches(0.95), width, Inches(0.7)), 14)

    add_map(slides[1], report)
    add_chart(slides[1], covered, (Inches(5.2), TOP, WIDTH - Inches(5.8), Inches(5.4)))
    add_chart(slides[2], over_time, (EDGE, TOP, width, Inches(5.6)))
    half = (width - Inches(0.3)) // 2
    add_chart(slides[3], states, (EDGE, TOP, half, Inches(5.6)))
    add_chart(slides[3], dimensions, (EDGE + half + Inches(0.3), TOP, half, Inches(5.6)))

    oldest = [(row.subject, shortened(row.unit, 24), thai_date(row.day), row.state) for row in report.oldest]
    oldest_heads = ("ข้อสั่งการที่ค้างนานที่สุด", "สั่งการที่", "เมื่อ", "สถานะ")
    add_table(slides[4], oldest_heads, oldest, (EDGE, TOP, width), (41, 18, 13, 28))
    unvisited = [
        (
            row.name,
            thai_date(row.last) if row.last else "ยังไม่เคย",
            row.days_in_words,
        )
        for row in report.unvisited
    ]
    unvisited_heads = ("ไม่ได้รับการตรวจเยี่ยมนานที่สุด", "ครั้งล่าสุด", "ผ่านมา (วัน)")
    add_table(slides[4], unvisited_heads, unvisited, (EDGE, TOP + Inches(3.4), width), (60, 20, 20))
    for slide in slides:
        name_font(slide)
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def begin_slide(deck: Any, title: str) -> Slide:
    """A slide with nothing but its title, and the notice of a demonstration above it."""
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    if notice := invented_notice():
        add_text(slide, notice, (EDGE, Inches(0.1), WIDTH - 2 * EDGE, Inches(0.35)), 14)
    add_text(slide, title, (EDGE, Inches(0.35), WIDTH - 2 * EDGE, Inches(0.9)), 32, bold=True)
    return slide


def add_text(slide: Slide, text: str, place: Sequence[int], size: int, bold: bool = False) -> None:
    """A text in a box that breaks its lines; a long one is set smaller."""
    frame = slide.shapes.add_textbox(*(Emu(length) for length in place)).text_frame
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = clean(text)
    run.font.size, run.font.bold = Pt(size if len(text) < 140 else size * 0.65), bold
    run.font.color.rgb = INK


def add_table(
    slide: Slide,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    place: Sequence[int],
    shares: Sequence[int],
) -> None:
    """A native table; `place` is left, top and width, `shares` the widths of the columns in percent."""
    left, top, width = (Emu(length) for length in place)
    height = Inches(0.4 * (len(rows) + 1))
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), left, top, width, height)
    for number, share in enumerate(shares):
        frame.table.columns[number].width = Emu(width * share // 100)
    for number, texts in enumerate([heads, *rows]):
        for index, text in enumerate(texts):
            cell = frame.table.cell(number, index)
            cell.text = clean(text)
            font = cell.text_frame.paragraphs[0].font
            font.size, font.bold = Pt(18), number == 0
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.fill.solid()
            cell.fill.fore_color.rgb = INK if number == 0 else WHITE if number % 2 else PALE
            font.color.rgb = WHITE if number == 0 else INK


def add_chart(slide: Slide, chart: Chart, place: Sequence[int]) -> None:
    """A native chart in the looks of the drawn one; nothing where every figure is nothing."""
    if chart.is_empty:
        add_text(slide, f"{chart.title}: ไม่มีข้อมูล", [*place[:3], Inches(0.6)], 18)
        return
    kinds = {
        (LINE, False): XL_CHART_TYPE.LINE_MARKERS,
        (STACKED, False): XL_CHART_TYPE.COLUMN_STACKED,
        (STACKED, True): XL_CHART_TYPE.BAR_STACKED_100 if chart.as_shares else XL_CHART_TYPE.BAR_STACKED,
    }
    data = CategoryChartData(number_format="#,##0")
    data.categories = [clean(label) for label in chart.labels]
    for series in chart.series:
        data.add_series(clean(series.name), series.values)
    kind = kinds.get((chart.kind, chart.lying), XL_CHART_TYPE.COLUMN_CLUSTERED)
    # The library states another type than the frame that it gives.
    shapes: Any = slide.shapes
    drawn = shapes.add_chart(kind, *(Emu(length) for length in place), data).chart
    drawn.font.size = Pt(14)
    drawn.has_title = True
    drawn.chart_title.text_frame.text = f"{chart.title} ({chart.unit})"
    drawn.chart_title.text_frame.paragraphs[0].font.size = Pt(18)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    if chart.lying:
        drawn.category_axis.reverse_order = True
    for index, series in enumerate(drawn.plots[0].series):
        colour, hatching, _, dashes, _ = LOOKS[index % len(LOOKS)]
        if chart.kind == LINE:
            series.format.line.color.rgb, series.smooth = INK, False
            if dashes:
                series.format.line.dash_style = (
                    MSO_LINE_DASH_STYLE.DASH if index == 1 else MSO_LINE_DASH_STYLE.ROUND_DOT
                )
            continue
        fill = series.format.fill
        if hatching:
            fill.patterned()
            fill.pattern = PATTERNS[2 if index % 2 == 0 else 4]
            fill.fore_color.rgb, fill.back_color.rgb = INK, WHITE
        else:
            fill.solid()
            fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
        series.format.line.color.rgb = INK
        if chart.lying or chart.kind == BARS:
            series.data_labels.show_value = True
            # Nothing above a month to come.
            series.data_labels.number_format, series.data_labels.number_format_is_linked = "#,##0;;", False
            is_dark = chart.lying and colour == LOOKS[0][0]
            series.data_labels.font.color.rgb = WHITE if is_dark else INK


def add_map(slide: Slide, report: BriefReport) -> None:
    """The provinces as native shapes, each named with its figure, in the shades of the map."""
    counts = report.map_counts
    bounds = bounds_of(max(counts.values(), default=0))
    unit = Inches(5.9) / 500
    for code, path in small_shapes().items():
        shade = shade_of(counts.get(code) or None, bounds)
        # Only the largest part of each: the first one, of which the others are islands.
        first, *steps = [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) ?(-?\d+)", path.partition("z")[0])]
        x, y = first
        builder = slide.shapes.build_freeform(x, y, scale=float(unit))
        corners = []
        for right, down in steps:
            x, y = x + right, y + down
            corners.append((x, y))
        builder.add_line_segments(corners, close=True)
        shape = builder.convert_to_shape(EDGE, TOP)
        shape.name = f"{code}: {counts.get(code, 0):,} แห่ง"
        shape.shadow.inherit = False
        shape.line.color.rgb, shape.line.width = RGBColor(0x55, 0x55, 0x55), Pt(0.5)
        if shade in HATCHED:
            shape.fill.patterned()
            shape.fill.pattern = PATTERNS[shade]
            shape.fill.fore_color.rgb = INK
            shape.fill.back_color.rgb = RGBColor.from_string(COLOURS[shade][1:].upper())
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor.from_string(COLOURS[shade][1:].upper())


def name_font(slide: Slide) -> None:
    """Thai is complex script to PowerPoint: the typeface of every run is stated twice."""
    shapes: Any = slide.shapes
    roots = [slide.element, *(shape.chart.element for shape in shapes if shape.has_chart)]
    for root in roots:
        for name in ("a:rPr", "a:defRPr", "a:endParaRPr"):
            for properties in list(root.iter(qn(name))):
                for tag in ("a:latin", "a:cs"):
                    for old in properties.findall(qn(tag)):
                        properties.remove(old)
                    face = properties.makeelement(qn(tag), {"typeface": FONT})
                    properties.append(face)
