"""One year's days off and make-up workdays, as its notice and later ones gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name
from openmbi.catalog.statutory_holidays import Citation, KindName
from openmbi.core.tables import DayClass, HolidayKind

EARLIEST = (12, 29)
"""The earliest month and day on which the break of the next New Year has touched a year."""


class CalendarStatus(StrEnum):
    """Whether the State Council has announced a year's days off."""

    ANNOUNCED = "announced"
    PROVISIONAL = "provisional"


class Holiday(Declaration):
    """A holiday: first and last day off, the weekend days worked in exchange, and how many of the days off are statutory.

    The kind of one that merges two, as 国庆节、中秋节, is `national`.
    """

    kind: KindName
    name: Name
    statutory: Annotated[int, Field(ge=1)]
    days_off: tuple[date, date]
    makeup_workdays: tuple[date, ...] = ()

    @property
    def day_class(self) -> DayClass:
        """The class of its days off."""
        return DayClass.SPRING_FESTIVAL if self.kind is HolidayKind.SPRING_FESTIVAL else DayClass.HOLIDAY

    def lasts_over(self, day: date) -> bool:
        """Say whether a day is one of its days off."""
        return self.days_off[0] <= day <= self.days_off[1]

    def days(self) -> Iterator[date]:
        """Yield its days off."""
        first, last = self.days_off
        return (first + timedelta(days=number) for number in range((last - first).days + 1))

    def stands_for(self, other: Holiday) -> bool:
        """Say whether it is a later word on the same holiday: of its kind; one of no law by its Chinese name."""
        return self.kind is other.kind and (self.kind is not HolidayKind.OTHER or self.name.zh == other.name.zh)

    @model_validator(mode="after")
    def _check(self) -> Holiday:
        if self.days_off[0] > self.days_off[1]:
            raise ValueError("the first day off is after the last")
        if any(day.weekday() < 5 for day in self.makeup_workdays):
            raise ValueError("a make-up workday is a Saturday or Sunday")
        return self


class Amendment(Citation):
    """A later notice: its holidays stand instead of those of their kind, or beside them."""

    holidays: tuple[Holiday, ...]


class CalendarYear(Declaration):
    """One year's calendar: what its first notice said (`citation`, `holidays`), and what later notices changed.

    `holidays` of None: those of the statutory rule, with guessed bridges, to which a bureau's amendments are laid.
    """

    year: int
    status: CalendarStatus = CalendarStatus.PROVISIONAL
    citation: tuple[Citation, ...] = ()
    holidays: tuple[Holiday, ...] | None = None
    amendments: tuple[Amendment, ...] = ()

    @property
    def announced(self) -> bool:
        """Whether it rests on a notice."""
        return self.status is CalendarStatus.ANNOUNCED

    def is_known(self, known: date) -> bool:
        """Say whether its first notice was out on a day; a bureau's own guess always is."""
        return not self.announced or self.citation[0].dated <= known

    def amended(self, amendments: Iterable[Amendment]) -> CalendarYear:
        """Return the year with more amendments, in the order of their dates."""
        every = sorted((*self.amendments, *amendments), key=lambda one: one.dated)
        return self.model_copy(update={"amendments": tuple(every)})

    def as_known(self, known: date | None, holidays: tuple[Holiday, ...]) -> CalendarYear:
        """Return the year with the amendments known on a day (None: all) worked into its holidays, or into guessed ones."""
        out = tuple(one for one in self.amendments if known is None or one.dated <= known)
        for amendment in out:
            kept = [old for old in holidays if not any(new.stands_for(old) for new in amendment.holidays)]
            holidays = tuple(sorted([*kept, *amendment.holidays], key=lambda holiday: holiday.days_off))
        return self.model_copy(update={"holidays": holidays, "amendments": out})

    @model_validator(mode="after")
    def _check(self) -> CalendarYear:
        if self.announced and (not self.citation or self.holidays is None):
            raise ValueError("an announced year cites its notice and lists its holidays")
        if self.announced and not any(one.kind is HolidayKind.SPRING_FESTIVAL for one in self.holidays or ()):
            raise ValueError("an announced year has a Spring Festival")
        if any(later.dated < earlier.dated for earlier, later in pairwise([*self.citation, *self.amendments])):
            raise ValueError("notices stand in the order of their dates")
        if any(one.days_off[1] >= next_.days_off[0] for one, next_ in pairwise(self.holidays or ())):
            raise ValueError("holidays stand in the order of their days and do not overlap")
        listed = [*(self.holidays or ()), *(one for amendment in self.amendments for one in amendment.holidays)]
        if not all(self._has(day) for one in listed for day in (*one.days_off, *one.makeup_workdays)):
            raise ValueError("a day lies in another year")
        return self

    def _has(self, day: date) -> bool:
        return day.year == self.year or (day.year == self.year - 1 and (day.month, day.day) >= EARLIEST)
