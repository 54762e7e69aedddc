"""Workbooks and archives, written plainly and without the time of writing: the same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can say
PACKED = 1  # fast; the files are made to be read at once

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class SheetOf:
    """A sheet: a title merged over all columns, lines below it such as the unit, the header, and rows of texts (`str`) and numbers."""

    title: str
    notes: Sequence[str]
    header: Sequence[str]
    rows: Iterable[Sequence[str | float]]


def archive(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    content = io.BytesIO()
    with ZipFile(content, "w") as packed:
        for name, data in members.items():
            packed.writestr(ZipInfo(name, LONG_AGO), data, ZIP_DEFLATED, PACKED)
    return content.getvalue()


def workbook(sheets: Mapping[str, SheetOf]) -> bytes:
    """Return an .xlsx workbook (ECMA-376) with the texts written in their cells."""
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _book(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{k}": ("worksheet", f"worksheets/sheet{k}.xml") for k in range(1, len(sheets) + 1)}
        ),
    }
    parts |= {f"xl/worksheets/sheet{k}.xml": _sheet(sheet) for k, sheet in enumerate(sheets.values(), start=1)}
    return archive({name: (_HEAD + text).encode() for name, text in parts.items()})


def _content_types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{k}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for k in range(1, count + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{sheets}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _book(names: list[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{k}" r:id="rId{k}"/>' for k, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _sheet(sheet: SheetOf) -> str:
    letters = [chr(ord("A") + k) for k in range(len(sheet.header))]
    above = [[sheet.title], *([note] for note in sheet.notes), sheet.header]
    rows = [_row(number, letters, row) for number, row in enumerate([*above, *sheet.rows], start=1)]
    merged = f'<mergeCells count="1"><mergeCell ref="A1:{letters[-1]}1"/></mergeCells>'
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'


def _row(number: int, letters: list[str], cells: Sequence[str | float]) -> str:
    written = "".join(_cell(f"{letter}{number}", cell) for letter, cell in zip(letters, cells, strict=False))
    return f'<row r="{number}">{written}</row>'


def _cell(place: str, cell: str | float) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'
