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
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from openmbi.catalog.bulletins import WordFonts
from openmbi.core.language import Language
from openmbi.reports.bulletin.localized import localized

_PRINT_MM = 172
_STRONG, _WARNING, _QUIET = RGBColor(0x1F, 0x4E, 0x79), RGBColor(0x8E, 0x1B, 0x1B), RGBColor(0x55, 0x63, 0x6F)
_NOTE, _MARK, _CELL = "Bulletin Note", "Bulletin Mark", "Bulletin Cell"
_TILES_A_ROW = 4


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
            heading = self.made.add_heading(f"{place} {section['title']}", level=1)
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
        header = section.header.paragraphs[0]
        header.text = f"{self.told['bureau']}\t{self.told['title']} · {self.told['month_label']}"
        header.paragraph_format.tab_stops.clear_all()
        header.paragraph_format.tab_stops.add_tab_stop(Mm(_PRINT_MM), WD_TAB_ALIGNMENT.RIGHT)
        footer = section.footer.paragraphs[0]
        footer.paragraph_format.tab_stops.clear_all()
        footer.paragraph_format.tab_stops.add_tab_stop(Mm(_PRINT_MM), WD_TAB_ALIGNMENT.RIGHT)
        marks = footer.add_run(" · ".join(self.told["marks"]))
        marks.bold, marks.font.color.rgb = True, _WARNING
        footer.add_run(f"\t{self.told['labels']['page']} ")
        _field(footer, "PAGE")
        footer.add_run(" / ")
        _field(footer, "NUMPAGES")
        section.footer.add_paragraph(self.told["footer"])

    def _styles(self) -> None:
        for name, size in (("Normal", 10.5), ("Header", 8), ("Footer", 8), ("Caption", 9), ("List Bullet", 10.5)):
            self._font(name, size, display=name in {"Header", "Footer", "Caption"})
        for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 11)):
            self._font(name, size, display=True)
            self._style(name).font.color.rgb = _STRONG
        self._style("Caption").font.color.rgb = RGBColor(0x1C, 0x2A, 0x36)
        for name, size, colour in ((_NOTE, 8.5, _QUIET), (_MARK, 9, _WARNING), (_CELL, 8, None)):
            self.made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style = self._style(name)
            style.base_style = self._style("Normal")
            self._font(name, size, display=name != _NOTE)
            style.paragraph_format.space_after = Pt(0 if name == _CELL else 4)
            if colour is not None:
                style.font.color.rgb = colour
        self._style(_MARK).font.bold = True
        self._style("Normal").paragraph_format.space_after = Pt(6)
        self._style("Heading 1").paragraph_format.keep_with_next = True

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
        return cast("ParagraphStyle", self.made.styles[name])

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
        """Add a table of contents that Word fills in, and that lists the sections until it does."""
        self.made.add_paragraph(self.told["labels"]["contents"], style="Heading 2")
        paragraph = self.made.add_paragraph()
        shown = "\n".join(f"{place} {one['title']}" for place, one in enumerate(self.told["sections"], 1))
        _field(paragraph, 'TOC \\o "1-1" \\h \\z \\u', shown)

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
        _field(paragraph, f"SEQ {label} \\* ARABIC", str(self._counts[label]))
        paragraph.add_run(f"  {text}")

    def __post_init__(self) -> None:
        self._counts: dict[str, int] = {}

    def _chart(self, block: Mapping[str, Any]) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(BytesIO(self.pictures.charts[block["code"]]), width=Mm(_PRINT_MM))
        _describe(paragraph, block["alt"])
        self._caption(self.told["labels"]["chart"], block["caption"], above=False)

    def _tiles(self, items: Sequence[Mapping[str, Any]]) -> None:
        rows = -(-len(items) // _TILES_A_ROW)
        table = self.made.add_table(rows, min(len(items), _TILES_A_ROW), style="Table Grid")
        for place, item in enumerate(items):
            cell = table.cell(place // _TILES_A_ROW, place % _TILES_A_ROW)
            label = cell.paragraphs[0]
            label.style = _CELL
            label.add_run(item["label"]).font.color.rgb = _QUIET
            value = cell.add_paragraph(style=_CELL)
            figure = value.add_run(item["value"])
            figure.bold, figure.font.size = True, Pt(15)
            if item["light"]:
                value.add_run(" ")
                self._light(value, item["light"]["colour"], item["light"]["word"])
                value.add_run(f" {item['light']['word']}")
            cell.add_paragraph(item["remark"] or "", style=_CELL)
        self.made.add_paragraph(style=_CELL)

    def _table(self, block: Mapping[str, Any]) -> None:
        self._caption(self.told["labels"]["table"], block["caption"], above=True)
        columns = block["columns"]
        table = self.made.add_table(1, len(columns), style="Light List Accent 1")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = sum(column["width"] for column in columns)
        widths = [Mm(_PRINT_MM * column["width"] / whole) for column in columns]
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            self._fill(cell, column["title"], is_number=column["number"])
        _repeat(table.rows[0])
        for row in block["rows"]:
            cells = table.add_row().cells
            for cell, shown, column in zip(cells, row, columns, strict=True):
                self._cell(cell, shown, is_number=column["number"])
        for row in table.rows:
            _keep_whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        _describe_table(table, block["caption"])
        self.made.add_paragraph(style=_CELL)

    def _cell(self, cell: _Cell, shown: Mapping[str, Any], *, is_number: bool) -> None:
        if "light" in shown:
            paragraph = cell.paragraphs[0]
            paragraph.style = _CELL
            self._light(paragraph, shown["light"]["colour"], shown["light"]["word"])
            paragraph.add_run(f" {shown['light']['letter']}").bold = False
        else:
            self._fill(cell, shown["text"], is_number=is_number, bold=False)

    def _fill(self, cell: _Cell, text: str, *, is_number: bool, bold: bool | None = None) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = _CELL
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.add_run(text).bold = bold

    def _light(self, paragraph: Paragraph, colour: str, word: str) -> None:
        paragraph.add_run().add_picture(BytesIO(self.pictures.lights[colour]), height=Pt(7))
        _describe(paragraph, word)

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


def _field(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    """Add a field that Word computes, with what is shown until it does."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "instruction":
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {instruction} "
            run._r.append(told)
        elif kind == "shown":
            run.text = shown
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _describe(paragraph: Paragraph, alt: str) -> None:
    """Give the last picture of a paragraph its alternative text."""
    found = paragraph._p.findall(f".//{qn('wp:docPr')}")
    found[-1].set("descr", alt)


def _describe_table(table: Any, text: str) -> None:
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), text)
    table._tbl.tblPr.append(told)


def _repeat(row: Any) -> None:
    """Let a row head the table on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
