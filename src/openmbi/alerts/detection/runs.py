"""Runs of days on which a subject stands still, or is not heard of: how rare it is that one gets so long."""

from __future__ import annotations

import numpy as np

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.tables import Flags, Floats


class Runs:
    """Days in a row, and how many runs have got so long; changed by `take`, once a day.

    A run is counted once for each length that it reaches. One that lasts for `longest` days is a movement and no noise: what it had added is taken back.
    One of fewer than `least` days is not judged; nobody is on a day on which the share `feed_down` is in a run. `rarest`: −log₁₀ of today's p-value of a run
    as no other was.
    """

    def __init__(
        self, subjects: int, longest: int, least: int = 1, *, feed_down: float = DetectionParameters.feed_down
    ) -> None:
        self.length = np.zeros(subjects, np.intp)
        self.longest, self.least, self.feed_down = longest, least, feed_down
        self._reached = np.zeros(longest + 1)
        self._days = 0.0
        self.rarest = 0.0
        self._added = np.zeros((subjects, longest + 1), bool)

    def take(self, runs: Flags, judged: Flags, counted: Flags, *, usual: bool = False) -> Floats:
        """Return how rare today's run of each judged subject (n,) is, as −log₁₀ of its p-value; NaN where there is none.

        `runs` (n,): who stands still today; on a day on which that is `usual` no run begins, grows or ends. `counted` (n,): those whose days are pooled.
        """
        if usual:
            return np.full(len(runs), np.nan)
        self.length = np.where(runs, np.minimum(self.length + 1, self.longest), 0)
        self._added[~runs] = False
        here = runs & judged
        if here.sum() > self.feed_down * max(int(judged.sum()), 1):
            return np.full(len(runs), np.nan)
        self.rarest = float(np.log10(1 + self._days))
        rare = self.rarest - np.log10(1 + self._reached)
        found = np.where(here & (self.length >= self.least), np.maximum(rare[self.length], 0.0), np.nan)
        self._count(here & counted, float((judged & counted).sum()))
        return found

    def take_back(self, row: int) -> None:
        """Take back what the present run of a subject had added: it was found to be a movement."""
        self._reached -= self._added[row]
        self._added[row] = False

    def _count(self, here: Flags, days: float) -> None:
        self._days += days
        grows = here & (self.length < self.longest)
        self._reached += np.bincount(self.length[grows], minlength=self.longest + 1)
        self._added[np.flatnonzero(grows), self.length[grows]] = True
        lasting = (self.length == self.longest) & self._added.any(axis=1)
        self._reached -= self._added[lasting].sum(axis=0)
        self._added[lasting] = False
