"""The register: what an enterprise was from when to when. Some move, some are given another industry code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from openmbi.core.tables import Numbers
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES, county_codes
from openmbi.simulation.province.streams import stream

MOVING_SHARE, RECODED_SHARE = 0.012, 0.010
OTHER_CITY, OTHER_DIVISION = 0.3, 0.3  # of those that move or are recoded


@dataclass(frozen=True)
class RegisterRow:
    """A row of the register; `row` is the enterprise's number in the roster; `last` is None where it is in force."""

    row: int
    place: str
    group: str
    first: date
    last: date | None


def draw_register(roster: Roster, clock: Clock, seed: int) -> list[RegisterRow]:
    """Return the rows in the order of the roster; an enterprise that changed has two."""
    rng = stream(seed, "register")
    stays = rng.permutation(roster.stays(clock.length))
    moving = max(1, int(MOVING_SHARE * len(roster)))
    recoded = max(1, int(RECODED_SHARE * len(roster)))
    changes = {int(row): _moved(roster, int(row), rng) for row in stays[:moving]}
    changes |= {int(row): _recoded(roster, int(row), rng) for row in stays[moving : moving + recoded]}
    when = rng.integers(60, clock.length - 30, size=len(roster))
    rows: list[RegisterRow] = []
    for row in range(len(roster)):
        rows += _rows_of(row, roster, changes.get(row), when, clock)
    return rows


def _rows_of(
    row: int, roster: Roster, change: tuple[str, str] | None, when: Numbers, clock: Clock
) -> list[RegisterRow]:
    gone = None if roster.stop[row] == clock.length else clock.day(int(roster.stop[row]) - 1)
    first = RegisterRow(row, roster.county[row], roster.group[row], clock.day(int(roster.registered[row])), gone)
    if change is None:
        return [first]
    day = clock.day(int(when[row]))
    return [replace(first, last=day - timedelta(days=1)), RegisterRow(row, *change, day, gone)]


def _moved(roster: Roster, row: int, rng: np.random.Generator) -> tuple[str, str]:
    """Return another place, and the same industry."""
    city = int(roster.city[row])
    others = [code for code in county_codes(CITIES[city]) if code != roster.county[row]]
    if rng.random() < OTHER_CITY or not others:
        others = list(county_codes(CITIES[(city + int(rng.integers(1, len(CITIES)))) % len(CITIES)]))
    return str(rng.choice(others)), roster.group[row]


def _recoded(roster: Roster, row: int, rng: np.random.Generator) -> tuple[str, str]:
    """Return the same place, and another group of the same industry, or another industry."""
    industry = int(roster.industry[row])
    if rng.random() < OTHER_DIVISION:
        industry = (industry + int(rng.integers(1, len(INDUSTRIES)))) % len(INDUSTRIES)
    others = [code for code in INDUSTRIES[industry].classes if code != roster.group[row]]
    return roster.county[row], str(rng.choice(others))
