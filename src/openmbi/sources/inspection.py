"""Inspect a file before it is read: what it is, which encoding and columns it has, and whether it can be a table at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.contract import Contract
from openmbi.sources.encoding import Encoding
from openmbi.sources.layout import Header, Layout
from openmbi.sources.parquet import MAGIC, read_shape
from openmbi.sources.reader import Reader, reader_of
from openmbi.sources.scan import Scan, header_only, scan_text
from openmbi.sources.sheet import scan_sheet
from openmbi.sources.stamp import Stamp, accessible, refuse_change, stamp
from openmbi.sources.workbook import Sheet, is_workbook, sheets_of


@dataclass(frozen=True)
class Inspection:
    """What a file, or a sheet of a workbook, was found to be.

    `lines`: physical lines of a text file, header and blank ones included; rows of a Parquet file or of a sheet.
    """

    path: Path
    stamp: Stamp
    form: Literal["text", "parquet", "workbook"]
    sha256: str
    lines: int
    encoding: Encoding
    layout: Layout
    sheet: Sheet | None = None

    @property
    def file_name(self) -> str:
        """The name of the file, with that of the sheet."""
        return self.sheet.label.name if self.sheet else self.path.name

    @property
    def header_line(self) -> int | None:
        """The physical line or row of the header; None in a Parquet file."""
        return self.layout.header.line or None

    @property
    def size(self) -> int:
        """Bytes."""
        return self.stamp.size

    @property
    def mtime_ns(self) -> int:
        """Time of the last change in nanoseconds."""
        return self.stamp.mtime_ns

    @property
    def extra_columns(self) -> tuple[str, ...]:
        """Columns that the contract does not name; they are ignored."""
        return self.layout.extra


def inspect(path: Path, contract: Contract, sheet: Sheet | None = None) -> Inspection:
    """Inspect a file, and match its header with the contract; of a workbook the sheet, or the first that the contract asks for.

    Raises
    ------
    Problem
        About the file: `ingest.file-missing`, `ingest.file-unreadable`, `ingest.not-a-file`, `ingest.empty-file`, `ingest.header-only`,
        `ingest.not-text`, `ingest.parquet-unreadable`, `ingest.line-too-long`, `ingest.header-unreadable`, `ingest.file-changed`, and those of
        `sources/workbook.py`. About its columns:
        `ingest.column-missing`, `ingest.column-ambiguous`, `ingest.column-unexpected`.
    """
    reader = reader_of(contract)
    with accessible(path):
        then = stamp(path)
        form = "parquet" if _is_parquet(path) else "workbook" if is_workbook(path) else "text"
        if form == "workbook":
            sheet = sheet or sheets_of(path, contract)[0]
        scan = _scan(path, contract, sheet, reader)
        refuse_change(path, then)
    layout = reader.lay_out(scan.header, contract)
    if layout.extra and contract.extra_columns == "refuse":
        raise _unexpected(layout)
    return Inspection(path, then, form, scan.sha256, scan.lines, scan.encoding, layout, sheet)


def _scan(path: Path, contract: Contract, sheet: Sheet | None, reader: Reader) -> Scan:
    if sheet:
        return scan_sheet(sheet, contract, reader.lay_out)
    return _scan_parquet(path) if _is_parquet(path) else scan_text(path, contract)


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _scan_parquet(path: Path) -> Scan:
    names, rows = read_shape(path)
    header = Header(names, path, 0)
    if not rows:
        raise header_only(header)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Scan(digest, rows, "utf-8", header)


def _unexpected(layout: Layout) -> Problem:
    listed = ", ".join(layout.extra)
    return Problem(
        "ingest.column-unexpected",
        Text("有契约没有写明的列：{listed}", "columns that the contract does not name: {listed}").fill(listed=listed),
        Text(
            "删去这些列，或在契约中写 extra_columns: ignore",
            "remove them, or say extra_columns: ignore in the contract",
        ),
        file=layout.header.path,
        line=layout.header.line or None,
    )
