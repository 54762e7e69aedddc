"""Figures of the newest run, or of the run that an `as_of` means, as far as a viewer's scope reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.access import Viewer, no_such
from openmbi.core.periods import Frequency
from openmbi.core.tables import Level, Numbers
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.asked import FIGURE_COLUMNS, FiguresAsked
from openmbi.flow.gate.figure_blocks import BlockName, FigureBlock
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.narrowing import keyed, reads_runs, seen, sees, within
from openmbi.flow.gate.origins import Origin
from openmbi.flow.gate.pages import page_end, row_after, wrong_page
from openmbi.flow.gate.released import released_figures


def figures(gate: Gate, viewer: Viewer, asked: FiguresAsked) -> Answer:
    """Return figures in the order of indicator, level, frequency, subject and period; of the newest public release to who may read nothing else.

    Raises
    ------
    Problem
        As `released_figures`; `access.not-permitted`; `access.none` where an indicator or subject does not exist or the scope does not reach it; `run.none`;
        `figures.no-run` where no run is so old; `figures.page` where `after` is none of this question's.
    """
    if not reads_runs(viewer):
        return released_figures(gate, viewer, asked)
    page_before = row_after(asked.after, 4) if asked.after else None
    origin = gate.origins.of(asked.as_of) if page_before is None else gate.origins.named(page_before[0])
    if origin is None:
        raise wrong_page()
    check_known(origin, viewer, asked.indicators, asked.subjects)
    names = _names(origin, asked)
    begin = names.index(_block_before(names, page_before[1])) if page_before else 0
    parts: list[_Part] = []
    left = asked.limit
    for name in names[begin:]:
        block = origin.figures.block(name)
        row, column = _chosen(origin, viewer, block, asked)
        if page_before and not parts:
            start = _begin(block, row, column, page_before[2:])
            row, column = row[start:], column[start:]
        parts.append(_Part(block, row[:left], column[:left], len(row) > left))
        left -= len(parts[-1].row)
        if parts[-1].more:
            break
    return _answer(origin, parts)


def check_known(origin: Origin, viewer: Viewer, indicators: Sequence[str], subjects: Sequence[str]) -> None:
    """Refuse indicators and subjects of which the run has no figure, and subjects that the viewer does not see, in the same words.

    Raises
    ------
    Problem
        `access.none`.
    """
    for indicator in indicators:
        if not origin.figures.names_of(indicator):
            raise no_such(indicator)
    for code in subjects:
        if not (origin.figures.has_subject(code) and sees(origin, viewer, origin.level_of(code), code)):
            raise no_such(code)


@dataclass(frozen=True)
class _Part:
    """Rows and columns (k,) of a block; `more`: whether others follow that the page has no room for."""

    block: FigureBlock
    row: Numbers
    column: Numbers
    more: bool


def _names(origin: Origin, asked: FiguresAsked) -> list[BlockName]:
    """Return the names of the blocks that are asked for, in the order of all."""
    found = origin.figures
    listed = (
        [name for one in sorted(set(asked.indicators)) for name in found.names_of(one)]
        if asked.indicators
        else found.names
    )
    levels, frequencies = asked.levels or tuple(Level), asked.frequencies or tuple(Frequency)
    return [name for name in listed if name[1] in levels and name[2] in frequencies]


def _chosen(origin: Origin, viewer: Viewer, block: FigureBlock, asked: FiguresAsked) -> tuple[Numbers, Numbers]:
    """Return rows and columns of a block's figures that are asked for and seen."""
    chosen = np.ones(len(block.subjects), bool)
    for flags in (
        seen(origin, viewer, block),
        within(origin, block, asked.place, asked.industry),
        keyed(origin, block, asked.areas, asked.activities),
    ):
        if flags is not None:
            chosen &= flags
    if asked.subjects:
        chosen &= np.isin(block.subjects, np.array(asked.subjects, object))
    rows, columns = np.flatnonzero(chosen), _columns(block, asked)
    row, column = np.nonzero(block.present[np.ix_(rows, columns)])
    return rows[row], columns[column]


def _columns(block: FigureBlock, asked: FiguresAsked) -> Numbers:
    """Return the numbers of the periods that are asked for."""
    chosen = np.ones(len(block.periods), bool)
    if asked.first:
        chosen &= block.last_days >= np.datetime64(asked.first.first)
    if asked.last:
        chosen &= block.first_days <= np.datetime64(asked.last.last)
    found = np.flatnonzero(chosen)
    return found if asked.newest is None else found[-asked.newest :]


def _begin(block: FigureBlock, row: Numbers, column: Numbers, after: Sequence[str]) -> int:
    """Return the number of the first row whose subject and period come after those given."""
    subject = int(np.searchsorted(block.subjects, after[0]))
    period = int(np.searchsorted(block.periods, after[1], side="right"))
    still = subject < len(block.subjects) and block.subjects[subject] == after[0]
    place = subject * len(block.periods) + (period if still else 0)
    return int(np.searchsorted(row * len(block.periods) + column, place))


def _block_before(names: Sequence[BlockName], text: str) -> BlockName:
    """Return the block that the page before ended in."""
    found = next((name for name in names if "/".join(name) == text), None)
    if found is None:
        raise wrong_page()
    return found


def _answer(origin: Origin, parts: Sequence[_Part]) -> Answer:
    columns: dict[str, list[str]] = {name: [] for name in FIGURE_COLUMNS.names[:-1]}
    values = [part.block.value[part.row, part.column] for part in parts]
    for part in parts:
        size = len(part.row)
        for name, told in (
            ("indicator", part.block.indicator),
            ("level", part.block.level),
            ("frequency", part.block.frequency),
        ):
            columns[name] += [str(told)] * size
        columns["subject"] += part.block.subjects[part.row].tolist()
        columns["period"] += part.block.periods[part.column].tolist()
    value = np.concatenate(values) if values else np.zeros(0)
    return Answer(FIGURE_COLUMNS, {**columns, "value": value}, origin.about, _after(origin, parts))


def _after(origin: Origin, parts: Sequence[_Part]) -> str | None:
    if not parts or not parts[-1].more:
        return None
    full = next(part for part in reversed(parts) if len(part.row))
    block = full.block
    name = "/".join((block.indicator, block.level, block.frequency))
    return page_end((origin.saved.name, name, str(block.subjects[full.row[-1]]), str(block.periods[full.column[-1]])))
