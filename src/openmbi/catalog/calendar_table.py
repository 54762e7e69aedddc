"""What every day of the calendar is, as arrays that a day's number looks up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from openmbi.catalog.calendar_year import EARLIEST, CalendarYear
from openmbi.catalog.moving_days import MovingDays
from openmbi.catalog.statutory_holidays import StatutoryRules
from openmbi.core.tables import Codes, DayClass, Days, Flags, HolidayKind

UNLISTED = 255
"""Code of a day that no holiday names: its weekday says what it is."""
T = TypeVar("T", Codes, Flags)


@dataclass(frozen=True)
class CalendarTable:
    """`code` (D,) `DayClass` or `UNLISTED`, `kind` (D,) `HolidayKind`, `statutory` (D,), `provisional` (D,): of D days from `first` on."""

    first: date
    code: Codes
    kind: Codes
    statutory: Flags
    provisional: Flags

    @property
    def end(self) -> np.datetime64:
        """The day after its last."""
        return np.datetime64(self.first) + len(self.code)

    def classes(self, days: Days, ordinary: Codes) -> Codes:
        """Return the class (T,) of days: the `ordinary` one where no holiday names the day."""
        found = self._at(days, self.code, UNLISTED)
        return np.where(found == UNLISTED, ordinary, found)

    def kinds(self, days: Days) -> Codes:
        """Return the kind of holiday (T,) that days are off for."""
        return self._at(days, self.kind, HolidayKind.NONE)

    def statutory_days(self, days: Days) -> Flags:
        """Flag statutory days (T,)."""
        return self._at(days, self.statutory, False)

    def provisional_days(self, days: Days) -> Flags:
        """Flag provisional days (T,); all outside are."""
        return self._at(days, self.provisional, True)

    def _at(self, days: Days, column: T, outside: int) -> T:
        place = (days.astype("M8[D]") - np.datetime64(self.first)).astype(np.int64)
        inside = (place >= 0) & (place < len(column))
        found = column[np.where(inside, place, 0)]
        found[~inside] = outside
        return found


def table_of(
    years: Sequence[CalendarYear], rules: StatutoryRules, moving: MovingDays, known: date | None
) -> CalendarTable:
    """Put consecutive years together; where two name one day, the later stands."""
    first = date(years[0].year, 1, 1)
    length = (date(years[-1].year + 1, 1, 1) - first).days
    table = CalendarTable(
        first,
        np.full(length, UNLISTED, np.uint8),
        np.zeros(length, np.uint8),
        np.zeros(length, bool),
        np.zeros(length, bool),
    )
    for year in years:
        _write_provisional(table, year)
        _write_holidays(table, year)
        statutory = (
            day for one in rules.in_force(year.year, known).holidays for day in one.statutory_days(year.year, moving)
        )
        for day in (*statutory, *_one_off(year)):
            table.statutory[(day - first).days] = True
    return table


def _write_provisional(table: CalendarTable, year: CalendarYear) -> None:
    if year.announced:
        return
    begin = max((date(year.year, 1, 1) - table.first).days, 0)
    end = (date(year.year + 1, 1, 1) - table.first).days
    table.provisional[max(begin - _touched_before(year.year), 0) : end] = True


def _touched_before(year: int) -> int:
    """Return how many days at the end of the year before its notice may still settle: from the Saturday on, where New Year's day is a Sunday to a Tuesday."""
    new_year = date(year, 1, 1)
    back = (new_year.weekday() + 2) % 7
    earliest = (new_year - date(year - 1, *EARLIEST)).days
    return back if back <= earliest else 0


def _write_holidays(table: CalendarTable, year: CalendarYear) -> None:
    for holiday in year.holidays or ():
        for place in _places(table, holiday.days()):
            table.code[place], table.kind[place] = holiday.day_class, holiday.kind
        for place in _places(table, iter(holiday.makeup_workdays)):
            table.code[place], table.kind[place] = DayClass.MAKEUP_WORKDAY, HolidayKind.NONE


def _places(table: CalendarTable, days: Iterator[date]) -> list[int]:
    return [place for day in days if 0 <= (place := (day - table.first).days) < len(table.code)]


def _one_off(year: CalendarYear) -> Iterator[date]:
    """Yield the statutory days of holidays that no law sets for every year: the first of their days off."""
    for holiday in year.holidays or ():
        if holiday.kind is HolidayKind.OTHER:
            yield from (holiday.days_off[0] + timedelta(days=number) for number in range(holiday.statutory))
