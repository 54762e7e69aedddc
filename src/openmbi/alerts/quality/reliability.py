"""Whether stated probabilities come true: of the alerts that were right with a probability of about 90 %, were about 90 % right?

Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78:1–3. Murphy (1973), A new vector partition of the
probability score, J. Applied Meteorology 12:595–600.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.alerts.quality.intervals import wilson
from openmbi.core.proportions import Proportion
from openmbi.core.tables import Flags, Floats

BINS, LEAST = 10, 10


@dataclass(frozen=True)
class ReliabilityBin:
    """Alerts whose stated probability lies from `low` to `high`, both included: its mean `stated`, and how many were right."""

    low: float
    high: float
    stated: float
    right: Proportion


@dataclass(frozen=True)
class Reliability:
    """`bins` that hold any alert; `number` of alerts; the `brier` score, the mean squared difference of probability and outcome, 0 at best; `base`: the
    score of stating the share of right ones for each. NaN of none.
    """

    bins: tuple[ReliabilityBin, ...]
    number: int
    brier: float
    base: float


def reliability(stated: Floats, right: Flags, bins: int = BINS, least: int = LEAST) -> Reliability:
    """Return the reliability of stated probabilities (n,) of alerts that were right or not (n,); a probability of NaN is left out.

    Bins hold about as many alerts each, `least` of them or more where there are so many; equal probabilities stand in one bin.
    """
    known = np.isfinite(stated)
    stated, right = stated[known], right[known]
    if not len(stated):
        return Reliability((), 0, np.nan, np.nan)
    count = max(1, min(bins, len(stated) // least))
    inner = np.quantile(stated, np.arange(1, count) / count, method="inverted_cdf")
    place = np.searchsorted(np.unique(inner), stated, side="left")
    found = tuple(_bin(stated[place == number], right[place == number]) for number in np.unique(place).tolist())
    share = right.mean()
    return Reliability(found, len(stated), float(((stated - right) ** 2).mean()), float(share * (1 - share)))


def _bin(stated: Floats, right: Flags) -> ReliabilityBin:
    mean = float(stated.mean())
    return ReliabilityBin(float(stated.min()), float(stated.max()), mean, wilson(int(right.sum()), len(right)))
