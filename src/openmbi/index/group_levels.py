"""The level of every group at once: cities, industries, cells, clusters, and the zone as a group of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from openmbi.core.tables import Flags, GroupSeries, IndexTerms, Stints
from openmbi.index.group_divisor import group_divisors
from openmbi.index.group_sums import group_sums
from openmbi.index.stint_rows import stint_rows


def group_levels(
    terms: IndexTerms, stints: Stints, *, reported: Flags, base_day: Flags, provisional: Flags
) -> GroupSeries:
    """Return the levels of the groups of one level; see `levels_of`."""
    return levels_of(terms, (stints,), reported=reported, base_day=base_day, provisional=provisional)[0]


def levels_of(
    terms: IndexTerms, stints: Sequence[Stints], *, reported: Flags, base_day: Flags, provisional: Flags
) -> tuple[GroupSeries, ...]:
    """Return I_gt = Σ_{i∈g on t} wᵢvᵢₜ / D_gt of every group of several levels, one `GroupSeries` each; see `group_divisors` for D.

    Entry, exit, and a move between groups alone move nothing. The zone's series is that of `zone_level`.

    Parameters
    ----------
    terms
        n subjects on T days (or periods); the divisor is not looked at.
    stints
        One table a level. A subject counts in a group on the days on which it is a member and its stint holds.
    reported
        Which subject has a reading on which day (n, T).
    base_day
        The days (T,) of the base period, see `base_days`.
    provisional
        Days (T,) on which every close is provisional.
    """
    sums = group_sums(terms, stint_rows(stints), reported)
    found = group_divisors(sums, base_day)
    close = sums.load / found.divisor
    seen = sums.reported / np.where(sums.weight > 0, sums.weight, np.nan)
    share = sums.weight[:, -1] / max(float(terms.weight @ terms.member[:, -1]), np.finfo(float).tiny)
    return tuple(
        GroupSeries(
            index=terms.index,
            level=one.level,
            groups=one.groups,
            days=terms.days,
            close=close[here],
            coverage=np.nan_to_num(seen[here]),
            weight=share[here],
            members=_members(terms, one),
            restarted=found.restarted[here],
            provisional=provisional,
        )
        for one, here in zip(stints, _places(stints), strict=True)
    )


def _places(stints: Sequence[Stints]) -> Iterator[slice]:
    ends = np.cumsum([0, *(len(one.groups) for one in stints)]).tolist()
    return (slice(first, stop) for first, stop in pairwise(ends))


def _members(terms: IndexTerms, stints: Stints) -> np.ndarray:
    """Return how many members each group (G,) has on the last day."""
    rows = stint_rows((stints,))
    now = (rows.stop == len(terms.days)) & terms.member[rows.row, -1]
    return np.bincount(rows.group[now], minlength=rows.count)
