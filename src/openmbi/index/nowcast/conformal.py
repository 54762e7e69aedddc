"""Intervals that cover as often as they say: past real-time errors, in standard errors of the model, set how wide the next interval is.

s_t = |y_t − ŷ_t| / se_t are the scores, α = 1 − level. The interval of the next outcome is ŷ ± q · se, with q by one of three rules:

- split: the ⌈(n + 1)(1 − α)⌉-th smallest of n scores; at least `level` is covered where scores are exchangeable (Vovk, Gammerman and Shafer 2005; with scaled
  errors Lei et al. 2018, JASA 113:1094);
- adaptive: the same at 1 − α_t, where α_{t+1} = α_t + γ (α − miss_t): after a miss wider, after a hit a little narrower (Gibbs and Candès 2021, NeurIPS 34);
- PID: q_t = p_t + i_t: p_{t+1} = p_t + η (miss_t − α) follows the quantile itself, i_t = K tan(x_t log(t + 1) / (C (t + 1))) of x_t = Σ (miss − α) takes
  up what is left (Angelopoulos, Candès and Tibshirani 2023, NeurIPS 36); without its third part, a forecaster of scores.

The last two need no exchangeability: over the long run they cover as stated through any drift.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from types import MappingProxyType

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.backtest.density import Density

LEVELS = (0.5, 0.8, 0.95)
FEWEST = 8
"""One error would do for the interval of 50 %, and say nothing."""
STEP = 0.05
"""γ: how far one miss moves α_t."""
RATE = 0.1
"""η: step of the quantile, as a share of the largest score so far."""
GAIN, SATURATION = 1.0, 2.0
"""K, as a multiple of the largest score so far, and C."""


class Rule(StrEnum):
    """How scores become widths."""

    SPLIT = "split"
    ADAPTIVE = "adaptive"
    PID = "pid"


@dataclass(frozen=True)
class Calibration:
    """Half the width of a central interval, in standard errors. Not `calibrated`: too few errors for the level, and the model's own interval stands."""

    level: float
    multiple: float
    errors: int
    calibrated: bool


@dataclass(frozen=True)
class Interval:
    """A central interval of a stated level, in the target's unit."""

    level: float
    low: float
    high: float
    calibrated: bool


def errors_needed(level: float) -> int:
    """Return how many errors the interval of a level needs: 8, and as many as keep its rank within their number; with fewer only an infinite one covers."""
    return max(FEWEST, ceil(round(level / (1 - level), 9)))


def calibrate(
    error: Floats, standard_error: Floats, levels: Sequence[float] = LEVELS, rule: Rule = Rule.SPLIT
) -> tuple[Calibration, ...]:
    """Return the calibration of each level, rising, from past real-time errors (n,) in order of time and the standard errors (n,) stated with them.

    NaN errors are left out. An interval is never narrower than that of a lower level.
    """
    known = ~np.isnan(error) & (standard_error > 0)
    score = np.abs(error[known]) / standard_error[known]
    found = []
    widest = 0.0
    for level in sorted(levels):
        one = _calibration(score, level, rule)
        widest = max(widest, one.multiple) if one.calibrated else widest
        found.append(replace(one, multiple=max(one.multiple, widest)) if one.calibrated else one)
    return tuple(found)


def intervals(density: Density, calibrations: Sequence[Calibration]) -> tuple[Interval, ...]:
    """Return the interval of each calibration around a density; its own where a level is not calibrated, but not inside that of a lower level."""
    found: list[Interval] = []
    for one in calibrations:
        half = one.multiple * density.standard_error
        low, high = (density.mean - half, density.mean + half) if one.calibrated else density.interval(one.level)
        if found:
            low, high = min(low, found[-1].low), max(high, found[-1].high)
        found.append(Interval(one.level, low, high, one.calibrated))
    return tuple(found)


def calibrated_density(density: Density, calibrations: Sequence[Calibration]) -> Density:
    """Return the density whose central intervals are the calibrated ones, through their ends; the one given where none is calibrated."""
    if not density.known or not any(one.calibrated for one in calibrations):
        return density
    ends: dict[float, float] = {}
    for one in intervals(density, calibrations):
        ends[round((1 - one.level) / 2, 12)], ends[round((1 + one.level) / 2, 12)] = one.low, one.high
    return Density(density.mean, density.standard_error, quantiles=dict(sorted(ends.items())))


def multiples(score: Floats, level: float, rule: Rule) -> Floats:
    """Return the multiple (n + 1,) that a rule had in force before each of n scores, and for the next one; NaN before there were enough of them."""
    return _RULES[rule](np.asarray(score, np.float64), level)


def _calibration(score: Floats, level: float, rule: Rule) -> Calibration:
    multiple = float(multiples(score, level, rule)[-1])
    return Calibration(level, multiple, len(score), calibrated=not np.isnan(multiple))


def _quantile(score: Floats, level: float) -> float:
    """Return the ⌈(n + 1) · level⌉-th smallest of n scores, between the smallest and the largest."""
    rank = ceil(round((len(score) + 1) * level, 9))
    return float(np.sort(score)[min(max(rank, 1), len(score)) - 1])


def _split(score: Floats, level: float) -> Floats:
    needed = errors_needed(level)
    return np.array([_quantile(score[:n], level) if n >= needed else np.nan for n in range(len(score) + 1)])


def _adaptive(score: Floats, level: float) -> Floats:
    needed, aim = errors_needed(level), 1 - level
    alpha, found = aim, np.full(len(score) + 1, np.nan)
    for n in range(needed, len(score) + 1):
        found[n] = _quantile(score[:n], min(1 - alpha, 1.0)) if alpha < 1 else 0.0
        if n < len(score):
            alpha += STEP * (aim - float(score[n] > found[n]))
    return found


def _pid(score: Floats, level: float) -> Floats:
    needed, aim = errors_needed(level), 1 - level
    found = np.full(len(score) + 1, np.nan)
    if len(score) < needed:
        return found
    follows, debt = _quantile(score[:needed], level), 0.0
    for n in range(needed, len(score) + 1):
        largest = float(score[:n].max())
        found[n] = max(follows + _integrator(debt, n - needed + 1, largest), 0.0)
        if n < len(score):
            miss = float(score[n] > found[n]) - aim
            follows, debt = follows + RATE * largest * miss, debt + miss
    return found


def _integrator(debt: float, steps: int, largest: float) -> float:
    """Return what the sum of misses beyond those that are due adds; it runs away before the coverage does."""
    angle = debt * np.log(steps + 1) / (SATURATION * (steps + 1))
    return float(GAIN * largest * np.tan(np.clip(angle, -1.5, 1.5)))


_RULES: Mapping[Rule, Callable[[Floats, float], Floats]] = MappingProxyType(
    {Rule.SPLIT: _split, Rule.ADAPTIVE: _adaptive, Rule.PID: _pid}
)
