"""Several indicators' signals side by side, and one signal made of them.

Kaminsky (1999), Currency and banking crises: the early warnings of distress, IMF Working Paper 99/178: indicators are weighted by the inverse of their
noise-to-signal ratios.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.signals.auroc import auroc
from openmbi.index.signals.lead_time import lead_times
from openmbi.index.signals.signal_counts import signals
from openmbi.index.signals.threshold import Choice, FixedThreshold, SignalHistory, threshold_as_of


@dataclass(frozen=True)
class Ranked:
    """One indicator: its threshold, `auroc` at all thresholds, `noise_to_signal` at its own, and the mean lead of the `called` of its events."""

    name: str
    fixed: FixedThreshold
    auroc: float
    noise_to_signal: float
    called: int
    mean_lead: float


def rank_signals(
    histories: Sequence[tuple[str, SignalHistory, Choice]], *, fixed_on: date, judged: date
) -> tuple[Ranked, ...]:
    """Return indicators by falling relative usefulness, each on what was known of it on `fixed_on`; equals by name.

    Raises
    ------
    Problem
        As `threshold_as_of`.
    """
    found = [_ranked(*one, fixed_on=fixed_on, judged=judged) for one in histories]
    return tuple(sorted(found, key=lambda one: (-one.fixed.relative_usefulness, one.name)))


def combined_signal(given: Flags, noise_to_signal: Floats) -> Floats:
    """Return the share of weight that signals (T,), of signals (n, T) with noise-to-signal ratios (n,); an indicator with a ratio of 1 or more has no weight.

    A ratio of 0, no false alarm at all, counts as half of the least other one: its own few data would else outweigh all the rest.
    """
    positive = noise_to_signal[(noise_to_signal > 0) & (noise_to_signal < 1)]
    floor = positive.min() / 2 if len(positive) else 1.0
    weight = np.where(noise_to_signal < 1, 1 / np.maximum(noise_to_signal, floor), 0.0)
    total = weight.sum()
    return weight @ given / total if total else np.zeros(given.shape[1])


def _ranked(name: str, history: SignalHistory, choice: Choice, *, fixed_on: date, judged: date) -> Ranked:
    fixed = threshold_as_of(history, choice, fixed_on=fixed_on, judged=judged)
    known = history.known_on(fixed_on)
    ahead, usable = known.judged(choice.horizon)
    lead = lead_times(signals(known.measure, fixed.threshold, choice.side), known.event, choice.horizon)
    return Ranked(
        name=name,
        fixed=fixed,
        auroc=auroc(known.measure[usable], ahead.ahead[usable], choice.side),
        noise_to_signal=float(fixed.counts.noise_to_signal[0]),
        called=lead.called,
        mean_lead=lead.mean,
    )
