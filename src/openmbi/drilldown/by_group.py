"""The change of one index arranged by groups, such as city → industry → enterprise; who moved counts each day in the group of that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.periods import Period
from openmbi.core.tables import ContributionNode, Floats, IndexSeries, IndexTerms, Level, Names, Numbers, Stints
from openmbi.drilldown.span import Span, published_change, span_of
from openmbi.drilldown.tree import tree


@dataclass(frozen=True)
class _Spells:
    """Days (k,) from `first` to `stop`, not included, that `row` spent in one group of each level: `codes` has a column (k,) a level."""

    row: Numbers
    first: Numbers
    stop: Numbers
    codes: tuple[Names, ...]


def by_group(
    terms: IndexTerms,
    series: IndexSeries,
    period: Period,
    levels: Sequence[Stints],
    *,
    level_digits: int = 2,
    digits: int = 4,
) -> ContributionNode:
    """Return the change of the published level over a period, level by level down to the enterprise; enterprises of no group of a level stand under "".

    The change is that of `contributions`; only who was a member on one of the days is a part. `levels` run from the top down.

    Raises
    ------
    Problem
        `drilldown.no-days` and `drilldown.unknown-level`, as `contributions`.
    ValueError
        Where somebody belongs to two groups of one level on one day, as clusters allow: then parts do not sum.
    """
    span = span_of(terms.days, period)
    change = published_change(series, span, level_digits)
    spells = _spells(len(terms.subjects), span, levels)
    points, counted = _points(terms, span, spells)
    path: dict[str, Names] = {stints.level: codes[counted] for stints, codes in zip(levels, spells.codes, strict=True)}
    path[Level.ENTERPRISE] = terms.subjects[spells.row[counted]]
    return tree(points[counted], path, change, digits=digits, code=series.subject)


def _points(terms: IndexTerms, span: Span, spells: _Spells) -> tuple[Floats, Numbers]:
    """Return the exact points of each spell (k,), and the numbers of those with a member day."""
    days = slice(span.opening + 1, span.closing + 1)
    member = terms.member[:, days]
    change = np.diff(terms.relative[:, span.opening : span.closing + 1], axis=1)
    daily = terms.weight[:, None] * np.where(member, change, 0.0) / terms.divisor[days]
    counted = np.flatnonzero(_sums(member.astype(np.intp), spells, days.start))
    return _sums(daily, spells, days.start), counted


def _sums(daily: np.ndarray, spells: _Spells, start: int) -> np.ndarray:
    """Return the sum (k,) of daily figures (n, days from `start`) over each spell."""
    so_far = np.zeros((daily.shape[0], daily.shape[1] + 1), daily.dtype)
    np.cumsum(daily, axis=1, out=so_far[:, 1:])
    return so_far[spells.row, spells.stop - start] - so_far[spells.row, spells.first - start]


def _spells(rows: int, span: Span, levels: Sequence[Stints]) -> _Spells:
    """Return the spells of every row over the days of a span on which points arise, cut wherever the group of a level changes."""
    every = np.arange(rows)
    spells = _Spells(every, np.full(rows, span.opening + 1), np.full(rows, span.closing + 1), ())
    for stints in levels:
        spells = _cut(spells, _whole(stints, rows, span))
    return spells


def _whole(stints: Stints, rows: int, span: Span) -> _Spells:
    """Return the spells of one level within a span, the days of no group among them."""
    first, stop = np.maximum(stints.first, span.opening + 1), np.minimum(stints.stop, span.closing + 1)
    order = np.flatnonzero(first < stop)
    order = order[np.lexsort((first[order], stints.row[order]))]
    row, first, stop = stints.row[order], first[order], stop[order]
    if ((row[1:] == row[:-1]) & (first[1:] < stop[:-1])).any():
        raise ValueError(f"somebody belongs to two groups of the level {stints.level} on one day")
    gap_row = np.concatenate([row, np.arange(rows)])  # before each stint, and after the last of each row
    gap_first = np.full(len(gap_row), span.opening + 1)
    gap_stop = np.concatenate([first, np.full(rows, span.closing + 1)])
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
