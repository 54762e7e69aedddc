"""Dates of the festivals that move: Spring Festival, 清明, 端午 and 中秋."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, load_all
from openmbi.core.tables import Days, HolidayKind

MOVING = (HolidayKind.SPRING_FESTIVAL, HolidayKind.TOMB_SWEEPING, HolidayKind.DRAGON_BOAT, HolidayKind.MID_AUTUMN)
"""The festivals that move, in the order of the table's columns."""
MonthDay = Annotated[str, Field(pattern=r"^\d\d-\d\d$")]


class MovingDaysTable(Declaration):
    """Month and day of the festivals that move, four in a line by year, in the order of `MOVING`."""

    source: str
    years: Mapping[int, Annotated[str, Field(pattern=r"^\d\d-\d\d( \d\d-\d\d){3}$")]]

    @model_validator(mode="after")
    def _check(self) -> MovingDaysTable:
        for year, days in self.years.items():
            for day in days.split():
                date.fromisoformat(f"{year}-{day}")
        if list(self.years) != list(range(min(self.years), max(self.years) + 1)):
            raise ValueError("the years follow each other without a gap")
        return self


@dataclass(frozen=True)
class MovingDays:
    """The dates of the festivals that move, in consecutive years."""

    table: MovingDaysTable

    @property
    def first_year(self) -> int:
        """The first year of the table."""
        return next(iter(self.table.years))

    @property
    def last_year(self) -> int:
        """The last year of the table."""
        return next(reversed(list(self.table.years)))

    def day(self, kind: HolidayKind, year: int) -> date:
        """Return when a festival that moves falls in a year of the table."""
        return date.fromisoformat(f"{year}-{self.table.years[year].split()[MOVING.index(kind)]}")

    @cached_property
    def new_years(self) -> Days:
        """Every lunar New Year (Y,), rising."""
        return np.array([f"{year}-{days.split()[0]}" for year, days in self.table.years.items()], "M8[D]")

    def nearest_new_year(self, days: Days) -> Days:
        """Return the New Year (T,) of the table nearest to each day; the earlier of two as near."""
        return self.new_years[self._midpoints.searchsorted(days.astype("M8[D]").astype(np.int64))]

    @cached_property
    def _midpoints(self) -> NDArray[np.float64]:
        numbers = self.new_years.astype(np.int64)
        return (numbers[1:] + numbers[:-1]) / 2


def load_moving_days(overlay: Path | None) -> MovingDays:
    """Read the table of the festivals that move; errors as the loader."""
    return MovingDays(load_all(MovingDaysTable, "moving_days", overlay)["china"])
