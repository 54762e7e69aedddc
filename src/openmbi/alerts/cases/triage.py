"""What becomes of an alert: it opens a case, renews or reopens one, or is held back, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from openmbi.alerts.cases.board import Board
from openmbi.alerts.cases.conditions import Conditions
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseSubject, Closing
from openmbi.core.language import Text
from openmbi.core.periods import end_of_day
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Colour


class Fate(StrEnum):
    """What becomes of an alert."""

    OPENS = "opens"
    REOPENS = "reopens"
    RENEWS = "renews"  # a live case gets other evidence
    KNOWN = "known"  # its case knows as much already
    COVERED = "covered"  # a group stands for it
    SILENCED = "silenced"
    MAINTENANCE = "maintenance"
    SETTLED = "settled"  # a case has explained this movement, or found that there was none


HELD = MappingProxyType(
    {
        Fate.COVERED: Text("由所在群体代为处理", "a group stands for it"),
        Fate.SILENCED: Text("静默中", "silenced"),
        Fate.MAINTENANCE: Text("检修窗口", "maintenance window"),
        Fate.SETTLED: Text("已有结论", "settled by a closed case"),
    }
)
"""Why an alert opens no case although its subject has none, in words."""


@dataclass(frozen=True)
class Triaged:
    """An alert, what becomes of it, the case that it concerns and the silence that holds it back, where there are such."""

    alert: Alert
    fate: Fate
    case: Case | None = None
    silence: Silence | None = None


_SETTLED = (Closing.FALSE_ALARM, Closing.EXPLAINED, Closing.DISPUTE_UPHELD)


def triaged(alert: Alert, board: Board, conditions: Conditions) -> Triaged:
    """Return what becomes of an alert, by the cases on the board and the silences."""
    key = (alert.level, alert.subject)
    live, closed = board.live.get(key), board.closed.get(key)
    if live is not None:
        return Triaged(alert, Fate.RENEWS if _tells_more(alert, live) else Fate.KNOWN, live)
    fate = _fate_after(alert, closed, conditions.rules) if closed else Fate.OPENS
    if fate in {Fate.KNOWN, Fate.SETTLED}:
        return Triaged(alert, fate, closed)
    about = conditions.about(*key)
    group = board.group_of(alert, about, conditions.rules)
    if group is not None:
        return Triaged(alert, Fate.COVERED, board.live.get(group))
    silence = conditions.silence_of(about) or _window_of(alert, about, conditions)
    if silence is not None:
        held = Fate.SILENCED if silence.kind is SilenceKind.SILENCE else Fate.MAINTENANCE
        return Triaged(alert, held, silence=silence)
    return Triaged(alert, fate, closed if fate is Fate.REOPENS else None)


def _tells_more(alert: Alert, case: Case) -> bool:
    """Whether an alert is no older than the evidence of a case and another in kind: alike evidence every day is no news."""
    known = case.newest
    return alert.found_on >= known.found_on and (
        alert.direction is not known.direction
        or (alert.colour is Colour.RED) is not (known.colour is Colour.RED)
        or not set(alert.channels) <= set(known.channels)
        or not {source.indicator for source in alert.sources} <= {source.indicator for source in known.sources}
        or alert.covered_by != known.covered_by
    )


def _fate_after(alert: Alert, closed: Case, rules: CaseParameters) -> Fate:
    """Return what becomes of an alert whose subject's last case is closed.

    What was found before it was closed is known. A movement in its direction is settled where the case was closed as a false alarm, an upheld objection or
    explained and the movement began before; where the data had closed the case, it has come back within `reopen_days`. All else is new.
    """
    if closed.closed_on is None or alert.found_on <= closed.closed_on:
        return Fate.KNOWN
    if alert.direction is not closed.newest.direction:
        return Fate.OPENS
    if closed.closing in _SETTLED:
        return Fate.SETTLED if alert.since <= closed.closed_on else Fate.OPENS
    return Fate.REOPENS if (alert.found_on - closed.closed_on).days <= rules.reopen_days else Fate.OPENS


def _window_of(alert: Alert, about: CaseSubject, conditions: Conditions) -> Silence | None:
    """Return the maintenance window in which a movement began or was found, until the data are some days past the window's end."""
    days = (alert.since, alert.found_on, conditions.known_until or alert.found_on)
    since, found, newest = (end_of_day(day, conditions.zone) for day in days)
    tail = timedelta(days=conditions.rules.maintenance_tail_days)
    return next(
        (
            one
            for one in conditions.silences
            if one.kind is SilenceKind.MAINTENANCE and one.covers(about)
            if (one.in_force(since) or one.in_force(found)) and newest < one.until + tail
        ),
        None,
    )
