"""What every end of a case says of its alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from openmbi.alerts.quality.feedback import judged_case, judged_rounds
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import Case, CaseState, Cause, Closing, Round
from openmbi.core.quality import Verdict
from openmbi.core.tables import Colour, Level

FOUND = date(2026, 3, 1)
ALERT = Alert(Level.ENTERPRISE, "e", FOUND, FOUND, Direction.DOWN, (Channel.LEVEL,), (), 0.001, 0.05, "s", Colour.RED)
CLOSED_AT = datetime(2026, 3, 20, 18, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))


def case(closing: Closing | None, causes: tuple[Cause, ...] = (), covered_by: tuple[Level, str] | None = None) -> Case:
    opened = datetime(2026, 3, 1, 8, tzinfo=UTC)
    return Case(
        number=1, version=3, level=ALERT.level, subject="e", place=None, industry=None, owner="bureau",
        state=CaseState.CLOSED if closing else CaseState.SELF_CHECKED, opened_at=opened, changed_at=CLOSED_AT, alert=ALERT, newest=ALERT,
        causes=causes, closing=closing, closed_at=CLOSED_AT if closing else None, covered_by=covered_by,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("closing", "causes", "verdict"),
    [
        (Closing.FALSE_ALARM, (Cause.NO_EVENT,), Verdict.FALSE),
        (Closing.DISPUTE_UPHELD, (Cause.OTHER,), Verdict.FALSE),
        (Closing.VERIFIED, (Cause.ORDER_LOSS,), Verdict.CONFIRMED),
        (Closing.EXPLAINED, (Cause.RELOCATION,), Verdict.CONFIRMED),
        (Closing.RECOVERED, (), Verdict.UNVERIFIED),
        (Closing.RECOVERED, (Cause.MAINTENANCE,), Verdict.CONFIRMED),
        (Closing.RECOVERED, (Cause.NO_EVENT,), Verdict.FALSE),
        (Closing.VERIFIED, (Cause.NO_EVENT, Cause.METER_FAULT), Verdict.CONFIRMED),
        (None, (Cause.NO_EVENT,), Verdict.UNVERIFIED),
    ],
)
def test_the_end_of_a_case_is_the_verdict(closing: Closing | None, causes: tuple[Cause, ...], verdict: Verdict):
    assert judged_case(case(closing, causes), UTC).verdict is verdict


def test_a_verdict_is_known_from_the_local_day_of_the_closing():
    assert judged_case(case(Closing.VERIFIED), UTC).verdict_on == date(2026, 3, 20)
    assert judged_case(case(Closing.VERIFIED), CHINA).verdict_on == date(2026, 3, 21)
    assert judged_case(case(None), CHINA).verdict_on is None


def test_an_alert_that_became_red_is_red():
    yellow = replace(ALERT, colour=Colour.YELLOW)
    worse = replace(case(None), alert=yellow, newest=ALERT)
    assert judged_case(worse, UTC).alert == ALERT
    assert judged_case(replace(worse, newest=yellow), UTC).alert == yellow
    assert judged_case(replace(worse, alert=ALERT, newest=yellow), UTC).alert == ALERT


def test_a_case_that_its_groups_case_mutes_counts_for_nothing():
    assert judged_case(case(Closing.VERIFIED), UTC).counts
    assert not judged_case(case(Closing.VERIFIED, covered_by=(Level.CELL, "440100-C39")), UTC).counts


def test_every_alert_that_took_a_case_up_again_has_the_verdict_of_its_own_end():
    before = replace(ALERT, found_on=date(2026, 2, 1), colour=Colour.YELLOW)
    ended = Round(
        before, ALERT, (Cause.MAINTENANCE,), Closing.RECOVERED, CLOSED_AT - timedelta(days=15), date(2026, 3, 4)
    )
    first, second = judged_rounds(replace(case(None), rounds=(ended,)), UTC)
    became_red = replace(before, colour=Colour.RED)
    assert (first.alert, first.verdict, first.verdict_on) == (became_red, Verdict.CONFIRMED, date(2026, 3, 5))
    assert (second.verdict, second.verdict_on) == (Verdict.UNVERIFIED, None)
    assert judged_rounds(case(Closing.VERIFIED), UTC) == (judged_case(case(Closing.VERIFIED), UTC),)
