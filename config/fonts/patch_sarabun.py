"""Makes the fonts of this folder out of stock Sarabun: `python patch_sarabun.py FOLDER_OF_STOCK_TTF`.

HarfBuzz splits sara am (ำ) into nikhahit and sara aa. A PDF tells one Unicode text a glyph, so the pair cannot be
read back: สำนักงาน is copied and searched as สานักงาน. Here the pair (with a tone mark between, and in the narrow
forms that follow ป ฝ ฟ) becomes one glyph again, after the shaping is done. The nikhahit of the one glyph sits where
most consonants have it; Sarabun's own anchors differ from that by at most 16/1000 em.

A reader of a PDF that sorts by place (pdfium: Chrome, Edge) puts a tone mark behind the next letter where the mark's
origin lies beyond that letter's, as in the bold ครั้ง and ซึ่ง. In the bold faces the origin of tone marks therefore
moves to the left, and outlines and anchors as far to the right: nothing is drawn elsewhere than before.

The stock fonts are those of the package fontpkg-sarabun 1.0 (Google Fonts, ofl/sarabun, version 1.000).
"""

import sys
from copy import copy
from pathlib import Path

from fontTools.otlLib.builder import buildLigatureSubstSubtable, buildLookup
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

HERE = Path(__file__).resolve().parent
WEB = HERE.parent / "static" / "config" / "fonts"
FAMILY = "Sarabun MOI"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")

SARA_AA, SARA_AM, NIKHAHIT = "uni0E32", "uni0E33", "uni0E4D"
TONES = ("0E48", "0E49", "0E4A", "0E4B")
SILENT = "0E4C"
# In units of a thousandth. Farther, and the marks after ป ฝ ฟ would be read as a word of their own.
LEFT = {"Bold": 30, "BoldItalic": 30}


def sara_ams():
    """(mark, composite) of all ten ways in which a nikhahit comes before sara aa."""
    for form in ("", ".narrow"):
        yield NIKHAHIT + form, SARA_AM + form
        for tone in TONES:
            yield f"{NIKHAHIT}{tone}{form}", f"uni{tone}0E33{form}"


def part(glyph):
    component = GlyphComponent()
    component.glyphName, component.x, component.y, component.flags = glyph, 0, 0, 0x4
    return component


def compose(font, mark, composite):
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = [part(mark), part(SARA_AA)]
    font["glyf"][composite] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][composite] = (font["hmtx"][SARA_AA][0], glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[composite] = 1


def add_lookup(font, ligatures):
    """Last of the list, so that it runs on what the font's own rules have made of the marks."""
    gsub = font["GSUB"].table
    gsub.LookupList.Lookup.append(buildLookup([buildLigatureSubstSubtable(ligatures)]))
    gsub.LookupList.LookupCount = index = len(gsub.LookupList.Lookup)
    for feature in features_of_thai(gsub):
        if feature.FeatureTag == "ccmp":
            feature.Feature.LookupListIndex.append(index - 1)
            feature.Feature.LookupCount += 1


def features_of_thai(gsub):
    thai = next(record.Script for record in gsub.ScriptList.ScriptRecord if record.ScriptTag == "thai")
    return [gsub.FeatureList.FeatureRecord[index] for index in thai.DefaultLangSys.FeatureIndex]


def move_origins_left(font, left):
    marks = {name for name in font.getGlyphOrder() if name[:7] in {f"uni{code}" for code in (*TONES, SILENT)}}
    marks = {name for name in marks if not font["glyf"][name].isComposite()}
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        if name in marks:
            glyph.coordinates.translate((left, 0))
            glyph.recalcBounds(font["glyf"])
            font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)
        elif glyph.isComposite():
            for component in glyph.components:
                component.x -= left * (component.glyphName in marks)
    for subtable in mark_positions(font):
        move_anchors(subtable, marks, left)


def mark_positions(font):
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            if hasattr(subtable, "MarkArray") or hasattr(subtable, "Mark1Array"):
                yield subtable


def move_anchors(subtable, marks, left):
    """Where a mark hangs (both kinds of table), and where another mark hangs on it."""
    on_base = hasattr(subtable, "MarkArray")
    coverage = subtable.MarkCoverage if on_base else subtable.Mark1Coverage
    array = subtable.MarkArray if on_base else subtable.Mark1Array
    for name, record in zip(coverage.glyphs, array.MarkRecord, strict=True):
        if name in marks:
            record.MarkAnchor = moved(record.MarkAnchor, left)
    if not on_base:
        for name, record in zip(subtable.Mark2Coverage.glyphs, subtable.Mark2Array.Mark2Record, strict=True):
            if name in marks:
                record.Mark2Anchor = [anchor and moved(anchor, left) for anchor in record.Mark2Anchor]


def moved(anchor, left):
    """Another anchor: tables may share one."""
    other = copy(anchor)
    other.XCoordinate += left
    return other


def rename(font):
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = record.toUnicode().replace("Sarabun", FAMILY)
        if record.nameID in (3, 6):
            record.string = record.toUnicode().replace("Sarabun", FAMILY.replace(" ", ""))
        if record.nameID == 5:
            record.string = record.toUnicode() + "; sara am composed"


def patch(stock, style):
    font = TTFont(stock / f"Sarabun-{style}.ttf", recalcTimestamp=False)
    for mark, composite in sara_ams():
        compose(font, mark, composite)
    font.setGlyphOrder(font["glyf"].glyphOrder)  # makes the new names known
    add_lookup(font, {(mark, SARA_AA): composite for mark, composite in sara_ams()})
    if style in LEFT:
        move_origins_left(font, LEFT[style])
    rename(font)
    del font["DSIG"]
    font.save(HERE / f"SarabunMOI-{style}.ttf")
    font.flavor = "woff2"
    font.save(WEB / f"SarabunMOI-{style}.woff2")


if __name__ == "__main__":
    for style in STYLES:
        patch(Path(sys.argv[1]), style)
