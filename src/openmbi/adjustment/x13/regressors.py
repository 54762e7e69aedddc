"""Calendar regressors of months and quarters, built day by day from the Chinese calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.periods import TYPICAL_DAYS
from openmbi.adjustment.x13.options import X13Options
from openmbi.catalog.calendar import Calendar
from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.core.tables import DayClass, Days, Flags, Floats, Numbers

LONG_SPAN = (np.datetime64("2004-01-01"), np.datetime64("2099-12-31"))
"""The years over which regressors are centred: their mean in each month is seasonal, and belongs to the seasonal component."""
WEEKEND_FOR_WEEK = -2.5
"""What a weekend day counts for against a workday: five of these and two of those sum to zero."""
NEGLIGIBLE = 1e-8
FESTIVAL = "festival"
SEATS_YEARS = 3
"""Years that SEATS forecasts, whatever it is told: the regressors must reach so far."""
PERIODS_A_YEAR = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4}


@dataclass(frozen=True)
class Effects:
    """What the calendar does to one series (T,), in log points: `whole` is taken out, `festival` is its part of the Spring Festival; `usual` is what of it
    comes back every year, which X-13 counts as season.
    """

    whole: Floats
    festival: Floats
    usual: Floats


@dataclass(frozen=True)
class Regressors:
    """`centred` (T + H, k): columns of a panel's periods and of those that are forecast, as X-13 is told; `usual` (T + H, k): the means taken from them.
    `names` (k,) of them; `festival` (k,): those of the Spring Festival. `length` (T + H,): log length of each period against the usual one, 0 where
    values are means.
    """

    names: tuple[str, ...]
    centred: Floats
    usual: Floats
    festival: Flags
    length: Floats

    def effects(self, coefficients: dict[str, float], count: int) -> Effects:
        """Return what the regressors and the length do to the first `count` periods, given coefficients by name."""
        beta = np.array([coefficients.get(name, 0.0) for name in self.names])
        usual, length = self.usual[:count], self.length[:count]
        columns = self.centred[:count] + usual
        return Effects(columns @ beta + length, columns @ (beta * self.festival), usual @ beta)


def build_regressors(
    days: Days, frequency: Frequency, calendar: Calendar, options: X13Options, *, total: bool
) -> Regressors:
    """Build the regressors of consecutive periods, given by their first days (T,), and of the years that are forecast.

    A daily column is averaged over a period's days; what is left once the mean of its month (or quarter) over 2004–2099 is taken away is the regressor
    (X-13ARIMA-SEATS Reference Manual, genhol). Festival: days of each window. Working days: workdays and make-up workdays against weekends, and the days off of
    other holidays; the days off of the Spring Festival are left to its own regressors. `total`: values are sums over days, so that the length of a period
    counts, with a coefficient of 1. Columns that the series cannot tell apart are left out; options without windows and workdays give none.
    """
    periods = np.concatenate([days, _ahead(days[-1], frequency, max(options.forecast_years, SEATS_YEARS))])
    short = len(days) < options.coarse_below_years * PERIODS_A_YEAR[frequency]
    windows = options.coarse_windows if short else options.windows
    long = _daily(np.arange(LONG_SPAN[0], LONG_SPAN[1] + 1), calendar, options, windows)
    wanted = _daily(_days_of(periods, frequency), calendar, options, windows)
    pairs = [_centred(wanted[name], long[name], periods, frequency) for name in wanted]
    centred, usual = np.array(pairs).reshape(len(pairs), 2, len(periods)).transpose(1, 2, 0)
    kept = _told_apart(centred[: len(days)], PERIODS_A_YEAR[frequency])
    names = tuple(list(wanted)[number] for number in kept)
    festival = np.array([name.startswith(FESTIVAL) for name in names], bool)
    return Regressors(names, centred[:, kept], usual[:, kept], festival, _length(periods, frequency, total=total))


def _ahead(last: np.datetime64, frequency: Frequency, years: int) -> Days:
    step = 1 if frequency is Frequency.MONTHLY else 3
    months = last.astype("M8[M]") + step * (1 + np.arange(years * 12 // step))
    return months.astype("M8[D]")


def _days_of(periods: Days, frequency: Frequency) -> Days:
    return np.arange(periods[0], last_days(periods[-1:], frequency)[0] + 1)


@dataclass(frozen=True)
class _Daily:
    """A daily column, and on which days the calendar knows it."""

    days: Days
    value: Floats
    known: Flags


def _daily(
    days: Days, calendar: Calendar, options: X13Options, windows: tuple[tuple[int, int], ...]
) -> dict[str, _Daily]:
    offset, classes = calendar.days_from_new_year(days), calendar.day_class(days)
    near = np.isin(days.astype("M8[Y]"), days[offset == 0].astype("M8[Y]"))
    found = {
        f"{FESTIVAL}{number}": _Daily(days, ((offset >= first) & (offset <= last)).astype(float), near)
        for number, (first, last) in enumerate(windows, start=1)
    }
    if options.workdays:
        announced = ~calendar.provisional(days)
        worked = np.isin(classes, (DayClass.WORKDAY, DayClass.MAKEUP_WORKDAY)).astype(float)
        contrast = worked + WEEKEND_FOR_WEEK * (classes == DayClass.WEEKEND)
        found["workday"] = _Daily(days, contrast, announced)
        found["holiday"] = _Daily(days, (classes == DayClass.HOLIDAY).astype(float), announced)
    return found


def _centred(wanted: _Daily, long: _Daily, periods: Days, frequency: Frequency) -> tuple[Floats, Floats]:
    """Return the means over periods less the mean of the same month or quarter over the long span, where it is known; and those means."""
    known = long.known if long.known.any() else np.ones(len(long.days), bool)
    first = first_days(long.days[known], frequency)
    of_long, month = _means(long.value[known], first), _month(np.unique(first))
    mean = np.array([of_long[month == each].mean() if (month == each).any() else 0.0 for each in range(12)])
    usual = mean[_month(periods)]
    return _means(wanted.value, first_days(wanted.days, frequency)) - usual, usual


def _means(value: Floats, first: Days) -> Floats:
    start = np.flatnonzero(np.concatenate([[True], first[1:] != first[:-1]]))
    return np.add.reduceat(value, start) / np.diff(np.append(start, len(value)))


def _month(days: Days) -> Numbers:
    return days.astype("M8[M]").astype(int) % 12


def _length(periods: Days, frequency: Frequency, *, total: bool) -> Floats:
    own = (last_days(periods, frequency) - periods).astype(int) + 1.0
    return np.log(own / TYPICAL_DAYS[frequency]) if total else np.zeros(len(periods))


def _told_apart(columns: Floats, season: int) -> list[int]:
    """Return the numbers of the columns (T, k) that are not combinations of those before them once the airline model's differences are taken."""
    new = np.diff(columns[season:] - columns[:-season], axis=0)
    kept: list[int] = []
    for number in range(columns.shape[1]):
        chosen = new[:, [*kept, number]]
        if len(chosen) > chosen.shape[1] and _new_in_last(chosen) > NEGLIGIBLE:
            kept.append(number)
    return kept


def _new_in_last(columns: Floats) -> float:
    """Return the size of what of the last column (T, k) is not a combination of the others."""
    upper = np.linalg.qr(columns)[1]
    return abs(float(upper[-1, -1]))
