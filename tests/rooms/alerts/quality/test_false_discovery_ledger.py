"""The ledger's lines, what is taken together of them, and what stands beside a light."""

from __future__ import annotations

from datetime import date

import pytest

from openmbi.alerts.quality.ledger import ledger, pool, pool_by
from openmbi.alerts.quality.rate_beside import NOT_YET_MEASURED, rate_beside
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Basis, Judged, LedgerLine, Part, Verdict
from openmbi.core.tables import Colour, Level


def judged(
    found: str,
    verdict: Verdict,
    *,
    stratum: str = "s",
    colour: Colour = Colour.RED,
    part: Part | None = None,
    verdict_on: str | None = None,
) -> Judged:
    day = date.fromisoformat(found)
    alert = Alert(Level.ENTERPRISE, "e", day, day, Direction.DOWN, (Channel.LEVEL,), (), 0.001, 0.05, stratum, colour)
    return Judged(alert, None, verdict, part, date.fromisoformat(verdict_on) if verdict_on else None)


JUDGED = [
    judged("2026-01-03", Verdict.CONFIRMED),
    judged("2026-01-31", Verdict.FALSE, verdict_on="2026-02-20"),
    judged("2026-01-31", Verdict.CONFIRMED, part=Part.REPEAT),
    judged("2026-02-01", Verdict.FALSE),
    judged("2026-02-02", Verdict.CONFIRMED, stratum="t"),
    judged("2026-02-03", Verdict.UNVERIFIED, colour=Colour.YELLOW),
]


def line(
    false: int,
    confirmed: int,
    unverified: int = 0,
    *,
    basis: Basis = Basis.FEEDBACK,
    stratum: str = "s",
    month: str = "2026-01",
) -> LedgerLine:
    opened = false + confirmed + unverified
    return LedgerLine(month, Level.ENTERPRISE, stratum, opened, confirmed, false, unverified, basis, Colour.RED)


def test_lines_are_by_month_stratum_and_colour():
    found = ledger(JUDGED, Basis.REPLAY, as_of=date(2026, 3, 1))
    told = [(one.month, one.stratum, one.colour, one.opened, one.confirmed, one.false, one.unverified) for one in found]
    assert told == [
        ("2026-01", "s", Colour.RED, 2, 1, 1, 0),
        ("2026-02", "s", Colour.YELLOW, 1, 0, 0, 1),
        ("2026-02", "s", Colour.RED, 1, 0, 1, 0),
        ("2026-02", "t", Colour.RED, 1, 1, 0, 0),
    ]


def test_a_verdict_of_later_is_unverified_and_an_alert_of_later_not_there():
    (found,) = ledger(JUDGED, Basis.FEEDBACK, as_of=date(2026, 1, 31))
    assert (found.opened, found.confirmed, found.false, found.unverified) == (2, 1, 0, 1)
    on_the_day = ledger(JUDGED[:3], Basis.FEEDBACK, as_of=date(2026, 2, 20))
    assert [(one.false, one.unverified) for one in on_the_day] == [(1, 0)]


def test_lines_are_taken_together():
    whole = pool(ledger(JUDGED, Basis.REPLAY, as_of=date(2026, 3, 1)))
    assert whole
    assert (whole.false.part, whole.false.whole, whole.unverified, whole.opened) == (2, 4, 1, 5)
    assert (whole.first, whole.last) == ("2026-01", "2026-02")
    by_colour = pool_by(ledger(JUDGED, Basis.REPLAY, as_of=date(2026, 3, 1)), lambda one: one.colour)
    assert {colour: one.opened for colour, one in by_colour.items()} == {Colour.RED: 4, Colour.YELLOW: 1}
    assert pool([]) is None


def test_feedback_and_replay_are_never_taken_together():
    with pytest.raises(ValueError, match="apart"):
        pool([line(1, 2), line(1, 2, basis=Basis.REPLAY)])


def test_a_rate_is_told_with_its_interval_and_what_it_was_measured_on():
    lines = [line(4, 50, month="2026-01"), line(5, 61, 3, month="2026-02")]
    found = rate_beside(lines, Level.ENTERPRISE, Colour.RED)
    assert found.text.en == (
        "of 120 such alerts 9 were false: 7.5 % (95 % interval 4–14 %), measured on feedback from closed cases, 2026-01…2026-02; 3 more are unverified"
    )
    assert "误报 9 个：7.5%（95% 区间 4–14%）" in found.text.zh


def test_nothing_measured_says_so():
    assert rate_beside([], Level.ENTERPRISE, Colour.RED).text == NOT_YET_MEASURED
    other = rate_beside([line(1, 20)], Level.CELL, Colour.RED)
    assert (other.text, other.measured, other.basis) == (NOT_YET_MEASURED, None, None)
    waiting = rate_beside([line(0, 0, 7), line(0, 0, 2, stratum="t")], Level.ENTERPRISE, Colour.RED, "s")
    assert (waiting.measured, waiting.text.en) == (None, "not yet measured: none of 9 such alerts is verified")


def test_feedback_comes_before_replay_and_the_own_stratum_before_all():
    lines = [line(1, 9), line(5, 20, stratum="t"), line(2, 98, basis=Basis.REPLAY)]
    own = rate_beside(lines, Level.ENTERPRISE, Colour.RED, "s")
    assert own.measured
    assert (own.basis, own.by_stratum, own.measured.false.whole) == (Basis.FEEDBACK, True, 10)
    small = rate_beside(lines, Level.ENTERPRISE, Colour.RED, "s", fewest=11)
    assert small.measured
    assert (small.basis, small.by_stratum, small.measured.false.whole) == (Basis.FEEDBACK, False, 35)
    replay = rate_beside(lines, Level.ENTERPRISE, Colour.RED, fewest=50)
    assert (replay.basis, replay.by_stratum) == (Basis.REPLAY, False)
    too_few = rate_beside(lines[:1], Level.ENTERPRISE, Colour.RED, fewest=50)
    assert too_few.basis is Basis.FEEDBACK
