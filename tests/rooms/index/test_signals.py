"""The signals approach by hand: which periods count, the four counts, usefulness, area, lead time, and thresholds fixed on the past."""

from datetime import date

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.signals.auroc import Blocks, Bootstrap, auroc, auroc_interval, block_rows
from openmbi.index.signals.horizon import ahead_of, beginnings
from openmbi.index.signals.lead_time import lead_times
from openmbi.index.signals.out_of_sample import out_of_sample
from openmbi.index.signals.ranking import combined_signal, rank_signals
from openmbi.index.signals.signal_counts import Side, SignalCounts, count_signals, signals
from openmbi.index.signals.threshold import Choice, SignalHistory, threshold_as_of
from openmbi.index.signals.usefulness import Criterion, relative_usefulness, usefulness

CHOICE = Choice(Side.BELOW, horizon=2, preference=0.5)


def flags(text: str) -> np.ndarray:
    return np.array([letter == "x" for letter in text])


def history(measure: list[float], event: str, lag: int = 1) -> SignalHistory:
    """Months from 2020-01; a month is known `lag` months after its first day."""
    months = np.datetime64("2020-01") + np.arange(len(measure))
    return SignalHistory(
        months.astype("datetime64[D]"), np.array(measure, float), flags(event), (months + lag).astype("datetime64[D]")
    )


def counts(hits: int, false_alarms: int, misses: int, quiet: int) -> SignalCounts:
    return SignalCounts(*(np.array([number]) for number in (hits, false_alarms, misses, quiet)))


def test_periods_before_an_event_count_and_those_inside_are_left_out():
    found = ahead_of(flags("....xx..."), 2)
    assert found.ahead.tolist() == flags("..xx.....").tolist()
    assert found.judged.tolist() == flags("xxxx..x..").tolist()
    assert beginnings(flags("x.xx.x")).tolist() == [0, 2, 5]


def test_with_no_horizon_a_signal_should_show_the_event_itself():
    found = ahead_of(flags(".xx..x"), 0)
    assert found.ahead.tolist() == flags(".xx..x").tolist()
    assert found.judged.all()
    np.testing.assert_array_equal(lead_times(flags("..x..x"), flags(".xx..x"), 0).lead, [-1, 0])
    with pytest.raises(Problem, match="-1 periods"):
        ahead_of(flags(".x"), -1)


def test_the_four_counts_by_hand():
    measure = np.array([1, 2, 3, 4, 5, 6.0])
    found = count_signals(measure, flags("x.x..."), np.array([0.5, 3.0]), Side.BELOW)
    assert [part.tolist() for part in (found.hits, found.false_alarms, found.misses, found.quiet)] == [
        [0, 2],
        [0, 1],
        [2, 0],
        [4, 3],
    ]
    assert found.noise_to_signal.tolist() == [np.inf, 0.25]
    assert found.recall.tolist() == [0, 1]
    assert found.precision[1] == pytest.approx(2 / 3)
    assert np.isnan(found.precision[0])
    assert found.prior[0] == pytest.approx(1 / 3)
    above = count_signals(measure, flags("x.x..."), np.array([3.0]), Side.ABOVE)
    assert (above.hits.tolist(), above.false_alarms.tolist()) == ([1], [3])


def test_a_missing_measure_never_signals():
    assert signals(np.array([np.nan, 1.0]), 2.0, Side.BELOW).tolist() == [False, True]


def test_usefulness_by_hand():
    found = counts(8, 9, 2, 81)  # prior 0.1, misses 0.2, false alarms 0.1
    assert usefulness(found, 0.5, Criterion.ALESSI_DETKEN)[0] == pytest.approx(0.5 - 0.5 * 0.2 - 0.5 * 0.1)
    assert usefulness(found, 0.9)[0] == pytest.approx(0.09 - 0.09 * 0.2 - 0.09 * 0.1)
    assert relative_usefulness(found, 0.9)[0] == pytest.approx(0.7)
    assert usefulness(found, 0.5)[0] == pytest.approx(0.05 - 0.05 * 0.2 - 0.45 * 0.1)


def test_the_area_by_hand_with_a_tie():
    assert auroc(np.array([3, 2, 2, 1.0]), flags("xx..")) == pytest.approx(3.5 / 4)
    assert np.isnan(auroc(np.ones(3), flags("...")))


@pytest.mark.parametrize("blocks", Blocks)
def test_drawn_rows_run_in_blocks(blocks):
    rows = block_rows(200, Bootstrap(seed=1, block=10, draws=50, blocks=blocks))
    assert rows.shape == (50, 200)
    assert rows.min() >= 0
    assert rows.max() < 200
    follows = (rows[:, 1:] - rows[:, :-1]) % 200 == 1
    assert follows.mean() == pytest.approx(0.9, abs=0.02)
    assert np.unique(rows).size == 200


def test_the_interval_holds_the_area_and_repeats_by_its_seed():
    generator = np.random.default_rng(4)
    ahead = np.repeat(generator.random(40) < 0.3, 6)
    measure = ahead + generator.normal(0, 1, 240)
    one, again, other = (auroc_interval(measure, ahead, Bootstrap(seed, block=12, draws=300)) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert one.low < one.auroc < one.high
    hardly_ever = auroc_interval(measure[:12], flags("x..........."), Bootstrap(1, block=2, draws=50))
    assert hardly_ever.usable < 50


def test_the_lead_is_from_the_first_signal_within_the_horizon():
    found = lead_times(flags("x.x.......x..."), flags("....x......x.x"), 3)
    np.testing.assert_array_equal(found.lead, [2, 1, 3])
    assert (found.called, found.mean) == (3, 2.0)
    nothing = lead_times(flags("...."), flags("x..x"), 2)
    assert (len(nothing.lead), nothing.called) == (1, 0)
    assert np.isnan(nothing.mean)


#                 1  2  3  4  5  6  7  8  9 10 11 12
MEASURE = [9, 8, 7, 2, 3, 9, 8, 7, 1, 2, 9, 8, 7, 6]
EVENTS = ".....x.....x.."


def test_the_threshold_separates_what_can_be_separated():
    found = threshold_as_of(history(MEASURE, EVENTS), CHOICE, fixed_on=date(2021, 6, 1), judged=date(2021, 6, 2))
    assert found.threshold == 3
    assert (found.first, found.last) == (date(2020, 1, 1), date(2020, 11, 1))
    assert (found.periods, found.events) == (10, 2)
    assert found.counts.false_alarms.tolist() == [1]
    assert found.useful


def test_what_is_known_later_is_not_used():
    known = history(MEASURE, EVENTS)
    first = threshold_as_of(known, CHOICE, fixed_on=date(2020, 9, 1), judged=date(2020, 9, 2))
    assert first.last == date(2020, 5, 1)  # the months to 8 are known, 6 is an event, 7 and 8 have no known outcome
    assert first.threshold == 3
    assert first.events == 1


@pytest.mark.parametrize("judged", [date(2020, 9, 1), date(2020, 3, 1)])
def test_a_threshold_is_never_fixed_on_or_after_the_day_that_it_judges(judged):
    with pytest.raises(Problem) as caught:
        threshold_as_of(history(MEASURE, EVENTS), CHOICE, fixed_on=date(2020, 9, 1), judged=judged)
    assert caught.value.code == "index.threshold-not-before"


def test_without_an_event_nothing_can_be_learnt():
    with pytest.raises(Problem) as caught:
        threshold_as_of(history(MEASURE, EVENTS), CHOICE, fixed_on=date(2020, 5, 1), judged=date(2020, 6, 1))
    assert caught.value.code == "index.threshold-nothing-to-learn"


def test_of_equally_useful_thresholds_the_one_with_the_fewest_signals_is_taken():
    even = threshold_as_of(
        history([5, 5, 4, 9, 9, 9, 9, 9], "...x...."),
        Choice(Side.BELOW, horizon=2, preference=0.5, criterion=Criterion.ALESSI_DETKEN),
        fixed_on=date(2021, 1, 1),
        judged=date(2021, 1, 2),
    )
    assert even.threshold == 5
    above = history([-5, -5, -4, -9, -9, -9, -9, -9], "...x....")
    choice = Choice(Side.ABOVE, horizon=2, preference=0.5, criterion=Criterion.ALESSI_DETKEN)
    assert threshold_as_of(above, choice, fixed_on=date(2021, 1, 1), judged=date(2021, 1, 2)).threshold == -5


def test_signals_out_of_sample_use_the_threshold_of_their_time():
    found = out_of_sample(history(MEASURE, EVENTS), CHOICE, first=date(2020, 9, 1), every=3)
    assert np.isnan(found.threshold[:7]).all()
    np.testing.assert_array_equal(found.threshold[7:], [3.0] * 7)
    assert [one.fixed_on for one in found.fixed] == [date(2020, 8, 31), date(2020, 11, 30), date(2021, 2, 28)]
    assert np.flatnonzero(found.signal).tolist() == [8, 9]
    assert (found.counts.hits.item(), found.counts.false_alarms.item(), found.counts.misses.item()) == (1, 1, 1)
    assert found.lead.lead.tolist() == [2]


def test_indicators_are_ranked_by_what_their_signals_are_worth():
    good, poor = history(MEASURE, EVENTS), history([9 - value for value in MEASURE], EVENTS)
    ranked = rank_signals(
        [("poor", poor, CHOICE), ("good", good, CHOICE)], fixed_on=date(2021, 6, 1), judged=date(2021, 6, 2)
    )
    assert [one.name for one in ranked] == ["good", "poor"]
    assert ranked[0].auroc > ranked[1].auroc
    assert ranked[0].called == 2


def test_better_indicators_have_more_weight_in_the_combined_signal():
    given = np.array([[True, False, True], [False, True, True], [True, True, True]])
    np.testing.assert_allclose(combined_signal(given, np.array([0.2, 0.4, 1.5])), [2 / 3, 1 / 3, 1])
    np.testing.assert_allclose(combined_signal(given, np.array([2.0, 1.0, np.inf])), 0)
