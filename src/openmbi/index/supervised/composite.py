"""A supervised composite: estimated growth of the target as an index, from the growth of the domains, with exact contributions.

Its level is ĝ in per cent and not a base of 100: what a point of a domain's growth counts for was learned from the target. Two uses: `estimator_by` estimates
each figure of the MBI from earlier ones alone, refitted at each; `index_terms` takes one fit apart over all periods of a panel, for drill-down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats, IndexTerms
from openmbi.index.bridge import CONSTANT, FEWEST, MOST, Estimated, Estimator, NoMbi
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.supervised.base import DEFAULT, Fitted, Options, SupervisedMethod

LEAST_SHARE = 0.8  # of the figures of the window in which a domain must be known to count
_NO_ESTIMATE = {
    "index.nothing-varies": NoMbi.FLAT,
    "index.too-few-indicators": NoMbi.TOO_FEW_INDICATORS,
}


@dataclass(frozen=True)
class Chosen:
    """What an estimate of one figure rests on: `rows` (t,) of the figures before and `columns` (k,) of the regressors."""

    rows: Flags
    columns: Flags


def chosen(g: Floats, x: Floats, now: Floats) -> Chosen:
    """Return which of x (t, k) an estimate at (k,) rests on, beside g (t,).

    The window is the last 60 figures with any regressor known. A regressor counts that is known now and in four fifths of them; a figure, where all of these
    are known. So a domain that began late waits, and a month that one domain lacks costs that month alone.
    """
    rows = np.flatnonzero(~np.isnan(g) & ~np.isnan(x).all(axis=1))[-MOST:]
    known = ~np.isnan(x[rows])
    columns = ~np.isnan(now) & (known.mean(axis=0) >= LEAST_SHARE if len(rows) else False)
    inside = np.zeros(len(g), bool)
    inside[rows] = known[:, columns].all(axis=1)
    return Chosen(inside, columns)


def estimator_by(method: SupervisedMethod, options: Options = DEFAULT) -> Estimator:
    """Return the estimator of the MBI by a supervised method, refitted at every figure; `expert` of the options is one weight a regressor."""

    def estimate(g: Floats, x: Floats, now: Floats) -> Estimated:
        if np.isnan(now).all():
            return Estimated(NoMbi.NO_GROWTH, 0)
        used = chosen(g, x, now)
        count = int(used.rows.sum())
        if count < FEWEST:
            return Estimated(NoMbi.TOO_FEW, count)
        if not used.columns.any():
            return Estimated(NoMbi.TOO_FEW_INDICATORS, count)
        return _estimate(g[used.rows], x[used.rows], now, used.columns)

    def _estimate(g: Floats, x: Floats, now: Floats, columns: Flags) -> Estimated:
        expert = None if options.expert is None else options.expert[columns]
        try:
            fitted = method.fit(x[:, columns], g, options=replace(options, expert=expert))
        except Problem as problem:
            if problem.code not in _NO_ESTIMATE:
                raise
            return Estimated(_NO_ESTIMATE[problem.code], len(g))
        at = now[None, columns]
        growth, error = float(fitted.predict(at)[0]), float(fitted.standard_errors(at)[0])
        return Estimated(NoMbi.KNOWN, len(g), growth, error, _spread(fitted, now, columns))

    return estimate


def _spread(fitted: Fitted, now: Floats, columns: Flags) -> Floats | None:
    """Return the parts (k + 1,) of a prediction, 0 for a regressor that does not count."""
    parts = fitted.parts(now[None, columns])
    if parts is None:
        return None
    whole = np.zeros(len(columns) + 1)
    whole[np.append(True, columns)] = parts[0]
    return whole


def index_terms(fitted: Fitted, panel: IndicatorPanel, index: str) -> IndexTerms | None:
    """Return the terms of a fit over a panel (n, T) of the regressors that it was fitted to; None of a method that is not additive.

    The constant is the first subject, of weight 1; the others weigh what a unit of them moves the target, and count by their distance from their mean of the
    fitted rows. Where a regressor that counts is not known the period has no value: no members, divisor NaN. Problem `index.shape` where the panel has others.
    """
    weight = fitted.coefficients
    if weight is None:
        return None
    centre = fitted.columns.of_all(panel.value.T).T
    known = ~np.isnan(centre[fitted.counted]).any(axis=0)
    relative = np.vstack([np.full(len(panel.periods), fitted.constant), centre])
    member = np.vstack([known, fitted.counted[:, None] & known])
    return IndexTerms(
        index=index,
        subjects=np.array([CONSTANT, *panel.indicators.tolist()]),
        days=panel.periods,
        weight=np.append(1.0, weight),
        relative=np.where(member, relative, np.nan),
        member=member,
        divisor=np.where(known, 1.0, np.nan),
        filled=np.vstack([np.zeros(len(panel.periods), bool), panel.held]),
        capped=np.zeros(member.shape, bool),
    )
