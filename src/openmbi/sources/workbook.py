"""Excel workbooks (.xlsx): their sheets as grids of text, so that cells go through the same checks as the fields of a text file."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.contract import Contract
from openmbi.sources.scan import empty
from openmbi.sources.stamp import Stamp, accessible, stamp
from openmbi.sources.uncomputed import begins_with_values, uncomputed_cells

LARGEST_BYTES = 1 << 30
_CONTENT = "xl/workbook.xml"
_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_DAMAGED = (CalamineError, BadZipFile, KeyError, ParseError, zlib.error, EOFError, RuntimeError)
"""What the libraries raise on a damaged workbook; zipfile says RuntimeError of members that are encrypted or packed in an unknown way."""

Grid = list[list[str]]
"""The cells of a sheet as texts, row by row from A1; row i of the grid is physical row i + 1."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. `label` names it in messages and in quarantine: `book.xlsx#Sheet1`."""

    book: Path
    name: str

    @property
    def label(self) -> Path:
        """The path of the workbook with the name of the sheet."""
        return self.book.with_name(f"{self.book.name}#{self.name}")


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook, by its name or its content."""
    if path.suffix.casefold() in {".xlsx", ".xlsm"}:
        return True
    with path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            return False
    try:
        with ZipFile(path) as archive:
            return _CONTENT in archive.namelist()
    except BadZipFile:
        return False


def sheets_of(path: Path, contract: Contract) -> tuple[Sheet | None, ...]:
    """Return the sheets of a workbook that hold anything and that the contract asks for; (None,) of any other file.

    Raises
    ------
    Problem
        `ingest.no-sheet` where there is none; as `read_grid`.
    """
    with accessible(path):
        if not is_workbook(path):
            return (None,)
        if not path.stat().st_size:
            raise empty(path)
        with _opened(path) as book:
            with ZipFile(path) as archive:
                filled = [name for name in book.sheet_names if _is_filled(name, book, archive)]
            asked = [name for name in filled if any(fnmatchcase(name.strip(), form) for form in contract.sheets)]
            if not asked:
                raise _no_sheet(path, contract, book.sheet_names)
    return tuple(Sheet(path, name) for name in asked)


def _is_filled(name: str, book: CalamineWorkbook, archive: ZipFile) -> bool:
    """Tell whether a sheet holds anything; most show it in their first bytes, and need not be taken apart for it."""
    return begins_with_values(archive, name) or book.get_sheet_by_name(name).start is not None


def read_grid(sheet: Sheet) -> Grid:
    """Return the cells of a sheet. What could not be computed is told: the text of the error, or the formula where no value was saved with it.

    The grid read last is kept until `forget_grid`, for a sheet is looked through before it is read.

    Raises
    ------
    Problem
        `ingest.workbook-unreadable`, `ingest.workbook-protected`, `ingest.workbook-old`, `ingest.workbook-too-large`.
    """
    with accessible(sheet.book):
        return _grid(sheet, stamp(sheet.book))


def forget_grid() -> None:
    """Let go of the grid that was read last."""
    _grid.cache_clear()


@lru_cache(maxsize=1)
def _grid(sheet: Sheet, _then: Stamp) -> Grid:
    with _opened(sheet.book) as book:
        cells = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        grid = [[_text(cell) for cell in row] for row in cells]
        with ZipFile(sheet.book) as archive:
            for (row, column), text in uncomputed_cells(archive, sheet.name).items():
                if row < len(grid) and column < len(grid[row]):
                    grid[row][column] = text
    return grid


def _text(cell: object) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ")
        case _:
            return str(cell)


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    _refuse_other_forms(path)
    try:
        _refuse_too_large(path)
        with CalamineWorkbook.from_path(path) as book:
            yield book
    except _DAMAGED as error:
        raise _unreadable(path, error) from error


def _refuse_other_forms(path: Path) -> None:
    with path.open("rb") as file:
        old = file.read(len(_OLE)) == _OLE
    if old:
        raise _protected(path) if _ENCRYPTED in path.read_bytes() else _old(path)


def _refuse_too_large(path: Path) -> None:
    with ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > LARGEST_BYTES:
        raise Problem(
            "ingest.workbook-too-large",
            Text("工作簿解压后有 {size} 字节", "the workbook unpacks to {size} bytes").fill(size=size),
            Text("请拆分，或存为 CSV 或 Parquet", "split it, or save it as CSV or Parquet"),
            expected=Text("至多 {most} 字节", "at most {most} bytes").fill(most=LARGEST_BYTES),
            file=path,
        )


def _no_sheet(path: Path, contract: Contract, names: list[str]) -> Problem:
    listed = ", ".join(names)
    return Problem(
        "ingest.no-sheet",
        Text(
            "没有可读的工作表；文件中的工作表：{listed}", "there is no sheet to read; sheets of the file: {listed}"
        ).fill(listed=listed),
        Text(
            "请确认工作表不为空，并与契约的 sheets 相符",
            "see that a sheet is filled, and that `sheets` of the contract fits its name",
        ),
        expected=Text("、".join(contract.sheets), ", ".join(contract.sheets)),
        file=path,
    )


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(
        "ingest.workbook-unreadable",
        Text("工作簿不完整或已损坏：{detail}", "the workbook is truncated or corrupt: {detail}").fill(
            detail=str(error).splitlines()[0] if str(error) else type(error).__name__
        ),
        Text("请重新传输该文件后再导入", "transfer the file again and ingest it then"),
        file=path,
    )


def _protected(path: Path) -> Problem:
    return Problem(
        "ingest.workbook-protected",
        Text("工作簿设有打开密码", "the workbook opens with a password only"),
        Text("请去除密码后另存，再导入", "save it without the password and ingest that"),
        file=path,
    )


def _old(path: Path) -> Problem:
    return Problem(
        "ingest.workbook-old",
        Text("这是旧版 .xls 工作簿", "it is a workbook of the old form .xls"),
        Text("请另存为 .xlsx 后导入", "save it as .xlsx and ingest that"),
        file=path,
    )
