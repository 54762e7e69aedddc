"""Stints as the rows that a sum over groups takes: merged, and told apart by whether they need a mask of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.tables import Flags, Numbers, Stints


@dataclass(frozen=True)
class StintRows:
    """k stints of rows of a panel in `count` groups, sorted by row: row `row` (k,) is in group `group` (k,) from `first` (k,) to the day before `stop` (k,).

    No two of one row and group overlap or abut.
    """

    count: int
    row: Numbers
    group: Numbers
    first: Numbers
    stop: Numbers

    def of(self, chosen: Flags) -> StintRows:
        """Return some of the stints."""
        return StintRows(self.count, self.row[chosen], self.group[chosen], self.first[chosen], self.stop[chosen])

    def of_rows(self, rows: Numbers) -> StintRows:
        """Return the stints of some rows (m,) of the panel, given in rising order, numbered as a panel of those rows alone."""
        place = np.searchsorted(rows, self.row)
        found = self.of((place < len(rows)) & (rows[np.minimum(place, len(rows) - 1)] == self.row))
        return replace(found, row=np.searchsorted(rows, found.row))


def stint_rows(levels: Sequence[Stints]) -> StintRows:
    """Return the stints of several levels as those of one, the groups of each level numbered on from those of the level before."""
    offset = np.cumsum([0, *(len(one.groups) for one in levels)])
    group = np.concatenate([one.group + start for one, start in zip(levels, offset[:-1], strict=True)])
    row, first, stop = (np.concatenate([getattr(one, part) for one in levels]) for part in ("row", "first", "stop"))
    return _merged(StintRows(int(offset[-1]), *(part.astype(np.intp) for part in (row, group, first, stop))))


def _merged(stints: StintRows) -> StintRows:
    """Merge stints of one row and group that overlap or abut; an empty one falls away."""
    stints = stints.of(stints.first < stints.stop)
    order = np.lexsort((stints.first, stints.group, stints.row))
    stints = StintRows(stints.count, *(part[order] for part in (stints.row, stints.group, stints.first, stints.stop)))
    if not len(order):
        return stints
    own = (stints.row * stints.count + stints.group) * (int(stints.stop.max()) + 1)  # tells row and group apart
    reach = np.maximum.accumulate(own + stints.stop)
    starts = np.append(True, (own + stints.first)[1:] > reach[:-1])
    last = np.append(np.flatnonzero(starts)[1:] - 1, len(order) - 1)
    return StintRows(stints.count, stints.row[starts], stints.group[starts], stints.first[starts], (reach - own)[last])
