"""Pooled conformal p-values: how rare a score is among the days of all subjects of a stratum that had no alert.

A series' own history cannot do it: with n days of its own no p-value is below 1/(n + 1), and over 50,000 series nothing so common passes. Pooled days can:
a stratum is merged with others until it has days enough for one discovery among all subjects (Vovk, Gammerman & Shafer 2005, ch. 4: Mondrian classes).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.alerts.detection.day_classes import CLASSES, Family
from openmbi.core.tables import Flags, Floats, Numbers

BINS, BINS_A_UNIT, LEAST = 400, 50, -3.0  # of the logarithm of a score: from 0.05 to 148
ENOUGH_FOR_A_TAIL = 3000


def bins_of(score: Floats) -> Numbers:
    """Return the bin of each score."""
    with np.errstate(divide="ignore", invalid="ignore"):
        place = (np.log(score) - LEAST) * BINS_A_UNIT
    return np.clip(np.nan_to_num(place, nan=0, neginf=0, posinf=BINS), 0, BINS - 1).astype(np.intp)


def score_of_bin(place: int) -> float:
    """Return the least score of a bin."""
    return float(np.exp(place / BINS_A_UNIT + LEAST))


class Calibration:
    """Counts of the scores of regular subject-days, by stratum and class of the day; strata are merged by pool, classes by family.

    `stratum`, `pool` (n,): numbers of each subject, from 0.
    """

    def __init__(self, stratum: Numbers, pool: Numbers) -> None:
        self.stratum, self.pool = stratum, pool
        self.strata, self.pools = int(stratum.max(initial=0)) + 1, int(pool.max(initial=0)) + 1
        self.pool_of = np.zeros(self.strata, np.intp)
        self.pool_of[stratum] = pool
        self.counts = np.zeros((self.strata, CLASSES, BINS), np.int64)
        self.family_of = np.full(CLASSES, Family.ORDINARY, np.intp)

    def add(self, day_class: int, family: int, place: Numbers, rows: Numbers) -> None:
        """Count the bins (k,) of the scores of some subjects (k,) on a day."""
        self.family_of[day_class] = family
        found = np.bincount(self.stratum[rows] * BINS + place, minlength=self.strata * BINS)
        self.counts[:, day_class] += found.reshape(self.strata, BINS)

    def put(self, day_class: int, place: int, row: int, number: int = 1) -> None:
        """Count one score that had been held back; with `number` −1, take one out again."""
        self.counts[self.stratum[row], day_class, place] += number

    def p_values(self, place: Numbers, day_class: int, family: int, wanted: float, least: float) -> Floats:
        """Return the p-value (n,) of each subject's score: (1 + days that score as much) / (1 + days), over the least merged group of enough days.

        `wanted`: days with which one discovery is possible in a quiet time. Days around a festival are merged with ordinary ones to get so many; deep festival
        days never are: they have to do as they are, unless they are fewer than `least`: then all days are pooled.
        """
        return self.tails(day_class, family, wanted, least)[self.stratum, place]

    def tails(self, day_class: int, family: int, wanted: float, least: float) -> Floats:
        """Return p-values by stratum and bin (S, B)."""
        exact = self.counts[:, day_class]
        deep = self.family_of == Family.DEEP_FESTIVAL
        of_class, of_family, of_like, of_all = (
            self._pooled(table)
            for table in (
                exact,
                self.counts[:, self.family_of == family].sum(axis=1),
                self.counts[:, deep if family == Family.DEEP_FESTIVAL else ~deep].sum(axis=1),
                self.counts.sum(axis=1),
            )
        )
        everything = np.broadcast_to(self.counts.sum(axis=(0, 1)), exact.shape)
        found, done = np.empty(exact.shape), np.zeros(self.strata, bool)
        enough = ((exact, wanted), (of_class, wanted), (of_family, wanted), (of_like, wanted))
        at_least = ((of_class, least), (of_family, least), (of_all, least), (everything, 0))
        for table, needed in (*enough, *at_least):
            take = ~done & (table.sum(axis=1) >= needed)
            found[take] = _tail(table[take].astype(np.float64))
            done |= take
        return found

    def _pooled(self, table: NDArray[np.int64]) -> Floats:
        """Return the counts (S, B) of each stratum's pool."""
        pooled = np.zeros((self.pools, BINS))
        np.add.at(pooled, self.pool_of, table)
        return pooled[self.pool_of]


class ChannelTails:
    """How far each channel goes in the last share of pooled days, so that channels may be compared: counts by class and channel."""

    def __init__(self, channels: int, share: float) -> None:
        self.counts = np.zeros((CLASSES, channels, BINS), np.int64)
        self.share = share

    def add(self, day_class: int, size: Floats, regular: Flags) -> None:
        """Count the sizes (n, C) of a day's regular subjects (n,)."""
        for channel in range(size.shape[1]):
            known = size[regular, channel]
            self.counts[day_class, channel] += np.bincount(bins_of(known[np.isfinite(known)]), minlength=BINS)

    def bounds(self, day_class: int) -> Floats:
        """Return the size (C,) that a channel exceeds on the share of pooled days; 4 scales until there are days enough."""
        own = self.counts[day_class]
        every = self.counts.sum(axis=0)
        counts = np.where(own.sum(axis=1, keepdims=True) >= ENOUGH_FOR_A_TAIL, own, every)
        found = np.full(len(counts), 4.0)
        for channel, count in enumerate(counts):
            if count.sum() >= ENOUGH_FOR_A_TAIL:
                above = np.cumsum(count[::-1])[::-1]
                found[channel] = score_of_bin(int(np.searchsorted(-above, -self.share * above[0])))
        return found

    def p_value(self, day_class: int, channel: int, size: float) -> float:
        """Return how rare a size is on one channel."""
        own = self.counts[day_class, channel]
        counts = own if own.sum() >= ENOUGH_FOR_A_TAIL else self.counts[:, channel].sum(axis=0)
        above = counts[bins_of(np.array([size]))[0] :].sum()
        return float((1 + above) / (1 + counts.sum()))


def _tail(table: Floats) -> Floats:
    above = np.cumsum(table[:, ::-1], axis=1)[:, ::-1]
    return (1 + above) / (1 + above[:, :1])
