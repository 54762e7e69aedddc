"""The leaves of a contribution tree: what each enterprise added, in each group that it belonged to meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, IndexTerms, Level, Names, Numbers, Stints


@dataclass(frozen=True)
class Leaves:
    """Exact points (k,) of leaves, and their codes (k,) on each level of a path, from the top down: what `tree` takes."""

    points: Floats
    path: dict[str, Names]


@dataclass(frozen=True)
class _Spells:
    """Days (k,) from `first` to `stop`, not included, that `row` spent in one group of each level: `codes` has a column (k,) a level."""

    row: Numbers
    first: Numbers
    stop: Numbers
    codes: tuple[Names, ...]


def leaves(terms: IndexTerms, steps: Floats, levels: Sequence[Stints]) -> Leaves:
    """Return Σ_t s_t wᵢ(vᵢₜ − vᵢ,ₜ₋₁)/D_t of every enterprise, over the days t that it spent in one group of each level as a member.

    An enterprise that moved has a leaf in each of its groups; one of no group stands under "". The path ends with the enterprise itself.

    Parameters
    ----------
    steps
        s (T,): how much of each day's step of the index counts: 1 on the days of a span, or the weights of days in a change of monthly means. 0 on the first.
    levels
        One table a level, from the top down, of the rows and days of `terms`.

    Raises
    ------
    ValueError
        Where somebody belongs to two groups of one level on one day, as clusters allow (then parts do not sum), or the first day counts.
    """
    if steps[0]:
        raise ValueError("the first day has no step")
    counted = np.flatnonzero(steps)
    days = slice(int(counted[0]), int(counted[-1]) + 1) if len(counted) else slice(1, 1)
    spells = _spells(len(terms.subjects), days, levels)
    member = terms.member[:, days]
    change = np.diff(terms.relative[:, days.start - 1 : days.stop], axis=1)
    daily = terms.weight[:, None] * np.where(member, change, 0.0) * (steps[days] / terms.divisor[days])
    there = np.flatnonzero(_sums(member.astype(np.intp), spells, days.start))
    path: dict[str, Names] = {stints.level: codes[there] for stints, codes in zip(levels, spells.codes, strict=True)}
    path[Level.ENTERPRISE] = terms.subjects[spells.row[there]]
    return Leaves(_sums(daily, spells, days.start)[there], path)


def joined(parts: Mapping[str, Leaves], level: str = "indicator") -> Leaves:
    """Return the leaves of several indicators, whose paths have the same levels, below a level of their codes.

    Raises
    ------
    ValueError
        Where the paths differ, or there is no part.
    """
    below = {tuple(part.path) for part in parts.values()}
    if len(below) != 1:
        raise ValueError("the parts have no path in common")
    code = np.repeat(list(parts), [len(part.points) for part in parts.values()])
    columns = {name: np.concatenate([part.path[name] for part in parts.values()]) for name in below.pop()}
    return Leaves(np.concatenate([part.points for part in parts.values()]), {level: code, **columns})


def _sums(daily: np.ndarray, spells: _Spells, start: int) -> np.ndarray:
    """Return the sum (k,) of daily figures (n, days from `start`) over each spell."""
    so_far = np.zeros((daily.shape[0], daily.shape[1] + 1), daily.dtype)
    np.cumsum(daily, axis=1, out=so_far[:, 1:])
    return so_far[spells.row, spells.stop - start] - so_far[spells.row, spells.first - start]


def _spells(rows: int, days: slice, levels: Sequence[Stints]) -> _Spells:
    """Return the spells of every row over some days, cut wherever the group of a level changes."""
    spells = _Spells(np.arange(rows), np.full(rows, days.start), np.full(rows, days.stop), ())
    for stints in levels:
        spells = _cut(spells, _whole(stints, rows, days))
    return spells


def _whole(stints: Stints, rows: int, days: slice) -> _Spells:
    """Return the spells of one level within some days, those of no group among them."""
    first, stop = np.maximum(stints.first, days.start), np.minimum(stints.stop, days.stop)
    order = np.flatnonzero(first < stop)
    order = order[np.lexsort((first[order], stints.row[order]))]
    row, first, stop = stints.row[order], first[order], stop[order]
    if ((row[1:] == row[:-1]) & (first[1:] < stop[:-1])).any():
        raise ValueError(f"somebody belongs to two groups of the level {stints.level} on one day")
    gap_row = np.concatenate([row, np.arange(rows)])  # before each stint, and after the last of each row
    gap_first = np.full(len(gap_row), days.start)
    gap_stop = np.concatenate([first, np.full(rows, days.stop)])
    later = np.flatnonzero(row[1:] == row[:-1]) + 1
    gap_first[later] = stop[later - 1]
    np.maximum.at(gap_first, len(row) + row, stop)
    gap = gap_first < gap_stop
    codes = np.concatenate([stints.groups[stints.group[order]].astype(np.str_), np.full(gap.sum(), "")])
    return _Spells(
        np.concatenate([row, gap_row[gap]]),
        np.concatenate([first, gap_first[gap]]),
        np.concatenate([stop, gap_stop[gap]]),
        (codes,),
    )


def _cut(spells: _Spells, level: _Spells) -> _Spells:
    """Return the days that a spell and one of a further level have in common."""
    order = np.argsort(level.row, kind="stable")
    begins = np.searchsorted(level.row[order], spells.row)
    count = np.searchsorted(level.row[order], spells.row, side="right") - begins
    left = np.repeat(np.arange(len(spells.row)), count)
    right = order[np.arange(len(left)) - np.repeat(np.cumsum(count) - count - begins, count)]
    first = np.maximum(spells.first[left], level.first[right])
    stop = np.minimum(spells.stop[left], level.stop[right])
    both = first < stop
    left, right = left[both], right[both]
    codes = (*(column[left] for column in spells.codes), *(column[right] for column in level.codes))
    return _Spells(spells.row[left], first[both], stop[both], codes)
