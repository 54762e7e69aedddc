"""The holidays that the law sets, as it stood when: which days, and how long a break the yearly notices make of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from openmbi.catalog.loader import Declaration, load_all
from openmbi.catalog.moving_days import MOVING, MonthDay, MovingDays
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import HolidayKind


def _named_kind(name: object) -> object:
    if isinstance(name, HolidayKind):
        return name
    known = [kind.name.lower() for kind in HolidayKind if kind]
    if name not in known:
        raise ValueError(f"a kind of holiday is one of {', '.join(known)}")
    return HolidayKind[str(name).upper()]


KindName = Annotated[HolidayKind, BeforeValidator(_named_kind)]


class Citation(Declaration):
    """A notice or decree: its number and its date; `approximate`: the date is not that of the document, which was not found."""

    notice: str
    dated: date
    approximate: bool = False


class StatutoryHoliday(Declaration):
    """A holiday of the law: `days` from the day it falls on plus `begins`; `break_days`: how many days off the notices make of it, weekends included."""

    kind: KindName
    falls_on: MonthDay | KindName
    begins: int = 0
    days: Annotated[int, Field(ge=1)]
    break_days: Annotated[int, Field(ge=1)]

    def statutory_days(self, year: int, moving: MovingDays) -> tuple[date, ...]:
        """Return its statutory days in a year."""
        falls_on = self.falls_on
        anchor = date.fromisoformat(f"{year}-{falls_on}") if isinstance(falls_on, str) else moving.day(falls_on, year)
        return tuple(anchor + timedelta(days=self.begins + number) for number in range(self.days))


class StatutoryRule(Declaration):
    """The law from `first_year` until the next one; known from its citation's date. `longest_run`: working days in a row that an exchange may make.

    `break_from_eve`: the break of the Spring Festival begins on New Year's Eve, statutory or not.
    """

    citation: Citation
    first_year: int
    break_from_eve: bool = False
    longest_run: int
    holidays: tuple[StatutoryHoliday, ...]

    def moving_kinds(self) -> set[HolidayKind]:
        """Return which of its holidays move."""
        return {holiday.kind for holiday in self.holidays} & set(MOVING)


@dataclass(frozen=True)
class StatutoryRules:
    """Every state of the law, by its first year."""

    rules: tuple[StatutoryRule, ...]

    def in_force(self, year: int, known: date | None = None) -> StatutoryRule:
        """Return the law of a year, as known on a day (None: as known now); the first before all."""
        found = [
            rule for rule in self.rules if rule.first_year <= year and (known is None or rule.citation.dated <= known)
        ]
        return found[-1] if found else self.rules[0]


def load_statutory_rules(overlay: Path | None) -> StatutoryRules:
    """Read every state of the law.

    Raises
    ------
    Problem
        As the loader; `calendar.two-rules` where two begin with one year.
    """
    rules = sorted(load_all(StatutoryRule, "statutory_holidays", overlay).values(), key=lambda rule: rule.first_year)
    for one, later in pairwise(rules):
        if one.first_year == later.first_year:
            raise _two_rules(one, later)
    return StatutoryRules(tuple(rules))


def _two_rules(one: StatutoryRule, later: StatutoryRule) -> Problem:
    return Problem(
        "calendar.two-rules",
        Text("{one} 与 {later} 都自 {year} 年起施行", "{one} and {later} are both in force from {year}").fill(
            one=one.citation.notice, later=later.citation.notice, year=one.first_year
        ),
        Text("请用同名文件取代，或改正 first_year", "replace one by a file of its name, or mend `first_year`"),
        field="first_year",
    )
