"""Year-on-year growth of a level on its own periods: what makes series of different frequencies, seasons and units comparable with a target that is growth."""

from __future__ import annotations

import numpy as np

from openmbi.core.periods import Frequency, first_days
from openmbi.core.tables import Days, Floats

WEEKS_OF_A_YEAR = 52
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
    before = np.searchsorted(periods, _year_before(periods, frequency))
    place = np.minimum(before, len(periods) - 1)
    there = periods[place] == _year_before(periods, frequency)
    base = np.where(there, level[:, place], np.nan)
    known = (level > 0) & (base > 0)
    return np.where(known, 100 * np.log(np.where(known, level, 1.0) / np.where(known, base, 1.0)), np.nan)


def _year_before(periods: Days, frequency: Frequency) -> Days:
    if frequency in _MONTHS:
        return (periods.astype("datetime64[M]") - 12).astype("datetime64[D]")
    return periods - 7 * WEEKS_OF_A_YEAR
