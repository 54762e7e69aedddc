"""The working calendar: announced days off, make-up workdays and New Year's days, one declaration a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Codes, DayClass, Days, Flags

LONGEST_HALF_YEAR = 192
"""Half of the longest lunar year (384 days): a day farther than this from every known New Year is nearer to one that is not known."""


class CalendarStatus(StrEnum):
    """Whether the State Council has announced a year's days off."""

    ANNOUNCED = "announced"
    PROVISIONAL = "provisional"


class Citation(Declaration):
    """A State Council notice: its number and its date."""

    notice: str
    dated: date


class Holiday(Declaration):
    """A holiday: first and last day off, the weekend days worked in exchange, and how many of the days off are statutory."""

    name: Name
    statutory: Annotated[int, Field(ge=1)]
    days_off: tuple[date, date]
    makeup_workdays: tuple[date, ...] = ()

    def lasts_over(self, day: date) -> bool:
        """Say whether a day is one of its days off."""
        return self.days_off[0] <= day <= self.days_off[1]

    def days(self) -> Iterator[date]:
        """Yield its days off."""
        first, last = self.days_off
        return (first + timedelta(days=number) for number in range((last - first).days + 1))

    @model_validator(mode="after")
    def _check(self) -> Holiday:
        if self.days_off[0] > self.days_off[1]:
            raise ValueError("the first day off is after the last")
        if any(day.weekday() < 5 for day in self.makeup_workdays):
            raise ValueError("a make-up workday is a Saturday or Sunday")
        return self


class CalendarYear(Declaration):
    """One year's calendar; a provisional year may state no more than its New Year's day."""

    year: int
    status: CalendarStatus
    citation: tuple[Citation, ...]
    spring_festival: date
    holidays: tuple[Holiday, ...]

    @model_validator(mode="after")
    def _check(self) -> CalendarYear:
        if self.spring_festival.year != self.year:
            raise ValueError("New Year's day lies in another year")
        if self.status is CalendarStatus.ANNOUNCED and not self.citation:
            raise ValueError("an announced year cites its notice")
        if self.status is CalendarStatus.ANNOUNCED and not any(
            h.lasts_over(self.spring_festival) for h in self.holidays
        ):
            raise ValueError("no holiday of an announced year lasts over New Year's day")
        if any(one.days_off[1] >= next_.days_off[0] for one, next_ in pairwise(self.holidays)):
            raise ValueError("holidays stand in the order of their days and do not overlap")
        return self

    def class_of(self, holiday: Holiday) -> DayClass:
        """Return the class of a holiday's days off: the Spring Festival is the holiday that lasts over New Year's day."""
        return DayClass.SPRING_FESTIVAL if holiday.lasts_over(self.spring_festival) else DayClass.HOLIDAY


@dataclass(frozen=True)
class _Declared:
    """Days (k,), sorted, that are not what their weekday says, and the `DayClass` code (k,) of each."""

    day: Days
    code: Codes


@dataclass(frozen=True)
class Calendar:
    """All declared years in force. Days of other years have weekdays and weekends only, and are provisional."""

    years: tuple[CalendarYear, ...]

    def day_class(self, days: Days) -> Codes:
        """Return the `DayClass` (T,) of days; SPRING_FESTIVAL: the days off that the notice gives for it, statutory or in exchange."""
        classes = np.where(weekday(days) < 5, np.uint8(DayClass.WORKDAY), np.uint8(DayClass.WEEKEND))
        if len(self._declared.day):
            place = np.minimum(np.searchsorted(self._declared.day, days), len(self._declared.day) - 1)
            classes = np.where(self._declared.day[place] == days, self._declared.code[place], classes)
        return classes

    @cached_property
    def _declared(self) -> _Declared:
        """Every day off and make-up workday: where two declarations name one day, the later stands."""
        of_day: dict[date, DayClass] = {}
        for year in self.years:
            for holiday in year.holidays:
                of_day.update(dict.fromkeys(holiday.days(), year.class_of(holiday)))
                of_day.update(dict.fromkeys(holiday.makeup_workdays, DayClass.MAKEUP_WORKDAY))
        listed = sorted(of_day)
        return _Declared(np.array(listed, "M8[D]"), np.array([of_day[day] for day in listed], np.uint8))

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
        """Return signed days (T,) from the nearest known lunar New Year: 0 on the day, negative before it."""
        return (days - self._new_years[self._nearest(days)]).astype(np.int64)

    def festival_year(self, days: Days) -> NDArray[np.int64]:
        """Return the year (T,) of the nearest known lunar New Year."""
        return self._new_years[self._nearest(days)].astype("M8[Y]").astype(np.int64) + 1970

    def provisional(self, days: Days) -> Flags:
        """Flag days (T,) of years that are not announced, and days whose nearest New Year is not known."""
        announced = [year.year for year in self.years if year.status is CalendarStatus.ANNOUNCED]
        unannounced = ~np.isin(days.astype("M8[Y]").astype(np.int64) + 1970, announced)
        return unannounced | (np.abs(self.days_from_new_year(days)) > LONGEST_HALF_YEAR)

    @cached_property
    def _new_years(self) -> Days:
        return np.array(sorted(year.spring_festival for year in self.years), "M8[D]")

    def _nearest(self, days: Days) -> NDArray[np.intp]:
        return np.abs(days[:, None] - self._new_years[None, :]).argmin(axis=1)


def weekday(days: Days) -> NDArray[np.int64]:
    """Return the weekday (T,) of days: 0 is Monday (1970-01-01, day 0, was a Thursday)."""
    return (days.astype("M8[D]").astype(np.int64) + 3) % 7


def load_calendar(overlay: Path | None) -> Calendar:
    """Build the calendar from every declared year in force; a bureau's own file of a year stands instead of ours.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong; `calendar.misplaced` where a file is not named after its year.
    """
    years = load_all(CalendarYear, "calendar", overlay)
    for name, declared in years.items():
        if name != str(declared.year):
            raise _misplaced(name, declared.year)
    return Calendar(tuple(years[name] for name in sorted(years)))


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
