"""The figures of one run or release, kept in memory as blocks: one indicator of one level at one frequency."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from openmbi.core.periods import Frequency, parse_period
from openmbi.core.tables import Days, Flags, Floats, Level, Numbers

BlockName = tuple[str, Level, Frequency]
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class FigureBlock:
    """`value` (n, T) of `subjects` (n,) in `periods` (T,), both sorted; NaN where it is not known, `present` (n, T) where the run has a row of it."""

    indicator: str
    level: Level
    frequency: Frequency
    subjects: Texts
    periods: Texts
    value: Floats
    present: Flags

    @cached_property
    def first_days(self) -> Days:
        """The first day (T,) of each period."""
        return np.array([parse_period(one).first for one in self.periods.tolist()], "datetime64[D]")

    @cached_property
    def last_days(self) -> Days:
        """The last day (T,) of each period."""
        return np.array([parse_period(one).last for one in self.periods.tolist()], "datetime64[D]")

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row by subject."""
        return {code: row for row, code in enumerate(self.subjects.tolist())}

    @cached_property
    def column_of(self) -> Mapping[str, int]:
        """Column by period."""
        return {period: column for column, period in enumerate(self.periods.tolist())}


class FigureBlocks:
    """All blocks of a table of figures (FIGURES). Reading sorts the rows once; a block is laid out when it is first asked for. Safe to share between
    threads: two that lay out the same block do so twice and get the same.
    """

    def __init__(self, figures: pa.Table, level_of: Callable[[str], Level]) -> None:
        names = {name: _coded(figures[name]) for name in ("indicator", "subject", "period")}
        (self._indicators, indicator), (self._subjects, subject), (self._periods, period) = names.values()
        levels = np.array([_LEVELS.index(level_of(code)) for code in self._subjects.tolist()], np.intp)
        frequencies = np.array([_FREQUENCIES.index(_frequency(one)) for one in self._periods.tolist()], np.intp)
        key = (indicator * len(_LEVELS) + levels[subject]) * len(_FREQUENCIES) + frequencies[period]
        order = np.argsort(key, kind="stable")
        self._subject, self._period = subject[order], period[order]
        self._value = figures["value"].to_numpy().astype(float)[order]
        keys, starts = np.unique(key[order], return_index=True)
        stops = np.append(starts[1:], len(order))
        self._rows = {
            self._name(each): slice(start, stop)
            for each, start, stop in zip(keys.tolist(), starts.tolist(), stops.tolist(), strict=True)
        }
        self._of_indicator: dict[str, list[BlockName]] = {}
        for name in self._rows:
            self._of_indicator.setdefault(name[0], []).append(name)
        self._laid_out: dict[BlockName, FigureBlock] = {}

    @staticmethod
    def read(file: Path, level_of: Callable[[str], Level]) -> FigureBlocks:
        """Read the figures of a run or release."""
        return FigureBlocks(pq.read_table(file, read_dictionary=["indicator", "subject", "period"]), level_of)

    @property
    def names(self) -> tuple[BlockName, ...]:
        """Indicator, level and frequency of every block, in this order."""
        return tuple(self._rows)

    def names_of(self, indicator: str) -> Sequence[BlockName]:
        """Return the names of an indicator's blocks; none where there is no such indicator."""
        return self._of_indicator.get(indicator, ())

    def has_subject(self, code: str) -> bool:
        """Whether there is any figure of a subject."""
        place = int(np.searchsorted(self._subjects, code))
        return place < len(self._subjects) and self._subjects[place] == code

    def block(self, name: BlockName) -> FigureBlock:
        """Return one block of those in `names`."""
        if name not in self._laid_out:
            self._laid_out[name] = self._lay_out(name)
        return self._laid_out[name]

    def find(self, name: BlockName) -> FigureBlock | None:
        """Return one block; None where the run has no such figures."""
        return self.block(name) if name in self._rows else None

    def _lay_out(self, name: BlockName) -> FigureBlock:
        rows = self._rows[name]
        subjects, row = np.unique(self._subject[rows], return_inverse=True)
        periods, column = np.unique(self._period[rows], return_inverse=True)
        value = np.full((len(subjects), len(periods)), np.nan)
        present = np.zeros(value.shape, bool)
        value[row, column] = self._value[rows]
        present[row, column] = True
        return FigureBlock(*name, self._subjects[subjects], self._periods[periods], value, present)

    def _name(self, key: int) -> BlockName:
        rest, frequency = divmod(key, len(_FREQUENCIES))
        indicator, level = divmod(rest, len(_LEVELS))
        return str(self._indicators[indicator]), _LEVELS[level], _FREQUENCIES[frequency]


_LEVELS = tuple(Level)
_FREQUENCIES = tuple(Frequency)


def _coded(column: pa.ChunkedArray) -> tuple[Texts, Numbers]:
    """Return the distinct texts of a column, sorted, and the number of each row's."""
    coded = column.unify_dictionaries().combine_chunks() if pa.types.is_dictionary(column.type) else column
    coded = coded if isinstance(coded, pa.DictionaryArray) else column.combine_chunks().dictionary_encode()
    texts: Texts = coded.dictionary.to_numpy(zero_copy_only=False)
    order = np.argsort(texts, kind="stable")
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    return texts[order], rank[coded.indices.to_numpy()]


def _frequency(period: str) -> Frequency:
    return parse_period(period).frequency
