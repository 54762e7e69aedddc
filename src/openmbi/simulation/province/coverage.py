"""Who is seen by which domain: no source but labour and land sees every enterprise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, Numbers
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.streams import stream

FREIGHT, CUSTOMS, CREDIT, TELECOM, EQUIPMENT = 0.35, 0.25, 0.50, 0.50, 0.30
SECOND_PLATE, SECOND_ACCOUNT, SECOND_NAME = 0.25, 0.15, 0.08
_SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Handles:
    """Plates, accounts or trading names: `subject` (p,), the `row` (p,) of its enterprise, sorted, and the `fraction` (p,) of the enterprise's amount."""

    subject: tuple[str, ...]
    row: Numbers
    fraction: Floats

    def of(self, rows: slice) -> slice:
        """Return which of them belong to the enterprises `rows`."""
        return slice(*np.searchsorted(self.row, [rows.start, rows.stop]).tolist())


@dataclass(frozen=True)
class Coverage:
    """`plates`, `names` and `accounts` of those that carry, export and borrow; rows that `telecom` and `equipment` see."""

    plates: Handles
    names: Handles
    accounts: Handles
    telecom: Numbers
    equipment: Numbers


def draw_coverage(roster: Roster, seed: int) -> Coverage:
    """Draw who is seen by whom."""
    rng = stream(seed, "coverage")
    carriers = _drawn(roster, FREIGHT, rng)
    exporters = _exporters(roster, rng)
    borrowers = _drawn(roster, CREDIT, rng)
    return Coverage(
        plates=_handles(carriers, SECOND_PLATE, rng, lambda rows: _plates(rows, roster, rng)),
        names=_handles(exporters, SECOND_NAME, rng, lambda rows: _names(rows, roster)),
        accounts=_handles(borrowers, SECOND_ACCOUNT, rng, lambda rows: _accounts(rows, rng)),
        telecom=_drawn(roster, TELECOM, rng),
        equipment=_drawn(roster, EQUIPMENT, rng),
    )


def _drawn(roster: Roster, share: float, rng: np.random.Generator) -> Numbers:
    return np.flatnonzero(rng.random(len(roster)) < share)


def _exporters(roster: Roster, rng: np.random.Generator) -> Numbers:
    chance = np.array([INDUSTRIES[k].export for k in roster.industry])
    return np.flatnonzero(rng.random(len(roster)) < chance * CUSTOMS / chance.mean())


def _handles(rows: Numbers, second: float, rng: np.random.Generator, called) -> Handles:
    """Give each row one handle, some a second one."""
    more = rows[rng.random(len(rows)) < second]
    row = np.sort(np.concatenate([rows, more]))
    cut = dict(zip(more.tolist(), rng.uniform(0.2, 0.8, len(more)).round(2).tolist(), strict=True))
    twin = np.concatenate([[False], row[1:] == row[:-1]])
    fraction = [
        1 - cut.get(r, 0.0) if not again else cut[r] for r, again in zip(row.tolist(), twin.tolist(), strict=True)
    ]
    return Handles(called(row), row, np.array(fraction))


def _plates(rows: Numbers, roster: Roster, rng: np.random.Generator) -> tuple[str, ...]:
    numbers = rng.choice(34**5 // 331, len(rows), replace=False) * 331
    return tuple(
        f"粤{CITIES[roster.city[row]].plate}" + "".join(_SIGNS[number // 34**k % 34] for k in range(5))
        for row, number in zip(rows.tolist(), numbers.tolist(), strict=True)
    )


def _names(rows: Numbers, roster: Roster) -> tuple[str, ...]:
    """Return the names under which enterprises trade: the registered one, and for the second a branch's."""
    seen: set[int] = set()
    names = []
    for row in rows.tolist():
        names.append(roster.name[row] + ("进出口分公司" if row in seen else ""))
        seen.add(row)
    return tuple(names)


def _accounts(rows: Numbers, rng: np.random.Generator) -> tuple[str, ...]:
    serials = rng.choice(90_000_000, len(rows), replace=False) + 10_000_000
    return tuple(f"44050{serial}0101{k % 10}" for k, serial in enumerate(serials.tolist()))
