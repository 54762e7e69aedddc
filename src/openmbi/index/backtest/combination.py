"""Forecasts combined by how well each has done so far in real time, and set right by the mean of the combination's own recent errors.

M methods, S occasions in the order of time; each outcome is out before the next forecast. e: outcome less forecast; age: occasions since. With
d = 1.4826 · median |e| of the methods' mean so far, errors are held at ± hold · d, so that one crisis month decides nothing:

    aₘ = Σ ½^(age / half_life) eₘ² / Σ ½^(age / half_life),   wₘ ∝ aₘ^(−power)
    forecast = Σ wₘ fₘ + Σ ½^(age / half_life) e / (Σ ½^(age / half_life) + shrink)

Weights: Bates and Granger (1969, OR Quarterly 20:451), discounted as in Stock and Watson (2004, J. Forecasting 23:405). Correction of the constant:
Clements and Hendry (1998, Forecasting Economic Time Series, ch. 8), drawn to nil.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats

TO_DEVIATION = 1.4826


@dataclass(frozen=True)
class ByPastErrors:
    """`half_life` in occasions; `power` of the mean squared errors; `hold` in robust deviations; `shrink`: occasions without error that are added."""

    half_life: float = 60.0
    power: float = 4.0
    hold: float = 2.5
    shrink: float = 20.0
    fewest: int = 24


def combined(mean: Floats, outcome: Floats, rule: ByPastErrors) -> Floats:
    """Return the combined forecasts (S,) of methods' forecasts (M, S), each from earlier outcomes (S,) alone; the plain mean before there are enough.

    A method without a forecast on an occasion counts for nothing there; NaN where none has one.
    """
    found = np.full(mean.shape[1], np.nan)
    weighted = found.copy()
    for place in range(mean.shape[1]):
        there = np.isfinite(mean[:, place])
        if not there.any():
            continue
        past = np.isfinite(mean[:, :place]).all(axis=0) & np.isfinite(outcome[:place])
        weight = _weights(mean[:, :place][:, past], outcome[:place][past], rule) * there
        weighted[place] = (weight * np.where(there, mean[:, place], 0.0)).sum() / weight.sum()
        found[place] = weighted[place] + _correction((outcome - weighted)[:place], rule)
    return found


def _weights(mean: Floats, outcome: Floats, rule: ByPastErrors) -> Floats:
    """Return weights (M,) that sum to one, from past forecasts (M, P) and outcomes (P,)."""
    number, past = mean.shape
    if past < rule.fewest:
        return np.full(number, 1 / number)
    error = outcome - mean
    bound = rule.hold * TO_DEVIATION * float(np.median(np.abs(outcome - mean.mean(axis=0))))
    size = np.square(np.clip(error, -bound, bound)) @ _fading(past, rule)
    share = (size / size.min()) ** -rule.power if size.min() > 0 else (size == 0).astype(float)
    return share / share.sum()


def _correction(error: Floats, rule: ByPastErrors) -> float:
    """Return what is added for past errors (P,) of the weighted forecasts."""
    error = error[np.isfinite(error)]
    if len(error) < rule.fewest:
        return 0.0
    bound = rule.hold * TO_DEVIATION * float(np.median(np.abs(error)))
    fading = _fading(len(error), rule)
    return float(np.clip(error, -bound, bound) @ fading / (fading.sum() + rule.shrink))


def _fading(past: int, rule: ByPastErrors) -> Floats:
    return 0.5 ** (np.arange(past - 1, -1, -1) / rule.half_life)
