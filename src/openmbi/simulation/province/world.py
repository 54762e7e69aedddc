"""What all enterprises share: the business cycle of province, industries and cities, the Spring Festival of each year, and the weather."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.simulation.calendar import NEW_YEARS
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.memory import remembered
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.streams import stream

CYCLE_PERSISTENCE, CYCLE_SPREAD = 0.9, 0.030  # of the province, a month, in log points
INDUSTRY_SPREAD, CITY_SPREAD = 0.030, 0.012
FESTIVAL_DEPTH = (0.45, 0.80)  # range over years
PROFILE_DAYS, PROFILE = (-22, -1, 5, 24), (0.0, 1.0, 1.0, 0.0)
HOTTEST_DAY_OF_YEAR = 205
WEATHER_PERSISTENCE, WEATHER_SPREAD_C = 0.8, 2.2
LOCAL_SHARE = 0.3  # of the weather's variance, a city's own
COOLING_FROM_C = 24.0


@dataclass(frozen=True)
class World:
    """`cycle` (T,), `industry` (31, T), `city` (21, T): log points. `dip` (T,): how deep the Spring Festival is, 0..1. `temperature` (21, T) in °C."""

    cycle: Floats
    industry: Floats
    city: Floats
    dip: Floats
    depth: dict[int, float]
    temperature: Floats

    @property
    def cooling(self) -> Floats:
        """Degrees (21, T) above the temperature at which cooling starts."""
        return np.maximum(self.temperature - COOLING_FROM_C, 0.0)


def draw_world(clock: Clock, seed: int) -> World:
    """Draw what all enterprises share."""
    rng = stream(seed, "cycles")
    depth = {each.year: round(float(rng.uniform(*FESTIVAL_DEPTH)), 4) for each in NEW_YEARS}
    return World(
        cycle=_cycles(1, CYCLE_SPREAD, clock, rng)[0],
        industry=_cycles(len(INDUSTRIES), INDUSTRY_SPREAD, clock, rng),
        city=_cycles(len(CITIES), CITY_SPREAD, clock, rng),
        dip=_dip(clock, depth),
        depth=depth,
        temperature=_temperature(clock, stream(seed, "weather")),
    )


def _cycles(count: int, spread: float, clock: Clock, rng: np.random.Generator) -> Floats:
    """Return (count, T) stationary monthly autoregressive cycles, drawn through the middles of the months."""
    months = len(clock.months) + 24
    shocks = rng.standard_normal((count, months)) * np.sqrt(1 - CYCLE_PERSISTENCE**2)
    cycle = spread * remembered(shocks, CYCLE_PERSISTENCE)[:, 24:]
    middles = [(month.first + month.stop) / 2 for month in clock.months]
    return np.array([np.interp(np.arange(clock.length), middles, row) for row in cycle])


def _dip(clock: Clock, depth: dict[int, float]) -> Floats:
    dip = np.zeros(clock.length)
    for new_year in NEW_YEARS:
        since = np.arange(clock.length) - clock.number(new_year)
        dip += depth[new_year.year] * np.interp(since, PROFILE_DAYS, PROFILE)
    return dip


def _temperature(clock: Clock, rng: np.random.Generator) -> Floats:
    day_of_year = (clock.days - clock.days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) + 1
    annual = np.cos(2 * np.pi * (day_of_year - HOTTEST_DAY_OF_YEAR) / 365.25)
    shocks = rng.standard_normal((len(CITIES) + 1, clock.length)) * np.sqrt(1 - WEATHER_PERSISTENCE**2)
    wander = WEATHER_SPREAD_C * remembered(shocks, WEATHER_PERSISTENCE)
    local = np.sqrt(1 - LOCAL_SHARE) * wander[:1] + np.sqrt(LOCAL_SHARE) * wander[1:]
    mean, swing = np.array([city.mean_c for city in CITIES]), np.array([city.swing_c for city in CITIES])
    return np.round(mean[:, None] + swing[:, None] * annual + local, 1)
