"""What customs, banks, social insurance and the land office know of an enterprise each month or quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Flags, Floats
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.coverage import Coverage, Handles
from openmbi.simulation.province.enterprises import REVENUE_FACTOR, Roster
from openmbi.simulation.province.prices import Published
from openmbi.simulation.province.streams import stream

EXPORT_ELASTICITY, EXPORT_NOISE, EXPORT_SHARE, NO_EXPORT = 1.2, 0.15, (0.1, 0.7), 0.03
DEMAND_PERSISTENCE, DEMAND_SPREAD = 0.9, 0.05  # of foreign demand, a month
LOAN_YEARS, LOAN_ELASTICITY, LOAN_WALK = (0.2, 1.5), 0.25, 0.015
PERSONS_ELASTICITY, PERSONS_NOISE, PERSONS_MONTHS = 0.25, 0.006, 4
M2_PER_KWH, LAND_CHANGES = 3.0, 0.02
USUAL_ACTIVITY = 0.8  # a day, weekends and holidays among them

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Monthly:
    """Whole numbers by subject and month M (land: quarter Q): `export`, `loans` in hundredths of 万元, `persons`, `land` in m²; −1 where there is none.

    Rows are those of the trading names, the accounts, and the enterprises.
    """

    export: Whole
    loans: Whole
    persons: Whole
    land: Whole


def draw_monthly(
    roster: Roster, coverage: Coverage, activity: Floats, prices: list[Published], clock: Clock, *, seed: int
) -> Monthly:
    """Draw the monthly domains from `activity` (n, M), summed over the days of each month."""
    rng = stream(seed, "monthly")
    lengths = np.array([month.stop - month.first for month in clock.months])
    level = np.maximum(activity / lengths / USUAL_ACTIVITY, 1e-3)
    present = _present(roster, clock)
    price = {published.period: published.value / 100 for published in prices}
    inflation = np.array([price.get(month.name, 1.0) for month in clock.months])
    drawing = _Drawing(roster, level, inflation, present, rng)
    return Monthly(
        export=_export(drawing, coverage.names, lengths / 30),
        loans=_loans(drawing, coverage.accounts),
        persons=_persons(drawing),
        land=_land(drawing, [k for k, month in enumerate(clock.months) if month.month % 3 == 0]),
    )


@dataclass(frozen=True)
class _Drawing:
    """`level` (n, M) of activity, 1 as usual; `inflation` (M,); `present` (n, M)."""

    roster: Roster
    level: Floats
    inflation: Floats
    present: Flags
    rng: np.random.Generator


def _present(roster: Roster, clock: Clock) -> Flags:
    """Mark (n, M) the months that an enterprise lived through wholly."""
    first = np.array([month.first for month in clock.months])
    stop = np.array([month.stop for month in clock.months])
    return (roster.first[:, None] <= first) & (roster.stop[:, None] >= stop)


def _smooth(level: Floats, months: int) -> Floats:
    """Return means over a month and those before it, as many as there are."""
    sums = np.cumsum(level, axis=1)
    sums[:, months:] -= sums[:, :-months].copy()
    return sums / np.minimum(np.arange(1, level.shape[1] + 1), months)


def _export(d: _Drawing, names: Handles, length: Floats) -> Whole:
    row, rng = names.row, d.rng
    demand = np.zeros(d.level.shape[1])
    for k in range(1, len(demand)):
        demand[k] = DEMAND_PERSISTENCE * demand[k - 1] + rng.normal(
            0, DEMAND_SPREAD * np.sqrt(1 - DEMAND_PERSISTENCE**2)
        )
    output = 30 * USUAL_ACTIVITY * REVENUE_FACTOR * d.roster.value_added[row] * names.fraction
    scale = output * rng.uniform(*EXPORT_SHARE, size=len(row))
    noise = EXPORT_NOISE * rng.standard_normal((len(row), d.level.shape[1]))
    value = scale[:, None] * (d.level[row] * length) ** EXPORT_ELASTICITY * np.exp(demand + noise) * d.inflation
    value[rng.random(value.shape) < NO_EXPORT] = 0.0
    return _hundredths_of_wan(value, d.present[row])


def _loans(d: _Drawing, accounts: Handles) -> Whole:
    row, rng = accounts.row, d.rng
    scale = 365 * d.roster.value_added[row] * accounts.fraction * rng.uniform(*LOAN_YEARS, size=len(row))
    walk = np.cumsum(LOAN_WALK * rng.standard_normal((len(row), d.level.shape[1])), axis=1)
    value = scale[:, None] * _smooth(d.level[row], 6) ** LOAN_ELASTICITY * np.exp(walk) * d.inflation
    return _hundredths_of_wan(value, d.present[row])


def _persons(d: _Drawing) -> Whole:
    noise = PERSONS_NOISE * d.rng.standard_normal(d.level.shape)
    value = d.roster.employees[:, None] * _smooth(d.level, PERSONS_MONTHS) ** PERSONS_ELASTICITY * np.exp(noise)
    return np.where(d.present, np.rint(value).astype(np.int64), -1)


def _land(d: _Drawing, ends: list[int]) -> Whole:
    """Return the land at the end of the months `ends`, the last of their quarters; it changes seldom."""
    quarters = d.present[:, ends]
    start = 500 + M2_PER_KWH * d.roster.kwh * np.exp(0.5 * d.rng.standard_normal(len(d.roster)))
    changes = np.where(d.rng.random(quarters.shape) < LAND_CHANGES, d.rng.uniform(-0.15, 0.25, quarters.shape), 0.0)
    value = start[:, None] * np.cumprod(1 + changes, axis=1)
    return np.where(quarters, np.rint(value).astype(np.int64), -1)


def _hundredths_of_wan(cny: Floats, present: Flags) -> Whole:
    return np.where(present, np.rint(cny / 100).astype(np.int64), -1)
