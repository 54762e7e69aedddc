"""What a run does to cases: opens, renews, verifies, closes, mutes and escalates them by what detection found, all of it in one transaction.

Runs follow each other: a run that knew no more than the last one that was followed changes nothing, so that a look back moves no case, and the same run
followed twice is followed once. A line of the audit chain says which run was followed.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from openmbi.alerts.cases.conditions import Conditions
from openmbi.alerts.cases.follow_up import follow_up, held_back
from openmbi.alerts.cases.machine import apply
from openmbi.alerts.cases.triage import Triaged
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.cases import SYSTEM, Action, ActionKind, Case, CaseSubject, transition_between
from openmbi.core.tables import Level
from openmbi.flow.alerts import FoundAlert, RunAlerts, run_alerts
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.unused_evidence import forget_unused
from openmbi.store.audit_chain import AuditChain
from openmbi.store.case_ledger import CaseFilter
from openmbi.store.runs import saved

FOLLOWED = "follow-up"
"""Kind and subject of the audit line of a run that was followed."""
Key = tuple[Level, str]


@dataclass(frozen=True)
class CaseMove:
    """One step of the daily update: the case and what was done with it."""

    number: int
    kind: ActionKind


@dataclass(frozen=True)
class Followed:
    """What following a run did. `was_newer`: whether the run knew more than the last one followed; if not, nothing was done."""

    run: str
    was_newer: bool
    moves: tuple[CaseMove, ...] = ()

    def count(self) -> Mapping[ActionKind, int]:
        """Return how many moves of each kind there were."""
        return Counter(move.kind for move in self.moves)


def followed_until(desk: CaseDesk) -> datetime | None:
    """Return what the last run that was followed knew (its `as_of`); None where none was."""
    last = _last_followed(desk)
    return None if last is None else datetime.fromisoformat(last["as_of"])


def data_followed_until(desk: CaseDesk) -> date | None:
    """Return the newest day of data of the last run that was followed; None where none was."""
    last = _last_followed(desk)
    return None if last is None else date.fromisoformat(last["data_until"])


def _last_followed(desk: CaseDesk) -> dict[str, str] | None:
    last = next(iter(deque(AuditChain(desk.operations).lines(FOLLOWED), maxlen=1)), None)
    return None if last is None else json.loads(last.content)


def follow_runs(bureau: Bureau, now: datetime) -> tuple[Followed, ...]:
    """Follow the cases up by every run that is to be followed and was not yet, oldest first: by more than one where the last time was cut short. Files of
    evidence that no step took are removed.

    Raises
    ------
    Problem
        As `follow_cases`; runs before the one that raised it were followed.
    """
    desk = CaseDesk(bureau)
    waiting = _waiting(bureau, followed_until(desk))
    forget_unused(desk, now)
    return tuple(follow_cases(desk, found, now) for found in waiting)


def _waiting(bureau: Bureau, until: datetime | None) -> list[RunAlerts]:
    """Return the findings of the runs that know more than `until` and are to be followed, in the order of their as-of."""
    known = [(one.as_of, one) for one in saved(bureau.store, "runs")]
    later = sorted((pair for pair in known if until is None or pair[0] > until), key=lambda pair: pair[0])
    found = [run_alerts(one) for _, one in later]
    return [one for one in found if one is not None and one.for_cases]


def follow_cases(desk: CaseDesk, found: RunAlerts, now: datetime) -> Followed:
    """Do to the cases what the findings of a run call for, all of it or nothing; `now` is the moment at which it is done.

    Raises
    ------
    Problem
        Those of the operational database, the owners and the rules.
    """
    with desk.operations.changing():
        until = followed_until(desk)
        if until is not None and found.as_of <= until:
            return Followed(found.run, was_newer=False)
        moves = _moves(desk, found, now)
        content = {"run": found.run, "as_of": found.as_of.isoformat(), "data_until": found.data_until.isoformat()}
        counts = {kind.value: n for kind, n in Counter(move.kind for move in moves).items()}
        AuditChain(desk.operations).append(
            at=now, actor=SYSTEM, kind=FOLLOWED, about=FOLLOWED, content=content | {"moves": counts}
        )
        return Followed(found.run, was_newer=True, moves=moves)


def held(desk: CaseDesk, found: RunAlerts, now: datetime) -> dict[Key, Triaged]:
    """Return by level and subject the alerts of a run that open no case although their subject has none, and why.

    Raises
    ------
    Problem
        Those of the operational database, the owners and the rules.
    """
    subjects = _subjects(desk, found.alerts)
    conditions = Conditions(
        desk.silences.find(), desk.rules(now), now, subjects, desk.workdays, desk.bureau.zone, found.data_until
    )
    kept = held_back(_cases(desk, found.alerts), [one.alert for one in found.alerts], conditions)
    return {(one.alert.level, one.alert.subject): one for one in kept}


def _moves(desk: CaseDesk, found: RunAlerts, now: datetime) -> tuple[CaseMove, ...]:
    rules = desk.rules(now)
    moves = follow_up(
        _cases(desk, found.alerts),
        [one.alert for one in found.alerts],
        found.standings,
        desk.silences.find(),
        rules,
        now,
        subjects=_subjects(desk, found.alerts),
        day_count=desk.workdays,
        zone=desk.bureau.zone,
        known_until=found.data_until,
    )
    keeping = _Keeping(desk, rules, now)
    return tuple(keeping.keep(case, action) for case, action in moves)


def _cases(desk: CaseDesk, alerts: Iterable[FoundAlert]) -> list[Case]:
    """Return the cases that are not closed, and of those who have an alert the closed ones too."""
    live = desk.ledger.find(CaseFilter(is_closed=False))
    keys = dict.fromkeys((one.alert.level, one.alert.subject) for one in alerts)
    closed = [
        case
        for level, subject in keys
        for case in desk.ledger.find(CaseFilter(is_closed=True, level=level, subject=subject))
    ]
    return [*live, *closed]


def _subjects(desk: CaseDesk, alerts: Sequence[FoundAlert]) -> dict[Key, CaseSubject]:
    """Return whom each alert is about, with the owner who answers for the place now."""
    return {(one.alert.level, one.alert.subject): _owned(desk, one.subject.about) for one in alerts}


def _owned(desk: CaseDesk, about: CaseSubject) -> CaseSubject:
    owner = desk.owners.owner_of(about.place or "")
    return replace(about, owner=owner.identifier if owner else None)


@dataclass
class _Keeping:
    """Keeps one move after the other; a case that one of them opens gets its number from the ledger, and later moves find it by its subject."""

    desk: CaseDesk
    rules: CaseParameters
    now: datetime
    opened: dict[Key, int] = field(default_factory=dict)

    def keep(self, case: Case | None, action: Action) -> CaseMove:
        """Take an action, keep what it made, and return it."""
        ledger = self.desk.ledger
        before = case if case is None or case.number else replace(case, number=self.opened[case.key])
        after = apply(before, action, self.rules, self.now, self.desk.workdays)
        if before is None:
            after = ledger.open(after, action)
            self.opened[after.key] = after.number
        else:
            ledger.append(after, transition_between(before, action, after), before.version)
        return CaseMove(after.number, action.kind)
