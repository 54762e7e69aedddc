"""One table as CSV that Excel opens as it should: UTF-8 with a mark at its beginning, notes in lines that begin with `#`."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openmbi.reports.export.cells import cell
from openmbi.reports.export.tables import ExportTable

MEDIA_TYPE = "text/csv; charset=utf-8"


def csv_file(table: ExportTable, notes: Sequence[tuple[str, str]]) -> bytes:
    """Return the file: the notes, then the head, then the rows (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[f"# {label}: {text}"] for label, text in notes])
    writer.writerow([cell(column) for column in table.columns])
    writer.writerows([["" if value is None else cell(value) for value in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")
