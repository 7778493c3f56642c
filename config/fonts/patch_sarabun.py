"""Makes the fonts of this folder out of stock Sarabun: `python patch_sarabun.py FOLDER_OF_STOCK_TTF`.

HarfBuzz splits sara am (ำ) into nikhahit and sara aa. A PDF tells one Unicode text a glyph, so the pair cannot be
read back: สำนักงาน is copied and searched as สานักงาน. Here the pair (with a tone mark between, and in the narrow
forms that follow ป ฝ ฟ) becomes one glyph again, after the shaping is done. The nikhahit of the one glyph sits where
most consonants have it; Sarabun's own anchors differ from that by at most 16/1000 em.

The stock fonts are those of the package fontpkg-sarabun 1.0 (Google Fonts, ofl/sarabun, version 1.000).
"""

import sys
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
    rename(font)
    del font["DSIG"]
    font.save(HERE / f"SarabunMOI-{style}.ttf")
    font.flavor = "woff2"
    font.save(WEB / f"SarabunMOI-{style}.woff2")


if __name__ == "__main__":
    for style in STYLES:
        patch(Path(sys.argv[1]), style)
