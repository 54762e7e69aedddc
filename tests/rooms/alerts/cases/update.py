"""A ledger in memory, followed up day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.rooms.alerts.cases.worked import later

from openmbi.alerts.cases.conditions import Key
from openmbi.alerts.cases.follow_up import Move, follow_up
from openmbi.alerts.cases.machine import apply
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert, Standing
from openmbi.core.cases import Case, CaseSubject
from openmbi.core.silences import Silence
from openmbi.core.tables import Level

SUBJECTS = {
    (Level.ENTERPRISE, code): CaseSubject(Level.ENTERPRISE, code, "440106", "C391", "tianhe") for code in "ABC"
} | {(Level.CELL, "440100-C39"): CaseSubject(Level.CELL, "440100-C39", "440100", "C39", "guangzhou")}


@dataclass
class Ledger:
    """Cases by number, with what each update did."""

    rules: CaseParameters
    cases: dict[int, Case] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    subjects: Mapping[Key, CaseSubject] = field(default_factory=lambda: SUBJECTS)

    def update(self, at: float, alerts: Iterable[Alert] = (), standings: Iterable[Standing] = ()) -> list[str]:
        """Follow up at a moment, keep what that does, and return it as `kind number`."""
        moves = self.moves(at, alerts, standings)
        return [self._keep(move, at) for move in moves]

    def moves(self, at: float, alerts: Iterable[Alert] = (), standings: Iterable[Standing] = ()) -> tuple[Move, ...]:
        return follow_up(
            self.cases.values(),
            alerts,
            standings,
            self.silences,
            self.rules,
            later(at),
            subjects=self.subjects,
        )

    def put(self, case: Case) -> None:
        """Put the next version of a case in its place."""
        assert case.version == self.cases[case.number].version + 1
        self.cases[case.number] = case

    def _keep(self, move: Move, at: float) -> str:
        before, action = move
        after = apply(before, action, self.rules, later(at))
        if before is None:
            after = replace(after, number=len(self.cases) + 1)
        else:
            assert self.cases[before.number] == before
        self.cases[after.number] = after
        return f"{action.kind} {after.number}"
