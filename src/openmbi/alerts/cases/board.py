"""The cases that the daily update looks at: those that are not closed, and the last closed one of each subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from openmbi.alerts.cases.conditions import Key
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseState
from openmbi.core.cell_codes import parts_of
from openmbi.core.owners import enclosing
from openmbi.core.tables import Level

_NOT_BEGUN = (CaseState.OPEN, CaseState.ASSIGNED)


@dataclass
class Board:
    """Cases by level and subject, as the moves of one update leave them.

    `live`: not closed; `closed`: the last closed one of a subject; `alerting`: who has an alert today.
    """

    alerting: frozenset[Key]
    live: dict[Key, Case] = field(default_factory=dict)
    closed: dict[Key, Case] = field(default_factory=dict)
    cells: dict[Key, Case] = field(default_factory=dict)

    @staticmethod
    def of(cases: Iterable[Case], alerts: Iterable[Alert]) -> Board:
        """Return the board of some cases."""
        board = Board(frozenset((alert.level, alert.subject) for alert in alerts))
        for case in sorted(cases, key=lambda case: (case.closed_at or case.changed_at, case.number)):
            board.put(case)
        return board

    def put(self, case: Case) -> None:
        """Put the next version of a case in its place."""
        if case.is_closed:
            if case.key in self.live and self.live[case.key].number != case.number:
                return  # an older case of a subject whose newer one is live
            self.live.pop(case.key, None)
            self.cells.pop(case.key, None)
            self.closed[case.key] = case
            return
        self.live[case.key] = case
        if case.level is Level.CELL:
            self.cells[case.key] = case

    def is_covered(self, alert: Alert) -> bool:
        """Whether a group covers an alert that has a case, or an alert of its own today."""
        return alert.covered_by is not None and (alert.covered_by in self.live or alert.covered_by in self.alerting)

    def cover_of(self, case: Case, rules: CaseParameters) -> Key | None:
        """Return the group whose case mutes a case, None where none does.

        Its newest evidence may name the group. Else it is the cell that it lies in, where the same movement was found in the case before it was found in the
        cell: it began within `cover_days` of the cell's, in its direction. Work that has begun is not muted; what is muted stays so until its group is closed.
        """
        if case.covered_by in self.live:
            return case.covered_by
        if case.state not in _NOT_BEGUN:
            return None
        if case.newest.covered_by in self.live:
            return case.newest.covered_by
        return next((key for key, cell in self.cells.items() if _is_same_move(cell, case, rules)), None)


def _is_same_move(cell: Case, case: Case, rules: CaseParameters) -> bool:
    """Whether the movement of a case, found before that of a cell, is the cell's."""
    first, later = case.alert, cell.alert
    return (
        first.found_on < later.found_on
        and first.direction is later.direction
        and abs((first.since - later.since).days) <= rules.cover_days
        and _lies_in(case, cell)
    )


def _lies_in(case: Case, cell: Case) -> bool:
    city, industry = parts_of(cell.subject)
    return (
        case.level is Level.ENTERPRISE
        and case.place is not None
        and city in enclosing(case.place)
        and case.industry is not None
        and case.industry.startswith(industry)
    )
