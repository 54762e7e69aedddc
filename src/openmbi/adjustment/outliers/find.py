"""Additive outliers, level shifts and temporary changes of many series at once, by the factorisation that fitted them.

For a candidate column c the score statistic is cᵀWr ÷ (σ √(cᵀWMc)), and its size cᵀWr ÷ cᵀWMc (symbols: `outlier_candidates`): what adding the column
to the fit and testing its coefficient gives, without fitting again. Sources: Chang, Tiao & Chen 1988, Technometrics 30:193; Chen & Liu 1993, JASA 88:284;
Kaiser & Maravall 2001, Applied Stochastic Models in Business and Industry 17:17.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from openmbi.adjustment.outliers.candidates import Candidates, Smoother, decays, forward
from openmbi.adjustment.outliers.noise import sampled
from openmbi.adjustment.outliers.parameters import OutlierParameters
from openmbi.adjustment.outliers.search import Rows
from openmbi.adjustment.outliers.stratum import STEPS, StratumSearch
from openmbi.core.adjusted import Outliers
from openmbi.core.tables import Days, Flags, Floats, Names, Numbers

ROWS = 256
"""Series that are searched at a time, so that memory is bounded."""
Fit = TypeVar("Fit")
NO_OUTLIERS = Outliers(
    np.zeros(0, np.str_), np.zeros(0, "M8[D]"), np.zeros(0, np.uint8), np.zeros(0), np.zeros(0)
)  # of no series


def find_outliers(
    residual: Floats,
    active: Flags,
    scale: Floats,
    smoothers: Sequence[Smoother],
    kind: Numbers,
    *,
    subjects: Names,
    days: Days,
    day_scale: Floats,
    parameters: OutlierParameters,
    robust: Floats | None = None,
) -> Outliers:
    """Find the outliers of the series of one stratum; one that was found is significant beside all others of its series.

    Parameters
    ----------
    residual, active
        Log residuals My (n, T) of the plain penalised fit on active periods; others are not read.
    scale
        Robust standard deviation σ (n,) of residuals ÷ `day_scale`. A series whose scale is 0 or NaN is not searched.
    smoothers, kind
        The linear fits, all of one design, and the number (n,) of each series' own.
    subjects, days
        Names (n,), and the first day (T,) of each period.
    day_scale
        How noisy each period is (T,) relative to an ordinary one: the fit weighs it by 1 ÷ day_scale², and so does this.
    parameters
        Those of the frequency: `outlier_parameters`.
    robust
        Residuals (n, T) of a robust fit, which no outlier has bent: the noise is measured from them. The plain ones where None.

    Returns
    -------
    Outliers
        By subject's row, then by day.
    """
    usable = np.flatnonzero((np.nan_to_num(scale) > 0) & active.any(axis=1))
    if not len(usable):
        return NO_OUTLIERS
    series = Rows(np.where(active, residual, 0.0), active, scale, kind).of(usable)
    calm = series.residual if robust is None else np.where(series.active, robust[usable], 0.0)
    some = sampled(len(usable))
    search = StratumSearch(Candidates(smoothers, 1 / day_scale**2, decays(parameters)), parameters)
    search.learn(series.of(some), calm[some])
    blocks = (np.arange(first, min(first + ROWS, len(usable))) for first in range(0, len(usable), ROWS))
    found = [search.outliers(series.of(rows), calm[rows], subjects[usable[rows]], days) for rows in blocks]
    return joined(found)


def joined(parts: Sequence[Outliers]) -> Outliers:
    """Return the outliers of several groups of series as one table, in the order given."""
    if not parts:
        return NO_OUTLIERS
    tables = ([getattr(part, name) for part in parts] for name in ("subject", "day", "kind", "size", "statistic"))
    return Outliers(*(np.concatenate(table) for table in tables))


def path(outliers: Outliers, subjects: Names, days: Days, parameters: OutlierParameters) -> Floats:
    """Return the sum (n, T), in log points, of the level shifts and temporary changes of each subject on consecutive periods."""
    order = np.argsort(subjects, kind="stable")
    row = order[np.searchsorted(subjects, outliers.subject, sorter=order)]
    period = np.searchsorted(days, outliers.day)
    found = np.zeros((len(subjects), len(days)))
    for kind in STEPS:
        mine = outliers.kind == kind
        starts = np.zeros(found.shape)
        np.add.at(starts, (row[mine], period[mine]), outliers.size[mine])
        found += forward(starts, float(decays(parameters)[kind]))
    return found


def fit_around(
    logs: Floats, fit: Callable[[Floats], Fit], steps: Callable[[Fit], Floats], rounds: int = 2
) -> tuple[Fit, Floats]:
    """Fit logs (n, T) around their steps, so that a level shift is not smeared over weeks (backfitting).

    `fit` fits what it is given; `steps` returns the `path` (n, T) of the outliers in what that fit left. Returned are the last fit, of logs − path, and the
    path, which belongs to the level. A round that finds no further step is the last.
    """
    around = np.zeros(logs.shape)
    fitted = fit(logs)
    for _ in range(rounds):
        further = steps(fitted)
        if not further.any():
            break
        around += further
        fitted = fit(logs - around)
    return fitted, around
