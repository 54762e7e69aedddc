"""What an action must bring with it, beyond being legal in the state of the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from openmbi.alerts.cases.deadlines import may_escalate, next_office
from openmbi.alerts.cases.refusals import (
    ahead_of_time,
    clock_runs_back,
    contradictory_causes,
    covered_so,
    event_found,
    incomplete,
    is_back,
    no_new_evidence,
    not_back,
    not_by_hand,
    not_late,
    old_data,
    other_subject,
    passing_cause,
    wrong_office,
)
from openmbi.catalog.case_rules import CaseParameters
from openmbi.catalog.workdays import DayCount
from openmbi.core.alerts import Alert, Standing
from openmbi.core.cases import Action, ActionKind, Case, Cause, Closing
from openmbi.core.tables import Level

NEEDS: Mapping[ActionKind, tuple[str, ...]] = MappingProxyType(
    {
        ActionKind.OPEN: ("alert", "about"),
        ActionKind.ASSIGN: ("owner",),
        ActionKind.SELF_CHECK: ("causes",),
        ActionKind.MEASURE: ("note",),
        ActionKind.FEEDBACK: ("note",),
        ActionKind.DISPUTE: ("note", "evidence"),
        ActionKind.RESOLVE_DISPUTE: ("upheld", "note"),
        ActionKind.VERIFY: ("standing",),
        ActionKind.RECOVER: ("standing",),
        ActionKind.FAIL_VERIFICATION: ("standing",),
        ActionKind.CLOSE: ("closing", "note"),
        ActionKind.REFRESH: ("alert",),
        ActionKind.MUTE: ("covered_by",),
        ActionKind.ESCALATE: ("escalated_to",),
    }
)
"""Fields of an action that its kind cannot do without; a kind that is not named needs none, but REOPEN a note where it brings no alert."""


def check_complete(action: Action) -> None:
    """Raise `case.incomplete-action` where an action lacks its actor or something that its kind needs."""
    reopens = ("note",) if action.kind is ActionKind.REOPEN and action.alert is None else ()
    for field in ("actor", *NEEDS.get(action.kind, reopens)):
        value = getattr(action, field)
        if value is None or value == () or (isinstance(value, str) and not value.strip()):
            raise incomplete(action, field)


def check_time(case: Case | None, action: Action, now: datetime) -> None:
    """Raise `case.ahead-of-time` or `case.clock-runs-back` where the moments are not in order."""
    if action.at > now:
        raise ahead_of_time(action.at, now)
    if case is not None and now < case.changed_at:
        raise clock_runs_back(case, now)


def check_fit(case: Case, action: Action, rules: CaseParameters, now: datetime, day_count: DayCount) -> None:
    """Raise the problem of what a legal and complete action brings that does not fit the case.

    Raises
    ------
    Problem
        `case.other-subject`, `case.old-data`, `case.contradictory-causes`, `case.not-by-hand`, `case.event-found`, `case.passing-cause`, `case.not-back`,
        `case.is-back`, `case.no-new-evidence`, `case.not-late`, `case.wrong-office` or `case.covered-so`.
    """
    _check_data(case, action)
    match action.kind:
        case ActionKind.SELF_CHECK:
            _check_causes(action.causes)
        case ActionKind.CLOSE:
            _check_closing(case, action.closing, rules)
        case ActionKind.VERIFY | ActionKind.RECOVER | ActionKind.FAIL_VERIFICATION:
            _check_standing(case, action, rules, now)
        case ActionKind.DISPUTE:
            _check_evidence(case, action)
        case ActionKind.ESCALATE:
            _check_escalation(case, action, rules, now, day_count)
        case ActionKind.MUTE:
            _check_cover(case, action.covered_by)
        case _:
            return


def _check_data(case: Case, action: Action) -> None:
    """Data are the case's own and not older than its newest evidence; an alert says something else."""
    for data in (action.alert, action.standing):
        if data is not None and (data.level, data.subject) != case.key:
            raise other_subject(case, f"{data.level}:{data.subject}")
    if _is_old(case, action.alert, action.standing):
        raise old_data(case)


def _is_old(case: Case, alert: Alert | None, standing: Standing | None) -> bool:
    known = case.newest.found_on
    if alert is not None and (alert.found_on < known or alert == case.newest):
        return True
    return standing is not None and standing.day < known


def _check_causes(causes: tuple[Cause, ...]) -> None:
    if Cause.NO_EVENT in causes and set(causes) != {Cause.NO_EVENT}:
        raise contradictory_causes(causes)


def _check_closing(case: Case, closing: Closing | None, rules: CaseParameters) -> None:
    match closing:
        case Closing.FALSE_ALARM if case.causes != (Cause.NO_EVENT,):
            raise event_found(case)
        case Closing.EXPLAINED if not set(case.causes) & set(rules.lasting_causes):
            raise passing_cause(case, rules.lasting_causes)
        case Closing.FALSE_ALARM | Closing.EXPLAINED:
            return
        case _:
            raise not_by_hand(closing)


def _check_standing(case: Case, action: Action, rules: CaseParameters, now: datetime) -> None:
    standing = action.standing
    if standing is None:
        raise incomplete(action, "standing")
    needed = rules.recover_days if action.kind is ActionKind.RECOVER else rules.close_days
    days = days_back(case, standing)
    is_inside = days >= needed
    if action.kind is not ActionKind.FAIL_VERIFICATION:
        if not is_inside:
            raise not_back(case, standing, days, needed)
    elif is_inside:
        raise is_back(case, standing)
    elif not case.is_overdue(now):
        raise not_late(case)


def days_back(case: Case, standing: Standing) -> int:
    """Return for how many days in a row a subject has been inside the close threshold, counted from its newest evidence, or from its reopening by hand."""
    since = max(case.newest.found_on, case.reopened_on or case.newest.found_on)
    return min(standing.inside_days, (standing.day - since).days)


def _check_evidence(case: Case, action: Action) -> None:
    judged = {file.sha256 for dispute in case.disputes for file in dispute.filed.evidence}
    if {file.sha256 for file in action.evidence} <= judged:
        raise no_new_evidence(case)


def _check_escalation(case: Case, action: Action, rules: CaseParameters, now: datetime, day_count: DayCount) -> None:
    office = next_office(case, rules)
    if office is None or action.escalated_to is not office:
        raise wrong_office(case)
    if not may_escalate(case, rules, now, day_count):
        raise not_late(case)


def _check_cover(case: Case, group: tuple[Level, str] | None) -> None:
    if group in {case.key, case.covered_by}:
        raise covered_so(case)
