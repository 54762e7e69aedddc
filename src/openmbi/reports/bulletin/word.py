"""The bulletin as a Word file that a clerk can edit: real styles, headings, tables, captions and alternative texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from openmbi.catalog.bulletins import WordFonts
from openmbi.core.language import Language
from openmbi.reports.bulletin.localized import localized
from openmbi.reports.bulletin.word_parts import (
    describe,
    describe_table,
    edge,
    field,
    frame,
    keep_together,
    keep_whole,
    numbered,
    only_tab,
    part_of_field,
    repeat,
    rule,
)

_PRINT_MM = 172
_TOC, _TOC_HEADING = "TOC 1", "Bulletin Contents"
_SIZES = {
    "Normal": 10.5,
    "Header": 8,
    "Footer": 8,
    "Caption": 9,
    "List Bullet": 10.5,
    "Title": 20,
    "Heading 1": 14,
    "Heading 2": 11,
    _TOC: 9.5,
    _TOC_HEADING: 11,
}
_INK, _STRONG, _WARNING, _QUIET = (
    RGBColor(0x1C, 0x2A, 0x36),
    RGBColor(0x1F, 0x4E, 0x79),
    RGBColor(0x8E, 0x1B, 0x1B),
    RGBColor(0x55, 0x63, 0x6F),
)
_NOTE, _MARK, _CELL = "Bulletin Note", "Bulletin Mark", "Bulletin Cell"
_HEAD, _FIGURE = "Bulletin Head", "Bulletin Figure"
_TILES_A_ROW = 4
_SHORT = 16
"""A table of so many rows or fewer stays on one page."""


@dataclass(frozen=True)
class Pictures:
    """The charts as PNG by code, and the shapes of lights by colour."""

    charts: Mapping[str, bytes]
    lights: Mapping[str, bytes]


def docx_of(document: Mapping[str, Any], language: Language, pictures: Pictures, fonts: WordFonts) -> bytes:
    """Return the bulletin in one language as the bytes of a Word file."""
    told = localized(document, language)
    made = Document()
    _Writer(made, told, language, pictures, fonts).write()
    written = BytesIO()
    made.save(written)
    return written.getvalue()


@dataclass
class _Writer:
    made: DocumentObject
    told: Mapping[str, Any]
    language: Language
    pictures: Pictures
    fonts: WordFonts

    def write(self) -> None:
        self._page()
        self._styles()
        self._properties()
        self._masthead()
        for place, section in enumerate(self.told["sections"], 1):
            heading = self.made.add_heading(section["title"], level=1)
            heading.paragraph_format.page_break_before = section["code"] in self.told["new_page"]
            for block in section["blocks"]:
                self._block(block)
            if place == 1:
                self._contents()

    def _page(self) -> None:
        section = self.made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(19)
        section.top_margin, section.bottom_margin = Mm(22), Mm(22)
        section.header_distance, section.footer_distance = Mm(11), Mm(9)
        header = section.header.paragraphs[0]
        header.text = f"{self.told['bureau']}\t{self.told['title']} · {self.told['month_label']}"
        rule(header, "bottom")
        footer = section.footer.paragraphs[0]
        rule(footer, "top")
        marks = footer.add_run(" · ".join(self.told["marks"]))
        marks.bold, marks.font.color.rgb = True, _WARNING
        footer.add_run(f"\t{self.told['labels']['page']} ")
        field(footer, "PAGE")
        footer.add_run(" / ")
        field(footer, "NUMPAGES")
        section.footer.add_paragraph(self.told["footer"], style="Footer")

    def _styles(self) -> None:
        for name in (_TOC, _TOC_HEADING):
            self.made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            self._style(name).base_style = self._style("Normal")
        for name, size in _SIZES.items():
            self._font(name, size, display=name not in {"Normal", "List Bullet"})
        self._own_styles()
        for name in ("Title", "Heading 1", "Heading 2", _TOC_HEADING):
            self._style(name).font.color.rgb = _STRONG
            self._style(name).font.bold = True
        for name in ("Header", "Footer"):
            self._style(name).font.color.rgb = _QUIET
            only_tab(self._style(name), _PRINT_MM)
        for name in (_MARK, _HEAD, _FIGURE, "Caption"):
            self._style(name).font.bold = True
        self._style("Caption").font.color.rgb = _INK
        self._spaced("Normal", 0, 6, line=1.25 if self.language is Language.ZH else 1.15)
        for name, before, after in (
            ("Title", 0, 4),
            ("Heading 1", 12, 6),
            ("Heading 2", 8, 4),
            ("Caption", 2, 6),
            (_TOC, 0, 1),
            (_TOC_HEADING, 8, 4),
            ("List Bullet", 0, 3),
        ):
            self._spaced(name, before, after, line=1.0 if name != "List Bullet" else None)
        numbered(self.made, self._style("Heading 1"))

    def _own_styles(self) -> None:
        """Add the styles of notes, marks, cells of tables and figures."""
        for name, size, colour in (
            (_NOTE, 8.5, _QUIET),
            (_MARK, 9, _WARNING),
            (_CELL, 8, None),
            (_HEAD, 8, _STRONG),
            (_FIGURE, 15, None),
        ):
            self.made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style = self._style(name)
            style.base_style = self._style(_CELL if name == _FIGURE else "Normal")
            self._font(name, size, display=name != _NOTE)
            self._spaced(name, 0, 4 if name in {_NOTE, _MARK} else 0, line=1.0)
            if colour is not None:
                style.font.color.rgb = colour

    def _spaced(self, name: str, before: float, after: float, *, line: float | None = None) -> None:
        """Set the space around the paragraphs of a style, in points, and between its lines."""
        form = self._style(name).paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        if line is not None:
            form.line_spacing = line

    def _font(self, name: str, size: float, *, display: bool) -> None:
        """Name the fonts of a style: Latin letters and Chinese characters have one each."""
        style = self._style(name)
        latin, chinese = (
            (self.fonts.en_display, self.fonts.zh_display) if display else (self.fonts.en_text, self.fonts.zh_text)
        )
        style.font.name, style.font.size = latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese)):
            fonts.set(qn(f"w:{kind}"), font)

    def _style(self, name: str) -> ParagraphStyle:
        if name not in self._known:
            self._known[name] = cast("ParagraphStyle", self.made.styles[name])
        return self._known[name]

    def _properties(self) -> None:
        properties = self.made.core_properties
        properties.title = f"{self.told['title']} {self.told['month_label']}"
        properties.author = self.told["bureau"]
        properties.keywords = ", ".join(self.told["keywords"])
        properties.comments = " · ".join([*self.told["marks"], self.told["footer"]])
        properties.language = {Language.ZH: "zh-CN", Language.EN: "en-GB"}[self.language]
        properties.created = properties.modified = datetime.fromisoformat(self.told["made_at"]).replace(tzinfo=None)

    def _masthead(self) -> None:
        self.made.add_paragraph(self.told["title"], style="Title")
        line = self.made.add_paragraph()
        line.add_run(self.told["month_label"]).bold = True
        self.made.add_paragraph(" · ".join(self.told["marks"]), style=_MARK)
        self.made.add_paragraph(self.told["imprint"], style=_NOTE)

    def _contents(self) -> None:
        """Add a table of contents that Word fills in, and that lists the sections until it does; its heading is none of the text."""
        self.made.add_paragraph(self.told["labels"]["contents"], style=_TOC_HEADING)
        sections = [one["title"] for one in self.told["sections"]]
        paragraph = self.made.add_paragraph(style=_TOC)
        for kind in ("begin", "instruction", "separate"):
            part_of_field(paragraph, kind, 'TOC \\o "1-1" \\h \\z \\u')
        lines = [paragraph, *(self.made.add_paragraph(style=_TOC) for _ in sections[1:])]
        for place, (line, title) in enumerate(zip(lines, sections, strict=True), 1):
            line.add_run(f"{place}  {title}")
        part_of_field(lines[-1], "end", "")

    def _block(self, block: Mapping[str, Any]) -> None:
        kind = block["kind"]
        if kind == "paragraph":
            self.made.add_paragraph(block["text"])
        elif kind == "heading":
            self.made.add_heading(block["text"], level=2)
        elif kind == "note":
            self.made.add_paragraph(block["text"], style=_NOTE)
        elif kind == "list":
            for item in block["items"]:
                self.made.add_paragraph(item, style="List Bullet")
        elif kind == "tiles":
            self._tiles(block["items"])
        elif kind == "chart":
            self._chart(block)
        elif kind == "table":
            self._table(block)
        else:
            self._legend(block["items"])

    def _caption(self, label: str, text: str, *, above: bool) -> None:
        """Add a caption with a number that Word counts."""
        paragraph = self.made.add_paragraph(style="Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = above
        paragraph.add_run(f"{label} ")
        self._counts[label] = self._counts.get(label, 0) + 1
        field(paragraph, f"SEQ {label} \\* ARABIC", str(self._counts[label]))
        paragraph.add_run(f"  {text}")

    def __post_init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._known: dict[str, ParagraphStyle] = {}

    def _chart(self, block: Mapping[str, Any]) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(BytesIO(self.pictures.charts[block["code"]]), width=Mm(_PRINT_MM))
        describe(paragraph, block["alt"])
        self._caption(self.told["labels"]["chart"], block["caption"], above=False)

    def _tiles(self, items: Sequence[Mapping[str, Any]]) -> None:
        rows, columns = -(-len(items) // _TILES_A_ROW), min(len(items), _TILES_A_ROW)
        table = self._empty_table(rows, [_PRINT_MM / columns] * columns, "all")
        for place, item in enumerate(items):
            cell = table.cell(place // _TILES_A_ROW, place % _TILES_A_ROW)
            label = cell.paragraphs[0]
            label.style = _CELL
            label.add_run(item["label"]).font.color.rgb = _QUIET
            value = cell.add_paragraph(item["value"], style=_FIGURE)
            if item["light"]:
                value.add_run(" ")
                self._light(value, item["light"]["colour"], item["light"]["word"])
                value.add_run(f" {item['light']['word']}").font.size = Pt(8)
            cell.add_paragraph(item["remark"] or "", style=_CELL)
        self.made.add_paragraph(style=_CELL)

    def _table(self, block: Mapping[str, Any]) -> None:
        self._caption(self.told["labels"]["table"], block["caption"], above=True)
        columns = block["columns"]
        whole = sum(column["width"] for column in columns)
        table = self._empty_table(len(block["rows"]) + 1, [_PRINT_MM * one["width"] / whole for one in columns], "rows")
        grid = [list(row.cells) for row in table.rows]
        for cell, column in zip(grid[0], columns, strict=True):
            self._fill(cell, column["title"], _HEAD, is_number=column["number"])
            edge(cell, "top")
            edge(cell, "bottom")
        repeat(table.rows[0])
        for cells, row in zip(grid[1:], block["rows"], strict=True):
            for cell, shown, column in zip(cells, row, columns, strict=True):
                self._cell(cell, shown, is_number=column["number"])
        for row in table.rows:
            keep_whole(row)
        if len(block["rows"]) <= _SHORT:
            keep_together(grid[:-1])
        describe_table(table, block["caption"])
        self.made.add_paragraph(style=_CELL)

    def _empty_table(self, rows: int, widths_mm: Sequence[float], lines: str) -> Table:
        """Return a table of fixed widths that every program keeps: in its grid as well as in its cells. `lines`: below its rows, or around all cells."""
        table = self.made.add_table(rows, len(widths_mm))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths_mm, strict=True):
                cell.width = Mm(width)
        frame(
            table,
            ("top", "bottom", "insideH")
            if lines == "rows"
            else ("top", "bottom", "left", "right", "insideH", "insideV"),
        )
        return table

    def _cell(self, cell: _Cell, shown: Mapping[str, Any], *, is_number: bool) -> None:
        if "light" in shown:
            paragraph = cell.paragraphs[0]
            paragraph.style = self._style(_CELL)
            self._light(paragraph, shown["light"]["colour"], shown["light"]["word"])
            paragraph.add_run(f" {shown['light']['letter']}")
        else:
            self._fill(cell, shown["text"], is_number=is_number)

    def _fill(self, cell: _Cell, text: str, style: str = _CELL, *, is_number: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self._style(style)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.add_run(text)

    def _light(self, paragraph: Paragraph, colour: str, word: str) -> None:
        paragraph.add_run().add_picture(BytesIO(self.pictures.lights[colour]), height=Pt(8))
        describe(paragraph, word)

    def _legend(self, items: Sequence[Mapping[str, Any]]) -> None:
        for item in items:
            paragraph = self.made.add_paragraph()
            self._light(paragraph, item["colour"], item["word"])
            paragraph.add_run(
                f" {item['word']} · {item['letter']}："
                if self.language is Language.ZH
                else f" {item['word']} · {item['letter']}: "
            )
            paragraph.add_run(item["meaning"])
