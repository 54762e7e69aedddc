"""Cells of a sheet that hold no computed value: errors, and formulas that were saved without one. Reading libraries show both as blank cells."""

from __future__ import annotations

import re
from html import unescape
from posixpath import join, normpath
from xml.etree import ElementTree
from zipfile import ZipFile

_CELL = rb"<c\b(?=[^>]*\br=\"([A-Z]+)(\d+)\")"
_FORMULA = rb"\s*<f\b[^>]*(?:/>|>([^<]*)</f>)\s*"
_ERROR = re.compile(_CELL + rb"(?=[^>]*\bt=\"e\")[^>]*>(?:" + _FORMULA + rb")?\s*<v>([^<]*)</v>")
_UNSAVED = re.compile(_CELL + rb"(?![^>]*\bt=\"str\")[^>]*>" + _FORMULA + rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_VALUE = re.compile(rb"<(?:v|t)(?:\s[^>]*)?>[^<\s]")
_FIRST_BYTES = 1 << 16


def uncomputed_cells(archive: ZipFile, sheet: str) -> dict[tuple[int, int], str]:
    """Return, by row and column from 0, the text of errors (`#DIV/0!`) and formulas without a saved value (`=A1+B1`) of a sheet."""
    content = archive.read(_part_of(archive, sheet))
    errors = _ERROR.finditer(content) if b't="e"' in content else ()
    unsaved = _UNSAVED.finditer(content) if b"<f" in content else ()
    texts = {_place(cell): _decoded(cell[4]) for cell in errors}
    return texts | {_place(cell): "=" + _decoded(cell[3] or b"") for cell in unsaved}


def begins_with_values(archive: ZipFile, sheet: str) -> bool:
    """Tell whether a value stands among the first bytes of a sheet; where none does, there may still be one further down."""
    with archive.open(_part_of(archive, sheet)) as content:
        return _VALUE.search(content.read(_FIRST_BYTES)) is not None


def _place(cell: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in cell[1]:
        column = 26 * column + letter - ord("A") + 1
    return int(cell[2]) - 1, column - 1


def _decoded(text: bytes) -> str:
    return unescape(text.decode("utf-8", "replace"))


def _part_of(archive: ZipFile, sheet: str) -> str:
    """Return the member that holds a sheet: the workbook names its relation, and the relation its file. Raises KeyError where one is missing."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    sheets = {one.get("name"): _relation(one) for one in book.iter() if one.tag.endswith("}sheet")}
    targets = {one.attrib["Id"]: one.attrib["Target"] for one in relations}
    return normpath(join("/xl", targets[sheets[sheet]])).lstrip("/")


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
