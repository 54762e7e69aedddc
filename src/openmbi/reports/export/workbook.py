"""All tables of a document as a workbook: a sheet of notes, then a sheet a table."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from openmbi.reports.export.cells import cell
from openmbi.reports.export.tables import ExportTable, Value

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTES = "notes"
_WIDEST = 48


def workbook(tables: Sequence[ExportTable], notes: Sequence[tuple[str, str]], mark: str) -> bytes:
    """Return the file; `mark` stands at the foot of every printed sheet. Nothing in it is a formula or a link."""
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, settings) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        told = ExportTable(NOTES, ("", ""), tuple(notes))
        for table in (told, *tables):
            _fill(book.add_worksheet(table.name), table, head, mark)
    return out.getvalue()


def _fill(sheet: Worksheet, table: ExportTable, head: Format, mark: str) -> None:
    sheet.set_footer("&L" + mark.replace("&", "&&")[:250])
    sheet.write_row(0, 0, [column or None for column in table.columns], head)
    for number, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        widest = max((len(str(row[place])) for row in table.rows[:200] if row[place] is not None), default=0)
        sheet.set_column(place, place, min(max(len(column), widest) * 1.2 + 2, _WIDEST))


def _write(sheet: Worksheet, row: int, place: int, value: Value) -> None:
    found = cell(value)
    if isinstance(found, str):
        sheet.write_string(row, place, found)
    elif found is not None:
        sheet.write_number(row, place, found)
