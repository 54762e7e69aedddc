"""Draw the daily activity of the enterprises of one industry: the truth that every domain is made from.

    log a_it = trend_i + cycle_t + industry_t + city_ct + season_t + day_t + log(1 − scale_i · dip_t) + log Π events + noise_it

and 0 while an enterprise is closed or does not exist. `noise` is autocorrelated; the large are steadier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Flags
from openmbi.simulation.calendar import NEW_YEARS, DayKind
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import MEDIAN_KWH
from openmbi.simulation.province.events import STRIKES_ACTIVITY, PlantedEvent
from openmbi.simulation.province.industries import INDUSTRIES, Industry
from openmbi.simulation.province.memory import remembered
from openmbi.simulation.province.setting import Setting
from openmbi.simulation.province.world import HOTTEST_DAY_OF_YEAR, World

Floats32 = NDArray[np.float32]

TREND_A_YEAR = (0.02, 0.06)  # mean and spread, log points
PERSISTENCE = 0.7
NOISE_LOG_POINTS, NOISE_POWER_OF_SIZE = (0.06, 0.11), -0.12
FESTIVAL_SCALE = (0.25, 1.10)  # of an industry in which none, and all, close
CLOSES_DAYS_BEFORE, OPENS_DAYS_AFTER = (2, 8), (5, 14)
STANDBY_SHARE, STANDBY_USE = 0.5, 0.03  # of the closed some keep something running


@dataclass(frozen=True)
class Activity:
    """Of m enterprises of one industry: activity (m, T), 1 on a quiet workday, 0 while idle; `alive` (m, T); `standby` (m,) use while closed."""

    rows: slice
    industry: Industry
    value: Floats32
    alive: Flags
    standby: Floats32


def draw_activity(rows: slice, number: int, s: Setting, rng: np.random.Generator) -> Activity:
    """Draw the activity of the enterprises `rows`, which are those of industry `number`."""
    roster, world, clock = s.roster, s.world, s.clock
    industry = INDUSTRIES[number]
    log = _shared(industry, number, world, clock)[None, :] + world.city[roster.city[rows]].astype(np.float32)
    count = len(log)
    slope = rng.normal(*TREND_A_YEAR, count).astype(np.float32)
    log += slope[:, None] * ((np.arange(clock.length, dtype=np.float32) - clock.length / 2) / 365)
    log += _noise(roster.kwh[rows] / industry.intensity, clock.length, rng)
    scale = np.interp(industry.closes, (0.0, 1.0), FESTIVAL_SCALE) * rng.uniform(0.8, 1.15, count).astype(np.float32)
    log += np.log1p(-np.minimum(scale[:, None] * world.dip.astype(np.float32), np.float32(0.97)))
    value = np.exp(log, out=log)
    _strike(value, rows, s.events)
    value[_closed(count, industry, clock, rng)] = 0.0
    day = np.arange(clock.length)
    alive = (day >= roster.first[rows, None]) & (day < roster.stop[rows, None])
    value[~alive] = 0.0
    standby = np.where(rng.random(count) < STANDBY_SHARE, STANDBY_USE, 0.0).astype(np.float32)
    return Activity(rows, industry, value, alive, standby)


def _shared(industry: Industry, number: int, world: World, clock: Clock) -> Floats32:
    """Return (T,) what all enterprises of an industry have in common."""
    by_kind = {
        DayKind.WORKDAY: 1.0,
        DayKind.SATURDAY: industry.saturday,
        DayKind.SUNDAY: industry.sunday,
        DayKind.HOLIDAY: industry.holiday,
    }
    day = np.log([by_kind[kind] for kind in DayKind])[clock.kind]
    of_year = (clock.days - clock.days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) + 1
    season = np.log1p(industry.swing * np.cos(2 * np.pi * (of_year - HOTTEST_DAY_OF_YEAR) / 365.25))
    return (world.cycle + world.industry[number] + season + day).astype(np.float32)


def _noise(kwh: np.ndarray, length: int, rng: np.random.Generator) -> Floats32:
    spread = rng.uniform(*NOISE_LOG_POINTS, len(kwh)) * np.clip(kwh / MEDIAN_KWH, 0.1, 100) ** NOISE_POWER_OF_SIZE
    shocks = rng.standard_normal((len(kwh), length), dtype=np.float32)
    shocks *= (spread * np.sqrt(1 - PERSISTENCE**2)).astype(np.float32)[:, None]
    return remembered(shocks, PERSISTENCE)


def _strike(value: Floats32, rows: slice, events: list[PlantedEvent]) -> None:
    for event in events:
        here = np.array([row - rows.start for row in event.rows if rows.start <= row < rows.stop], dtype=np.intp)
        if event.kind in STRIKES_ACTIVITY and len(here):
            value[here] *= event.factor(value.shape[1]).astype(np.float32)


def _closed(count: int, industry: Industry, clock: Clock, rng: np.random.Generator) -> Flags:
    """Mark (m, T) the days on which enterprises stand still over a Spring Festival."""
    closed = np.zeros((count, clock.length), dtype=np.bool_)
    for new_year in NEW_YEARS:
        start = clock.number(new_year) - rng.integers(*CLOSES_DAYS_BEFORE, size=count, endpoint=True)
        end = clock.number(new_year) + rng.integers(*OPENS_DAYS_AFTER, size=count, endpoint=True)
        closes = rng.random(count) < industry.closes
        low, high = np.clip([start.min(), end.max() + 1], 0, clock.length).tolist()
        day = np.arange(low, high)
        closed[:, low:high] |= closes[:, None] & (day >= start[:, None]) & (day <= end[:, None])
    return closed
