"""The terms of one group, so that the change of its own level can be taken apart as the zone's is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openmbi.core.tables import Flags, IndexTerms, Stints
from openmbi.index.group_divisor import group_divisors
from openmbi.index.group_sums import group_sums
from openmbi.index.stint_rows import StintRows, stint_rows


def group_terms(terms: IndexTerms, stints: Stints, group: str, *, base_day: Flags) -> IndexTerms:
    """Return the terms of the subjects that were ever in a group, members only on the days that they were in it, with the group's divisor.

    Σ wᵢvᵢₜ / D_t over members is the group's close in `group_levels`; the divisor is NaN on days without a member. A change over a restart is no sum of steps.

    Raises
    ------
    ValueError
        Where the level has no such group.
    """
    number = np.flatnonzero(stints.groups == group)
    if not len(number):
        raise ValueError(f"no group {group} on the level {stints.level}")
    chosen = stints.group == number[0]
    rows = np.unique(stints.row[chosen])
    own = Stints(
        level=stints.level,
        groups=stints.groups[number],
        row=np.searchsorted(rows, stints.row[chosen]),
        group=np.zeros(int(chosen.sum()), np.intp),
        first=stints.first[chosen],
        stop=stints.stop[chosen],
    )
    spells = stint_rows((own,))
    inside = _of(terms, rows)
    divisor = group_divisors(group_sums(inside, spells, inside.member), base_day).divisor[0]
    member = inside.member & _days_in(spells, inside.member.shape)
    return replace(inside, member=member, divisor=divisor, filled=inside.filled & member, capped=inside.capped & member)


def _of(terms: IndexTerms, rows: np.ndarray) -> IndexTerms:
    named = ("subjects", "weight", "relative", "member", "filled", "capped")
    return replace(terms, **{name: getattr(terms, name)[rows] for name in named})


def _days_in(spells: StintRows, shape: tuple[int, ...]) -> Flags:
    """Return on which days (n, T) each row is in the group; spells do not overlap."""
    steps = np.zeros((shape[0], shape[1] + 1), np.int8)
    np.add.at(steps, (spells.row, spells.first), 1)
    np.add.at(steps, (spells.row, spells.stop), -1)
    return np.cumsum(steps[:, :-1], axis=1, dtype=np.int8) > 0
