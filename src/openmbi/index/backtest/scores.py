"""Scores of forecasts against what came out: of the point, of the density, of the direction, of the intervals.

RMSE and MAE of the mean; CRPS and log score of the density (Gneiting and Raftery 2007, JASA 102:359); PIT: Dawid (1984); all in the units of the target but
the log score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.backtest.replay import Replay

COVERAGES = (0.50, 0.80, 0.90, 0.95)
Pivot = Literal["last", "zero"]
"""What a direction is taken from: the last figure known, or no growth."""


@dataclass(frozen=True)
class Score:
    """Of one method over `number` occasions; NaN where there are none.

    `bias`: mean of outcome − mean. `sign`: share of right directions over `directions` occasions, on which both the forecast and the outcome had one.
    `coverage` (4,): share inside the central intervals of `COVERAGES`. `pit` (number,): in the order of the occasions.
    """

    number: int
    rmse: float
    mae: float
    bias: float
    crps: float
    log_score: float
    sign: float
    directions: int
    coverage: Floats
    pit: Floats


def score(found: Replay, method: int, kept: Flags, *, pivot: Pivot = "last") -> Score:
    """Return the score of a method, by its row, over the occasions (S,) kept on which it is judged."""
    places = np.flatnonzero(found.judged[method] & kept)
    error, outcome = found.error[method, places], found.outcome[places]
    densities = [found.densities[method][place] for place in places]
    right, directions = _directions(found, method, places, pivot)
    came = list(zip(densities, outcome.tolist(), strict=True))
    return Score(
        number=len(places),
        rmse=_mean(error**2) ** 0.5,
        mae=_mean(np.abs(error)),
        bias=_mean(error),
        crps=_mean(np.array([density.crps(y) for density, y in came])),
        log_score=_mean(np.array([density.log_score(y) for density, y in came])),
        sign=right / directions if directions else np.nan,
        directions=directions,
        coverage=np.array(
            [_mean(np.array([_inside(density.interval(share), y) for density, y in came])) for share in COVERAGES]
        ),
        pit=np.array([density.cdf(y) for density, y in came]),
    )


def crps_of(found: Replay) -> Floats:
    """Return the CRPS (M, S) of every forecast, NaN where there is none to judge."""
    return np.array(
        [
            [density.crps(y) if np.isfinite(y) else np.nan for density, y in zip(row, found.outcome, strict=True)]
            for row in found.densities
        ]
    ).reshape(found.mean.shape)


def _directions(found: Replay, method: int, places: np.ndarray, pivot: Pivot) -> tuple[int, int]:
    """Return how many directions were right, and of how many: a forecast of no change, and an outcome of none, has no direction."""
    zero = found.last[places] if pivot == "last" else np.zeros(len(places))
    said = np.sign(_steady(found.mean[method, places] - zero))
    came = np.sign(_steady(found.outcome[places] - zero))
    both = np.isfinite(zero) & (said != 0) & (came != 0)
    return int((said == came)[both].sum()), int(both.sum())


def _steady(change: Floats) -> Floats:
    """Return changes with those of rounding alone as 0."""
    return np.where(np.abs(change) < 1e-12, 0.0, change)


def _inside(interval: tuple[float, float], value: float) -> float:
    return float(interval[0] <= value <= interval[1])


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan
