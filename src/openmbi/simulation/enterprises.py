"""Draw the enterprises of the town: who they are, and how large."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openmbi.simulation.codes import credit_code
from openmbi.simulation.industries import INDUSTRIES, Industry
from openmbi.simulation.names import CompanyName, company_name, draw_brands

MEDIAN_KWH = 4_000.0  # a day
LOG_SPREAD = 1.5  # a lognormal of this spread gives the largest tenth about 60 % of all use
LARGEST_Z, SMALLEST_Z = 2.6, -2.0  # the draw is cut here: about 200 to 200,000 kWh a day

PLACES = {"449901": 0.5, "449902": 0.3, "449903": 0.2}  # 4499 is no city of GB/T 2260: no real county is meant
OWNERSHIP = {"民营": 0.62, "外资": 0.15, "港澳台": 0.08, "国有": 0.10, "集体": 0.05}
SIZE_FLOORS = {"大型": 40_000.0, "中型": 8_000.0, "小型": 1_000.0, "微型": 0.0}  # kWh a day, the simulation's own rule
GROUPS = ("云岭恒达集团", "云岭天源集团")
GROUP_SHARE = 0.15
REGISTERED_YEARS_BEFORE = (2, 20)  # range of an enterprise's age at the first day


@dataclass(frozen=True)
class Enterprise:
    """An enterprise of the register; `mean_kwh` is its use on a quiet workday; `last` is None while it is registered."""

    code: str
    name: CompanyName
    place: str
    industry: Industry
    size_class: str
    ownership: str
    group_owner: str
    first: date
    last: date | None
    mean_kwh: float


def draw_enterprises(count: int, first: date, rng: np.random.Generator) -> tuple[Enterprise, ...]:
    """Draw `count` enterprises that are all registered before `first`."""
    brands = draw_brands(count, rng)
    serials = 10_000_000 + rng.permutation(80_000_000 // 997)[:count] * 997
    return tuple(_draw_one(brands[k], int(serials[k]), first, rng) for k in range(count))


def _draw_one(brand: CompanyName, serial: int, first: date, rng: np.random.Generator) -> Enterprise:
    industry = INDUSTRIES[_choose([each.share for each in INDUSTRIES], rng)]
    place = list(PLACES)[_choose(list(PLACES.values()), rng)]
    mean_kwh = MEDIAN_KWH * float(np.exp(LOG_SPREAD * np.clip(rng.standard_normal(), SMALLEST_Z, LARGEST_Z)))
    low, high = REGISTERED_YEARS_BEFORE
    return Enterprise(
        code=credit_code(place, serial),
        name=company_name(brand, industry),
        place=place,
        industry=industry,
        size_class=next(name for name, floor in SIZE_FLOORS.items() if mean_kwh >= floor),
        ownership=list(OWNERSHIP)[_choose(list(OWNERSHIP.values()), rng)],
        group_owner=GROUPS[rng.integers(len(GROUPS))] if rng.random() < GROUP_SHARE else "",
        first=first - timedelta(days=int(rng.integers(low * 365, high * 365))),
        last=None,
        mean_kwh=mean_kwh,
    )


def _choose(shares: list[float], rng: np.random.Generator) -> int:
    return int(rng.choice(len(shares), p=shares))
