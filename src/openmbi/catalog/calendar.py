"""The working calendar: days off, make-up workdays, statutory days and New Year's days of 2004–2099, each announced or provisional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from openmbi.catalog.calendar_table import CalendarTable, table_of
from openmbi.catalog.calendar_year import CalendarYear
from openmbi.catalog.guessed_year import guessed_holidays
from openmbi.catalog.loader import SHIPPED, catalog_files, load_declaration
from openmbi.catalog.moving_days import MovingDays, load_moving_days
from openmbi.catalog.statutory_holidays import StatutoryRules, load_statutory_rules
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Codes, DayClass, Days, Flags
from openmbi.core.tables import HolidayKind as HolidayKind  # noqa: PLC0414  (found here beside the calendar)

BEIJING = timezone(timedelta(hours=8))
"""Where a notice's date is counted."""
NEAR_YEARS = 2
"""How many years past the last one with a file are worked out at once."""


@dataclass(frozen=True)
class Calendar:
    """Every year from the first to the last of the table of moving festivals.

    `declared`: the years that have a file; a year that has none, or whose notice was not out on the day `known` (None: all are), follows the statutory
    rule known then, with guessed bridges, and is provisional. Days of years beyond have weekdays and weekends only, and are provisional.
    """

    declared: tuple[CalendarYear, ...]
    moving: MovingDays
    rules: StatutoryRules
    known: date | None = None

    def as_known(self, as_of: datetime) -> Calendar:
        """Return the calendar as it was known at an aware moment: a notice is known from its date on, in Beijing; never more than this one knows."""
        day = as_of.astimezone(BEIJING).date()
        return replace(self, known=day if self.known is None else min(day, self.known))

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that it knows of."""
        return tuple(range(self.moving.first_year, self.moving.last_year + 1))

    def year(self, year: int) -> CalendarYear:
        """Return one of its years as known: announced, or by the rule."""
        declared = self._declared.get(year)
        if declared is None or not (self.known is None or declared.is_known(self.known)):
            declared = CalendarYear(year=year)
        rule = self.rules.in_force(year, self.known)
        guessed = guessed_holidays(year, rule, self.moving) if declared.holidays is None else declared.holidays
        return declared.as_known(self.known, guessed)

    def day_class(self, days: Days) -> Codes:
        """Return the `DayClass` (T,) of days; SPRING_FESTIVAL: the days off that the notice gives for it, statutory or in exchange."""
        ordinary = np.where(weekday(days) < 5, np.uint8(DayClass.WORKDAY), np.uint8(DayClass.WEEKEND))
        return self._table(days).classes(days, ordinary)

    def holiday_kind(self, days: Days) -> Codes:
        """Return the `HolidayKind` (T,) of days off; NONE on workdays, make-up workdays and weekends that no notice lists."""
        return self._table(days).kinds(days)

    def statutory(self, days: Days) -> Flags:
        """Flag statutory days (T,): those of the law in force and of one-off holidays, not the days swapped or bridged to them."""
        return self._table(days).statutory_days(days)

    def break_weekends(self, days: Days) -> Flags:
        """Flag weekend days (T,) that make one break with a holiday, as Saturday and Sunday before a Monday off; those that the notice lists are HOLIDAY.

        Whether firms rest on them as on the holiday or work as on any weekend differs; their class stays WEEKEND.
        """
        adjoins = np.zeros(len(days), bool)
        for step in (-1, 1):  # a weekend has two days: none lies farther from its holiday than two
            beside, beyond = self.day_class(days + step), self.day_class(days + 2 * step)
            adjoins |= (beside == DayClass.HOLIDAY) | ((beside == DayClass.WEEKEND) & (beyond == DayClass.HOLIDAY))
        return adjoins & (self.day_class(days) == DayClass.WEEKEND)

    def days_from_new_year(self, days: Days) -> NDArray[np.int64]:
        """Return signed days (T,) from the nearest lunar New Year of its years: 0 on the day, negative before it."""
        return (days - self.moving.nearest_new_year(days)).astype(np.int64)

    def festival_year(self, days: Days) -> NDArray[np.int64]:
        """Return the year (T,) of the nearest lunar New Year of its years."""
        return self.moving.nearest_new_year(days).astype("M8[Y]").astype(np.int64) + 1970

    def provisional(self, days: Days) -> Flags:
        """Flag days (T,) whose class no notice has settled: of years not announced, or at a year's end that next year's notice may still touch."""
        return self._table(days).provisional_days(days)

    @cached_property
    def _declared(self) -> dict[int, CalendarYear]:
        return {year.year: year for year in self.declared}

    def _table(self, days: Days) -> CalendarTable:
        """Return a table that covers days: years far off are worked out only when they are asked for."""
        return self._near if len(days) == 0 or days.max() < self._near.end else self._whole

    @cached_property
    def _near(self) -> CalendarTable:
        last = max((year.year for year in self.declared), default=self.years[0]) + NEAR_YEARS
        return self._table_of([year for year in self.years if year <= last])

    @cached_property
    def _whole(self) -> CalendarTable:
        return self._table_of(self.years)

    def _table_of(self, years: Sequence[int]) -> CalendarTable:
        return table_of([self.year(year) for year in years], self.rules, self.moving, self.known)


def weekday(days: Days) -> NDArray[np.int64]:
    """Return the weekday (T,) of days: 0 is Monday (1970-01-01, day 0, was a Thursday)."""
    return (days.astype("M8[D]").astype(np.int64) + 3) % 7


def load_calendar(overlay: Path | None) -> Calendar:
    """Build the calendar of every notice that is out.

    A bureau's own file of a year that lists `holidays` stands instead of ours; the `amendments` of one that does not are added to ours.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong; `calendar.misplaced` where a file is not named after its year.
    """
    files = catalog_files("calendar", overlay)
    years = {name: _year(name, file) for name, file in files.items()}
    for name, declared in years.items():
        if name != str(declared.year):
            raise _misplaced(name, declared.year)
    declared = tuple(years[name] for name in sorted(years))
    return Calendar(declared, load_moving_days(overlay), load_statutory_rules(overlay))


def _year(name: str, file: Path) -> CalendarYear:
    ours = SHIPPED / "calendar" / f"{name}.yml"
    declared = load_declaration(CalendarYear, file)
    if file == ours or declared.holidays is not None or not ours.is_file():
        return declared
    return load_declaration(CalendarYear, ours).amended(declared.amendments)


def _misplaced(name: str, year: int) -> Problem:
    return Problem(
        "calendar.misplaced",
        Text("日历文件 {name}.yml 写的是 {year} 年", "the calendar file {name}.yml is about {year}").fill(
            name=name, year=year
        ),
        Text("请将文件命名为 {year}.yml", "name the file {year}.yml").fill(year=year),
        file=f"calendar/{name}.yml",
        field="year",
    )
