"""Which fonts a bulletin is set in, and that no character is lost."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from openmbi.catalog.bulletins import BulletinFonts, load_bulletin_rules
from openmbi.core.problems import Problem
from openmbi.flow import bulletin_fonts
from openmbi.flow.bulletin_fonts import bulletin_faces, examine_fonts


def font(file: Path, family: str, letters: str, fs_type: int = 0) -> None:
    """Write a font that has some letters only; `fs_type` is its licence bits."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 500))
    pen.lineTo((500, 0))
    pen.closePath()
    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in letters)]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(letter): f"uni{ord(letter):04X}" for letter in letters})
    made.setupGlyf(dict.fromkeys(names, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": family, "styleName": "Regular"})
    made.setupOS2(sTypoAscender=800, fsType=fs_type)
    made.setupPost()
    made.save(file)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two fonts only; one of them may not be embedded."""
    font(tmp_path / "few.ttf", "Few Letters", "AB指数")
    font(tmp_path / "kept.ttf", "Kept Letters", "ABC指数", fs_type=2)
    named = {"Few Letters": "few.ttf", "Kept Letters": "kept.ttf"}
    listed = [
        SimpleNamespace(family=family, style="normal", weight=400, path=str(tmp_path / file), index=0)
        for family, file in named.items()
    ]
    collection = SimpleNamespace(fonts=lambda: listed)
    monkeypatch.setattr(bulletin_fonts, "_installed", lambda: collection)
    return tmp_path


def listing(*families: str) -> BulletinFonts:
    whole = load_bulletin_rules(None).fonts.model_dump()
    return BulletinFonts.model_validate(whole | {"text": families, "display": families})


def test_the_first_family_that_may_be_embedded_is_taken(installed: Path):
    faces = bulletin_faces(listing("Not There", "Kept Letters", "Few Letters"))
    assert faces.families.text == faces.families.display == "Few Letters"


def test_without_any_of_them_it_is_said_what_to_install(installed: Path):
    with pytest.raises(Problem) as raised:
        bulletin_faces(listing("Not There", "Kept Letters"))
    assert raised.value.code == "bulletin.no-font"
    assert "fonts-noto-cjk" in raised.value.fix.en
    assert "Kept Letters" in raised.value.expected.en


def test_a_missing_character_is_named(installed: Path):
    faces = bulletin_faces(listing("Few Letters"))
    faces.check("A指\n")
    with pytest.raises(Problem) as raised:
        faces.check("AC指龘")
    assert raised.value.code == "bulletin.glyphs-missing"
    assert "C (U+0043)" in raised.value.found.en
    assert "龘 (U+9F98)" in raised.value.found.zh
    assert "(U+0041)" not in raised.value.found.en


def test_the_fonts_of_this_machine_have_a_line_of_both_languages():
    faces = examine_fonts(load_bulletin_rules(None).fonts)
    assert faces.families.text in load_bulletin_rules(None).fonts.text
