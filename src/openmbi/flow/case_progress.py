"""How far cases have come now: what a page made by the last run is brought up to date with when it is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openmbi.catalog.owners import LONE_BUREAU
from openmbi.core.cases import Case
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import steps_of
from openmbi.reports.case.inputs import CaseProgress
from openmbi.reports.case.progress import progress


def progress_of(desk: CaseDesk, case: Case, now: datetime) -> CaseProgress:
    """Return how far a case has come."""
    owners = desk.owners
    people = {one.identifier: one.name for one in (*LONE_BUREAU.owners, *owners.owners, *owners.actors)}
    return CaseProgress(case, desk.ledger.history(case.number), steps_of(case), people, now, desk.bureau.zone)


@dataclass(frozen=True)
class CaseProgresses:
    """The parts of case pages that every step changes, as they stand when asked for."""

    bureau: Bureau
    clock: Callable[[], datetime]

    def document(self, number: int) -> dict[str, Any] | None:
        """Return that part of one case; None where there is no such case."""
        desk = CaseDesk(self.bureau)
        try:
            with desk.operations.reading():
                return progress(progress_of(desk, desk.ledger.get(number), self.clock()))
        except Problem as problem:
            if problem.code == "case.none":
                return None
            raise
