"""Makes the fonts of this folder out of stock Sarabun: `python patch_sarabun.py FOLDER_OF_STOCK_TTF`.

HarfBuzz splits sara am (ำ) into nikhahit and sara aa. A PDF tells one Unicode text a glyph, so the pair cannot be
read back: สำนักงาน is copied and searched as สานักงาน. Here the pair (with a tone mark between, and in the narrow
forms that follow ป ฝ ฟ) becomes one glyph again, after the shaping is done. The nikhahit of the one glyph sits where
most consonants have it; Sarabun's own anchors differ from that by at most 16/1000 em.

A tone mark above a vowel is a glyph of its own, drawn in a higher line. Readers of a PDF that go by place put it behind
the next letter (ครั้ง in bold), before a blank (ปั้ น) or in another line. Vowel and mark therefore become one glyph too,
put together as the font's anchors would: nothing is drawn elsewhere than before.

The stock fonts are those of the package fontpkg-sarabun 1.0 (Google Fonts, ofl/sarabun, version 1.000).
"""

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

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
VOWELS = ("0E31", "0E34", "0E35", "0E36", "0E37")


def sara_ams() -> Iterator[tuple[str, str]]:
    """(mark, composite) of all ten ways in which a nikhahit comes before sara aa."""
    for form in ("", ".narrow"):
        yield NIKHAHIT + form, SARA_AM + form
        for tone in TONES:
            yield f"{NIKHAHIT}{tone}{form}", f"uni{tone}0E33{form}"


def marked_vowels() -> Iterator[tuple[str, str, str]]:
    """(vowel, mark, composite): the font takes a smaller mark above a vowel, and a narrow vowel behind ป ฝ ฟ."""
    for vowel, form, mark in product(VOWELS, ("", ".narrow"), (*TONES, SILENT)):
        yield f"uni{vowel}{form}", f"uni{mark}.small", f"uni{vowel}{mark}{form}"


def part(glyph: str, place: tuple[int, int] = (0, 0)) -> GlyphComponent:
    component = GlyphComponent()
    component.glyphName, component.flags = glyph, 0x4
    component.x, component.y = place
    return component


def compose(font: TTFont, composite: str, parts: list[GlyphComponent], like: str, kind: int) -> None:
    """A glyph of parts, as wide as another; `kind` is 1 for a letter, 3 for a mark."""
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = parts
    font["glyf"][composite] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][composite] = (font["hmtx"][like][0], glyph.xMin)
    font["GDEF"].table.GlyphClassDef.classDefs[composite] = kind


def compose_sara_ams(font: TTFont) -> None:
    for mark, composite in sara_ams():
        compose(font, composite, [part(mark), part(SARA_AA)], like=SARA_AA, kind=1)


def compose_marked_vowels(font: TTFont) -> None:
    for vowel, mark, composite in marked_vowels():
        compose(font, composite, [part(vowel), part(mark, above(font, vowel, mark))], like=vowel, kind=3)
        hang_alike(font, vowel, composite)


def above(font: TTFont, vowel: str, mark: str) -> tuple[int, int]:
    """Where the font's anchors put a mark upon a vowel."""
    for table in mark_positions(font):
        if (
            hasattr(table, "Mark1Array")
            and vowel in table.Mark2Coverage.glyphs
            and mark in table.Mark1Coverage.glyphs
        ):
            hook = table.Mark1Array.MarkRecord[table.Mark1Coverage.glyphs.index(mark)]
            eyes = table.Mark2Array.Mark2Record[table.Mark2Coverage.glyphs.index(vowel)]
            eye = eyes.Mark2Anchor[hook.Class]
            return (
                eye.XCoordinate - hook.MarkAnchor.XCoordinate,
                eye.YCoordinate - hook.MarkAnchor.YCoordinate,
            )
    raise LookupError(f"no place for {mark} upon {vowel}")


def hang_alike(font: TTFont, vowel: str, composite: str) -> None:
    """On a letter the composite hangs where the vowel does; it is the last glyph, so it comes last here too."""
    for table in mark_positions(font):
        if hasattr(table, "MarkArray") and vowel in table.MarkCoverage.glyphs:
            table.MarkArray.MarkRecord.append(
                table.MarkArray.MarkRecord[table.MarkCoverage.glyphs.index(vowel)]
            )
            table.MarkArray.MarkCount = len(table.MarkArray.MarkRecord)
            table.MarkCoverage.glyphs.append(composite)


def add_lookup(font: TTFont, ligatures: dict[tuple[str, ...], str]) -> None:
    """Appended last, so that it runs after the font's own rules have chosen the shapes of the marks."""
    gsub = font["GSUB"].table
    gsub.LookupList.Lookup.append(buildLookup([buildLigatureSubstSubtable(ligatures)]))
    gsub.LookupList.LookupCount = index = len(gsub.LookupList.Lookup)
    for feature in features_of_thai(gsub):
        if feature.FeatureTag == "ccmp":
            feature.Feature.LookupListIndex.append(index - 1)
            feature.Feature.LookupCount += 1


def features_of_thai(gsub: Any) -> list[Any]:
    thai = next(record.Script for record in gsub.ScriptList.ScriptRecord if record.ScriptTag == "thai")
    return [gsub.FeatureList.FeatureRecord[index] for index in thai.DefaultLangSys.FeatureIndex]


def mark_positions(font: TTFont) -> Iterator[Any]:
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            if hasattr(subtable, "MarkArray") or hasattr(subtable, "Mark1Array"):
                yield subtable


def rename(font: TTFont) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = record.toUnicode().replace("Sarabun", FAMILY)
        if record.nameID in (3, 6):
            record.string = record.toUnicode().replace("Sarabun", FAMILY.replace(" ", ""))
        if record.nameID == 5:
            record.string = record.toUnicode() + "; sara am and marked vowels composed"


def patch(stock: Path, style: str) -> None:
    font = TTFont(stock / f"Sarabun-{style}.ttf", recalcTimestamp=False)
    compose_sara_ams(font)
    compose_marked_vowels(font)
    font.setGlyphOrder(font["glyf"].glyphOrder)  # makes the new names known
    pairs: dict[tuple[str, ...], str] = {(mark, SARA_AA): composite for mark, composite in sara_ams()}
    pairs |= {(vowel, mark): composite for vowel, mark, composite in marked_vowels()}
    add_lookup(font, pairs)
    rename(font)
    del font["DSIG"]
    font.save(HERE / f"SarabunMOI-{style}.ttf")
    font.flavor = "woff2"
    font.save(WEB / f"SarabunMOI-{style}.woff2")


if __name__ == "__main__":
    for style in STYLES:
        patch(Path(sys.argv[1]), style)
