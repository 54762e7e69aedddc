"""Peaks and troughs of one series, by their place in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, Numbers

Kinds = NDArray[np.int8]


class TurnKind(IntEnum):
    """A peak ends a rise, a trough ends a fall. The numbers are signs: a peak of a series is a trough of its negative."""

    TROUGH = -1
    PEAK = 1


@dataclass(frozen=True)
class Turns:
    """Turning points: `place` (k,) in the series, rising; `kind` (k,) `TurnKind` codes."""

    place: Numbers
    kind: Kinds

    def __len__(self) -> int:
        return len(self.place)

    def pairs(self) -> list[tuple[int, int]]:
        """Return place and kind of each."""
        return list(zip(self.place.tolist(), self.kind.tolist(), strict=True))

    def without(self, numbers: Iterable[int]) -> Turns:
        """Return all but some, by their number 0..k − 1."""
        rest = np.delete(np.arange(len(self)), list(numbers))
        return Turns(self.place[rest], self.kind[rest])


def turns_of(pairs: Iterable[tuple[int, int]]) -> Turns:
    """Return turning points from (place, kind), put in order; the same one given twice counts once."""
    ordered = sorted(set(pairs))
    return Turns(np.array([place for place, _ in ordered], np.intp), np.array([kind for _, kind in ordered], np.int8))


def check_complete(value: Floats) -> None:
    """Raise where a series (T,) has a gap: a turning point may lie in it.

    Raises
    ------
    Problem
        `index.turning-gaps`.
    """
    gaps = np.flatnonzero(~np.isfinite(value))
    if len(gaps):
        raise Problem(
            "index.turning-gaps",
            Text(
                "序列缺 {count} 期，第一处是第 {place} 期", "{count} periods have no value, number {place} first"
            ).fill(count=len(gaps), place=int(gaps[0]) + 1),
            Text(
                "转折点可能正落在缺口里：请先补齐，或只取完整的一段",
                "a turning point may lie in the gap: fill it first, or take a stretch without one",
            ),
        )
