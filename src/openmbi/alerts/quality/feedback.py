"""What a case says of the alert that opened it: right, false, or not verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from openmbi.core.cases import Case, CaseState, Cause, Closing
from openmbi.core.quality import Judged, Part, Verdict
from openmbi.core.tables import Colour


def judged_rounds(case: Case, zone: tzinfo) -> tuple[Judged, ...]:
    """Return every alert that opened a case or took it up again, oldest first, each with the verdict of its own end."""
    ended = [
        replace(
            case,
            state=CaseState.CLOSED,
            alert=one.alert,
            newest=one.newest,
            causes=one.causes,
            closing=one.closing,
            closed_at=one.closed_at,
            covered_by=None,
        )
        for one in case.rounds
    ]
    return tuple(judged_case(one, zone) for one in (*ended, case))


def judged_case(case: Case, zone: tzinfo) -> Judged:
    """Return the alert of a case with its verdict, known from the local day on which the case was closed.

    False: closed as a false alarm, an objection upheld, or no event the only cause that was found. Right: verified by the data, explained, or recovered after a
    self-check had found a cause. What recovered by itself without a cause, and what is not closed, is unverified. A case that a group's case mutes is an echo.
    An alert that became red is a red one.
    """
    return Judged(
        alert=replace(case.alert, colour=max(case.alert.colour, case.newest.colour, key=_gravity)),
        truth=None,
        verdict=_verdict(case),
        part=Part.ECHO if case.is_muted else None,
        verdict_on=case.closed_at.astimezone(zone).date() if case.closed_at else None,
    )


def _gravity(colour: Colour) -> bool:
    return colour is Colour.RED


def _verdict(case: Case) -> Verdict:
    if not case.is_closed:
        return Verdict.UNVERIFIED
    if case.closing in {Closing.FALSE_ALARM, Closing.DISPUTE_UPHELD} or set(case.causes) == {Cause.NO_EVENT}:
        return Verdict.FALSE
    if case.closing is Closing.RECOVERED and not case.causes:
        return Verdict.UNVERIFIED
    return Verdict.CONFIRMED
