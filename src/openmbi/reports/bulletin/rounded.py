"""Figures by month, rounded as they are published: both editions tell figures through this alone, so that sentences, tables and charts agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from openmbi.reports.bulletin.inputs import MonthlyFigures
from openmbi.reports.overview.figures import percent, points


@dataclass(frozen=True)
class Rounded:
    """The figures of a bulletin's `month` (`2025-12`) and of those before it; charts show as many as `months_shown`."""

    figures: MonthlyFigures
    month: str
    months_shown: int

    @property
    def months(self) -> list[str]:
        """The months that charts show, oldest first; the last is the bulletin's."""
        return months_until(self.month, self.months_shown)

    def points(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return a figure in index points, two digits; None where not known."""
        value = self.figures.value(indicator, code, month)
        return None if value is None else points(value)

    def percent(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return a fraction in per cent, one digit; None where not known."""
        value = self.figures.value(indicator, code, month)
        shown = None if value is None else percent(value)
        return None if shown is None else Decimal(shown)

    def one_digit(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return a figure with one digit; None where not known."""
        value = self.figures.value(indicator, code, month)
        return None if value is None else Decimal(f"{value + 0:.1f}")

    def change(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return how much a figure in points lies above that of the month before, as published."""
        now, before = self.points(indicator, code, month), self.points(indicator, code, month_before(month))
        return None if now is None or before is None else now - before

    def latest(self, indicator: str, code: str) -> str | None:
        """Return the latest month, up to the bulletin's, of which a figure is known."""
        known = [month for month in self.figures.series(indicator, code) if month <= self.month]
        return max(known, default=None)

    def line(self, indicator: str, code: str) -> list[str | None]:
        """Return a series in points over the months shown."""
        return [text_of(self.points(indicator, code, month)) for month in self.months]

    def percent_line(self, indicator: str, code: str) -> list[str | None]:
        """Return a series in per cent over the months shown."""
        return [text_of(self.percent(indicator, code, month)) for month in self.months]


def text_of(value: Decimal | None) -> str | None:
    """Return a figure as a document carries it."""
    return None if value is None else str(value)


def month_before(month: str) -> str:
    """Return the month before one."""
    return months_until(month, 2)[0]


def months_until(month: str, count: int) -> list[str]:
    """Return `count` months, oldest first, of which the last is the one given."""
    year, number = map(int, month.split("-"))
    places = range(year * 12 + number - count, year * 12 + number)
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in places]
