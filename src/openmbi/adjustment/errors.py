"""How far the effects of a stratum may be off: what each series' own data leave open, and what the years' depths and times leave open for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openmbi.adjustment.design import Block
from openmbi.adjustment.linear import Linear
from openmbi.adjustment.stratum_fit import Fitted
from openmbi.core.adjusted import StratumErrors
from openmbi.core.tables import Floats, Numbers


def stratum_errors(rows: Numbers, fitted: Sequence[Fitted]) -> StratumErrors:
    """Return the errors of the effects of the series of one stratum, fitted in parts, in the order of `rows` (m,) of their panel.

    Own: the posterior covariance of the coefficients that are taken out, at the middling smoothing of a ridge, widened for persistent residuals, and for a
    series with a shorter history by the share of periods that it has. Common: the covariance of depth and timing of the years; its loading is the scale.
    """
    linear = fitted[0].linear
    design = linear.design
    out = np.flatnonzero(design.taken_out)
    spread, kind, choice, known = (
        np.concatenate([getattr(part, name) for part in fitted]) for name in ("spread", "kind", "choice", "known")
    )
    kinds, place = np.unique(kind, return_inverse=True)
    covariance = [
        linear.factor(int(each)).inverse(int(np.median(choice[kind == each])))[np.ix_(out, out)] for each in kinds
    ]
    years, loading = _common(linear, fitted)
    return StratumErrors(
        rows=rows,
        design=linear.matrix[:, out],
        covariance=linear.learnt.inflation * np.array(covariance),
        kind=place,
        sigma=spread * np.sqrt(len(linear.matrix) / known),
        common_design=years,
        common_covariance=linear.learnt.profile.covariance if years.shape[1] else np.zeros((0, 0)),
        loading=loading,
    )


def _common(linear: Linear, fitted: Sequence[Fitted]) -> tuple[Floats, Floats]:
    """Return the design (T, 3Y or 0) of the years' depths and times, and the scales (m,) of the series."""
    design, learnt = linear.design, linear.learnt
    scale = np.flatnonzero(design.block == Block.FESTIVAL)
    if not len(scale):
        return np.zeros((len(linear.matrix), 0)), np.zeros(sum(len(part.centre) for part in fitted))
    years = design.festivals.spread_out(learnt.profile.year_columns(design.festivals))
    mean = learnt.shared.mean[design.taken_out]
    loading = np.concatenate([part.coefficients[:, scale[0]] for part in fitted])
    return design.periods.mean(years, linear.daily[:, design.taken_out] @ mean), loading
