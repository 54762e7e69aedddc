"""The cases that the daily update looks at: those that are not closed, and the last closed one of each subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from openmbi.alerts.cases.conditions import Key
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseState, CaseSubject
from openmbi.core.cell_codes import cell_code
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

    def group_of(self, alert: Alert, about: CaseSubject, rules: CaseParameters) -> Key | None:
        """Return the group that stands for an alert whose subject has no case; None where none does.

        It is the one that the alert names, where that has a case or an alert today; else the cell that it lies in, as `cover_of` says.
        """
        named = alert.covered_by
        if named is not None and (named in self.live or named in self.alerting):
            return named
        return self._cell_of(alert, about, rules)

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
        return self._cell_of(case.alert, case.about, rules)

    def _cell_of(self, alert: Alert, about: CaseSubject, rules: CaseParameters) -> Key | None:
        """Return the cell that an enterprise lies in, where its movement is the cell's and was found before the cell's was."""
        return next((key for key in _cells_around(about) if self._is_move_of(alert, key, rules)), None)

    def _is_move_of(self, alert: Alert, cell: Key, rules: CaseParameters) -> bool:
        case = self.cells.get(cell)
        return (
            case is not None
            and alert.found_on < case.alert.found_on
            and alert.direction is case.alert.direction
            and abs((alert.since - case.alert.since).days) <= rules.cover_days
        )


def _cells_around(about: CaseSubject) -> Iterator[Key]:
    """Yield every code that a cell could have in which an enterprise lies; only some of them are cells."""
    if about.level is Level.ENTERPRISE and about.place is not None and about.industry is not None:
        for city in enclosing(about.place):
            for digits in range(1, len(about.industry) + 1):
                yield Level.CELL, cell_code(city, about.industry[:digits])
