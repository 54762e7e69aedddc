"""Additive outliers, level shifts and temporary changes of many series at once, by the factorisation that fitted them.

For a candidate column c the score statistic is cᵀWr ÷ (σ √(cᵀWMc)), and its size cᵀWr ÷ cᵀWMc (symbols: `outlier_candidates`): what adding the column
to the fit and testing its coefficient gives, without fitting again. Sources: Chang, Tiao & Chen 1988, Technometrics 30:193; Chen & Liu 1993, JASA 88:284;
Kaiser & Maravall 2001, Applied Stochastic Models in Business and Industry 17:17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from scipy.stats import norm

from openmbi.adjustment.outlier_candidates import Candidates, Smoother, decays, forward
from openmbi.adjustment.outlier_noise import (
    PERSISTENCES,
    about,
    dispersion,
    inflations,
    persistence,
    pooled_excess,
    sampled,
    usual_correlation,
)
from openmbi.adjustment.outlier_parameters import OutlierParameters
from openmbi.adjustment.outlier_search import Found, Rows, Search
from openmbi.core.adjusted import OutlierKind, Outliers
from openmbi.core.tables import Days, Flags, Floats, Names, Numbers

ROWS = 256
"""Series that are searched at a time, so that memory is bounded."""
BOUND = 1.345
"""Standardised residuals count up to this in the measure of persistence (Huber 1981)."""
LEAST_FREEDOM = 0.1
EVERY = 5
"""Of so many periods one is looked at where statistics of all periods are pooled."""
ALIKE = 8
"""Sets of smoothers that the factors for persistence are worked out for."""
LEAST_LEFT = 0.02
"""A candidate of which the fit leaves less than this share of one period cannot be told from what the fit explains."""
STEPS = (OutlierKind.LEVEL_SHIFT, OutlierKind.TEMPORARY_CHANGE)
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
    found = _Stratum(Candidates(smoothers, 1 / day_scale**2, decays(parameters)), series, calm, parameters).found()
    return _listed(found, subjects[usable], days)


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


class _Stratum:
    """Series (n, T) of one design, with what is pooled over them."""

    def __init__(self, candidates: Candidates, series: Rows, calm: Floats, parameters: OutlierParameters) -> None:
        self._candidates, self._parameters = candidates, parameters
        unit = series.scale[:, None] / np.sqrt(candidates.weight)
        standard = calm / unit
        limited = np.clip(standard, -BOUND, BOUND)
        freedom = np.array([candidates.freedom(each) for each in range(len(candidates.family))])[series.number]
        self._series = replace(
            series,
            scale=series.scale / np.sqrt(np.maximum(freedom, LEAST_FREEDOM)),
        )
        self._inflation = self._inflations(limited)
        self._spread = self._spreads(standard)
        self._spread *= self._excess(limited, 1 / np.sqrt(candidates.weight))[:, None]

    def found(self) -> Iterator[tuple[int, Found]]:
        """Yield what is found, block by block, with the first row of each."""
        count = self._series.active.sum(axis=1)
        critical = norm.isf(self._parameters.false_positives / (2 * len(OutlierKind) * count))
        for first in range(0, len(count), ROWS):
            rows = np.arange(first, min(first + ROWS, len(count)))
            yield first, self._search(rows).outliers(critical[rows], self._parameters)

    def _search(self, rows: Numbers) -> Search:
        series = self._series.of(rows)
        error = self._inflation[rows][:, :, None] * self._spread
        told = self._candidates.norm**2 > LEAST_LEFT * self._candidates.weight
        return Search(self._candidates, series, error, _allowed(series.active, self._parameters) & told[series.number])

    def _inflations(self, limited: Floats) -> Floats:
        """Return the factors (n, 3) of persistence on the standard errors."""
        usual = np.array([usual_correlation(self._candidates, each) for each in range(len(self._candidates.family))])
        rho = persistence(limited, self._series.active, usual[self._series.number])
        tables = self._inflation_tables()
        place = np.clip(np.searchsorted(PERSISTENCES, rho) - 1, 0, len(PERSISTENCES) - 2)
        share = (rho - PERSISTENCES[place]) / (PERSISTENCES[1] - PERSISTENCES[0])
        low, high = (tables[self._series.number, :, each] for each in (place, place + 1))
        return low + share[:, None] * (high - low)

    def _inflation_tables(self) -> Floats:
        """Return the `inflations` (K, 3, P) of all smoothers; those that leave about as much share the ones of the middling among them."""
        freedom = np.array([self._candidates.freedom(each) for each in range(len(self._candidates.family))])
        order = np.argsort(freedom, kind="stable")
        tables = np.empty((len(order), len(OutlierKind), len(PERSISTENCES)))
        for alike in np.array_split(order, min(ALIKE, len(order))):
            tables[alike] = inflations(self._candidates, int(alike[len(alike) // 2]))
        return tables

    def _spreads(self, standard: Floats) -> Floats:
        """Return how much farther series lie apart (3, T) where each kind begins."""
        spread = dispersion(standard, self._series.active)
        around = about(spread, float(self._candidates.decay[OutlierKind.TEMPORARY_CHANGE]))
        return np.stack([spread, around, around])

    def _excess(self, limited: Floats, noise: Floats) -> Floats:
        """Return what the statistics of steps vary more than persistence of neighbours explains (3,), pooled over the series.

        From bounded residuals ÷ scale (n, T), brought to the variance of a normal law and fitted again: outliers are not to raise the bar for themselves.
        """
        rows = sampled(len(self._series.scale))
        variance = np.maximum((limited[rows] ** 2).mean(axis=1), np.finfo(float).tiny)
        clean = limited[rows] * noise * (self._series.scale[rows] / np.sqrt(variance))[:, None]
        left = self._candidates.residual(clean, self._series.number[rows]) * self._series.active[rows]
        statistics = self._search(rows).statistics(left)[:, :, ::EVERY]
        return np.array([1.0, *(pooled_excess(statistics[:, kind]) for kind in STEPS)])


def _allowed(active: Flags, parameters: OutlierParameters) -> Flags:
    """Flag the candidates (n, 3, T) that can be told: they begin on an active period, with enough of them before and from then on."""
    until = np.cumsum(active, axis=1, dtype=np.int32)
    after = until[:, -1:] - until + active
    before = until - active
    step = active & (before >= parameters.step_before) & (after >= parameters.step_after)
    change = active & (before >= 1) & (after >= parameters.change_after)
    return np.stack([active, step, change], axis=1)


def _listed(blocks: Iterator[tuple[int, Found]], subjects: Names, days: Days) -> Outliers:
    """Return what blocks of rows found, by row and day."""
    tables: list[tuple[np.ndarray, ...]] = []
    for first, found in blocks:
        row, place = np.nonzero(found.stands)
        kept = (found.period, found.kind, found.size, found.statistic)
        tables.append((row + first, *(table[row, place] for table in kept)))
    row, period, kind, size, statistic = (np.concatenate(column) for column in zip(*tables, strict=True))
    order = np.lexsort((kind, period, row))
    return Outliers(
        subjects[row[order]], days[period[order]], kind[order].astype(np.uint8), size[order], statistic[order]
    )
