"""The case desk of a viewer: the cases within the scope, the most pressing first, page by page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openmbi.core.access import Permission, Viewer
from openmbi.core.cases import Case, CaseState
from openmbi.core.owners import EVERYWHERE
from openmbi.core.tables import Level
from openmbi.flow.gate.cases import office_of
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.pages import page_end, row_after
from openmbi.store.case_ledger import CaseFilter, PressingKey, pressing_key

MOST = 20_000
"""So many are given at once at most."""


@dataclass(frozen=True)
class AskedCases:
    """Which cases are asked for. `mine`: those that the viewer's own office or enterprise has to act on; `closed`: closed ones instead of open ones."""

    mine: bool = False
    overdue: bool = False
    closed: bool = False
    state: CaseState | None = None
    level: Level | None = None
    place: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class CasesPage:
    """Some of the cases asked for; `total`: how many there are on all pages; `after`: what to ask with for the next, None on the last."""

    cases: tuple[Case, ...]
    total: int
    after: str | None


def case_list(gate: Gate, viewer: Viewer, asked: AskedCases, *, after: str | None = None, limit: int = 50) -> CasesPage:
    """Return a page of the cases that are asked for and lie within the scope, those whose step is due soonest first.

    Raises
    ------
    Problem
        `access.not-permitted`; `figures.page` where `after` is not what a page gave.
    """
    ledger, wanted = gate.desk.ledger, _wanted(gate, viewer, asked)
    found = ledger.pressing(wanted, after=_key(after), limit=min(limit, MOST) + 1)
    shown = found[: min(limit, MOST)]
    more = page_end(pressing_key(shown[-1])) if len(found) > len(shown) else None
    return CasesPage(shown, ledger.count(wanted), more)


def case_counts(gate: Gate, viewer: Viewer) -> dict[str, int]:
    """Return how many cases there are for the viewer: `mine`, `overdue`, `open`, `closed`.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    asked = {
        "mine": AskedCases(mine=True),
        "overdue": AskedCases(overdue=True),
        "open": AskedCases(),
        "closed": AskedCases(closed=True),
    }
    ledger = gate.desk.ledger
    return {name: ledger.count(_wanted(gate, viewer, one)) for name, one in asked.items()}


def _wanted(gate: Gate, viewer: Viewer, asked: AskedCases) -> CaseFilter:
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
    scope = viewer.scope
    wanted = CaseFilter(
        states=(asked.state,) if asked.state else (),
        is_closed=asked.closed,
        level=asked.level,
        place=None if asked.place == EVERYWHERE else asked.place,
        owner=asked.owner,
        overdue_at=gate.now() if asked.overdue else None,
        within=None if scope.is_everywhere else (scope.places, scope.enterprises),
    )
    return replace(wanted, owner=office_of(gate.desk, viewer) or "-") if asked.mine else wanted


def _key(after: str | None) -> PressingKey | None:
    if after is None:
        return None
    closed, still, moment, number = row_after(after, 4)
    return int(closed == "1"), int(still == "1"), moment, int(number) if number.isdecimal() else 0
