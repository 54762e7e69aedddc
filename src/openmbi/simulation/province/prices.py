"""The producer price index of the simulation, the official growth of value added, and when both are published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.core.tables import Floats
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.streams import stream

FIRST_YEAR = 2018
PRICE_PERSISTENCE, PRICE_SPREAD, PRICE_DRIFT = 0.6, 0.35, 0.03  # of its monthly change, per cent
PRICES_OUT_ON, GROWTH_OUT_ON = 9, 17  # day of the next month, at about ten in the morning
USUAL_GROWTH, GROWTH_PERSISTENCE, GROWTH_SPREAD = 4.8, 0.85, 1.4  # before there is a truth to measure, per cent
GROWTH_NOISE = 0.2  # per cent points between the truth and what is published


@dataclass(frozen=True)
class Published:
    """A monthly figure: its month, value and the day of its release."""

    year: int
    month: int
    value: float
    released: date

    @property
    def period(self) -> str:
        """The month as 2025-02."""
        return f"{self.year}-{self.month:02d}"


def draw_prices(clock: Clock, seed: int) -> list[Published]:
    """Draw the producer price index by month, mean of 2020 = 100."""
    rng = stream(seed, "prices")
    months = _months(clock)
    changes = np.zeros(len(months))
    for k in range(1, len(months)):
        changes[k] = PRICE_PERSISTENCE * changes[k - 1] + rng.normal(PRICE_DRIFT, PRICE_SPREAD)
    index = np.exp(np.cumsum(changes) / 100)
    base = index[[year == 2020 for year, _ in months]].mean()
    return [
        Published(*month, round(float(100 * value), 2), _next_month(*month, PRICES_OUT_ON))
        for month, value in zip(months, index / base, strict=True)
    ]


def draw_growth(clock: Clock, added: Floats, seed: int) -> tuple[list[Published], dict[str, float]]:
    """Draw the official growth of value added of industry above designated size, and return the true one beside it.

    `added` (T,): true value added a day. Per cent against the same month of the year before; January and February are one figure, of February. Where there is
    no year before, the figure is drawn round its usual value.
    """
    rng = stream(seed, "growth")
    truth = _true_growth(clock, added)
    published, wander = [], 0.0
    for year, month in _months(clock):
        wander = GROWTH_PERSISTENCE * wander + rng.normal(0, GROWTH_SPREAD * np.sqrt(1 - GROWTH_PERSISTENCE**2))
        noise = rng.normal(0, GROWTH_NOISE)
        if month != 1:
            value = truth.get(f"{year}-{month:02d}", USUAL_GROWTH + float(wander)) + noise
            released = _next_month(year, month, GROWTH_OUT_ON)
            published.append(Published(year, month, round(float(value), 1), released))
    return published, truth


def _true_growth(clock: Clock, added: Floats) -> dict[str, float]:
    sums = {(m.year, m.month): float(added[m.first : m.stop].sum()) for m in clock.months if m.whole}
    for year in {year for year, _ in sums}:
        if (year, 1) in sums and (year, 2) in sums:
            sums[year, 2] += sums[year, 1]
        else:
            sums.pop((year, 2), None)
    return {
        f"{year}-{month:02d}": round(100 * (value / sums[year - 1, month] - 1), 4)
        for (year, month), value in sums.items()
        if month != 1 and (year - 1, month) in sums
    }


def _months(clock: Clock) -> list[tuple[int, int]]:
    last = [month for month in clock.months if month.whole][-1]
    return [
        (year, month)
        for year in range(FIRST_YEAR, last.year + 1)
        for month in range(1, 13)
        if (year, month) <= (last.year, last.month)
    ]


def _next_month(year: int, month: int, day: int) -> date:
    return date(year + month // 12, month % 12 + 1, day)
