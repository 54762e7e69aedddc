"""Precision, recall, delay, false alarms and the units of signals of a small watch, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf, isnan, log10

import numpy as np
import pytest

from openmbi.alerts.quality.delays import Delays
from openmbi.alerts.quality.episode_quality import episode_quality
from openmbi.alerts.quality.outcome_units import outcome_units
from openmbi.alerts.quality.watch import Watch, quiet_years, struck
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Episode, Judged, Verdict, match
from openmbi.core.tables import Colour, Level

FIRST = date(2026, 1, 1)
WATCH = Watch(Level.ENTERPRISE, FIRST, FIRST + timedelta(days=99), 10)
"""To 10 April 2026: 100 days in four months."""


def alert(day: int, subject: str, colour: Colour = Colour.RED, p_value: float = 0.001) -> Alert:
    found = FIRST + timedelta(days=day)
    return Alert(
        Level.ENTERPRISE, subject, found, found, Direction.DOWN, (Channel.LEVEL,), (), p_value, 0.05, "s", colour
    )


def episode(first: int, last: int | None, subject: str, kind: str = "shutdown", **more) -> Episode:
    end = None if last is None else FIRST + timedelta(days=last)
    return Episode(Level.ENTERPRISE, subject, FIRST + timedelta(days=first), end, kind, **more)


EPISODES = [
    episode(10, 20, "a"),
    episode(40, None, "b"),
    episode(30, 60, "c", "slow_decline"),
    episode(95, None, "d"),
]
ALERTS = [
    alert(12, "a"),
    alert(15, "a"),
    alert(41, "b", Colour.YELLOW),
    alert(70, "e", Colour.YELLOW, 0.01),
    alert(71, "e", Colour.YELLOW, 0.0001),
    alert(96, "d"),
]


def test_alerts_and_episodes_are_counted():
    found = episode_quality(match(ALERTS, EPISODES), EPISODES, WATCH)
    assert (found.right.part, found.right.whole) == (3, 5)
    assert (found.repeats, found.echoes, found.unverified, found.young) == (1, 0, 0, 1)
    assert {colour: (one.part, one.whole) for colour, one in found.colours.items()} == {
        Colour.RED: (2, 2),
        Colour.YELLOW: (1, 3),
    }
    assert {kind: sorted(one.days) for kind, one in found.delays.items()} == {
        "shutdown": [1, 2],
        "slow_decline": [inf],
    }
    assert (found.recall.part, found.recall.whole) == (2, 3)


def test_false_alarms_are_counted_over_the_days_on_which_nothing_happened():
    found = episode_quality(match(ALERTS, EPISODES), EPISODES, WATCH)
    struck_days = 18 + 60 + 38 + 5  # each with a week of grace, to the end of the watch
    assert found.false_alarms.count == 2
    assert found.false_alarms.exposure == pytest.approx((1000 - struck_days) / 365.25 / 1000)


def test_days_of_two_episodes_count_once_and_a_touched_member_is_struck():
    cell = Episode(
        Level.CELL, "x", FIRST, FIRST + timedelta(days=12), "cell_shock", touches=frozenset({(Level.ENTERPRISE, "a")})
    )
    spans = struck([EPISODES[0], cell], WATCH)
    assert spans == {"a": ((FIRST.toordinal(), FIRST.toordinal() + 27),)}
    assert quiet_years(spans, WATCH) == pytest.approx((1000 - 28) / 365.25)
    barely = [
        episode(0, 10, "a"),
        episode(16, 20, "a"),
        episode(40, 41, "a"),
    ]  # with grace: days 0 to 17, 16 to 27, 40 to 48
    assert quiet_years(struck(barely, WATCH), WATCH) == pytest.approx((1000 - 28 - 9) / 365.25)
    assert struck([cell], Watch(Level.CELL, FIRST, FIRST, 1)) == {"x": ((FIRST.toordinal(), FIRST.toordinal()),)}


def test_alerts_of_other_levels_and_days_are_left_out():
    judged = match([*ALERTS, alert(-3, "f"), alert(100, "f")], EPISODES)
    found = episode_quality(judged, EPISODES, WATCH)
    assert (found.right.part, found.right.whole, found.false_alarms.count) == (3, 5, 2)
    other = Watch(Level.CELL, WATCH.first, WATCH.last, 10)
    assert episode_quality(judged, EPISODES, other).right.whole == 0


def test_what_is_not_sought_is_no_false_alarm_no_success_and_not_missed():
    silence = episode(65, 80, "e", "silence", sought=False)
    judged = match(ALERTS, [*EPISODES, silence])
    found = episode_quality(judged, [*EPISODES, silence], WATCH)
    assert (found.right.part, found.right.whole, found.others, found.recall.whole) == (3, 3, 2, 3)
    assert "silence" not in found.delays
    assert found.false_alarms.exposure == pytest.approx((1000 - 121 - 23) / 365.25 / 1000)
    assert outcome_units(judged, [*EPISODES, silence], WATCH).event.sum() == 4


def test_of_feedback_nothing_is_known_of_what_was_missed():
    judged = [
        Judged(alert(3, "a"), None, Verdict.CONFIRMED),
        Judged(alert(4, "b"), None, Verdict.UNVERIFIED),
        Judged(alert(5, "c"), None, Verdict.FALSE),
    ]
    found = episode_quality(judged, [], WATCH)
    assert (found.right.part, found.right.whole, found.unverified) == (1, 2, 1)
    assert found.recall.whole == 0
    assert isnan(found.all_delays.reached(0.5))


def test_delays_count_what_was_never_found():
    delays = Delays(np.array([1.0, 2.0, 4.0, inf]))
    assert (delays.reached(0.5), delays.reached(0.75), delays.reached(0.9)) == (2, 4, inf)
    assert (delays.within(2).part, delays.within(2).whole) == (2, 4)
    assert (delays.found.part, delays.found.whole) == (3, 4)


def test_units_are_episodes_and_quiet_months():
    units = outcome_units(match(ALERTS, EPISODES), EPISODES, WATCH)
    struck_months = 1 + 3 + 3 + 1  # a: January; b: February to April; c: January to March; d: April
    assert units.event.sum() == 4
    assert (~units.event).sum() == 40 - struck_months
    assert sorted(units.strength[units.event]) == pytest.approx([0, 3, 3, 3])
    assert sorted(units.strength[~units.event])[-2:] == pytest.approx([0, -log10(0.0001)])


def test_an_alert_without_a_small_p_value_is_still_a_signal():
    units = outcome_units(match([alert(50, "e", p_value=1.0), alert(50, "f", p_value=0.0)], []), [], WATCH)
    assert sorted(units.strength)[-2:] == [pytest.approx(0, abs=1e-300), 16]
    assert (units.strength > 0).sum() == 2
