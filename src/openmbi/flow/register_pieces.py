"""What the register says of each row of a panel from day to day: pieces that cover every row and every day once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import Days, Names, Numbers


@dataclass(frozen=True)
class Coded:
    """A column of texts: their different values `codes`, and the number (p,) of each piece's; an empty code is a text that is not told."""

    codes: tuple[str, ...]
    number: Numbers


@dataclass(frozen=True)
class Pieces:
    """p pieces by row and first day: row `row` (p,) was the same from day number `first` (p,) to `stop` (p,), `stop` not included.

    No piece reaches over a day of `starts`, the days on which codes of places change their meaning; `epoch` (p,) numbers the span between two of them, whose
    first day is `epochs[number]`.
    """

    row: Numbers
    first: Numbers
    stop: Numbers
    epoch: Numbers
    epochs: tuple[date, ...]
    place: Coded
    industry: Coded
    size: Coded


def register_pieces(register: pa.Table, subjects: Names, days: Days, starts: Sequence[date]) -> Pieces:
    """Cut rows and days where the register's rows begin and where codes change their meaning.

    The row of a register counts from its `valid_from` until the next one of its enterprise, also past its own `valid_to`; the first one counts before it too. A
    subject without a row is one piece of empty codes.

    Parameters
    ----------
    register
        `core.tables.ENTERPRISES` as known, one row for an enterprise and `valid_from`.
    subjects
        The rows of the panel (n,), each once.
    days
        Consecutive days (T,).
    starts
        Days on which codes of places change their meaning, rising.
    """
    known = _of_panel(register, subjects)
    row = np.concatenate([known["row_"].to_numpy().astype(np.intp), _absent(known, len(subjects))])
    begins = (known["valid_from"].to_numpy().astype("M8[D]") - days[0]).astype(np.intp)
    first = np.concatenate([np.clip(begins, 0, len(days)), np.zeros(len(row) - len(begins), np.intp)])
    new_row = np.concatenate([[True], row[1:] != row[:-1]])[: len(row)]
    first[new_row] = 0
    stop = np.concatenate([np.where(new_row[1:], len(days), first[1:]), [len(days)]])[: len(row)]
    listed = [day for day in starts if days[0].item() < day <= days[-1].item()]
    of, epoch, first, stop = _cut(first, stop, [int((np.datetime64(day) - days[0]).astype(int)) for day in listed])
    order = np.lexsort((first, row[of]))
    coded = {name: _coded(known[name], len(row)) for name in ("place", "industry", "size_class")}
    place, industry, size = (Coded(each.codes, each.number[of][order]) for each in coded.values())
    epochs = (days[0].item(), *listed)
    return Pieces(row[of][order], first[order], stop[order], epoch[order], epochs, place, industry, size)


def _of_panel(register: pa.Table, subjects: Names) -> pa.Table:
    """Return the register's rows of the subjects with the number of their row, in the order of enterprise and day."""
    rows = pc.index_in(register["enterprise"], value_set=pa.array(subjects.tolist(), pa.string()))
    found = register.append_column("row_", rows).filter(pc.is_valid(rows))
    return found.sort_by([("row_", "ascending"), ("valid_from", "ascending")]).combine_chunks()


def _absent(known: pa.Table, size: int) -> Numbers:
    absent = np.ones(size, bool)
    absent[known["row_"].to_numpy()] = False
    return np.flatnonzero(absent)


def _coded(column: pa.ChunkedArray, size: int) -> Coded:
    """Number the texts of a column; pieces beyond it, of subjects without a row, have the empty code."""
    filled = pa.concat_arrays([*pc.fill_null(column, "").chunks, pa.array([""] * (size - len(column)), pa.string())])
    encoded = filled.dictionary_encode()
    return Coded(tuple(encoded.dictionary.to_pylist()), encoded.indices.to_numpy().astype(np.intp))


def _cut(first: Numbers, stop: Numbers, starts: Sequence[int]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Cut spans at day numbers: which span each piece is of, its epoch, first and stop; spans of no day are left out."""
    bounds = [0, *starts, int(stop.max(initial=0))]
    parts = []
    for epoch, (low, high) in enumerate(pairwise(bounds)):
        start, end = np.maximum(first, low), np.minimum(stop, high)
        kept = np.flatnonzero(start < end)
        parts.append((kept, np.full(len(kept), epoch, np.intp), start[kept], end[kept]))
    of, epochs, starts_, stops = (np.concatenate(part) for part in zip(*parts, strict=True))
    return of, epochs, starts_, stops
