"""The past days at which a backtest forecasts again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openmbi.core.language import Text
from openmbi.core.problems import Problem


class Every(StrEnum):
    """How often a backtest forecasts again."""

    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Origins:
    """Every month on its `day` (1 … 28), or every seventh day, from `first` (None: of the last `months`) to `last` (None: now), both included."""

    months: int = 36
    every: Every = Every.MONTH
    day: int = 10
    first: date | None = None
    last: date | None = None

    def days(self, today: date) -> list[date]:
        """Return the origins up to a day, rising.

        Raises
        ------
        Problem
            `backtest.no-origin` where there is none.
        """
        last = min(self.last or today, today)
        first = self.first or _months_after(last.replace(day=1), 1 - self.months)
        found = self._weekly(first, last) if self.every is Every.WEEK else self._monthly(first, last)
        if not found:
            raise _no_origin(first, last)
        return found

    def _weekly(self, first: date, last: date) -> list[date]:
        count = (last - first).days // 7 + 1 if last >= first else 0
        return [first + timedelta(days=7 * number) for number in range(count)]

    def _monthly(self, first: date, last: date) -> list[date]:
        count = 12 * (last.year - first.year) + last.month - first.month + 1
        days = (_months_after(first.replace(day=1), number).replace(day=self.day) for number in range(max(count, 0)))
        return [day for day in days if first <= day <= last]


def _months_after(first: date, count: int) -> date:
    number = 12 * first.year + first.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def _no_origin(first: date, last: date) -> Problem:
    return Problem(
        "backtest.no-origin",
        Text("{first} 至 {last} 之间没有预测时点", "there is no origin between {first} and {last}").fill(
            first=first, last=last
        ),
        Text("请放宽 --from 与 --to，或改用 --months", "widen --from and --to, or give --months"),
    )
