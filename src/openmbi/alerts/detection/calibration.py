"""Pooled conformal p-values: how rare a score is among the days of all subjects of a stratum that had no alert.

A series' own history cannot do it: with n days of its own no p-value is below 1/(n + 1), and over 50,000 series nothing so common passes. Pooled days can:
a stratum is merged with others until it has days enough for one discovery among all subjects (Vovk, Gammerman & Shafer 2005, ch. 4: Mondrian classes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from openmbi.alerts.detection.day_classes import CLASSES, Family
from openmbi.core.tables import Flags, Floats, Numbers

BINS, BINS_A_UNIT, LEAST = 400, 50, -3.0  # of the logarithm of a score: from 0.05 to 148
ENOUGH_FOR_A_TAIL = 3000
UNKNOWN_BOUND = 4.0  # scales
_Choice = tuple[Numbers, Callable[[], Numbers], float]  # days (S,), what gives their counts (S, B), days needed


def bins_of(score: Floats) -> Numbers:
    """Return the bin of each score."""
    with np.errstate(divide="ignore", invalid="ignore"):
        place = (np.log(score) - LEAST) * BINS_A_UNIT
    return np.where(place > 0, np.minimum(place, BINS - 1), 0).astype(np.intp)


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
        self.by_pool = np.zeros((self.pools, CLASSES, BINS), np.int64)
        self.days = np.zeros((self.strata, CLASSES), np.int64)
        self.days_of_pool = np.zeros((self.pools, CLASSES), np.int64)
        self.family_of = np.full(CLASSES, Family.ORDINARY, np.intp)

    def add(self, day_class: int, family: int, place: Numbers, rows: Numbers) -> None:
        """Count the bins (k,) of the scores of some subjects (k,) on a day."""
        self.family_of[day_class] = family
        for group, table, days in (
            (self.stratum[rows], self.counts, self.days),
            (self.pool[rows], self.by_pool, self.days_of_pool),
        ):
            groups = len(table)
            found = np.bincount(group * BINS + place, minlength=groups * BINS)
            table[:, day_class] += found.reshape(groups, BINS)
            days[:, day_class] += np.bincount(group, minlength=groups)

    def put(self, day_class: int, place: int, row: int, number: int = 1) -> None:
        """Count one score that had been held back; with `number` −1, take one out again."""
        self.counts[self.stratum[row], day_class, place] += number
        self.by_pool[self.pool[row], day_class, place] += number
        self.days[self.stratum[row], day_class] += number
        self.days_of_pool[self.pool[row], day_class] += number

    @property
    def deep_days(self) -> int:
        """How many subject-days of deep festival days have been counted."""
        return int(self.days_of_pool[:, self.family_of == Family.DEEP_FESTIVAL].sum())

    def p_values(self, place: Numbers, day_class: int, family: int, wanted: float, least: float) -> Floats:
        """Return the p-value (n,) of each subject's score: (1 + days that score as much) / (1 + days), over the least merged group of enough days.

        `wanted`: days with which one discovery is possible in a quiet time. Days around a festival are merged with ordinary ones to get so many; deep festival
        days never are: they have to do as they are, unless they are fewer than `least`: then all days are pooled.
        """
        return self.tails(day_class, family, wanted, least)[self.stratum, place]

    def tails(self, day_class: int, family: int, wanted: float, least: float) -> Floats:
        """Return p-values by stratum and bin (S, B)."""
        found, done = np.empty((self.strata, BINS)), np.zeros(self.strata, bool)
        for days, counts, needed in self._choices(day_class, family, wanted, least):
            take = ~done & (days >= needed)
            if take.any():
                found[take] = _tail(counts()[take].astype(np.float64))
                done |= take
            if done.all():
                break
        return found

    def _choices(self, day_class: int, family: int, wanted: float, least: float) -> Iterator[_Choice]:
        """Yield how many days each stratum has, what gives their counts, and how many days it must have, the nearest first."""
        deep = self.family_of == Family.DEEP_FESTIVAL
        like = deep if family == Family.DEEP_FESTIVAL else ~deep
        of_class = self._of_classes(np.arange(CLASSES) == day_class)
        of_family = self._of_classes(self.family_of == family)
        yield self.days[:, day_class], lambda: self.counts[:, day_class], wanted
        yield *of_class, wanted
        yield *of_family, wanted
        yield *self._of_classes(like), wanted
        yield *of_class, least
        yield *of_family, least
        yield *self._of_classes(np.ones(CLASSES, bool)), least
        whole = np.full(self.strata, self.days_of_pool.sum())
        yield whole, lambda: np.broadcast_to(self.by_pool.sum(axis=(0, 1)), (self.strata, BINS)), 0

    def _of_classes(self, classes: Flags) -> tuple[Numbers, Callable[[], Numbers]]:
        """Return the days (S,) of each stratum's pool in some classes, and what gives their counts (S, B)."""
        return (
            self.days_of_pool[:, classes].sum(axis=1)[self.pool_of],
            lambda: self.by_pool[:, classes].sum(axis=1)[self.pool_of],
        )


class ChannelTails:
    """How far each channel goes in the last share of pooled days, so that channels may be compared: counts by class and channel."""

    def __init__(self, channels: int, share: float) -> None:
        self.counts = np.zeros((CLASSES, channels, BINS), np.int64)
        self.every = np.zeros((channels, BINS), np.int64)
        self.share = share

    def add(self, day_class: int, size: Floats, regular: Flags) -> None:
        """Count the sizes (n, C) of a day's regular subjects (n,)."""
        found = size[regular]
        known = np.isfinite(found)
        channel = np.broadcast_to(np.arange(size.shape[1]), found.shape)[known]
        counts = np.bincount(channel * BINS + bins_of(found[known]), minlength=self.every.size).reshape(-1, BINS)
        self.counts[day_class] += counts
        self.every += counts

    def bounds(self, day_class: int) -> Floats:
        """Return the size (C,) that a channel exceeds on the share of pooled days; 4 scales until there are days enough."""
        found = self.exceeded(day_class, self.share)
        return np.where(np.isnan(found), UNKNOWN_BOUND, found)

    def exceeded(self, day_class: int, share: float) -> Floats:
        """Return the size (C,) that a channel exceeds on a share of the pooled days of a class, of all where it has too few; NaN until there are enough."""
        own = self.counts[day_class]
        counts = np.where(own.sum(axis=1, keepdims=True) >= ENOUGH_FOR_A_TAIL, own, self.every)
        above = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
        place = (above > share * above[:, :1]).sum(axis=1)
        size = np.exp(np.minimum(place, BINS - 1) / BINS_A_UNIT + LEAST)
        return np.where(above[:, 0] >= ENOUGH_FOR_A_TAIL, size, np.nan)

    def p_value(self, day_class: int, channel: int, size: float) -> float:
        """Return how rare a size is on one channel."""
        own = self.counts[day_class, channel]
        counts = own if own.sum() >= ENOUGH_FOR_A_TAIL else self.every[channel]
        above = counts[bins_of(np.array([size]))[0] :].sum()
        return float((1 + above) / (1 + counts.sum()))


def _tail(table: Floats) -> Floats:
    above = np.cumsum(table[:, ::-1], axis=1)[:, ::-1]
    return (1 + above) / (1 + above[:, :1])
