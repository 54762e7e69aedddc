"""The figures that light rules judge: a recent mean against the mean before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Flags, Floats

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Measure:
    """`change` (n, T): recent mean ÷ reference mean − 1, NaN where it cannot be formed. `history` (n, T): active days before the recent ones."""

    change: Floats
    history: Counts


def change_over_days(level: Floats, recent: int, reference: int) -> Floats:
    """Return the mean (…, T) over the last `recent` days against the mean over the `reference` days before them; NaN before there are as many."""
    before = np.full(level.shape, np.nan)
    before[..., recent:] = trailing_mean(level, reference)[..., :-recent]
    return _relative(trailing_mean(level, recent), before)


def change_over_active_days(level: Floats, active: Flags, recent: int, reference: int) -> Measure:
    """Return the mean (n, T) over the last `recent` days against the mean over a subject's last `reference` active days before them.

    `history` counts the active days before the recent ones. NaN where `level` is NaN on a recent day, or there are fewer active days than `reference`.
    """
    number = np.zeros((level.shape[0], level.shape[1] + 1), np.int64)
    np.cumsum(active, axis=1, out=number[:, 1:])
    total = _sums_by_active_day(level, active, number)
    history = np.zeros(level.shape, np.int64)
    history[:, recent - 1 :] = number[:, : max(level.shape[1] - recent + 1, 0)]
    upto = np.take_along_axis(total, history, axis=1)
    start = np.take_along_axis(total, np.maximum(history - reference, 0), axis=1)
    before = np.where(history >= reference, (upto - start) / reference, np.nan)
    return Measure(_relative(trailing_mean(level, recent), before), history)


def trailing_mean(level: Floats, days: int) -> Floats:
    """Return the mean over the last `days` days (last axis), NaN where one of them is NaN or there are fewer."""
    known = ~np.isnan(level)
    total = _trailing_sum(np.where(known, level, 0.0), days)
    return np.where(_trailing_sum(known.astype(np.float64), days) == days, total / days, np.nan)


def within_last(what: Flags, days: int) -> Flags:
    """Return where (n, T) something holds on one of the last `days` days."""
    number = np.arange(what.shape[1], dtype=np.int32)
    last = np.maximum.accumulate(np.where(what, number, np.int32(-days)), axis=1)
    return number - last < days


def _trailing_sum(level: Floats, days: int) -> Floats:
    total = np.cumsum(level, axis=-1)
    total[..., days:] -= total[..., :-days].copy()
    return total


def _sums_by_active_day(level: Floats, active: Flags, number: Counts) -> Floats:
    """Return the sum (n, T + 1) of `level` over a subject's first k active days, at k."""
    total = np.zeros(number.shape)
    row, day = np.nonzero(active)
    total[row, number[row, day + 1]] = np.cumsum(np.where(active, level, 0.0), axis=1)[row, day]
    return total


def _relative(recent: Floats, before: Floats) -> Floats:
    return np.divide(recent, before, out=np.full(recent.shape, np.nan), where=before > 0) - 1
