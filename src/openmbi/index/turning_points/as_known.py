"""When a turning point could first be known: the dating done again on every vintage, and what was then said kept.

A turning point needs later values before it can be told, so its date is known late, and may be taken back. What a vintage said is never changed by a later
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, Numbers
from openmbi.index.turning_points.turns import Kinds, Turns, turns_of

STANDS = -1


@dataclass(frozen=True)
class TurnsAsKnown:
    """Every turning point that a vintage ever told, in the order of knowing.

    `place` (k,) in the series and `kind` (k,); `known` (k,): number of the vintage that first told it; `withdrawn` (k,): number of the first vintage after
    that which no longer did, −1 where it stands. One that is told again later has a row of its own.
    """

    place: Numbers
    kind: Kinds
    known: Numbers
    withdrawn: Numbers

    def __len__(self) -> int:
        return len(self.place)

    def at(self, vintage: int) -> Turns:
        """Return the turning points as a vintage told them."""
        told = (self.known <= vintage) & ((self.withdrawn == STANDS) | (self.withdrawn > vintage))
        return turns_of(zip(self.place[told].tolist(), self.kind[told].tolist(), strict=True))


def turns_as_known(told_by: Iterable[Turns]) -> TurnsAsKnown:
    """Return what became known when, from what each vintage told; vintages in the order of knowing, places counted from the same period."""
    rows: list[list[int]] = []
    standing: dict[tuple[int, int], int] = {}
    for number, turns in enumerate(told_by):
        told = turns.pairs()
        for gone in [turn for turn in standing if turn not in told]:
            rows[standing.pop(gone)][3] = number
        for turn in told:
            if turn not in standing:
                standing[turn] = len(rows)
                rows.append([*turn, number, STANDS])
    table = np.array(rows, np.intp).reshape(-1, 4)
    return TurnsAsKnown(table[:, 0], table[:, 1].astype(np.int8), table[:, 2], table[:, 3])


def growing(value: Floats) -> Iterator[Floats]:
    """Yield a series (T,) as if it ended at each of its periods, T vintages in all: pseudo-real-time, for values stand as they were later revised."""
    for end in range(1, len(value) + 1):
        yield value[:end]
