"""Workbooks are what spreadsheet readers read, and archives say no time of writing."""

import io
from zipfile import ZipFile

from openpyxl import load_workbook

from openmbi.simulation.province.containers import SheetOf, archive, workbook


def test_a_workbook_is_read_by_others_with_its_merged_title():
    sheet = SheetOf("标题 <A&B>", ["单位：万元"], ["名称", "数额"], [("甲", "1.50"), ("乙", 2.5)])
    book = load_workbook(io.BytesIO(workbook({"2024-01": sheet})))
    assert book.sheetnames == ["2024-01"]
    read = book["2024-01"]
    assert [str(area) for area in read.merged_cells.ranges] == ["A1:B1"]
    values = [[cell for cell in row if cell is not None] for row in read.iter_rows(values_only=True)]
    assert values == [["标题 <A&B>"], ["单位：万元"], ["名称", "数额"], ["甲", "1.50"], ["乙", 2.5]]


def test_an_archive_is_the_same_whenever_it_is_written():
    content = archive({"a.csv": b"1", "b.csv": b"2"})
    with ZipFile(io.BytesIO(content)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("b.csv") == b"2"
