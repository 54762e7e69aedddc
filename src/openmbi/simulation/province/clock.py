"""The days of a province and what kind each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.core.tables import Codes, Days, Numbers
from openmbi.simulation.calendar import day_kind, days_from
from openmbi.simulation.province.parameters import ProvinceParameters


@dataclass(frozen=True)
class Month:
    """A calendar month and its days, as day numbers `first` to `stop`, `stop` not included; `whole`: no day is missing."""

    year: int
    month: int
    first: int
    stop: int
    whole: bool

    @property
    def name(self) -> str:
        """The month as 2025-02."""
        return f"{self.year}-{self.month:02d}"


@dataclass(frozen=True)
class Clock:
    """`days` (T,), their `kind` (T,), and the months that they lie in."""

    days: Days
    kind: Codes
    months: tuple[Month, ...]
    today: date

    @property
    def length(self) -> int:
        """The number of days."""
        return len(self.days)

    @property
    def month_of(self) -> Numbers:
        """The number (T,) of each day's month."""
        return np.repeat(np.arange(len(self.months)), [month.stop - month.first for month in self.months])

    def day(self, number: int) -> date:
        """Return the date of a day number, which may lie before the first or after the last."""
        return (self.days[0] + number).astype(object)

    def number(self, day: date) -> int:
        """Return the day number of a date."""
        return int((np.datetime64(day) - self.days[0]).astype(int))


def clock_of(parameters: ProvinceParameters) -> Clock:
    """Return the days of a province."""
    dates = days_from(parameters.first, parameters.days)
    days = np.array(dates, dtype="datetime64[D]")
    kind = np.array([day_kind(day) for day in dates], dtype=np.uint8)
    return Clock(days, kind, tuple(_months(days)), parameters.today)


def _months(days: Days) -> list[Month]:
    of_day = days.astype("datetime64[M]")
    names, first = np.unique(of_day, return_index=True)
    stops = [*first[1:], len(days)]
    lengths = ((names + 1).astype("datetime64[D]") - names.astype("datetime64[D]")).astype(int)
    return [
        Month(name.astype(object).year, name.astype(object).month, int(a), int(b), int(b - a) == length)
        for name, a, b, length in zip(names, first, stops, lengths, strict=True)
    ]
