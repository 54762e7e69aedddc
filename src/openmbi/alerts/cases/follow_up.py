"""What the daily update does to cases: verifies, closes, opens, reopens, renews, mutes and escalates, by the data and the clock alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openmbi.alerts.cases.board import Board
from openmbi.alerts.cases.conditions import UTC, Conditions, Key
from openmbi.alerts.cases.deadlines import may_escalate, next_office
from openmbi.alerts.cases.guards import days_back
from openmbi.alerts.cases.machine import apply
from openmbi.alerts.cases.triage import HELD, Fate, Triaged, triaged
from openmbi.catalog.case_rules import CaseParameters
from openmbi.catalog.workdays import EVERY_DAY, DayCount
from openmbi.core.alerts import Alert, Standing
from openmbi.core.cases import SYSTEM, Action, ActionKind, Case, CaseState, CaseSubject
from openmbi.core.silences import Silence
from openmbi.core.tables import Colour, Level

Move = tuple[Case | None, Action]
"""An action and the case that it is taken on, None where it opens one."""

_RECOVERING = (
    CaseState.OPEN,
    CaseState.ASSIGNED,
    CaseState.ACKNOWLEDGED,
    CaseState.SELF_CHECKED,
    CaseState.MEASURE_TAKEN,
)


def follow_up(  # noqa: PLR0917  it depends on no less
    cases: Iterable[Case],
    alerts: Iterable[Alert],
    standings: Iterable[Standing],
    silences: Sequence[Silence],
    rules: CaseParameters,
    now: datetime,
    *,
    subjects: Mapping[Key, CaseSubject] | None = None,
    day_count: DayCount = EVERY_DAY,
    zone: ZoneInfo = UTC,
    known_until: date | None = None,
) -> tuple[Move, ...]:
    """Return what the daily update does, in the order in which it has to be done.

    The case of each move is as the moves before it leave it, so that `apply(case, action, rules, now, day_count)` of one move after the other is right. Done
    again at the same moment with the same data it returns nothing. Subjects with a case that was changed after `now` are left alone.

    Parameters
    ----------
    cases
        All that are not closed, and the closed ones (the last of each subject is enough).
    alerts, standings
        Alerts that stand on the newest day, whenever they were found, and how their subjects and those of cases stand on it. Of several alerts of one
        subject the newest counts, and of those the red one.
    silences
        All that may be in force, and maintenance windows until their tail has passed.
    subjects
        Place, industry and owner by level and code; a subject that is not named lies nowhere and has no owner.
    zone, known_until
        Whose days the data are, and the newest of them; None: the newest day that alerts and standings name.
    """
    given = tuple(cases)
    later = {case.key for case in given if case.changed_at > now}
    strongest = _strongest(alert for alert in alerts if (alert.level, alert.subject) not in later)
    board = Board.of((case for case in given if case.key not in later), strongest)
    by_subject = {(standing.level, standing.subject): standing for standing in standings}
    days = [*(alert.found_on for alert in strongest), *(standing.day for standing in by_subject.values())]
    newest = known_until or max(days, default=None)
    update = _Update(board, Conditions(silences, rules, now, subjects or {}, day_count, zone, newest))
    update.renew(strongest)
    update.close(by_subject)
    update.open(strongest)
    update.mute()
    update.escalate()
    return tuple(update.moves)


def held_back(cases: Iterable[Case], alerts: Iterable[Alert], conditions: Conditions) -> tuple[Triaged, ...]:
    """Return the alerts that open no case although their subject has none, and why: covered by a group, silenced, in maintenance, settled."""
    strongest = _strongest(alerts)
    board = Board.of(cases, strongest)
    fates = [triaged(alert, board, conditions) for alert in strongest]
    return tuple(one for one in fates if one.fate in HELD)


@dataclass
class _Update:
    """One daily update while it is made: the board as the moves so far leave it, and the moves."""

    board: Board
    conditions: Conditions
    moves: list[Move] = field(default_factory=list)

    def renew(self, alerts: Iterable[Alert]) -> None:
        """Give live cases the evidence of alerts that tell more than they know."""
        for alert in alerts:
            found = triaged(alert, self.board, self.conditions)
            if found.fate is Fate.RENEWS:
                self._take(found.case, ActionKind.REFRESH, alert=alert)

    def close(self, standings: Mapping[Key, Standing]) -> None:
        """Close what the data show to be back, but nothing whose alert stands; send back to measure what they do not show so in time."""
        for key, case in list(self.board.live.items()):
            standing = standings.get(key)
            if standing is None or standing.day < case.newest.found_on:
                continue
            kind = _by_data(case, standing, self.conditions)
            if kind is ActionKind.FAIL_VERIFICATION or (kind is not None and key not in self.board.alerting):
                self._take(case, kind, standing=standing)

    def open(self, alerts: Iterable[Alert]) -> None:
        """Open or reopen a case for every alert that nothing holds back."""
        for alert in alerts:
            found = triaged(alert, self.board, self.conditions)
            if found.fate is Fate.REOPENS:
                self._take(found.case, ActionKind.REOPEN, alert=alert)
            if found.fate is Fate.OPENS:
                about = self.conditions.about(alert.level, alert.subject)
                self._take(None, ActionKind.OPEN, alert=alert, about=about)

    def mute(self) -> None:
        """Mute the cases that the case of a group stands for, and let those speak whose group's case is closed."""
        for case in list(self.board.live.values()):
            if case.state is CaseState.DISPUTED:
                continue
            cover = self.board.cover_of(case, self.conditions.rules)
            if cover is None and case.is_muted:
                self._take(case, ActionKind.UNMUTE)
            elif cover is not None and cover != case.covered_by:
                self._take(case, ActionKind.MUTE, covered_by=cover)

    def escalate(self) -> None:
        """Take what is late to the next office, but for what a silence covers."""
        rules, now, day_count = self.conditions.rules, self.conditions.now, self.conditions.day_count
        for case in list(self.board.live.values()):
            if may_escalate(case, rules, now, day_count) and self.conditions.silence_of(case.about) is None:
                self._take(case, ActionKind.ESCALATE, escalated_to=next_office(case, rules))

    def _take(self, case: Case | None, kind: ActionKind, **brought: Any) -> None:
        action = Action(kind, SYSTEM, self.conditions.now, **brought)
        self.board.put(apply(case, action, self.conditions.rules, self.conditions.now, self.conditions.day_count))
        self.moves.append((case, action))


def _by_data(case: Case, standing: Standing, conditions: Conditions) -> ActionKind | None:
    """Return what the data do to a live case. Where nothing was read, they do nothing: a silent meter neither proves nor disproves."""
    days = days_back(case, standing)
    if case.state in _RECOVERING:
        return ActionKind.RECOVER if days >= conditions.rules.recover_days else None
    if case.state is not CaseState.FEEDBACK_GIVEN:
        return None
    if days >= conditions.rules.close_days:
        return ActionKind.VERIFY
    is_late = case.is_overdue(conditions.now) and not math.isnan(standing.deviation)
    return ActionKind.FAIL_VERIFICATION if is_late else None


def _strongest(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return one alert of each subject: the newest, and of several that day the red one, then the least probable. Groups come before enterprises."""
    best: dict[Key, Alert] = {}
    for alert in alerts:
        key = (alert.level, alert.subject)
        if key not in best or _rank(alert) > _rank(best[key]):
            best[key] = alert
    return tuple(best[key] for key in sorted(best, key=lambda key: (key[0] is Level.ENTERPRISE, *key)))


def _rank(alert: Alert) -> tuple[date, bool, float]:
    return alert.found_on, alert.colour is Colour.RED, -alert.p_value
