"""The clock of a case: until when its next step must be done, stopped while a group's case stands for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from openmbi.catalog.case_rules import CaseParameters, StepLimits
from openmbi.catalog.workdays import DayCount
from openmbi.core.cases import Case, CaseState
from openmbi.core.owners import OFFICES, Role

_NEXT_STEP = MappingProxyType(
    {
        CaseState.OPEN: "assign",
        CaseState.ASSIGNED: "acknowledge",
        CaseState.ACKNOWLEDGED: "self_check",
        CaseState.SELF_CHECKED: "measure",
        CaseState.MEASURE_TAKEN: "feedback",
        CaseState.FEEDBACK_GIVEN: "verify",
        CaseState.DISPUTED: "decide",
    }
)


def limit_days(state: CaseState, limits: StepLimits) -> int | None:
    """Return how many days the step that follows a state may take; None after the last."""
    step = _NEXT_STEP.get(state)
    return None if step is None else getattr(limits, step)


def started(case: Case, rules: CaseParameters, now: datetime, day_count: DayCount) -> Case:
    """Return a case whose clock starts now for the step that follows its state; no clock runs for a closed one, and a muted one's stands still."""
    days = limit_days(case.state, rules.limits(case.level, case.newest.colour))
    if days is None:
        return replace(case, due_at=None, time_left=None)
    return resumed(case, day_count.after(now, days) - now, now)


def resumed(case: Case, time_left: timedelta, now: datetime) -> Case:
    """Return a case whose step has `time_left` (negative: it is late) from now; the clock of a muted case stands still with it."""
    if case.is_muted:
        return replace(case, due_at=None, time_left=time_left)
    return replace(case, due_at=now + time_left, time_left=None)


def time_left(case: Case, now: datetime) -> timedelta:
    """Return how long the step of a case still has, negative where it is late; nothing where no clock runs."""
    if case.time_left is not None:
        return case.time_left
    return timedelta(0) if case.due_at is None else case.due_at - now


def next_office(case: Case, rules: CaseParameters) -> Role | None:
    """Return the office to which an overdue case is escalated next: county → city → province; None above the province."""
    here = case.escalated_to or rules.clock(case.level).first_office
    above = OFFICES[OFFICES.index(here) + 1 :]
    return above[0] if above else None


def may_escalate(case: Case, rules: CaseParameters, now: datetime, day_count: DayCount) -> bool:
    """Whether a case is overdue, was not escalated in the last days, and has an office above it."""
    if not case.is_overdue(now) or case.is_muted or next_office(case, rules) is None:
        return False
    return case.escalated_at is None or day_count.after(case.escalated_at, rules.escalate_after_days) <= now
