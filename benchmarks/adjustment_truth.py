"""Daily series of enterprises whose calendar effect is known, to judge an adjustment by. All of it is simulated.

log use = level + effect + noise. Level: size, a random walk with drift, an annual cycle. Effect: weekdays, holidays, make-up workdays, Spring Festival.

It shares no code with the adjustment, the catalog or the simulation, and none of their forms: holidays are those of the package `chinesecalendar`, a
festival is made of ramps, logistic curves and exponentials with corners, and the annual cycle has no end of Fourier terms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import chinese_calendar
import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Dates = NDArray[np.datetime64]

NEW_YEARS = """
2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10
2025-01-29 2026-02-17
"""
NEW_YEAR = {int(day[:4]): np.datetime64(day) for day in NEW_YEARS.split()}
BEFORE, AFTER = -35, 45
"""The days from New Year on which a festival may do something, both included."""


class Depth(StrEnum):
    """How the depth of a festival moves from year to year."""

    STABLE = "stable"
    SHARED = "shared"  # one draw a year for everybody
    OWN = "own"  # one draw a year and series


@dataclass(frozen=True)
class Wanted:
    """What is to be simulated: days from `first` to `last`, n series in industries of equal size; noise in log points, share of days without a reading.

    `own_days`, `year_days`: standard deviations of the days by which a series, or a year's whole festival, closes and comes back other than usual.
    """

    first: str
    last: str
    series: int = 200
    seed: int = 1
    depth: Depth = Depth.STABLE
    noise: float = 0.10
    gaps: float = 0.0
    own_days: float = 0.0
    year_days: float = 0.0


@dataclass(frozen=True)
class Truth:
    """n series on T days, in log points: `level` (n, T) with the `annual` cycle (n, T) in it, `effect` (n, T) with the `festival` (n, T) in it, `noise`
    (n, T). `known` (n, T): days with a reading. `industry` (n,).
    """

    days: Dates
    industry: NDArray[np.uint8]
    level: Array
    annual: Array
    effect: Array
    festival: Array
    noise: Array
    known: Mask

    @property
    def use(self) -> Array:
        """The readings (n, T), also those of days on which none arrived."""
        return np.exp(self.level + self.effect + self.noise)


def _ramps(*points: tuple[float, float]) -> Callable[[Array], Array]:
    at, height = zip(*points, strict=True)
    return lambda day: np.interp(day, at, height)


def _labour(day: Array) -> Array:
    """Migrant workers leave early, and the last of them come back weeks later."""
    leaving = 1 / (1 + np.exp(-(day + 10) / 2.2))
    return -np.minimum(leaving, np.where(day <= 7, 1.0, np.exp(-(day - 7) / 6.5)))


def _rush(day: Array) -> Array:
    """Orders are finished before the holiday, then everything stops at once and returns on a logistic curve."""
    stop = np.where(day < -2, np.exp((day + 2) / 3.5), 1.0)
    back = 1 / (1 + np.exp((day - 11) / 1.8))
    return 0.06 * _ramps((-30, 0), (-18, 1), (-8, 0))(day) - np.minimum(stop, back)


@dataclass(frozen=True)
class Industry:
    """An industry: its festival, of about unit depth, by days from New Year; how deep it is; its Saturday, Sunday, holiday and annual cycle in log points."""

    festival: Callable[[Array], Array]
    depth: float
    saturday: float
    sunday: float
    holiday: float
    annual: float
    peak_day: float


INDUSTRIES = (
    Industry(_labour, 1.1, -0.10, -0.30, 0.35, 0.08, 200),
    Industry(_rush, 0.9, -0.15, -0.25, 0.30, 0.12, 340),
    Industry(_ramps((-4, 0), (-1, -1), (6, -1), (13, 0)), 0.5, -0.02, -0.05, 0.10, 0.05, 30),
    Industry(
        _ramps((-16, 0), (-9, -0.45), (-3, -1), (8, -1), (10, -0.6), (16, -0.5), (18, -0.15), (30, 0)),
        1.2,
        -0.20,
        -0.45,
        0.50,
        0.10,
        215,
    ),
)
HOLIDAY_DEPTH = {
    "New Year's Day": 0.8,
    "Tomb-sweeping Day": 0.5,
    "Labour Day": 1.0,
    "Dragon Boat Festival": 0.5,
    "Mid-autumn Festival": 0.6,
    "National Day": 1.3,
    "Anti-Fascist 70th Day": 0.6,
}
IN_LIEU, MAKEUP = 0.75, 0.3
"""A day off in exchange is this share of its holiday; a make-up workday falls by this share of its weekend day."""


def simulate(wanted: Wanted) -> Truth:
    """Simulate; the same `wanted` gives the same bits, and another span of days the same effects on the days of both."""
    days = np.arange(np.datetime64(wanted.first), np.datetime64(wanted.last) + 1)
    random = np.random.default_rng(wanted.seed)
    industry = (np.arange(wanted.series) * len(INDUSTRIES) // wanted.series).astype(np.uint8)
    festival = _festival(days, industry, wanted, random)
    effect = _ordinary(days, industry, random) + festival
    annual = _annual(days, industry, random)
    shape = (wanted.series, len(days))
    return Truth(
        days=days,
        industry=industry,
        level=_trend(shape, random) + annual,
        annual=annual,
        effect=effect,
        festival=festival,
        noise=_noise(shape, wanted.noise, random),
        known=_known(shape, wanted.gaps, random),
    )


def days_from_new_year(days: Dates) -> NDArray[np.int64]:
    """Return signed days (T,) from the nearest New Year."""
    each = (days[:, None] - np.array(list(NEW_YEAR.values()))).astype(int)
    return each[np.arange(len(days)), np.abs(each).argmin(axis=1)]


def in_window(days: Dates, years: tuple[int, ...] = tuple(NEW_YEAR)) -> Mask:
    """Flag the days (T,) of some years' festival windows."""
    return np.any([(days >= NEW_YEAR[year] + BEFORE) & (days <= NEW_YEAR[year] + AFTER) for year in years], axis=0)


def _festival(days: Dates, industry: NDArray[np.uint8], wanted: Wanted, random: np.random.Generator) -> Array:
    """Return scale of the series × depth of its year × profile of its industry (n, T), 0 outside the windows."""
    count = len(industry)
    scale = random.uniform(0.5, 1.3, count) * np.array([INDUSTRIES[code].depth for code in industry])
    drawn = random.uniform(0.55, 1.35, (count + 1, len(NEW_YEAR)))  # the last row is everybody's
    own = random.normal(0, wanted.own_days, (2, count)) if wanted.own_days else np.zeros((2, count))
    moved = random.normal(0, wanted.year_days, (2, len(NEW_YEAR))) if wanted.year_days else np.zeros((2, len(NEW_YEAR)))
    found = np.zeros((count, len(days)))
    for number, new_year in enumerate(NEW_YEAR.values()):
        offset = (days - new_year).astype(float)
        inside = (offset >= BEFORE) & (offset <= AFTER)
        profile = _profiles(offset[inside], industry, own + moved[:, number, None])
        of_year = {Depth.STABLE: 1.0, Depth.SHARED: drawn[-1, number], Depth.OWN: drawn[:-1, number, None]}[
            wanted.depth
        ]
        found[:, inside] = scale[:, None] * of_year * profile
    return found


def _profiles(offset: Array, industry: NDArray[np.uint8], late: Array) -> Array:
    """Return the profile (n, W) of each series' industry; `late` (2, n): the days by which it closes and comes back later."""
    found = np.empty((len(industry), len(offset)))
    for code, each in enumerate(INDUSTRIES):
        rows = industry == code
        found[rows] = each.festival(offset - np.where(offset < 3, *late[:, rows, None]))
    return found


def _ordinary(days: Dates, industry: NDArray[np.uint8], random: np.random.Generator) -> Array:
    """Return what weekdays, holidays and make-up workdays do (n, T); a day off has no weekday, one of the Spring Festival the festival alone."""
    own = random.lognormal(0, 0.35, (4, len(industry)))
    week = _week(industry, own[:2], random)
    holiday = np.array([INDUSTRIES[code].holiday for code in industry]) * own[2]
    found = week[:, weekdays(days)]
    for place, day in enumerate(days.astype(object).tolist()):
        if day in chinese_calendar.constants.workdays and day.weekday() >= 5:
            found[:, place] = week[:, :5].mean(axis=1) + MAKEUP * own[3] * (found[:, place] - week[:, :5].mean(axis=1))
        elif day in chinese_calendar.constants.holidays:
            found[:, place] = -holiday * _depth_of_day_off(day)
    return found


def weekdays(days: Dates) -> NDArray[np.int64]:
    """Return the weekdays (T,), 0 on Monday."""
    return np.array([day.weekday() for day in days.astype(object).tolist()])


def _week(industry: NDArray[np.uint8], own: Array, random: np.random.Generator) -> Array:
    """Return the weekday effects (n, 7), which sum to zero over a week."""
    week = random.normal(0, 0.01, (len(industry), 7))
    week[:, 5] += np.array([INDUSTRIES[code].saturday for code in industry]) * own[0]
    week[:, 6] += np.array([INDUSTRIES[code].sunday for code in industry]) * own[1]
    return week - week.mean(axis=1, keepdims=True)


def _depth_of_day_off(day: date) -> float:
    name = chinese_calendar.constants.holidays[day]
    if day.month == 10 and day.day <= 8:  # also where the Mid-Autumn Festival falls into it
        name = "National Day"
    depth = HOLIDAY_DEPTH.get(name, 0.0)  # 0: the Spring Festival
    return depth * (IN_LIEU if day in chinese_calendar.constants.in_lieu_days else 1.0)


def _annual(days: Dates, industry: NDArray[np.uint8], random: np.random.Generator) -> Array:
    """Return a cycle of the year (n, T) with one peak, sharper than its trough, of mean 0 over a year."""
    peak = np.array([INDUSTRIES[code].peak_day for code in industry]) + random.normal(0, 10, len(industry))
    size = np.array([INDUSTRIES[code].annual for code in industry]) * random.lognormal(0, 0.3, len(industry))
    phase = 2 * np.pi * ((days - np.datetime64("2000-01-01")).astype(float)[None] - peak[:, None]) / 365.2425
    return size[:, None] * (np.exp(np.cos(phase)) - np.i0(1.0))  # the mean of exp(cos) over a turn is I₀(1)


def _trend(shape: tuple[int, int], random: np.random.Generator) -> Array:
    """Return size, drift of about 3 % a year, and a random walk of 0.2 log points × 100 a day (n, T)."""
    size, drift = random.normal(7, 1.5, (shape[0], 1)), random.normal(0.03, 0.05, (shape[0], 1))
    return size + drift * np.arange(shape[1]) / 365 + random.normal(0, 0.002, shape).cumsum(axis=1)


def _noise(shape: tuple[int, int], sd: float, random: np.random.Generator) -> Array:
    """Return first-order autoregressive noise (n, T) with ρ = 0.5 and this standard deviation."""
    shock = random.normal(0, sd * np.sqrt(1 - 0.5**2), shape)
    shock[:, 0] /= np.sqrt(1 - 0.5**2)
    return lfilter([1.0], [1.0, -0.5], shock, axis=1)


def _known(shape: tuple[int, int], share: float, random: np.random.Generator) -> Mask:
    """Flag the days with a reading (n, T): without one are runs of one to three days, this share in all."""
    if not share:
        return np.ones(shape, bool)
    starts, length = random.random(shape) < share / 2, random.integers(1, 4, shape)  # two days a run in the mean
    silent = starts.copy()
    for step in (1, 2):
        silent[:, step:] |= starts[:, :-step] & (length[:, :-step] > step)
    return ~silent
