"""Hyper-parameters from later rows predicted by earlier ones: an expanding window, never shuffled.

The first fit is on the earlier half of the training rows; the later half is cut into blocks, each predicted from all rows before it. Every fit standardises on
its own rows.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.training import FEWEST, Training

Learner = Callable[[Training], Callable[[Floats], Floats]]
"""From a training set to a function from rows z (m, k) to the predictions (q, m) of q candidates."""


def expanding(rows: int, blocks: int) -> list[tuple[int, int]]:
    """Return (end, stop) of each block: fitted on rows 0..end − 1, judged on end..stop − 1; none where the rows are too few."""
    first = max((rows + 1) // 2, FEWEST)
    count = min(blocks, rows - first)
    if count < 1:
        return []
    edges = np.linspace(first, rows, count + 1).round().astype(int).tolist()
    return list(pairwise(edges))


def held_out_errors(training: Training, learner: Learner, blocks: int) -> Floats:
    """Return the errors (q, r) of q candidates in the r rows that were judged; (0, 0) where the rows are too few."""
    errors = [_errors(training, learner, end, stop) for end, stop in expanding(len(training.y), blocks)]
    return np.concatenate(errors, axis=1) if errors else np.empty((0, 0))


def of_linear(path: Callable[[Training], Floats]) -> Learner:
    """Return the learner of a path of coefficients (q, k)."""

    def learner(training: Training) -> Callable[[Floats], Floats]:
        coefficients = path(training)
        return lambda z: coefficients @ z.T

    return learner


def best(errors: Floats) -> int:
    """Return the candidate (the first, if several) of the least mean square; 0 where nothing was judged."""
    return int(np.argmin((errors**2).mean(axis=1))) if errors.size else 0


def _errors(training: Training, learner: Learner, end: int, stop: int) -> Floats:
    z, y = training.z[:end], training.y[:end]
    centre, mean = z.mean(axis=0), y.mean()
    spread = z.std(axis=0)
    varies = spread > 1e-9  # of columns whose spread over all rows is 1
    size = np.where(varies, spread, np.inf)
    expert = None if training.expert is None else np.where(varies, training.expert * spread, 0.0)
    predict = learner(Training((z - centre) / size, y - mean, expert))
    return predict((training.z[end:stop] - centre) / size) + mean - training.y[end:stop]
