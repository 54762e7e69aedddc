"""The Word file can be edited, and the page needs nothing beside it."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.rooms.reports.bulletin.small_source import LEGEND, SOURCE, blocks_of, group, made

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.language import Language
from openmbi.core.tables import Level
from openmbi.reports.bulletin.charts.drawn import drawn
from openmbi.reports.bulletin.html import html_of
from openmbi.reports.bulletin.word import Pictures, docx_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def document():
    return made()


@pytest.fixture(scope="module")
def word(document):
    codes = [block["code"] for block in blocks_of(document, "chart")]
    pictures = Pictures(dict.fromkeys(codes, PNG), {look["colour"]: PNG for look in LEGEND})
    fonts = load_bulletin_rules(None).fonts.word
    return Document(BytesIO(docx_of(document, Language.ZH, pictures, fonts)))


def test_headings_are_headings(document, word):
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert headings == [one["title"]["zh"] for one in document["sections"]]
    number = word.styles["Heading 1"].element.pPr.numPr.numId.val
    assert number in {one.numId for one in word.part.numbering_part.element.num_lst}


def test_tables_hold_what_the_document_holds(document, word):
    table = next(block for block in blocks_of(document, "table") if block["code"] == "level_months")
    found = next(one for one in word.tables if one.cell(0, 0).text == "月份")
    rows = [[cell["text"]["zh"] for cell in row] for row in table["rows"]]
    assert [[cell.text for cell in row.cells] for row in found.rows[1:]] == rows
    assert found.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_every_chart_has_its_picture_with_an_alternative_text_and_a_caption_that_word_counts(document, word):
    told = {one.get("descr") for one in word.element.iter(qn("wp:docPr"))}
    assert {block["alt"]["zh"] for block in blocks_of(document, "chart")} <= told
    instructions = [one.text for one in word.element.iter(qn("w:instrText"))]
    assert sum("SEQ 图" in one for one in instructions) == len(blocks_of(document, "chart"))
    assert sum("TOC" in one for one in instructions) == 1


def test_every_page_is_marked_and_numbered(document, word):
    footer = word.sections[0].footer
    text = "\n".join(one.text for one in footer.paragraphs)
    assert "仅限内部" in text
    assert document["footer"]["zh"] in text
    assert "PAGE" in "".join(one.text for one in footer._element.iter(qn("w:instrText")))


def test_chinese_characters_have_a_font_of_their_own(word):
    for name in ("Normal", "Heading 1", "Caption"):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in {"SimSun", "SimHei"}
        assert fonts.get(qn("w:eastAsiaTheme")) is None


@pytest.mark.parametrize("language", list(Language))
def test_the_page_holds_every_sentence_and_no_script(document, language: Language):
    page = html_of(document, language, drawn(document, language, ("Arial",)))
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    for block in blocks_of(document, "paragraph"):
        assert block["text"][language.value] in page
    assert page.count("<figure>") == len(blocks_of(document, "chart"))
    assert document["footer"][language.value] in page


def test_a_name_is_never_markup():
    groups = {Level.CITY: [group(Level.CITY, "440100", "<b>甲</b>&")]}
    found = made(groups=groups)
    page = html_of(found, Language.ZH, drawn(found, Language.ZH, ("Arial",)))
    assert "<b>甲</b>" not in page
    assert "&lt;b&gt;甲" in page
    assert SOURCE.groups is not groups
