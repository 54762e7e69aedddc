"""Year-on-year growth of a level on its own periods: what makes series of different frequencies, seasons and units comparable with a target that is growth."""

from __future__ import annotations

import numpy as np

from openmbi.core.periods import Frequency, first_days
from openmbi.core.tables import Days, Floats
from openmbi.index.nowcast.grid import grid, month_of

WEEKS_OF_A_YEAR = 52
FEWEST_WEEKS = 2
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}


def weekly_means(days: Days, value: Floats, coverage: Floats, minimum_coverage: float) -> tuple[Days, Floats]:
    """Return the Mondays (W,) of the weeks of consecutive days (T,), and the mean (n, W) of values (n, T) in each.

    NaN where a day has no value, or the mean coverage is below the minimum. A week that the days begin or end within is left out.
    """
    monday = first_days(days, Frequency.WEEKLY)
    start = int(np.argmax(days == monday)) if (days == monday).any() else len(days)
    weeks = (len(days) - start) // 7
    stop = start + 7 * weeks
    whole = value[:, start:stop].reshape(len(value), weeks, 7).mean(axis=2)
    covered = coverage[:, start:stop].reshape(len(value), weeks, 7).mean(axis=2) >= minimum_coverage - 1e-9
    return days[start:stop:7], np.where(covered, whole, np.nan)


def log_growth(periods: Days, level: Floats, frequency: Frequency) -> Floats:
    """Return 100 · log(L_t / L of a year before) (n, T), of levels (n, T) in periods (T,) given by first days, rising.

    NaN where either is missing or not positive.
    Weeks compare with the week 52 before, so that weekdays stand against weekdays; months, quarters and years with the same one of the year before.
    """
    base = _base(periods, level, frequency)
    known = (level > 0) & (base > 0)
    return np.where(known, 100 * np.log(np.where(known, level, 1.0) / np.where(known, base, 1.0)), np.nan)


def growth_of_months(weeks: Days, level: Floats) -> tuple[Days, Floats]:
    """Return months (M,) and their growth (M,): of the sum over a month's weeks (those of its Thursdays) on that over the weeks 52 before them.

    NaN where a week or its base is missing; but the last month with any counts as far as it goes from its second week on, against the same weeks.
    """
    base = _base(weeks, level[None], Frequency.WEEKLY)[0]
    months, place = np.unique(month_of(weeks, Frequency.WEEKLY), return_inverse=True)
    known = (level > 0) & (base > 0)
    count = np.bincount(place, known, len(months)).astype(np.intp)
    sums = [np.bincount(place, np.where(known, each, 0.0), len(months)) for each in (level, base)]
    needed = np.array([_weeks_of(month) for month in months], np.intp)
    running = np.arange(len(months)) == (np.flatnonzero(count)[-1] if count.any() else -1)
    enough = (count > 0) & ((count == needed) | (running & (count >= FEWEST_WEEKS)))
    now, before = (np.where(enough, each, 1.0) for each in sums)
    return months, np.where(enough, 100 * np.log(now / before), np.nan)


def _base(periods: Days, level: Floats, frequency: Frequency) -> Floats:
    """Return the levels (n, T) of the same periods of the year before; NaN where there are none."""
    wanted = _year_before(periods, frequency)
    place = np.minimum(np.searchsorted(periods, wanted), len(periods) - 1)
    return np.where(periods[place] == wanted, level[:, place], np.nan)


def _weeks_of(month: np.datetime64) -> int:
    """Return how many Thursdays a month has."""
    return int((grid(month, month, Frequency.WEEKLY).month == month).sum())


def _year_before(periods: Days, frequency: Frequency) -> Days:
    if frequency in _MONTHS:
        return (periods.astype("datetime64[M]") - 12).astype("datetime64[D]")
    return periods - 7 * WEEKS_OF_A_YEAR
