"""How much a signal is worth to someone with a stated preference between missed events and false alarms.

Alessi and Detken (2011), Quasi real time early warning indicators for costly asset price boom/bust cycles, European J. Political Economy 27:520–533: L = θ
C/(A + C) + (1 − θ) B/(B + D), U = min(θ, 1 − θ) − L. Sarlin (2013), On policymakers' loss functions and the evaluation of early warning systems, Economics
Letters 119:1–7, weighs by how frequent events are: L = μ P₁ C/(A + C) + (1 − μ) P₂ B/(B + D), U = min(μ P₁, (1 − μ) P₂) − L, P₁ the share of periods
before events, P₂ = 1 − P₁.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.signals.signal_counts import SignalCounts


class Criterion(StrEnum):
    """Whose usefulness."""

    ALESSI_DETKEN = "alessi_detken"
    SARLIN = "sarlin"


def usefulness(counts: SignalCounts, preference: float, criterion: Criterion = Criterion.SARLIN) -> Floats:
    """Return the usefulness (c,) of thresholds: at most that of a perfect signal, 0 or less where ignoring the signal is as good. `preference` θ or μ in
    0…1.
    """
    of_misses, of_alarms = _weights(counts, preference, criterion)
    loss = of_misses * (1 - counts.recall) + of_alarms * counts.false_alarm_rate
    return np.minimum(of_misses, of_alarms) - loss


def relative_usefulness(counts: SignalCounts, preference: float, criterion: Criterion = Criterion.SARLIN) -> Floats:
    """Return usefulness as a share of a perfect signal's (c,): 1 is perfect, 0 of no use, below 0 harmful; NaN where nothing could be gained."""
    most = np.minimum(*_weights(counts, preference, criterion))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(most > 0, usefulness(counts, preference, criterion) / most, np.nan)


def _weights(counts: SignalCounts, preference: float, criterion: Criterion) -> tuple[Floats, Floats]:
    prior = counts.prior
    if criterion is Criterion.ALESSI_DETKEN:
        return np.full(prior.shape, preference), np.full(prior.shape, 1 - preference)
    return preference * prior, (1 - preference) * (1 - prior)
