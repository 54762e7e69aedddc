"""Parts of a Word file for which the library has no words of its own: fields, edges, alternative texts, numbered headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document as DocumentObject
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_FAINT, _STRONG = "D5DBE0", "1F4E79"
_EIGHTHS = {"thin": "4", "thick": "8"}
"""Widths of lines, in eighths of a point."""
_AFTER_BORDERS = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")


def field(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    """Add a field that Word computes, with what is shown until it does."""
    for kind in ("begin", "instruction", "separate"):
        part_of_field(paragraph, kind, instruction)
    paragraph.add_run(shown)
    part_of_field(paragraph, "end", "")


def part_of_field(paragraph: Paragraph, kind: str, instruction: str) -> None:
    """Add one part of a field: `begin`, `instruction`, `separate` or `end`; what is shown stands between the last two."""
    run = paragraph.add_run()
    if kind == "instruction":
        told = OxmlElement("w:instrText")
        told.set(qn("xml:space"), "preserve")
        told.text = f" {instruction} "
        run._r.append(told)
        return
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)


def describe(paragraph: Paragraph, alt: str) -> None:
    """Give the last picture of a paragraph its alternative text, and no space at its sides."""
    found = paragraph._p.findall(f".//{qn('wp:docPr')}")
    found[-1].set("descr", alt)
    for side in ("distL", "distR"):
        found[-1].getparent().set(side, "0")


def describe_table(table: Any, text: str) -> None:
    """Give a table its alternative text."""
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), text)
    table._tbl.tblPr.append(told)


def repeat(row: Any) -> None:
    """Let a row head the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_together(rows: Iterable[Sequence[_Cell]]) -> None:
    """Keep each of these rows on the page of the next one."""
    for cells in rows:
        for cell in cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def edge(cell: _Cell, side: str) -> None:
    """Draw a strong line at a side of a cell."""
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    borders.append(_line(side, _STRONG, "thick"))


def frame(table: Table, sides: Sequence[str]) -> None:
    """Draw thin lines at sides of a table and between its cells."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            borders.append(_line(side, _FAINT, "thin"))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")


def rule(paragraph: Paragraph, side: str) -> None:
    """Draw a thin line above or below a paragraph."""
    borders = OxmlElement("w:pBdr")
    line = _line(side, _FAINT, "thin")
    line.set(qn("w:space"), "3")
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _line(side: str, colour: str, width: str) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", _EIGHTHS[width]), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line


def numbered(document: DocumentObject, style: ParagraphStyle) -> None:
    """Let Word count the headings of a style: 1, 2, 3 …"""
    numbering = document.part.numbering_part.element
    used = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
    number = max(used, default=0) + 1
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="decimal"/><w:pStyle w:val="{style.style_id}"/><w:suff w:val="space"/><w:lvlText w:val="%1 "/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
    )
    numbering.insert(len(used), abstract)
    counted = numbering.add_num(number).numId
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = counted


def only_tab(style: ParagraphStyle, width_mm: float) -> None:
    """Give a style one tab, at the right edge, in the place of those that it has."""
    stops = style.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(width_mm), WD_TAB_ALIGNMENT.RIGHT)
