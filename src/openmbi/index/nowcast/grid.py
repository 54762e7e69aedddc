"""The grid of a nowcast: weeks or months, and where on it months, quarters and the target's own periods begin and end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.core.tables import Days, Flags, Numbers

MONTHS, QUARTERS, FIGURES = 0, 1, 2
"""Rows of `starts`: calendar months, calendar quarters, the target's months with January and February together where it has them so."""
_THURSDAY = 3  # days after Monday


@dataclass(frozen=True)
class Grid:
    """Consecutive weeks (Mondays) or months `periods` (T,) up to the end of a month; `month` (T,): the first day of the month that each counts in."""

    frequency: Frequency
    periods: Days
    month: Days

    def starts(self, *, combined_january_february: bool) -> Flags:
        """Return where a month, a quarter, and a period of the target begins (3, T)."""
        before = month_of(self.periods[:1] - 1, self.frequency)
        number = np.append(before, self.month).astype("datetime64[M]").astype(np.int64)
        figure = number + (combined_january_february & (number % 12 == 0))
        return np.array([np.diff(one) != 0 for one in (number, number // 3, figure)])

    def ends(self, months: Days) -> Numbers:
        """Return the last place (k,) of the grid in each month (k,), given by first days; −1 for a month that it does not hold."""
        place = np.searchsorted(self.month, months, side="right") - 1
        return np.where((place >= 0) & (self.month[np.maximum(place, 0)] == months), place, -1)


def grid(first: np.datetime64, last_month: np.datetime64, frequency: Frequency) -> Grid:
    """Return the grid from the week or month that holds a day through the end of a month, given by its first day."""
    start = first_days(np.array([first], "datetime64[D]"), frequency)[0]
    if frequency is Frequency.MONTHLY:
        months = np.arange(start.astype("datetime64[M]"), last_month.astype("datetime64[M]") + 1)
        return Grid(frequency, months.astype("datetime64[D]"), months.astype("datetime64[D]"))
    if frequency is not Frequency.WEEKLY:
        raise ValueError(f"a grid of weeks or months, not {frequency}")
    mondays = np.arange(start, last_days(np.array([last_month], "datetime64[D]"), Frequency.MONTHLY)[0] + 1, 7)
    month = month_of(mondays, frequency)
    return Grid(frequency, mondays[month <= last_month], month[month <= last_month])


def month_of(days: Days, frequency: Frequency) -> Days:
    """Return the first day of the month (n,) that the periods around days (n,) count in: a week in that of its Thursday."""
    if frequency is Frequency.WEEKLY:
        return first_days(first_days(days, frequency) + _THURSDAY, Frequency.MONTHLY)
    return first_days(days, Frequency.MONTHLY)
