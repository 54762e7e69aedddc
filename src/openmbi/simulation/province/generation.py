"""Own generation: rooftop solar and captive plants. It is used first, so that what the grid delivers falls when it starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Floats, Numbers
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import LAST_START, OWN_GENERATION_SHARE, QUIET_DAYS, PlantedEvent
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.streams import stream

GENERATING_SHARE, STARTING_SHARE = 0.06, 0.4  # of the enterprises; of these, within the days
MOST_OF_USE = 0.9
SUNNIEST_DAY_OF_YEAR = 200

Hundredths = NDArray[np.int32]


@dataclass(frozen=True)
class Generators:
    """Who generates: `rows` (g,) of the roster, `first` (g,) day numbers, 0 where it generated before, `share` (g,) of its quiet workday's use."""

    rows: Numbers
    first: Numbers
    share: Floats

    def events(self, clock: Clock) -> list[PlantedEvent]:
        """Return the starts within the days."""
        return [
            PlantedEvent(EventKind.OWN_GENERATION_START, (int(row),), int(first), clock.length - 1, float(share))
            for row, first, share in zip(self.rows, self.first, self.share, strict=True)
            if first
        ]


def draw_generators(roster: Roster, clock: Clock, struck: set[int], seed: int) -> Generators:
    """Draw who generates, among those that no event strikes."""
    rng = stream(seed, "generators")
    free = np.array([row for row in roster.stays(clock.length).tolist() if row not in struck], dtype=np.intp)
    rows = np.sort(rng.permutation(free)[: max(2, int(GENERATING_SHARE * len(roster)))])
    starts = rng.random(len(rows)) < STARTING_SHARE
    starts[0] = True
    first = np.where(starts, rng.integers(QUIET_DAYS, clock.length - LAST_START, size=len(rows)), 0)
    return Generators(rows, first, np.round(rng.uniform(*OWN_GENERATION_SHARE, size=len(rows)), 4))


def draw_sun(clock: Clock, seed: int) -> Floats:
    """Return (21, T) sunshine of each city relative to its mean."""
    rng = stream(seed, "sun")
    of_year = (clock.days - clock.days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) + 1
    annual = 1.0 + 0.25 * np.cos(2 * np.pi * (of_year - SUNNIEST_DAY_OF_YEAR) / 365.25)
    clouds = rng.beta(2.5, 1.2, size=(len(CITIES), clock.length))
    return annual * clouds / clouds.mean()


def generated(
    generators: Generators, roster: Roster, sun: Floats, use: Hundredths, rows: slice
) -> tuple[slice, Hundredths]:
    """Return which generators are among `rows`, and what they generate (k, T), in hundredths of a kWh; `use` (m, T) is that of `rows`."""
    here = slice(*np.searchsorted(generators.rows, [rows.start, rows.stop]).tolist())
    row = generators.rows[here]
    wanted = (100 * generators.share[here] * roster.kwh[row])[:, None] * sun[roster.city[row]]
    wanted[np.arange(use.shape[1]) < generators.first[here, None]] = 0.0
    most = MOST_OF_USE * use[row - rows.start]
    return here, np.minimum(wanted, most).astype(np.int32)
