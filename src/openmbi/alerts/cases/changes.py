"""What each kind of legal action writes into a case, and what it does to the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from openmbi.alerts.cases.deadlines import resumed, started, time_left
from openmbi.alerts.cases.moves import state_after
from openmbi.alerts.cases.refusals import incomplete
from openmbi.catalog.case_rules import CaseParameters
from openmbi.catalog.workdays import DayCount
from openmbi.core.cases import Action, ActionKind, Case, CaseState, Closing, Dispute, Filed, Round


@dataclass(frozen=True)
class Step:
    """A case, the legal action on it, and what clocks need."""

    case: Case
    action: Action
    rules: CaseParameters
    now: datetime
    day_count: DayCount

    @property
    def filed(self) -> Filed:
        """What the actor stated."""
        return Filed(self.action.actor, self.action.at, self.action.note, self.action.evidence)

    @property
    def known_until(self) -> date:
        """The newest day of data that was known, as far as action and case say: the clock says nothing of it."""
        standing = self.action.standing
        days = (self.case.newest.found_on, self.action.known_until, standing.day if standing else None)
        return max(day for day in days if day is not None)

    def moved(self, **fields: Any) -> Case:
        """Return the case in the state that the action leads to, with other fields; its clock starts anew where the state is another."""
        after = replace(self.case, state=state_after(self.case, self.action), **fields)
        is_same = after.state is self.case.state
        return after if is_same else started(after, self.rules, self.now, self.day_count)


def opened(action: Action, rules: CaseParameters, now: datetime, day_count: DayCount) -> Case:
    """Return the case that an alert opens."""
    if action.about is None or action.alert is None:
        raise incomplete(action, "about")
    about = action.about
    case = Case(
        number=0,
        version=1,
        level=about.level,
        subject=about.subject,
        place=about.place,
        industry=about.industry,
        state=CaseState.OPEN,
        owner=about.owner,
        opened_at=now,
        changed_at=now,
        alert=action.alert,
        newest=action.alert,
    )
    return started(case, rules, now, day_count)


def changed(step: Step) -> Case:
    """Return the case as the action leaves it, but for its version and moment."""
    change = _CHANGES.get(step.action.kind)
    return change(step) if change else step.moved()


def _assign(step: Step) -> Case:
    return step.moved(owner=step.action.owner)


def _self_check(step: Step) -> Case:
    return step.moved(causes=tuple(dict.fromkeys(step.action.causes)), self_check=step.filed)


def _measure(step: Step) -> Case:
    return step.moved(measures=(*step.case.measures, step.filed))


def _feedback(step: Step) -> Case:
    return step.moved(feedback=(*step.case.feedback, step.filed))


def _dispute(step: Step) -> Case:
    """The clock of the decision runs, also for a case that was muted: an objection is heard in any case."""
    case = step.case
    left = time_left(case, step.now)
    after = step.moved(covered_by=None)
    dispute = Dispute(step.filed, after.due_at or step.now, case.state, left)
    return replace(after, disputes=(*case.disputes, dispute))


def _resolve_dispute(step: Step) -> Case:
    *earlier, dispute = step.case.disputes
    disputes = (*earlier, replace(dispute, decision=step.filed, upheld=step.action.upheld))
    if step.action.upheld:
        return _closed(step, Closing.DISPUTE_UPHELD, disputes=disputes)
    return resumed(step.moved(disputes=disputes), dispute.time_left, step.now)


def _verify(step: Step) -> Case:
    return _closed(step, Closing.VERIFIED)


def _recover(step: Step) -> Case:
    return _closed(step, Closing.RECOVERED)


def _close(step: Step) -> Case:
    return _closed(step, step.action.closing)


def _closed(step: Step, closing: Closing | None, **fields: Any) -> Case:
    return step.moved(closing=closing, closed_at=step.now, closed_on=step.known_until, covered_by=None, **fields)


def _fail_verification(step: Step) -> Case:
    return step.moved(failed_verifications=step.case.failed_verifications + 1)


def _reopen(step: Step) -> Case:
    """A new round: what was filed in the last one stays in the audit log; objections stay, for a new one needs new evidence."""
    case, alert = step.case, step.action.alert
    return step.moved(
        alert=alert or case.alert,
        newest=alert or case.newest,
        rounds=_with_round(case) if alert else case.rounds,
        causes=(),
        self_check=None,
        measures=(),
        feedback=(),
        failed_verifications=0,
        closing=None,
        closed_at=None,
        closed_on=None,
        escalated_to=None,
        escalated_at=None,
        reopened=case.reopened + 1,
        reopened_on=step.known_until if alert is None else case.reopened_on,
    )


def _with_round(case: Case) -> tuple[Round, ...]:
    if case.closing is None or case.closed_at is None or case.closed_on is None:
        return case.rounds
    return (*case.rounds, Round(case.alert, case.newest, case.causes, case.closing, case.closed_at, case.closed_on))


def _refresh(step: Step) -> Case:
    return step.moved(newest=step.action.alert)


def _mute(step: Step) -> Case:
    return resumed(step.moved(covered_by=step.action.covered_by), time_left(step.case, step.now), step.now)


def _unmute(step: Step) -> Case:
    return resumed(step.moved(covered_by=None), time_left(step.case, step.now), step.now)


def _escalate(step: Step) -> Case:
    return step.moved(escalated_to=step.action.escalated_to, escalated_at=step.now)


_CHANGES: Mapping[ActionKind, Callable[[Step], Case]] = MappingProxyType(
    {
        ActionKind.ASSIGN: _assign,
        ActionKind.SELF_CHECK: _self_check,
        ActionKind.MEASURE: _measure,
        ActionKind.FEEDBACK: _feedback,
        ActionKind.DISPUTE: _dispute,
        ActionKind.RESOLVE_DISPUTE: _resolve_dispute,
        ActionKind.VERIFY: _verify,
        ActionKind.RECOVER: _recover,
        ActionKind.CLOSE: _close,
        ActionKind.FAIL_VERIFICATION: _fail_verification,
        ActionKind.REOPEN: _reopen,
        ActionKind.REFRESH: _refresh,
        ActionKind.MUTE: _mute,
        ActionKind.UNMUTE: _unmute,
        ActionKind.ESCALATE: _escalate,
    }
)
