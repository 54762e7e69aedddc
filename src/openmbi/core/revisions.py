"""What becomes of the last points of an adjusted series as more is known: the table that adjustment hands on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Days, Floats, Names, Numbers


@dataclass(frozen=True)
class RevisionSpread:
    """Revisions in log points over the cuts, by lag: `mean_absolute`, `sd` and `bias` (…, L), NaN where no cut tells; `count` (…, L) of cuts that do."""

    mean_absolute: Floats
    sd: Floats
    bias: Floats
    count: Numbers


@dataclass(frozen=True)
class Vintages:
    """Log adjusted values (…, E, L) at L lags before E cuts: as first known at the cut, `later` by one month, and by the `last` data.

    NaN where there is no adjusted value, or where the data end before the later day.
    """

    first: Floats
    later: Floats
    last: Floats

    def to_later(self) -> RevisionSpread:
        """Return how far the first figures moved within a month."""
        return _spread(self.later - self.first)

    def to_last(self) -> RevisionSpread:
        """Return how far the first figures moved up to the last data."""
        return _spread(self.last - self.first)


@dataclass(frozen=True)
class RevisionHistory:
    """Revisions of the adjusted values of n subjects, and of their weighted total.

    `ends` (E,): the last day of each cut. `lags` (L,): periods before it. `by_subject`: `Vintages` (n, E, L). `total`: `Vintages` (E, L) of the log of
    the weighted sum over subjects that have a value in every vintage.
    """

    subjects: Names
    ends: Days
    lags: Numbers
    by_subject: Vintages
    total: Vintages


def _spread(revision: Floats) -> RevisionSpread:
    """Return mean |·|, standard deviation about the mean, and mean of revisions (…, E, L) over the cuts."""
    known = ~np.isnan(revision)
    count = known.sum(axis=-2)
    shares = 1 / np.where(count > 0, count, np.nan)
    moved = np.where(known, revision, 0.0)
    bias = moved.sum(axis=-2) * shares
    about = np.where(known, revision - bias[..., None, :], 0.0)
    return RevisionSpread(
        mean_absolute=np.abs(moved).sum(axis=-2) * shares,
        sd=np.sqrt((about**2).sum(axis=-2) * shares),
        bias=bias,
        count=count,
    )
