"""Draw the daily electricity of each enterprise.

    u_it = s_i · season_it · day_it · festival_it · events_it · exp(e_it),    e_it = ρ e_i,t−1 + η_it

s: size · season: annual cycle of the industry · day: weekday and holiday pattern of the industry · festival: 1 − scale_i · depth_year · profile(days
from New Year), or 0 while the enterprise is closed · e: autocorrelated noise. Amounts are whole hundredths of a kWh, so that totals are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Flags, Floats
from openmbi.simulation.calendar import NEW_YEARS, DayKind, day_kind, days_from_new_year
from openmbi.simulation.enterprises import MEDIAN_KWH, Enterprise
from openmbi.simulation.events import PlantedEvent, event_factor

Hundredths = NDArray[np.int64]

AUTOCORRELATION = 0.6
NOISE_LOG_POINTS = (0.08, 0.12)  # range over enterprises of median size; the large are steadier, as its power
NOISE_POWER_OF_SIZE = -0.15
HOTTEST_DAY_OF_YEAR = 205
FESTIVAL_DEPTH = (0.45, 0.80)  # range over years
FESTIVAL_SCALE = (0.25, 1.10)  # of an industry in which none, and all, close
PROFILE_DAYS, PROFILE = (-20, -1, 5, 22), (0.0, 1.0, 1.0, 0.0)
CLOSES_DAYS_BEFORE, OPENS_DAYS_AFTER = (2, 8), (5, 14)
LEAST_KWH = 2.0  # a running enterprise never reads 1, which is the sentinel


@dataclass(frozen=True)
class Closure:
    """An enterprise stands still over a Spring Festival, from `first` to `last`."""

    enterprise: str
    first: date
    last: date


@dataclass(frozen=True)
class Festivals:
    """What the Spring Festivals do: the depth of each year, and who closes when."""

    depths: dict[int, float]
    closures: tuple[Closure, ...]


def draw_festivals(enterprises: tuple[Enterprise, ...], rng: np.random.Generator) -> Festivals:
    """Draw the depth of every year of the calendar, and the enterprises that close in it."""
    depths = {new_year.year: round(float(rng.uniform(*FESTIVAL_DEPTH)), 4) for new_year in NEW_YEARS}
    closures = [
        Closure(
            each.code,
            new_year - timedelta(days=int(rng.integers(*CLOSES_DAYS_BEFORE, endpoint=True))),
            new_year + timedelta(days=int(rng.integers(*OPENS_DAYS_AFTER, endpoint=True))),
        )
        for each in enterprises
        for new_year in NEW_YEARS
        if rng.random() < each.industry.closes
    ]
    return Festivals(depths, tuple(closures))


def draw_use(
    enterprises: tuple[Enterprise, ...],
    days: tuple[date, ...],
    festivals: Festivals,
    events: tuple[PlantedEvent, ...],
    rng: np.random.Generator,
) -> Hundredths:
    """Return (n, T) true use in hundredths of a kWh, whether or not the enterprise was registered that day."""
    size = np.array([each.mean_kwh for each in enterprises])[:, None]
    factors = [_season(enterprises, days), _weekdays(enterprises, days), _festival(enterprises, days, festivals)]
    running = size * np.prod(factors, axis=0) * np.exp(_noise(size, len(days), rng))
    kwh = np.maximum(running, LEAST_KWH) * _events(enterprises, days, events)
    kwh[_closed(enterprises, days, festivals)] = 0.0
    return np.round(100 * kwh).astype(np.int64)


def _season(enterprises: tuple[Enterprise, ...], days: tuple[date, ...]) -> Floats:
    phase = np.array([day.timetuple().tm_yday - HOTTEST_DAY_OF_YEAR for day in days]) / 365.25
    amplitude = np.array([each.industry.summer for each in enterprises])
    return 1.0 + amplitude[:, None] * np.cos(2 * np.pi * phase)


def _weekdays(enterprises: tuple[Enterprise, ...], days: tuple[date, ...]) -> Floats:
    kinds = np.array([day_kind(day) for day in days])
    habits = {DayKind.WORKDAY: 1.0}
    rows = [
        habits | {DayKind.SATURDAY: i.saturday, DayKind.SUNDAY: i.sunday, DayKind.HOLIDAY: i.holiday}
        for i in (each.industry for each in enterprises)
    ]
    return np.array([[row[kind] for kind in DayKind] for row in rows])[:, kinds]


def _festival(enterprises: tuple[Enterprise, ...], days: tuple[date, ...], festivals: Festivals) -> Floats:
    dip = np.zeros(len(days))
    for new_year in NEW_YEARS:
        profile = np.interp(days_from_new_year(days, new_year), PROFILE_DAYS, PROFILE)
        dip += festivals.depths[new_year.year] * profile
    scale = np.array([np.interp(each.industry.closes, (0.0, 1.0), FESTIVAL_SCALE) for each in enterprises])
    return 1.0 - scale[:, None] * dip


def _noise(size: Floats, length: int, rng: np.random.Generator) -> Floats:
    """Return (n, T) stationary first-order autoregressive noise of enterprises of a `size` (n, 1)."""
    spread = rng.uniform(*NOISE_LOG_POINTS, size=size.shape) * (size / MEDIAN_KWH) ** NOISE_POWER_OF_SIZE
    shocks = rng.standard_normal((len(size), length))
    noise = np.empty_like(shocks)
    noise[:, 0] = shocks[:, 0]
    for t in range(1, length):
        noise[:, t] = AUTOCORRELATION * noise[:, t - 1] + np.sqrt(1 - AUTOCORRELATION**2) * shocks[:, t]
    return spread * noise


def _events(enterprises: tuple[Enterprise, ...], days: tuple[date, ...], events: tuple[PlantedEvent, ...]) -> Floats:
    factor = np.ones((len(enterprises), len(days)))
    for event in events:
        struck = [each.code in event.enterprises for each in enterprises]
        factor[struck] *= event_factor(event, days)
    return factor


def _closed(enterprises: tuple[Enterprise, ...], days: tuple[date, ...], festivals: Festivals) -> Flags:
    row = {each.code: k for k, each in enumerate(enterprises)}
    day = np.array(days, dtype="datetime64[D]")
    closed = np.zeros((len(enterprises), len(days)), dtype=np.bool_)
    for closure in festivals.closures:
        closed[row[closure.enterprise]] |= (day >= np.datetime64(closure.first)) & (day <= np.datetime64(closure.last))
    return closed
