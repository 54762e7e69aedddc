"""What holds for every signal: counts add up, usefulness is bounded, areas mirror, and no threshold rests on what was not yet known."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openmbi.core.problems import Problem
from openmbi.index.signals.auroc import auroc
from openmbi.index.signals.horizon import ahead_of
from openmbi.index.signals.out_of_sample import out_of_sample
from openmbi.index.signals.signal_counts import Side, count_signals, signals
from openmbi.index.signals.threshold import Choice, SignalHistory, threshold_as_of
from openmbi.index.signals.usefulness import Criterion, relative_usefulness, usefulness

COUNT = 60
MEASURES = arrays(float, COUNT, elements=st.integers(-6, 6).map(float))
EVENTS = arrays(bool, COUNT, elements=st.sampled_from([False, False, False, True]))
CHOICES = st.builds(
    Choice,
    side=st.sampled_from(Side),
    horizon=st.integers(0, 6),
    preference=st.floats(0.05, 0.95),
    criterion=st.sampled_from(Criterion),
)


def history(measure: np.ndarray, event: np.ndarray, lag: int = 40) -> SignalHistory:
    months = (np.datetime64("2010-01") + np.arange(COUNT)).astype("datetime64[D]")
    return SignalHistory(months, measure, event, months + lag)


@given(MEASURES, EVENTS, st.sampled_from(Side))
def test_counts_add_up_and_are_those_of_the_signals(measure, ahead, side):
    thresholds = np.unique(measure)
    counts = count_signals(measure, ahead, thresholds, side)
    assert (counts.hits + counts.misses == ahead.sum()).all()
    assert (counts.false_alarms + counts.quiet == (~ahead).sum()).all()
    for place, threshold in enumerate(thresholds.tolist()):
        given_signal = signals(measure, threshold, side)
        assert counts.hits[place] == (given_signal & ahead).sum()
        assert counts.false_alarms[place] == (given_signal & ~ahead).sum()


@given(MEASURES, EVENTS, CHOICES)
def test_usefulness_is_at_most_that_of_a_perfect_signal(measure, ahead, choice):
    if not ahead.any() or ahead.all():
        return
    counts = count_signals(measure, ahead, np.unique(measure), choice.side)
    assert (relative_usefulness(counts, choice.preference, choice.criterion) <= 1 + 1e-12).all()
    everything, nothing = (
        count_signals(measure, ahead, np.array([t]), Side.BELOW) for t in (measure.max(), measure.min() - 1)
    )
    ignored = [float(usefulness(one, choice.preference, choice.criterion)[0]) for one in (everything, nothing)]
    assert max(ignored) == pytest.approx(0, abs=1e-12)


@given(MEASURES, EVENTS)
def test_the_area_mirrors_and_does_not_mind_the_unit(measure, ahead):
    if not ahead.any() or ahead.all():
        return
    area = auroc(measure, ahead)
    assert auroc(measure, ahead, Side.BELOW) == pytest.approx(1 - area)
    assert auroc(measure, ~ahead) == pytest.approx(1 - area)
    assert auroc(np.exp(measure), ahead) == pytest.approx(area)


@given(EVENTS, st.integers(0, 8))
def test_whether_an_event_is_ahead_is_only_judged_where_it_is_known(event, horizon):
    whole = ahead_of(event, horizon)
    for cut in (20, 40):
        part = ahead_of(event[:cut], horizon)
        assert (whole.ahead[:cut][part.judged] == part.ahead[part.judged]).all()


@settings(deadline=None, max_examples=40)
@given(MEASURES, MEASURES, EVENTS, EVENTS, CHOICES, st.integers(10, 58))
def test_a_threshold_does_not_know_what_came_later(measure, other, event, later, choice, cut):  # noqa: PLR0917
    first = history(measure, event)
    second = history(np.append(measure[:cut], other[cut:]), np.append(event[:cut], later[cut:]))
    day: date = first.known_at[cut].item() - timedelta(days=1)
    told = []
    for one in (first, second):
        try:
            told.append(repr(threshold_as_of(one, choice, fixed_on=day, judged=day + timedelta(days=1))))
        except Problem as problem:
            told.append(problem.code)
    assert told[0] == told[1]


@settings(deadline=None, max_examples=30)
@given(MEASURES, MEASURES, EVENTS, CHOICES, st.integers(10, 58))
def test_signals_out_of_sample_do_not_know_what_came_later(measure, other, event, choice, cut):
    first = history(measure, event)
    second = replace(first, measure=np.append(measure[:cut], other[cut:]), event=np.append(event[:cut], ~event[cut:]))
    one, two = (out_of_sample(given, choice, first=date(2011, 1, 1), every=6) for given in (first, second))
    np.testing.assert_array_equal(one.threshold[:cut], two.threshold[:cut])
    np.testing.assert_array_equal(one.signal[:cut], two.signal[:cut])
