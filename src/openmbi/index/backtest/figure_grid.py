"""The periods that a target has figures for, one after another: every period, but no January where February speaks for it."""

from __future__ import annotations

import numpy as np

from openmbi.core.periods import Frequency
from openmbi.core.tables import Floats
from openmbi.index.backtest.protocol import TargetSeries

_STEP = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}
_DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}


def next_figure(first: np.datetime64, target: TargetSeries) -> np.datetime64:
    """Return the first day of the next period that has a figure of its own."""
    if target.frequency in _DAYS:
        return first + np.timedelta64(_DAYS[target.frequency], "D")
    month = first.astype("datetime64[M]") + _STEP[target.frequency]
    if target.combined_january_february and month.astype(int) % 12 == 0:
        month = month + 1
    return month.astype("datetime64[D]")


def figures_until(target: TargetSeries, wanted: np.datetime64) -> Floats:
    """Return the known figures (K,) one period after another, NaN where one lacks, up to the period before the wanted one; empty where nothing is known.

    The last element is that of the period just before `wanted`, so the steps ahead are one more than the NaN at the end.
    """
    there = ~np.isnan(target.value) & (target.periods < wanted)
    if not there.any():
        return np.empty(0)
    known = dict(zip(target.periods[there].tolist(), target.value[there].tolist(), strict=True))
    period, found = target.periods[there][0].astype("datetime64[D]"), []
    while period < wanted:
        found.append(known.get(period.item(), np.nan))
        period = next_figure(period, target)
    return np.array(found)


def steps_ahead(figures: Floats) -> int:
    """Return how many figures (K,) the wanted one lies after the last known."""
    return len(figures) - int(np.flatnonzero(~np.isnan(figures))[-1])


def figures_a_year(target: TargetSeries) -> int:
    """Return how many figures a year has; of days and weeks, as many as the same weekday of the year before lies back."""
    whole = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4, Frequency.WEEKLY: 52, Frequency.DAILY: 364}
    return whole.get(target.frequency, 1) - (target.combined_january_february and target.frequency is Frequency.MONTHLY)
