"""Signals as they would have been given: the threshold fixed again from time to time, on the past alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.signals.lead_time import LeadTimes, lead_times
from openmbi.index.signals.signal_counts import Side, SignalCounts, count_signals, signals
from openmbi.index.signals.threshold import Choice, FixedThreshold, SignalHistory, threshold_as_of


@dataclass(frozen=True)
class OutOfSample:
    """`threshold` (T,) in force for each period, NaN before the first; `signal` (T,); `fixed`: the thresholds in order; `judged` (T,): periods with a
    threshold and a known outcome, of which `counts` (1,) are; `lead` of the events that began after the first threshold.
    """

    threshold: Floats
    signal: Flags
    fixed: tuple[FixedThreshold, ...]
    judged: Flags
    counts: SignalCounts
    lead: LeadTimes


def out_of_sample(history: SignalHistory, choice: Choice, *, first: date, every: int) -> OutOfSample:
    """Return the signals of every period known from `first` on, the threshold fixed on the day before and again every so many periods.

    A date at which nothing can be learnt yet keeps the threshold before it, or none. What a period's signal is never depends on later data.
    """
    count = len(history.periods)
    threshold, fixed = np.full(count, np.nan), []
    start = int(np.searchsorted(history.known_at, np.datetime64(first)))
    for place in range(start, count, every):
        judged: date = history.known_at[place].item()
        try:
            fixed.append(threshold_as_of(history, choice, fixed_on=judged - timedelta(days=1), judged=judged))
        except Problem as problem:
            if problem.code != "index.threshold-nothing-to-learn":
                raise
        if fixed:
            threshold[place : place + every] = fixed[-1].threshold
    signal = _signals(history.measure, threshold, choice)
    ahead, usable = history.judged(choice.horizon)
    judged_here = usable & ~np.isnan(threshold)
    counts = _counts(signal[judged_here], ahead.ahead[judged_here])
    return OutOfSample(threshold, signal, tuple(fixed), judged_here, counts, _leads(history, signal, threshold, choice))


def _signals(measure: Floats, threshold: Floats, choice: Choice) -> Flags:
    given = np.zeros(len(measure), bool)
    for value in np.unique(threshold[~np.isnan(threshold)]):
        here = threshold == value
        given[here] = signals(measure[here], float(value), choice.side)
    return given


def _counts(signal: Flags, ahead: Flags) -> SignalCounts:
    return count_signals(signal.astype(float), ahead, np.array([1.0]), Side.ABOVE)


def _leads(history: SignalHistory, signal: Flags, threshold: Floats, choice: Choice) -> LeadTimes:
    found = lead_times(signal, history.event, choice.horizon)
    begun: Numbers = np.flatnonzero(~np.isnan(threshold))
    since = begun[0] if len(begun) else len(threshold)
    kept = found.begins >= since + (choice.horizon > 0)
    return LeadTimes(found.begins[kept], found.lead[kept])
