"""The city × industry cells of one indicator and one period, with their lights and weights, as far as a viewer's scope reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from openmbi.core.access import Viewer, no_such
from openmbi.core.cell_codes import parts_of
from openmbi.core.periods import Frequency, Period
from openmbi.core.tables import Colour, Flags, Floats, Level, Numbers
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.figure_blocks import FigureBlock
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.narrowing import seen
from openmbi.flow.gate.origins import Origin

CELL_COLUMNS = pa.schema(
    [
        pa.field("cell", pa.string(), nullable=False),
        pa.field("city", pa.string(), nullable=False),
        pa.field("industry", pa.string(), nullable=False),
        pa.field("period", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("light", pa.string(), nullable=False),
        pa.field("probability", pa.float64()),
        pa.field("weight", pa.float64()),
    ]
)
"""`light`: the colour on the data date, `no_data` where too little is known; `probability` that the true state is beyond the light's threshold; `weight`: a
share of the zone."""


@dataclass(frozen=True)
class CellsAsked:
    """Which cells: of an indicator, in a period; None: the latest month of which the indicator is known. `as_of`: as in `FiguresAsked`."""

    indicator: str
    period: Period | None = None
    as_of: datetime | None = None


@dataclass(frozen=True)
class _Board:
    """What does not change from period to period: the cells (n,) that a viewer sees, in columns, and their rows in the block of an indicator."""

    row: Numbers
    cell: list[str]
    city: list[str]
    industry: list[str]
    light: list[str]
    probability: Floats
    weight: Floats


def cells(gate: Gate, viewer: Viewer, asked: CellsAsked) -> Answer:
    """Return one row a cell, sorted by its code, with the schema CELL_COLUMNS; `value` is null where the cell has none in the period.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the indicator has no cells or no such period; `run.none`, `figures.no-run`.
    """
    origin = gate.origins.of(asked.as_of)
    block = _block(origin, asked)
    period = str(asked.period) if asked.period else str(block.periods[-1])
    column = block.column_of.get(period)
    mask = seen(origin, viewer, block)
    if column is None:
        raise no_such(f"{asked.indicator}/{period}")
    name = (block.indicator, block.frequency, None if mask is None else viewer.scope)
    board = origin.once(("cells", name), lambda: _board(origin, block, mask))
    columns = {
        "cell": board.cell,
        "city": board.city,
        "industry": board.industry,
        "period": [period] * len(board.cell),
        "value": block.value[board.row, column],
        "light": board.light,
        "probability": board.probability,
        "weight": board.weight,
    }
    return Answer(CELL_COLUMNS, columns, origin.about)


def _block(origin: Origin, asked: CellsAsked) -> FigureBlock:
    """Return the cells of an indicator at the frequency of the period that is asked for; by month, else by day, where none is."""
    wanted = (asked.period.frequency,) if asked.period else (Frequency.MONTHLY, Frequency.DAILY)
    for frequency in wanted:
        found = origin.figures.find((asked.indicator, Level.CELL, frequency))
        if found is not None:
            return found
    raise no_such(asked.indicator)


def _board(origin: Origin, block: FigureBlock, mask: Flags | None) -> _Board:
    row = np.arange(len(block.subjects)) if mask is None else np.flatnonzero(mask)
    cell: list[str] = block.subjects[row].tolist()
    pairs = [parts_of(code) for code in cell]
    colours = _latest(origin, "group_light", cell)
    return _Board(
        row=row,
        cell=cell,
        city=[city for city, _ in pairs],
        industry=[industry for _, industry in pairs],
        light=[colour_name(colour) for colour in colours.tolist()],
        probability=_latest(origin, "group_light.probability", cell),
        weight=_latest(origin, "weight", cell),
    )


def _latest(origin: Origin, indicator: str, cell: list[str]) -> Floats:
    """Return the values (n,) of cells on the data date; NaN where there are none."""
    found = origin.figures.find((indicator, Level.CELL, Frequency.DAILY))
    if found is None:
        return np.full(len(cell), np.nan)
    known = found.row_of
    return np.array([found.value[known[code], -1] if code in known else np.nan for code in cell])


def colour_name(code: float) -> str:
    """Return the name of a colour as figures hold it; `no_data` of one that is not known."""
    return Colour.NO_DATA.name.lower() if np.isnan(code) else Colour(int(code)).name.lower()
