"""One sheet of a workbook as a table: titles and units above the header, the header, the rows below it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

import numpy as np
import pyarrow as pa

from openmbi.core.problems import Problem
from openmbi.core.units import named_unit
from openmbi.sources.contract import Contract
from openmbi.sources.layout import Header, Layout
from openmbi.sources.parquet import BLOCK_OBSERVATIONS
from openmbi.sources.rows import Rows
from openmbi.sources.scan import Scan, empty, header_only
from openmbi.sources.stated_unit import refuse_other_stated_unit
from openmbi.sources.workbook import Grid, Sheet, forget_grid, read_grid

HIGHEST_ROWS = 50  # filled ones, among which the header is looked for

LayOut = Callable[[Header, Contract], Layout]


def scan_sheet(sheet: Sheet, contract: Contract, lay_out: LayOut) -> Scan:
    """Look a sheet through: `lines` are its rows; its hash is that of the workbook and the sheet's name.

    Raises
    ------
    Problem
        `ingest.empty-file`, `ingest.header-only`; as `read_grid`; as `lay_out` of the fullest of the first 50 filled rows where none of them has all
        columns that are required;
        `ingest.other-unit` where a row above the header names another unit than the contract.
    """
    grid = read_grid(sheet)
    header = _find_header(grid, sheet, contract, lay_out)
    for row in grid[: header.line - 1]:
        _refuse_other_unit(row, header, contract)
    if not any(any(map(str.strip, row)) for row in grid[header.line :]):
        raise header_only(header)
    digest = hashlib.sha256(sheet.book.read_bytes() + b"#" + sheet.name.encode())
    return Scan(digest.hexdigest(), len(grid), "utf-8", header)


def _find_header(grid: Grid, sheet: Sheet, contract: Contract, lay_out: LayOut) -> Header:
    """Return the first row that has all columns that are required; its columns reach to the last that holds anything there or below."""
    filled = list(islice((place for place, row in enumerate(grid) if any(row)), HIGHEST_ROWS))
    if not filled:
        raise empty(sheet.label)
    last = _last_filled(grid)
    width = {place: max(column for column, row in enumerate(last) if row >= place) + 1 for place in filled}
    headers = [_header(grid, place, width[place], sheet, contract) for place in filled]
    for header in headers:
        try:
            lay_out(header, contract)
        except Problem as problem:
            if problem.code != "ingest.column-missing":
                raise
        else:
            return header
    fullest = max(headers, key=lambda header: sum(map(bool, header.names)))
    lay_out(fullest, contract)
    return fullest


def _header(grid: Grid, place: int, width: int, sheet: Sheet, contract: Contract) -> Header:
    names = [name.strip() for name in grid[place][:width]]
    if contract.period_from == "sheet":
        names.append(contract.columns["valid_at"][0])
    return Header(tuple(names), sheet.label, place + 1)


def _last_filled(grid: Grid) -> list[int]:
    """Return the last row, from 0, of each column that holds anything; -1 where none does."""
    rows = range(len(grid) - 1, -1, -1)
    return [next((row for row in rows if grid[row][column]), -1) for column in range(len(grid[0]))]


def _refuse_other_unit(row: list[str], header: Header, contract: Contract) -> None:
    """Judge unit lines such as `单位：万千瓦时`; what has no unit, as a register, is not judged."""
    for cell in row:
        if (contract.indicator or contract.unit != "1") and cell.strip().startswith(("单位", "计量单位", "金额")):
            refuse_other_stated_unit(cell.strip(), named_unit(cell), header, contract)


def read_sheet(sheet: Sheet, size: int, layout: Layout, contract: Contract) -> Iterator[Rows]:
    """Yield the rows below the header, block by block; `row_no` is the physical row of the sheet. Blank rows are no rows."""
    grid = read_grid(sheet)
    forget_grid()
    kept = [place for place in range(layout.header.line, len(grid)) if any(map(str.strip, grid[place]))]
    period = {len(layout.header.names) - 1: sheet.name} if contract.period_from == "sheet" else {}
    most = max(1, BLOCK_OBSERVATIONS // layout.observations)
    for first in range(0, len(kept), most):
        places = kept[first : first + most]
        table = pa.table({str(column): _texts(grid, places, column, period) for column in layout.read})
        done = size * (first + len(places)) // len(kept)
        yield Rows(table, np.array(places, dtype=np.int64) + 1, (), done)


def _texts(grid: Grid, rows: list[int], column: int, said: Mapping[int, str]) -> pa.Array:
    """Return the texts (n,) of a column in some rows. `said`: what stands in columns that the sheet has not, as the period that its name tells."""
    if column in said:
        return pa.repeat(said[column], len(rows))
    return pa.array([grid[row][column] for row in rows], pa.string())
