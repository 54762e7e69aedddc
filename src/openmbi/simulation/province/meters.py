"""Meters: where enterprises are connected. Some have several, some share one with a tenant, some meters are replaced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, Numbers
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.generation import Hundredths
from openmbi.simulation.province.streams import stream

SECOND_SHARE, THIRD_SHARE = 0.10, 0.02  # of the enterprises have a second connection, and a third
SHARED_SHARE, REPLACED_SHARE = 0.03, 0.03  # enterprises on another's connection; connections whose meter is replaced
EXTRA_FRACTION = (0.1, 0.4)  # of an enterprise's use, at a second or third connection


@dataclass(frozen=True)
class Meters:
    """Connections and the meters on them.

    `main` (n,): the connection of each enterprise. `extra_row`, `extra_slot`, `extra_fraction` (e,): further ones. `slots`: how many connections there
    are. `number`, `slot`, `first`, `stop` (m,): the meters, with the day numbers on which they stand there; `first` is before 0 for those of old.
    `shares`: connection, row and declared share of every enterprise on it.
    """

    main: Numbers
    extra_row: Numbers
    extra_slot: Numbers
    extra_fraction: Floats
    slots: int
    number: tuple[str, ...]
    slot: Numbers
    first: Numbers
    stop: Numbers
    shares: tuple[tuple[int, int, float], ...]

    def read(self, grid: Hundredths, rows: slice, into: Hundredths) -> None:
        """Add what the enterprises `rows` take from the grid (m, T) to their connections `into` (slots, T); the parts of one add up exactly."""
        here = slice(*np.searchsorted(self.extra_row, [rows.start, rows.stop]).tolist())
        local = self.extra_row[here] - rows.start
        extra = (grid[local] * self.extra_fraction[here, None]).astype(np.int32)
        into[self.extra_slot[here]] = extra
        rest = grid.copy()
        np.subtract.at(rest, local, extra)
        np.add.at(into, self.main[rows], rest)


def draw_meters(roster: Roster, clock: Clock, taken: set[int], seed: int) -> Meters:
    """Draw the meters; `taken`: rows that share no connection, for an event of their own strikes them."""
    rng = stream(seed, "meters")
    count = len(roster)
    main = np.arange(count)
    hosts, guests = _shared(roster, clock, taken, rng)
    main[guests] = main[hosts]
    used, main = np.unique(main, return_inverse=True)
    lucky = rng.random(count)
    lucky[guests] = 1.0
    extra_row = np.sort(np.concatenate([np.flatnonzero(lucky < SECOND_SHARE), np.flatnonzero(lucky < THIRD_SHARE)]))
    fraction = np.round(rng.uniform(*EXTRA_FRACTION, size=len(extra_row)), 2)
    extra_slot = len(used) + np.arange(len(extra_row))
    shares = _shares(roster, main, hosts, guests) + [
        (int(s), int(r), 1.0) for s, r in zip(extra_slot, extra_row, strict=True)
    ]
    row_of_slot = np.concatenate([used, extra_row])
    number, slot, first, stop = _numbered(row_of_slot, roster, clock, rng)
    return Meters(main, extra_row, extra_slot, fraction, len(row_of_slot), number, slot, first, stop, tuple(shares))


def _shared(roster: Roster, clock: Clock, taken: set[int], rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Pair hosts with guests of the same city that both stay, and that nothing else strikes."""
    free = np.array([row for row in roster.stays(clock.length).tolist() if row not in taken], dtype=np.intp)
    order = rng.permutation(free)
    order = order[np.argsort(roster.city[order], kind="stable")]
    hosts, guests = order[0:-1:2], order[1::2]
    neighbours = np.flatnonzero(roster.city[hosts] == roster.city[guests])
    chosen = rng.permutation(neighbours)[: max(1, int(SHARED_SHARE * len(roster)))]
    return hosts[chosen], guests[chosen]


def _shares(roster: Roster, main: Numbers, hosts: Numbers, guests: Numbers) -> list[tuple[int, int, float]]:
    """Return the declared shares: of a shared connection by size, rounded to hundredths as contracts have it."""
    part = {
        int(guest): _part(float(roster.kwh[guest]), float(roster.kwh[host]))
        for host, guest in zip(hosts, guests, strict=True)
    }
    rest = {int(host): round(1 - part[int(guest)], 2) for host, guest in zip(hosts, guests, strict=True)}
    return [(int(slot), row, part.get(row, rest.get(row, 1.0))) for row, slot in enumerate(main)]


def _part(guest: float, host: float) -> float:
    return round(float(np.clip(guest / (guest + host), 0.01, 0.99)), 2)


def _numbered(
    row_of_slot: Numbers, roster: Roster, clock: Clock, rng: np.random.Generator
) -> tuple[tuple[str, ...], Numbers, Numbers, Numbers]:
    """Give every connection a meter, and some a second one that replaces the first."""
    slots = np.arange(len(row_of_slot))
    first = np.where(roster.first[row_of_slot] > 0, roster.first[row_of_slot], -1000)
    stop = roster.stop[row_of_slot]
    stays = np.flatnonzero((first < 0) & (stop == clock.length))
    replaced = np.sort(rng.permutation(stays)[: max(1, int(REPLACED_SHARE * len(slots)))])
    when = rng.integers(60, clock.length - 30, size=len(replaced))
    stop[replaced] = when
    places = np.concatenate([row_of_slot, row_of_slot[replaced]])
    serials = rng.choice(9_000_000, len(places), replace=False) + 1_000_000
    number = tuple(
        f"{roster.county[row]}{serial}" for row, serial in zip(places.tolist(), serials.tolist(), strict=True)
    )
    ends = np.concatenate([stop, np.full(len(replaced), clock.length)])
    return number, np.concatenate([slots, replaced]), np.concatenate([first, when]), ends
