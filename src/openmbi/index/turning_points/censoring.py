"""Which local extremes count as turning points: alternation, least length of phases and cycles, the ends of the series.

Rules: Bry and Boschan (1971), Cyclical Analysis of Time Series, NBER Technical Paper 20, table 1, step V; Harding and Pagan (2002), J. Monetary Economics
49:365.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.turning_points.turns import TurnKind, Turns


@dataclass(frozen=True)
class CensoringRules:
    """What a turning point must keep, in periods.

    A local extreme is the highest or lowest of `window` periods on either side; it lies at least `ends` periods from the first and from the last; a phase
    (peak to trough, trough to peak) has at least `phase` periods and a cycle (peak to peak, trough to trough) `cycle`. `large_fall`: a phase that moves by
    at least so much stays, however short (in the unit of the series; 0.10 of logs is about 10 %), as a sudden shock and the return from it.
    """

    window: int
    ends: int
    phase: int
    cycle: int
    large_fall: float | None = None


MONTHLY = CensoringRules(window=5, ends=6, phase=5, cycle=15)
"""Bry and Boschan's own, for months."""
QUARTERLY = CensoringRules(window=2, ends=2, phase=2, cycle=5)
"""Harding and Pagan's, for quarters."""


def local_extremes(value: Floats, window: int) -> Turns:
    """Return where a series (T,) is highest or lowest of `window` periods on either side; of equal neighbours the last."""
    count = len(value)
    if count <= 2 * window:
        return Turns(np.array([], np.intp), np.array([], np.int8))
    around = np.lib.stride_tricks.sliding_window_view(value, 2 * window + 1)
    middle, before, after = around[:, window], around[:, :window], around[:, window + 1 :]
    peak = (middle >= before.max(axis=1)) & (middle > after.max(axis=1))
    trough = (middle <= before.min(axis=1)) & (middle < after.min(axis=1))
    place = np.flatnonzero(peak | trough)
    return Turns(place + window, np.where(peak[place], TurnKind.PEAK, TurnKind.TROUGH).astype(np.int8))


def alternate(value: Floats, turns: Turns) -> Turns:
    """Keep the highest of peaks in a row and the lowest of troughs in a row; of equal ones the last."""
    kept: list[tuple[int, int]] = []
    for place, kind in turns.pairs():
        if kept and kept[-1][1] == kind:
            if kind * value[place] >= kind * value[kept[-1][0]]:
                kept[-1] = (place, kind)
        else:
            kept.append((place, kind))
    place, kind = zip(*kept, strict=True) if kept else ((), ())
    return Turns(np.array(place, np.intp), np.array(kind, np.int8))


def censor(value: Floats, turns: Turns, rules: CensoringRules) -> Turns:
    """Return the turning points of a series (T,) that keep every rule, applied until nothing changes.

    Of two peaks too near each other the lower goes, of two troughs the higher. A phase too short goes with both its turns; the first and the last phase lose
    the outer one. Where several are too short, the shortest goes first, then the one of the smallest movement.
    """
    steps: tuple[Callable[[Floats, Turns, CensoringRules], Turns], ...] = (
        _away_from_ends,
        _not_passed_at_ends,
        _long_cycles,
        _long_phases,
    )
    while True:
        before, turns = len(turns), alternate(value, turns)
        for step in steps:
            turns = step(value, turns, rules)
        if len(turns) == before:
            return turns


def long_cycles(value: Floats, turns: Turns, rules: CensoringRules) -> Turns:
    """Return alternating turning points whose cycles are long enough."""
    return _long_cycles(value, alternate(value, turns), rules)


def _away_from_ends(value: Floats, turns: Turns, rules: CensoringRules) -> Turns:
    inside = (turns.place >= rules.ends) & (turns.place < len(value) - rules.ends)
    return turns.without(np.flatnonzero(~inside))


def _not_passed_at_ends(value: Floats, turns: Turns, _rules: CensoringRules) -> Turns:
    """Drop a first or last turn that a value nearer to the end of the series passes."""
    while len(turns) and _passed(value[: turns.place[0]], value, turns, 0):
        turns = turns.without([0])
    while len(turns) and _passed(value[turns.place[-1] + 1 :], value, turns, len(turns) - 1):
        turns = turns.without([len(turns) - 1])
    return turns


def _passed(others: Floats, value: Floats, turns: Turns, number: int) -> bool:
    kind = turns.kind[number]
    return bool((kind * others > kind * value[turns.place[number]]).any())


def _long_cycles(value: Floats, turns: Turns, rules: CensoringRules) -> Turns:
    while len(turns) > 2:
        length = turns.place[2:] - turns.place[:-2]
        first = int(np.argmin(length))
        if length[first] >= rules.cycle:
            break
        sign = turns.kind[first]
        earlier, later = sign * value[turns.place[first]], sign * value[turns.place[first + 2]]
        turns = alternate(value, turns.without([first if earlier <= later else first + 2]))
    return turns


def _long_phases(value: Floats, turns: Turns, rules: CensoringRules) -> Turns:
    while len(turns) > 1:
        length = np.diff(turns.place)
        moved = np.abs(np.diff(value[turns.place]))
        short = length < rules.phase
        if rules.large_fall is not None:
            short &= moved < rules.large_fall
        if not short.any():
            break
        worst = int(min(np.flatnonzero(short), key=lambda number: (length[number], moved[number])))
        outer = [0] if worst == 0 else [len(turns) - 1] if worst == len(turns) - 2 else [worst, worst + 1]
        turns = turns.without(outer)
    return turns
