"""The fonts of the bulletin: the first family of each list that is installed and may be embedded, and whether it has every character."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import category

import typst
from fontTools.ttLib import TTFont

from openmbi.catalog.bulletins import BulletinFonts
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.reports.bulletin.typeset import Families

_RESTRICTED = 0x0002
"""OS/2 fsType: this licence forbids embedding (OpenType specification, OS/2 table)."""
_REGULAR, _BOLD = 400, 700
_SAMPLE = "指数月报，Index 0–9 ±−%"
_INSTALL = Text(
    "安装其中一种字体，例如 Debian 或 Ubuntu：apt-get install fonts-noto-cjk；也可在 catalog/bulletins/monthly.yml 中列出已安装的字体",
    "install one of them, on Debian or Ubuntu for example by apt-get install fonts-noto-cjk; or name fonts that are there in catalog/bulletins/monthly.yml",
)


@dataclass(frozen=True)
class Face:
    """One font file's face: which family it is of, how bold, and where it lies."""

    family: str
    weight: int
    path: str
    index: int


@dataclass(frozen=True)
class BulletinFaces:
    """The families that were found, and the collection in which the typesetter finds them."""

    families: Families
    collection: typst.Fonts

    def check(self, characters: Iterable[str]) -> None:
        """Refuse characters that one of the fonts lacks.

        Raises
        ------
        Problem
            `bulletin.glyphs-missing`, which names them.
        """
        wanted = {ord(each) for each in characters if category(each) not in {"Cc", "Cf", "Zl", "Zp"}}
        for family in {self.families.text, self.families.display}:
            for face in _upright(self.collection, family):
                lacking = sorted(wanted - _covered(face.path, face.index))
                if lacking:
                    raise _glyphs_missing(face, lacking)


def bulletin_faces(fonts: BulletinFonts) -> BulletinFaces:
    """Find the fonts.

    Raises
    ------
    Problem
        `bulletin.no-font` where none of a list is installed and may be embedded.
    """
    collection = _installed()
    return BulletinFaces(Families(_first(collection, fonts.text), _first(collection, fonts.display)), collection)


def examine_fonts(fonts: BulletinFonts) -> BulletinFaces:
    """Find the fonts, and try them on a line of both languages; raises as `bulletin_faces` and `BulletinFaces.check`."""
    faces = bulletin_faces(fonts)
    faces.check(_SAMPLE)
    return faces


@cache
def _installed() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def _first(collection: typst.Fonts, families: Sequence[str]) -> str:
    """Return the first family whose faces lie in files that may be embedded."""
    for family in families:
        faces = _upright(collection, family)
        if faces and all(_may_be_embedded(face.path, face.index) for face in faces):
            return family
    raise Problem(
        "bulletin.no-font",
        Text("没有可嵌入的字体：以下各种均未安装", "no font can be embedded: none of these is installed"),
        _INSTALL,
        expected=Text("、".join(families), ", ".join(families)),
    )


def _upright(collection: typst.Fonts, family: str) -> list[Face]:
    """Return the upright faces of a family that the bulletin uses: the regular one and the bold one."""
    faces = [
        Face(one.family, one.weight, one.path, one.index)
        for one in collection.fonts()
        if one.family == family and one.style == "normal" and one.path
    ]
    nearest = {min(faces, key=lambda face: abs(face.weight - weight), default=None) for weight in (_REGULAR, _BOLD)}
    return sorted((face for face in nearest if face), key=lambda face: face.weight)


@cache
def _covered(path: str, index: int) -> frozenset[int]:
    """Return the code points that a face has."""
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@cache
def _may_be_embedded(path: str, index: int) -> bool:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return "OS/2" not in font or not getattr(font["OS/2"], "fsType", 0) & _RESTRICTED


def _glyphs_missing(face: Face, lacking: Sequence[int]) -> Problem:
    listed = " ".join(f"{chr(code)} (U+{code:04X})" for code in lacking[:20])
    return Problem(
        "bulletin.glyphs-missing",
        Text("字体 {family} 缺少 {n} 个字符：{listed}", "the font {family} lacks {n} character(s): {listed}").fill(
            family=face.family, n=len(lacking), listed=listed
        ),
        _INSTALL,
        file=face.path,
    )
