"""Periods that a figure is about (`valid_at`), and moments at which it was known (`known_at`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.problems import Problem


class Frequency(StrEnum):
    """How often a series has a value; the values are SDMX frequency codes."""

    DAILY = "D"
    WEEKLY = "W"
    MONTHLY = "M"
    QUARTERLY = "Q"
    ANNUAL = "A"


@dataclass(frozen=True, order=True)
class Period:
    """A day, ISO week, month, quarter or year, from `first` to `last`, both included."""

    first: date
    last: date
    frequency: Frequency

    def __str__(self) -> str:
        match self.frequency:
            case Frequency.DAILY:
                return self.first.isoformat()
            case Frequency.WEEKLY:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02d}"
            case Frequency.MONTHLY:
                return f"{self.first:%Y-%m}"
            case Frequency.QUARTERLY:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case _:
                return f"{self.first.year:04d}"


def period_containing(day: date, frequency: Frequency) -> Period:
    """Return the period of a frequency that a day lies in."""
    match frequency:
        case Frequency.DAILY:
            return Period(day, day, frequency)
        case Frequency.WEEKLY:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6), frequency)
        case Frequency.MONTHLY:
            return _months(day.year, day.month, 1, frequency)
        case Frequency.QUARTERLY:
            return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3, frequency)
        case _:
            return _months(day.year, 1, 12, frequency)


def first_days(days: NDArray[np.datetime64], frequency: Frequency) -> NDArray[np.datetime64]:
    """Return the first days (n,) of the periods that days (n,) lie in; NaT stays NaT."""
    match frequency:
        case Frequency.DAILY:
            return days
        case Frequency.WEEKLY:
            return days - (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
        case Frequency.QUARTERLY:
            months = days.astype("datetime64[M]")
            return (months - months.astype(np.int64) % 3).astype("datetime64[D]")
        case _:
            return days.astype(_UNIT[frequency]).astype("datetime64[D]")


def last_days(days: NDArray[np.datetime64], frequency: Frequency) -> NDArray[np.datetime64]:
    """Return the last days (n,) of the periods that days (n,) lie in; NaT stays NaT."""
    first = first_days(days, frequency)
    match frequency:
        case Frequency.DAILY:
            return first
        case Frequency.WEEKLY:
            return first + 6
        case Frequency.QUARTERLY:
            return (first.astype("datetime64[M]") + 3).astype("datetime64[D]") - 1
        case _:
            return (first.astype(_UNIT[frequency]) + 1).astype("datetime64[D]") - 1


_UNIT = {Frequency.MONTHLY: "datetime64[M]", Frequency.ANNUAL: "datetime64[Y]"}


def _months(year: int, month: int, count: int, frequency: Frequency) -> Period:
    first = date(year, month, 1)
    after = month - 1 + count
    return Period(first, date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1), frequency)


_FORMS: list[tuple[re.Pattern[str], Frequency]] = [
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), Frequency.DAILY),
    (re.compile(r"(\d{4})-W(\d{2})"), Frequency.WEEKLY),
    (re.compile(r"(\d{4})-(\d{2})"), Frequency.MONTHLY),
    (re.compile(r"(\d{4})-Q([1-4])"), Frequency.QUARTERLY),
    (re.compile(r"(\d{4})"), Frequency.ANNUAL),
]


def parse_period(text: str) -> Period:
    """Read `2016-03-15`, `2016-W11`, `2016-03`, `2016-Q1` or `2016`.

    Raises
    ------
    Problem
        `period.unreadable` where the text is none of these forms or no such period exists.
    """
    for form, frequency in _FORMS:
        if match := form.fullmatch(text.strip()):
            try:
                return period_containing(_first_day(frequency, [int(part) for part in match.groups()]), frequency)
            except ValueError:
                break
    raise Problem(
        "period.unreadable",
        Text("无法识别的时期「{text}」", "“{text}” is not a period").fill(text=text),
        Text("请按所列形式之一书写", "write it in one of these forms"),
        expected=Text(
            "2016-03-15、2016-W11、2016-03、2016-Q1 或 2016", "2016-03-15, 2016-W11, 2016-03, 2016-Q1 or 2016"
        ),
    )


def _first_day(frequency: Frequency, parts: list[int]) -> date:
    match frequency:
        case Frequency.DAILY:
            return date(*parts)
        case Frequency.WEEKLY:
            return date.fromisocalendar(parts[0], parts[1], 1)
        case Frequency.QUARTERLY:
            return date(parts[0], 3 * parts[1] - 2, 1)
        case _:
            return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the last microsecond of a local day, in UTC: what "as of this day" means."""
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a local day, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
