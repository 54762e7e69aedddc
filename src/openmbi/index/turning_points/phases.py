"""The phases between turning points: expansions and contractions, how long, how far.

A month after a peak up to its trough, included, belongs to a contraction (the reference cycle's convention); amplitude and duration as in Harding and Pagan
(2002), J. Monetary Economics 49:365.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.turning_points.turns import Kinds, Turns


@dataclass(frozen=True)
class Phases:
    """Phases (m,) of one series: the place of the turn that each begins after, `opening`, and its last place, `closing`.

    `rising` (m,): an expansion. `duration` (m,) in periods; `amplitude` (m,): the last value minus that at the opening turn, in the unit of the series.
    `complete` (m,): it lies between two turns; the first and the last do not, and the last one is how matters stand now.
    """

    opening: Numbers
    closing: Numbers
    rising: Flags
    duration: Numbers
    amplitude: Floats
    complete: Flags

    def __len__(self) -> int:
        return len(self.opening)


def phases(value: Floats, turns: Turns) -> Phases:
    """Return the phases of a series (T,), from its first value to its last; none where it has no turn."""
    if not len(turns):
        nothing = np.array([], np.intp)
        return Phases(nothing, nothing, nothing.astype(bool), nothing, nothing.astype(float), nothing.astype(bool))
    edges = np.concatenate([[0], turns.place, [len(value) - 1]])
    kind = np.append(turns.kind, -turns.kind[-1])  # what each phase ends in, or would
    inner = np.arange(len(kind))
    return Phases(
        opening=edges[:-1],
        closing=edges[1:],
        rising=kind > 0,
        duration=np.diff(edges),
        amplitude=value[edges[1:]] - value[edges[:-1]],
        complete=(inner > 0) & (inner < len(turns)),
    )


def states(turns: Turns, count: int) -> Kinds:
    """Return 1 where a series of `count` periods is in an expansion, −1 in a contraction, 0 everywhere where it has no turn (T,)."""
    if not len(turns):
        return np.zeros(count, np.int8)
    kind = np.append(turns.kind, -turns.kind[-1]).astype(np.int8)
    return kind[np.searchsorted(turns.place, np.arange(count))]
