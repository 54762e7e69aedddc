"""What holds for all alerts and truths: nothing is lost in judging, and nothing that is known later alters what was fixed before."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.alerts.quality.episode_quality import episode_quality
from openmbi.alerts.quality.intervals import clopper_pearson, wilson
from openmbi.alerts.quality.ledger import ledger, pool
from openmbi.alerts.quality.outcome_units import outcome_units
from openmbi.alerts.quality.past_bounds import bound_as_known, replayed_bounds
from openmbi.alerts.quality.past_probability import past_probabilities
from openmbi.alerts.quality.watch import Watch
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Basis, Episode, Judged, Part, Verdict, match
from openmbi.core.tables import Colour, Level

FIRST = date(2026, 1, 1)
DAYS = 120
SUBJECTS = ("a", "b", "c")


class Digits:
    """One drawn number taken apart into choices: quicker than a draw for each."""

    def __init__(self, number: int) -> None:
        self.rest = number

    def of(self, *choices):
        self.rest, place = divmod(self.rest, len(choices))
        return choices[place]

    def below(self, bound: int) -> int:
        return self.of(*range(bound))


def alert_of(digits: Digits) -> Alert:
    found = FIRST + timedelta(days=digits.below(DAYS))
    return Alert(
        level=Level.ENTERPRISE,
        subject=digits.of(*SUBJECTS),
        found_on=found,
        since=found,
        direction=digits.of(*Direction),
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=digits.of(0.001, 0.0, 0.02),
        q_value=digits.of(0.001, 0.01, 0.02, 0.05, 0.08, 0.1),
        stratum=digits.of("s", "t"),
        colour=digits.of(Colour.RED, Colour.YELLOW),
    )


def episode_of(digits: Digits) -> Episode:
    first = FIRST + timedelta(days=digits.below(DAYS))
    length = digits.of(*range(40), None)
    return Episode(
        level=digits.of(Level.ENTERPRISE, Level.CELL),
        subject=digits.of(*SUBJECTS),
        first=first,
        last=None if length is None else first + timedelta(days=length),
        kind="shutdown",
        direction=digits.of(None, *Direction),
        touches=frozenset((Level.ENTERPRISE, one) for one in SUBJECTS if digits.of(False, True)),
        sought=digits.of(True, False),
    )


def verdict_of(digits: Digits) -> Judged:
    alert = alert_of(digits)
    delay = digits.of(None, *range(60))
    known = None if delay is None else alert.found_on + timedelta(days=delay)
    return Judged(alert, None, digits.of(*Verdict), digits.of(None, None, Part.FIRST, Part.REPEAT, Part.ECHO), known)


calm = settings(max_examples=80, deadline=None)
NUMBERS = st.integers(0, 10**10)
days = st.integers(0, DAYS - 1).map(lambda day: FIRST + timedelta(days=day))
alerts = NUMBERS.map(Digits).map(alert_of)
many_alerts = st.lists(alerts, max_size=20)
some_episodes = st.lists(NUMBERS.map(Digits).map(episode_of), max_size=6)
many_verdicts = st.lists(NUMBERS.map(Digits).map(verdict_of), max_size=30)


@calm
@given(many_alerts, some_episodes, st.randoms())
def test_every_alert_is_judged_once_whatever_the_order(given_alerts, truth, random):
    judged = match(given_alerts, truth)
    assert sorted(one.alert.key for one in judged) == sorted(alert.key for alert in given_alerts)
    mixed_truth = random.sample(truth, len(truth))
    distinct = {(one.first, one.level, one.subject) for one in truth}
    if len(distinct) == len(truth):
        assert match(given_alerts, mixed_truth) == judged


@calm
@given(many_alerts, some_episodes)
def test_an_episode_is_found_once_at_most_and_by_its_own_alerts(given_alerts, truth):
    judged = match(given_alerts, truth)
    firsts = [one.truth for one in judged if one.part is Part.FIRST]
    assert len(firsts) == len(set(firsts))
    for one in judged:
        assert (one.truth is None) == (one.verdict is Verdict.FALSE) == (one.part is None)
        assert one.truth is None or one.truth.sought == (one.part is not Part.OTHER)
        if one.truth and one.part in {Part.FIRST, Part.REPEAT}:
            assert (one.truth.level, one.truth.subject) == (one.alert.level, one.alert.subject)
            assert one.truth.first <= one.alert.found_on


@calm
@given(many_alerts, some_episodes, alerts)
def test_a_later_alert_alters_no_earlier_verdict(given_alerts, truth, other):
    before = [one for one in given_alerts if one.found_on < other.found_on]
    assert match([*before, other], truth)[: len(before)] == match(before, truth)


@calm
@given(many_alerts, some_episodes)
def test_counts_of_quality_and_of_units_add_up(given_alerts, truth):
    watch = Watch(Level.ENTERPRISE, FIRST, FIRST + timedelta(days=DAYS - 1), len(SUBJECTS))
    judged = match(given_alerts, truth)
    found = episode_quality(judged, truth, watch)
    assert found.right.whole + found.repeats + found.echoes + found.others == len(given_alerts)
    assert sum(one.whole for one in found.colours.values()) == found.right.whole
    assert found.recall.part <= found.right.part
    assert 0 <= found.false_alarms.exposure <= len(SUBJECTS) * DAYS / 365.25 / 1000
    units = outcome_units(judged, truth, watch)
    own = {one for one in truth if one.level is Level.ENTERPRISE and one.sought}
    assert units.event.sum() == len(own)
    assert len(units.event) <= len(own) + len(SUBJECTS) * watch.months
    assert (units.strength[~units.event] > 0).sum() <= found.false_alarms.count


@calm
@given(many_verdicts, days)
def test_the_ledger_has_every_alert_of_before_that_counts(judged, as_of):
    lines = ledger(judged, Basis.FEEDBACK, as_of=as_of)
    assert all(one.opened == one.confirmed + one.false + one.unverified for one in lines)
    assert sum(one.opened for one in lines) == sum(one.counts and one.alert.found_on <= as_of for one in judged)
    assert len({(one.month, one.level, one.stratum, one.colour) for one in lines}) == len(lines)
    whole = pool(lines)
    assert whole is None or whole.false.part == sum(one.false for one in lines)


@calm
@given(many_verdicts, many_verdicts, days)
def test_what_comes_later_never_alters_a_ledger_of_before(judged, later, as_of):
    unknown = [
        Judged(one.alert, None, one.verdict, one.part, max(one.alert.found_on, as_of) + timedelta(days=1))
        for one in later
        if one.alert.found_on > as_of
    ]
    assert ledger([*judged, *unknown], Basis.FEEDBACK, as_of=as_of) == ledger(judged, Basis.FEEDBACK, as_of=as_of)


@calm
@given(many_verdicts, many_verdicts, days)
def test_a_threshold_is_fixed_on_the_past_alone(judged, other, judged_from):
    """Alerts and verdicts of the day itself and later are added, dropped and turned round: the bound fixed for the day stays."""
    fixed = bound_as_known(judged, judged_from, target=0.3, fewest=3)
    known = [one for one in judged if (one.verdict_on or one.alert.found_on) < judged_from]
    later = [one for one in [*judged, *other] if (one.verdict_on or one.alert.found_on) >= judged_from]
    turned = [
        Judged(one.alert, None, Verdict.FALSE if one.verdict is Verdict.CONFIRMED else Verdict.CONFIRMED, None, one.verdict_on)
        for one in later
    ]  # fmt: skip
    assert repr(bound_as_known([*turned, *known], judged_from, target=0.3, fewest=3)) == repr(fixed)


@calm
@given(many_verdicts, many_verdicts)
def test_a_longer_history_leaves_earlier_thresholds_as_they_were(judged, more):
    begins = [FIRST + timedelta(days=30 * number) for number in range(1, 5)]
    later = [one for one in more if (one.verdict_on or one.alert.found_on) >= begins[2]]
    before = replayed_bounds(judged, begins[:3], target=0.3, fewest=3)
    after = replayed_bounds([*judged, *later], begins, target=0.3, fewest=3)
    assert [repr(one.fixed) for one in before] == [repr(one.fixed) for one in after[:3]]


@calm
@given(many_verdicts, many_verdicts, days)
def test_a_probability_rests_on_the_past_alone(judged, other, day):
    early = [one for one in judged if one.alert.found_on <= day]
    later = [one for one in other if (one.verdict_on or one.alert.found_on) >= day and one.alert.found_on > day]
    alone = past_probabilities(early, fewest=2)
    together = past_probabilities([*early, *later], fewest=2)
    np.testing.assert_array_equal(together[: len(early)], alone)


@calm
@given(st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share_and_mirrors(counted):
    part, whole = counted
    for interval in (wilson, clopper_pearson):
        found, mirrored = interval(part, whole), interval(whole - part, whole)
        assert 0 <= found.low <= found.share <= found.high <= 1
        np.testing.assert_allclose([found.low, found.high], [1 - mirrored.high, 1 - mirrored.low], atol=1e-9)
