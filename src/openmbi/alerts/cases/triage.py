"""What becomes of an alert: it opens a case, renews or reopens one, or is held back, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from openmbi.alerts.cases.board import Board
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseSubject, Closing
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


@dataclass(frozen=True)
class Triaged:
    """An alert, what becomes of it, the case that it concerns and the silence that holds it back, where there are such."""

    alert: Alert
    fate: Fate
    case: Case | None = None
    silence: Silence | None = None


_SETTLED = (Closing.FALSE_ALARM, Closing.EXPLAINED, Closing.DISPUTE_UPHELD)


def triaged(
    alert: Alert,
    about: CaseSubject,
    board: Board,
    silences: Sequence[Silence],
    rules: CaseParameters,
    now: datetime,
    zone: ZoneInfo,
) -> Triaged:
    """Return what becomes of an alert at a moment, by the cases on the board and the silences; days are days of `zone`."""
    live = board.live.get((alert.level, alert.subject))
    if live is not None:
        return Triaged(alert, Fate.RENEWS if _tells_more(alert, live) else Fate.KNOWN, live)
    closed = board.closed.get((alert.level, alert.subject))
    if closed is not None and closed.closed_on is not None and alert.found_on <= closed.closed_on:
        return Triaged(alert, Fate.KNOWN, closed)
    if closed is not None and _is_settled(alert, closed):
        return Triaged(alert, Fate.SETTLED, closed)
    if board.is_covered(alert):
        return Triaged(alert, Fate.COVERED, board.live.get(alert.covered_by) if alert.covered_by else None)
    silence = silence_of(about, silences, now) or _window_of(alert, about, silences, rules, zone)
    if silence is not None:
        fate = Fate.SILENCED if silence.kind is SilenceKind.SILENCE else Fate.MAINTENANCE
        return Triaged(alert, fate, silence=silence)
    if closed is not None and _came_back(alert, closed, rules):
        return Triaged(alert, Fate.REOPENS, closed)
    return Triaged(alert, Fate.OPENS)


def silence_of(about: CaseSubject, silences: Iterable[Silence], now: datetime) -> Silence | None:
    """Return the first silence or window in force that covers a subject."""
    return next((one for one in silences if one.in_force(now) and one.covers(about)), None)


def _window_of(
    alert: Alert, about: CaseSubject, silences: Iterable[Silence], rules: CaseParameters, zone: ZoneInfo
) -> Silence | None:
    """Return the maintenance window in which a movement began or was found, until some days after its end."""
    since, found = end_of_day(alert.since, zone), end_of_day(alert.found_on, zone)
    tail = timedelta(days=rules.maintenance_tail_days)
    return next(
        (
            one
            for one in silences
            if one.kind is SilenceKind.MAINTENANCE and one.covers(about)
            if one.in_force(found) or (one.in_force(since) and found < one.until + tail)
        ),
        None,
    )


def _tells_more(alert: Alert, case: Case) -> bool:
    """Whether an alert is newer than the evidence of a case and another in kind: alike evidence every day is no news."""
    known = case.newest
    return alert.found_on > known.found_on and (
        alert.direction is not known.direction
        or (alert.colour is Colour.RED) is not (known.colour is Colour.RED)
        or not set(alert.channels) <= set(known.channels)
        or not {source.indicator for source in alert.sources} <= {source.indicator for source in known.sources}
        or alert.covered_by != known.covered_by
    )


def _is_settled(alert: Alert, closed: Case) -> bool:
    """Whether an alert is of a movement that a case has settled: in its direction, and begun before the case was closed."""
    return (
        closed.closing in _SETTLED
        and closed.closed_on is not None
        and alert.direction is closed.newest.direction
        and alert.since <= closed.closed_on
    )


def _came_back(alert: Alert, closed: Case, rules: CaseParameters) -> bool:
    """Whether a movement that the data had closed is there again."""
    return (
        closed.closing not in _SETTLED
        and closed.closed_on is not None
        and alert.direction is closed.newest.direction
        and (alert.found_on - closed.closed_on).days <= rules.reopen_days
    )
