"""Sources that fall silent: how long a subject has not been heard of, against the silences of all."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from openmbi.core.tables import Flags, Floats

LONGEST = 200  # days that are told apart
FEED_DOWN = 0.2  # of the subjects silent: it is the feed, not they


class Silences:
    """Days in a row without a reading, and how often silences of each length were seen; changed by `take`, once a day."""

    def __init__(self, subjects: int) -> None:
        self.length = np.zeros(subjects, np.intp)
        self._counts = np.zeros(LONGEST + 1)

    def take(self, known: Flags, heard_before: Flags, counted: Flags) -> Floats:
        """Return how unusual today's silence of each subject is (n,), as a deviation of a normal law; NaN where there is none.

        `heard_before` (n,): subjects with a history; `counted` (n,): those whose days are pooled. Nobody is judged on a day on which a fifth is silent.
        """
        self.length = np.where(known, 0, np.minimum(self.length + 1, LONGEST))
        silent = heard_before & ~known
        if silent.sum() > FEED_DOWN * max(int(heard_before.sum()), 1):
            return np.full(len(known), np.nan)
        above = np.cumsum(self._counts[::-1])[::-1]
        share = (1 + above) / (1 + self._counts.sum())
        found = np.where(silent, -ndtri(share[self.length] / 2), np.nan)
        self._counts += np.bincount(self.length[counted & heard_before], minlength=LONGEST + 1)
        return found
