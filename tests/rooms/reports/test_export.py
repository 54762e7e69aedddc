"""What leaves the system: tables of any document, cells that are no formula, charts as pictures, and the mark on each."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.reports.export.cells import cell
from openmbi.reports.export.csv_file import csv_file
from openmbi.reports.export.drawings import charts_in, drawings
from openmbi.reports.export.tables import ExportTable, tables_of
from openmbi.reports.export.watermark import Watermark
from openmbi.reports.export.workbook import workbook
from openmbi.reports.province.rendering import page

MARK = Watermark("li", "李", "2026-04-01 08:00:00 +0800", Text("佛山", "Foshan"), "000007")
EXAMPLES = sorted(package_folder("openmbi.reports").glob("*/example/*.json"))


def example(name: str) -> dict[str, Any]:
    return json.loads((package_folder("openmbi.reports") / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("-19.5", -19.5),
        ("−19.5", -19.5),
        ("+3", 3),
        ("97.28", 97.28),
        ("440600", "440600"),
        ("0755", "0755"),
        ("914406048516607601", "914406048516607601"),
        ("佛山", "佛山"),
        (None, None),
        (True, "true"),
    ],
)
def test_figures_become_numbers_and_no_text_a_formula(value: Any, held: Any):
    assert cell(value) == held


@pytest.mark.parametrize("file", EXAMPLES, ids=[f"{one.parts[-3]}/{one.stem}" for one in EXAMPLES])
@pytest.mark.parametrize("language", list(Language))
def test_every_document_has_tables_that_a_workbook_takes(file, language: Language):
    tables = tables_of(json.loads(file.read_text(encoding="utf-8")), language)
    assert tables[-1].name == "facts"
    assert len({one.name.lower() for one in tables}) == len(tables)
    for one in tables:
        assert len(one.name) <= 31
        assert all(len(row) == len(one.columns) for row in one.rows)
        assert not any(isinstance(value, dict | list) for row in one.rows for value in row)


def test_a_list_and_a_series_become_tables():
    document = example("case/example/case")
    tables = {one.name: one for one in tables_of(document, Language.EN)}
    history = tables["history.series"]
    assert history.rows[0][0] == document["history"]["first_day"]
    assert [row[1] for row in history.rows] == document["history"]["close"]
    assert len(tables["timeline"].rows) == len(document["timeline"])


def test_columns_that_a_document_names_are_kept():
    document = example("sheets/example/sheets")
    months = next(one for one in tables_of(document, Language.ZH) if one.name == "months")
    assert months.columns[:2] == ("月份", "工作日")
    assert len(months.rows) == 12


def test_csv_is_what_excel_opens_and_says_what_it_is():
    document = example("desk/example/desk")
    table = ExportTable("t", ("name", "n"), (("=cmd()", "1.5"), ('a "b"', None)))
    content = csv_file(table, MARK.notes(document, Language.ZH))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    notes = [row[0] for row in rows if row[0].startswith("#")]
    assert "仅限内部" in notes[0]
    assert any("李 (li)" in note for note in notes)
    assert any("000007" in note for note in notes)
    assert rows[-3:] == [["name", "n"], ["'=cmd()", "1.5"], ['a "b"', ""]]


def test_a_workbook_has_notes_and_no_formula():
    document = example("desk/example/desk")
    table = ExportTable("listed", ("name", "change"), (("=HYPERLINK(1)", "−3.5"), ("https://a.example", 7)))
    book = load_workbook(
        io.BytesIO(workbook([table], MARK.notes(document, Language.EN), MARK.line(document, Language.EN)))
    )
    assert book.sheetnames == ["notes", "listed"]
    said = " ".join(str(one.value) for row in book["notes"] for one in row)
    assert "Internal only" in said or "internal" in said.lower()
    assert "li" in said
    values = [[one.value for one in row] for row in book["listed"]]
    assert values[1:] == [["'=HYPERLINK(1)", -3.5], ["https://a.example", 7]]
    assert all(one.data_type != "f" and one.hyperlink is None for row in book["listed"] for one in row)
    assert "li" in book["listed"].oddFooter.left.text


def test_charts_leave_with_their_style_and_the_mark():
    document = example("case/example/case")
    drawn = page(document, Language.ZH)
    assert charts_in(drawn) == 1
    (svg,) = drawings(
        drawn, ":root{--ink:#123456}.mean-line{fill:none;stroke:var(--ink)}.wide:hover{fill:red}", "标记 <&>"
    )
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label")
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words[-1] == "标记 <&>"
    style = root.find("{http://www.w3.org/2000/svg}style")
    assert style is not None
    assert style.text == ".mean-line{fill:none;stroke:#123456}"
    assert b"<script" not in svg


def test_a_stretched_chart_is_drawn_at_its_full_width():
    chart = (
        '<svg role="img" aria-label="x" xmlns="http://www.w3.org/2000/svg">'
        '<svg width="100%" viewBox="0 0 96 220" preserveAspectRatio="none"><path d="M0 5 48 7"/><rect x="24" width="12"/></svg></svg>'
    )
    (svg,) = drawings(chart, "", "m")
    assert b'viewBox="0 0 960 220"' in svg
    assert b'd="M0.00 5 480.00 7"' in svg
    assert b'<rect x="240.00" width="120.00"/>' in svg
