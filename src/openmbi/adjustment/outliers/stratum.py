"""The search for outliers in one stratum: what is pooled over some of its series first, then any of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.stats import norm

from openmbi.adjustment.outliers.candidates import Candidates
from openmbi.adjustment.outliers.noise import (
    PERSISTENCES,
    about,
    dispersion,
    inflations,
    persistence,
    pooled_excess,
    usual_correlation,
)
from openmbi.adjustment.outliers.parameters import OutlierParameters
from openmbi.adjustment.outliers.search import Rows, Search
from openmbi.core.adjusted import OutlierKind, Outliers
from openmbi.core.tables import Days, Flags, Floats, Names, Numbers

BOUND = 1.345
"""Standardised residuals count up to this in the measures of noise (Huber 1981)."""
LEAST_FREEDOM = 0.1
EVERY = 5
"""Of so many periods one is looked at where statistics of all periods are pooled."""
ALIKE = 8
"""Sets of smoothers that the factors for persistence are worked out for."""
LEAST_LEFT = 0.02
"""A candidate of which the fit leaves less than this share of one period cannot be told from what the fit explains."""
STEPS = (OutlierKind.LEVEL_SHIFT, OutlierKind.TEMPORARY_CHANGE)


class StratumSearch:
    """The candidates of a stratum, with what is pooled over its series: persistence, dispersion by period, excess of the statistics of steps."""

    def __init__(self, candidates: Candidates, parameters: OutlierParameters) -> None:
        self._candidates, self._parameters = candidates, parameters
        numbers = range(len(candidates.family))
        self._freedom = np.maximum([candidates.freedom(each) for each in numbers], LEAST_FREEDOM)
        self._usual = np.array([usual_correlation(candidates, each) for each in numbers])
        self._tables = self._inflation_tables()
        self._told = candidates.norm**2 > LEAST_LEFT * candidates.weight
        self._noise = 1 / np.sqrt(candidates.weight)
        self._spread = np.ones((len(OutlierKind), len(self._noise)))
        self._pooled = 0.0

    def learn(self, series: Rows, calm: Floats) -> None:
        """Learn what is pooled from some series (m, T); `calm` (m, T): residuals of a robust fit, 0 where not active."""
        standard = calm / (series.scale[:, None] * self._noise)
        limited = np.clip(standard, -BOUND, BOUND)
        own = persistence(limited, series.active, self._usual[series.number])
        self._pooled = float(np.median(own))
        spread = dispersion(standard, series.active)
        around = about(spread, float(self._candidates.decay[OutlierKind.TEMPORARY_CHANGE]))
        self._spread = np.stack([spread, around, around])
        self._spread *= self._excess(series, limited)[:, None]

    def outliers(self, series: Rows, calm: Floats, subjects: Names, days: Days) -> Outliers:
        """Return the outliers of some series (m, T), by row and day; `calm` as in `learn`, `subjects` (m,), `days` (T,)."""
        limited = np.clip(calm / (series.scale[:, None] * self._noise), -BOUND, BOUND)
        count = series.active.sum(axis=1)
        critical = norm.isf(self._parameters.false_positives / (2 * len(OutlierKind) * np.maximum(count, 1)))
        found = self._search(series, limited).outliers(critical, self._parameters)
        row, place = np.nonzero(found.stands)
        kind, period = found.kind[row, place], found.period[row, place]
        order = np.lexsort((kind, period, row))
        row, place, kind, period = row[order], place[order], kind[order], period[order]
        return Outliers(
            subjects[row], days[period], kind.astype(np.uint8), found.size[row, place], found.statistic[row, place]
        )

    def _search(self, series: Rows, limited: Floats) -> Search:
        rho = persistence(limited, series.active, self._usual[series.number], self._pooled)
        inflation = self._inflation(rho, series.number)
        active = series.active[:1] if series.active.all() else series.active
        tried = _allowed(active, self._parameters) & self._told[series.number]
        free = replace(series, scale=series.scale / np.sqrt(self._freedom[series.number]))
        return Search(self._candidates, free, inflation, self._spread, tried)

    def _inflation(self, rho: Floats, number: Numbers) -> Floats:
        """Return the factors (m, 3) of persistence ρ (m,) on the standard errors."""
        place = np.clip(np.searchsorted(PERSISTENCES, rho) - 1, 0, len(PERSISTENCES) - 2)
        share = (rho - PERSISTENCES[place]) / (PERSISTENCES[1] - PERSISTENCES[0])
        low, high = (self._tables[number, :, each] for each in (place, place + 1))
        return low + share[:, None] * (high - low)

    def _inflation_tables(self) -> Floats:
        """Return the `inflations` (K, 3, P) of all smoothers; those that leave about as much share the ones of the middling among them."""
        order = np.argsort(self._freedom, kind="stable")
        tables = np.empty((len(order), len(OutlierKind), len(PERSISTENCES)))
        for alike in np.array_split(order, min(ALIKE, len(order))):
            tables[alike] = inflations(self._candidates, int(alike[len(alike) // 2]))
        return tables

    def _excess(self, series: Rows, limited: Floats) -> Floats:
        """Return what the statistics of steps vary more than persistence of neighbours explains (3,), pooled over the series.

        From bounded residuals ÷ scale (m, T), brought to the variance of a normal law and fitted again: outliers are not to raise the bar for themselves.
        """
        variance = np.maximum((limited**2).mean(axis=1), np.finfo(float).tiny)
        clean = limited * self._noise * (series.scale / np.sqrt(variance * self._freedom[series.number]))[:, None]
        left = self._candidates.residual(clean, series.number) * series.active
        statistics = self._search(series, limited).statistics(left)[:, :, ::EVERY]
        return np.array([1.0, *(pooled_excess(statistics[:, kind]) for kind in STEPS)])


def _allowed(active: Flags, parameters: OutlierParameters) -> Flags:
    """Flag the candidates (n, 3, T) that can be told: they begin on an active period, with enough of them before and from then on."""
    until = np.cumsum(active, axis=1, dtype=np.int32)
    after = until[:, -1:] - until + active
    before = until - active
    step = active & (before >= parameters.step_before) & (after >= parameters.step_after)
    change = active & (before >= 1) & (after >= parameters.change_after)
    return np.stack([active, step, change], axis=1)
