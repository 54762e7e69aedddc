"""Levels of groups, of whatever frequency, by month: the mean over the month, or the latest complete period of one that is longer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from openmbi.core.periods import Frequency, last_days
from openmbi.core.tables import Days, Flags, Floats, GroupSeries, Numbers
from openmbi.index.missing import Missing, missing_runs

LONGER = (Frequency.QUARTERLY, Frequency.ANNUAL)
LONGEST_HELD = 184  # days after its end: two quarters; an older value says nothing of the month


@dataclass(frozen=True)
class MonthlyLevels:
    """`value` (G, M) of the groups of a series, NaN where a month does not count. `held` (G, M): it is of an earlier period. `missing`: what no group has.

    `share` (T, M): how much of a month each period of the series is, by days. `place` (G, M): of a series of longer periods, the one that stands for the
    month, else −1; None for the others.
    """

    indicator: str
    series: GroupSeries
    months: Days
    value: Floats
    held: Flags
    share: Floats
    place: Numbers | None
    missing: tuple[Missing, ...]


def monthly_levels(
    indicator: str, series: GroupSeries, frequency: Frequency, months: Days, *, minimum_coverage: float
) -> MonthlyLevels:
    """Return the value of each month (M,), given by first days.

    Days, weeks and months: the mean of the closes, each weighted by its days in the month; every day of the month must be in a period with a close, and the
    mean coverage at least the minimum. Quarters and years: the close of the latest period that was over by the end of the month and has a close and enough
    coverage; one that ended more than 184 days before the month does not count.
    """
    if frequency in LONGER:
        return _held(indicator, series, frequency, months, minimum_coverage)
    share = month_shares(series.days, frequency, months)
    known = ~np.isnan(series.close)
    whole = _by_month(known, share) > 1 - 1e-9
    covered = _by_month(series.coverage, share) >= minimum_coverage - 1e-9
    value = np.where(whole & covered, _by_month(np.where(known, series.close, 0.0), share), np.nan)
    there = (known & (series.coverage >= minimum_coverage)).any(axis=0)
    needed = _needed(frequency, months)
    present = np.where(np.isnan(value).all(axis=0), np.minimum(there.astype(np.intp) @ (share > 0), needed - 1), needed)
    missing = tuple(missing_runs(indicator, months, Frequency.MONTHLY, present, needed))
    return MonthlyLevels(indicator, series, months, value, np.zeros(value.shape, bool), share, None, missing)


def month_shares(days: Days, frequency: Frequency, months: Days) -> Floats:
    """Return the share (T, M) of each month's days that each period, given by its first day, takes up."""
    ends, stops = last_days(days, frequency) + 1, last_days(months, Frequency.MONTHLY) + 1
    overlap = np.minimum(ends[:, None], stops) - np.maximum(days[:, None], months)
    return np.maximum(overlap.astype(np.int64), 0) / (stops - months).astype(np.int64)


def _by_month(value: Floats | Flags, share: Floats) -> Floats:
    """Return Σ_t value_gt · share_tm (G, M), summed in one order whatever the number of threads."""
    return np.asarray((sparse.csr_matrix(share.T) @ value.T.astype(np.float64)).T)


def _needed(frequency: Frequency, months: Days) -> Numbers:
    """Return how many periods each month (M,) touches."""
    first, last = months, last_days(months, Frequency.MONTHLY)
    match frequency:
        case Frequency.DAILY:
            return (last - first).astype(np.intp) + 1
        case Frequency.WEEKLY:
            monday = (first.astype(np.int64) + 3) // 7
            return (last.astype(np.int64) + 3) // 7 - monday + 1
        case _:
            return np.ones(len(months), np.intp)


def _held(
    indicator: str, series: GroupSeries, frequency: Frequency, months: Days, minimum_coverage: float
) -> MonthlyLevels:
    ends, month_ends = last_days(series.days, frequency), last_days(months, Frequency.MONTHLY)
    good = ~np.isnan(series.close) & (series.coverage >= minimum_coverage)
    latest = np.maximum.accumulate(np.where(good, np.arange(len(ends)), -1), axis=1)
    over = np.searchsorted(ends, month_ends, side="right") - 1
    place = np.where(over >= 0, latest[:, over], -1)
    since = np.append(ends, np.datetime64("1000-01-01"))[place]  # of place −1: long ago
    place = np.where((months - since).astype(np.int64) <= LONGEST_HELD, place, -1)
    value = np.where(place >= 0, np.take_along_axis(series.close, np.maximum(place, 0), axis=1), np.nan)
    held = (place >= 0) & (since < months)
    needed = np.ones(len(months), np.intp)
    present = np.asarray((place >= 0).any(axis=0), np.intp)
    missing = missing_runs(indicator, months, Frequency.MONTHLY, present, needed)
    share = month_shares(series.days, frequency, months)
    return MonthlyLevels(indicator, series, months, value, held, share, place, tuple(missing))
