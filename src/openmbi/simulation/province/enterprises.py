"""Draw the enterprises of the province: who they are, where, what they make, how large, who owns them, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from openmbi.core.tables import Floats, Numbers
from openmbi.simulation.codes import credit_code
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.industries import CITY_SPECIALITIES, INDUSTRIES, SPECIALITY_FACTOR
from openmbi.simulation.province.names import address, draw_names, owner_names
from openmbi.simulation.province.places import CITIES, county_codes, place_name
from openmbi.simulation.province.streams import stream

MEDIAN_KWH = 2_000.0  # a day
LOG_SPREAD = 1.25  # of the body
TAIL_SHARE, TAIL_POWER = 0.04, 1.15  # the largest follow a Pareto law
LARGEST_KWH = 4_000_000.0
FULL_FROM = 2  # enterprises for each cell from which on no cell is left without one
MIX_SPREAD = 0.6  # log points by which cells differ from city × industry
ENTRY_SHARE, EXIT_SHARE = 0.09, 0.06  # of the enterprises, within the days
QUIET_DAYS = 45  # none enters or leaves so soon after the first day or before the last
OWNED_SHARE, OWNER_MEMBERS = 0.15, 5
OWNERSHIPS, OWNERSHIP_SHARES = ("民营", "外资", "港澳台", "国有", "集体"), (0.64, 0.10, 0.14, 0.08, 0.04)
CNY_PER_EMPLOYEE = 220_000.0  # value added a year
REVENUE_FACTOR = 4.3  # output, times value added


@dataclass(frozen=True)
class Roster:
    """The n enterprises, sorted by industry.

    `city`, `industry`: numbers of CITIES and INDUSTRIES. `kwh`: use on a quiet workday. `value_added`: CNY on a quiet workday. `owner`: number of `owners`,
    −1 for none. `first`, `stop`: day numbers of its life; `first` is 0 for those that were there before, `stop` the number of days for those that stay.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    address: tuple[str, ...]
    city: Numbers
    county: tuple[str, ...]
    industry: Numbers
    group: tuple[str, ...]
    kwh: Floats
    value_added: Floats
    employees: Numbers
    size_class: tuple[str, ...]
    ownership: tuple[str, ...]
    owner: Numbers
    owners: tuple[str, ...]
    registered: Numbers
    first: Numbers
    stop: Numbers

    def __len__(self) -> int:
        return len(self.code)

    def slices(self) -> list[tuple[int, slice]]:
        """Return each industry that there is, with its rows."""
        bounds = np.searchsorted(self.industry, np.arange(len(INDUSTRIES) + 1))
        return [(k, slice(a, b)) for k, (a, b) in enumerate(pairwise(bounds.tolist())) if b > a]

    def stays(self, length: int) -> Numbers:
        """Return the rows of those that neither enter nor leave within the days."""
        return np.flatnonzero((self.first == 0) & (self.stop == length))


def draw_roster(count: int, clock: Clock, seed: int) -> Roster:
    """Draw `count` enterprises."""
    rng = stream(seed, "roster")
    city, industry = _draw_cells(count, rng)
    county = tuple(_draw_counties(city, rng))
    kwh = _draw_sizes(industry, rng)
    value_added = (
        kwh * np.array([INDUSTRIES[k].value_added_cny for k in industry]) * np.exp(0.5 * rng.standard_normal(count))
    )
    employees = np.maximum(3, (365 * value_added / CNY_PER_EMPLOYEE * np.exp(0.4 * rng.standard_normal(count))).round())
    owner, owners = _draw_owners(count, rng)
    registered, first, stop = _draw_lives(count, clock.length, rng)
    roads, numbers = rng.integers(1000, size=count), rng.integers(1, 300, size=count)
    return Roster(
        code=_draw_codes(county, rng),
        name=_draw_names(city, industry, rng),
        address=tuple(address(place_name(c), int(r), int(k)) for c, r, k in zip(county, roads, numbers, strict=True)),
        city=city,
        county=county,
        industry=industry,
        group=tuple(INDUSTRIES[k].classes[c % len(INDUSTRIES[k].classes)] for k, c in zip(industry, roads, strict=True)),
        kwh=kwh,
        value_added=value_added,
        employees=employees.astype(np.int64),
        size_class=tuple(_size_class(int(e), 365 * REVENUE_FACTOR * v) for e, v in zip(employees, value_added, strict=True)),
        ownership=tuple(rng.choice(OWNERSHIPS, count, p=OWNERSHIP_SHARES).tolist()),
        owner=owner,
        owners=owners,
        registered=registered,
        first=first,
        stop=stop,
    )  # fmt: skip


def _draw_cells(count: int, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    shares = np.outer([city.share for city in CITIES], [industry.share for industry in INDUSTRIES])
    favoured = [[each.code in CITY_SPECIALITIES[city.code].split() for each in INDUSTRIES] for city in CITIES]
    shares *= np.where(favoured, SPECIALITY_FACTOR, 1.0) * np.exp(MIX_SPREAD * rng.standard_normal(shares.shape))
    cells = rng.choice(shares.size, count, p=(shares / shares.sum()).ravel())
    if count >= FULL_FROM * shares.size:
        cells[: shares.size] = np.arange(shares.size)
    city, industry = np.divmod(cells, len(INDUSTRIES))
    order = np.lexsort((city, industry))
    return city[order], industry[order]


def _draw_counties(city: Numbers, rng: np.random.Generator) -> list[str]:
    codes = [county_codes(each) for each in CITIES]
    place = rng.random(len(city)) ** 1.6  # the first of each city have more
    return [codes[k][int(p * len(codes[k]))] for k, p in zip(city.tolist(), place.tolist(), strict=True)]


def _draw_sizes(industry: Numbers, rng: np.random.Generator) -> Floats:
    body = np.exp(LOG_SPREAD * np.clip(rng.standard_normal(len(industry)), -2.2, 2.2))
    cut = np.exp(LOG_SPREAD * 1.9)
    tail = cut * rng.random(len(industry)) ** (-1 / TAIL_POWER)
    relative = np.where(rng.random(len(industry)) < TAIL_SHARE, tail, body)
    intensity = np.array([INDUSTRIES[k].intensity for k in industry])
    return np.minimum(MEDIAN_KWH * intensity * relative, LARGEST_KWH)


def _draw_owners(count: int, rng: np.random.Generator) -> tuple[Numbers, tuple[str, ...]]:
    groups = max(2, int(count * OWNED_SHARE / OWNER_MEMBERS))
    owned = rng.random(count) < OWNED_SHARE
    owner = np.where(owned, rng.integers(groups, size=count), -1)
    return owner, tuple(owner_names(groups, rng))


def _draw_lives(count: int, length: int, rng: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
    fate, when = rng.random(count), rng.integers(QUIET_DAYS, length - QUIET_DAYS, size=count)
    fate[:2] = 0.0, ENTRY_SHARE  # one of each at least
    enters, leaves = fate < ENTRY_SHARE, (fate >= ENTRY_SHARE) & (fate < ENTRY_SHARE + EXIT_SHARE)
    first, stop = np.where(enters, when, 0), np.where(leaves, when, length)
    registered = np.where(enters, first, -rng.integers(500, 20 * 365, size=count))
    return registered, first, stop


def _draw_codes(county: tuple[str, ...], rng: np.random.Generator) -> tuple[str, ...]:
    serials = 10_000_000 + rng.permutation(80_000_000 // 97)[: len(county)] * 97
    return tuple(credit_code(place, serial) for place, serial in zip(county, serials.tolist(), strict=True))


def _draw_names(city: Numbers, industry: Numbers, rng: np.random.Generator) -> tuple[str, ...]:
    names: list[str] = []
    for cell, size in zip(*np.unique(industry * len(CITIES) + city, return_counts=True), strict=True):
        k, c = divmod(int(cell), len(CITIES))
        names += draw_names(CITIES[c].name, INDUSTRIES[k].words, int(size), rng)
    return tuple(_distinct(names))


def _distinct(names: list[str]) -> list[str]:
    """Put a fourth syllable into names that another city has as well."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = again = seen.get(name, -1) + 1
        found.append(name if not again else name.replace("有限公司", f"（{'东南西北中'[again % 5]}区）有限公司"))
    return found


def _size_class(employees: int, revenue_cny: float) -> str:
    """Classify as the statistical measure of 2017 does for manufacturing: a class needs both of its bounds."""
    bounds = (("大型", 1000, 4e8), ("中型", 300, 2e7), ("小型", 20, 3e6))
    return next((name for name, persons, cny in bounds if employees >= persons and revenue_cny >= cny), "微型")
