"""Cases and steps for the tests of the ledger, which judges no step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence
from openmbi.core.cases import Action, ActionKind, Case, CaseState, Filed, Transition, transition_between
from openmbi.core.tables import Colour, Level

MORNING = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)


def a_case(subject: str = "A", **changed: Any) -> Case:
    """A case as it is opened, without number, due three days later."""
    evidence = SourceEvidence("use_kwh", "kWh", 10_000.0, 6_000.0, -0.4, ((Level.CITY, -0.05),), 1e-5)
    alert = Alert(
        level=Level.ENTERPRISE,
        subject=subject,
        found_on=date(2026, 1, 5),
        since=date(2026, 1, 2),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(evidence,),
        p_value=1e-6,
        q_value=0.01,
        stratum="C30",
        colour=Colour.RED,
    )
    case = Case(
        number=0,
        version=1,
        level=Level.ENTERPRISE,
        subject=subject,
        place="440106",
        industry="C3021",
        state=CaseState.OPEN,
        owner="tianhe",
        opened_at=MORNING,
        changed_at=MORNING,
        alert=alert,
        newest=alert,
        due_at=MORNING + timedelta(days=3),
    )
    return replace(case, **changed)


def next_version(case: Case, actor: str = "li", note: str = "看到了", **changed: Any) -> tuple[Case, Transition]:
    """A case after one more step, and the line of it."""
    action = Action(ActionKind.MEASURE, actor, MORNING, note=note)
    filed = (*case.measures, Filed(actor, MORNING, note))
    after = replace(case, version=case.version + 1, measures=filed, **changed)
    return after, transition_between(case, action, after)
