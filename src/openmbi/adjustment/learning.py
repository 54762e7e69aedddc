"""Learn what the series of a stratum share: festival profile, depths and timing, means and spreads of the effects, noise of each kind of day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openmbi.adjustment.design import Block, Design
from openmbi.adjustment.festival import first_profile
from openmbi.adjustment.linear import Learnt, Linear
from openmbi.adjustment.noise import inflation, noise_by_kind, smear_by_kind
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.refine import LEAST_SPREAD, Pooled, pool, refine
from openmbi.adjustment.series_fit import SeriesFit
from openmbi.adjustment.shrinkage import first_shared, learnt_shared
from openmbi.core.tables import Codes, Flags, Floats

NOISE_ROUNDS = (3, 5)
"""Rounds after which the noise of each kind of day is measured: not before the profile has a form."""


def learn(logs: Floats, active: Flags, design: Design, kind_of_day: Codes, parameters: AdjustmentParameters) -> Learnt:
    """Learn from the logs (n, T) of series on their active periods; `kind_of_day` (T,): periods of one kind are thought to have the same noise."""
    periods = logs.shape[1]
    learnt = Learnt(
        first_profile(design.festivals, parameters),
        first_shared(design.block),
        np.ones(periods),
        1.0,
        np.zeros(periods),
    )
    fit = SeriesFit(logs, active, gapped_choose=False)
    for number in range(parameters.learning_rounds):
        linear = Linear(design, learnt)
        residual = fit.refine(linear, parameters.bound)
        learnt = _learnt(fit, residual, active, linear, parameters)
        if number in NOISE_ROUNDS:
            learnt = replace(learnt, noise=noise_by_kind(fit.unbounded(), fit.spread, active, kind_of_day))
    limit = parameters.smearing_bound * fit.spread[:, None] * learnt.noise
    return replace(learnt, smear=smear_by_kind(fit.unbounded(), limit, active, kind_of_day))


def _learnt(
    fit: SeriesFit, residual: Floats, active: Flags, linear: Linear, parameters: AdjustmentParameters
) -> Learnt:
    before, design = linear.learnt, linear.design
    trusted = 1 / (fit.spread**2 + np.median(fit.spread) ** 2 + LEAST_SPREAD**2)
    persistence = inflation(residual, active) if design.periods.daily else 1.0
    shared = learnt_shared(design.block, fit.coefficients, _variances(fit, linear), trusted, before.shared)
    profile = before.profile
    if design.festivals.learnable:
        profile = refine(design.festivals, profile, _pooled(fit, residual, active, linear), parameters)
    return replace(before, profile=profile, shared=shared, inflation=persistence)


def _variances(fit: SeriesFit, linear: Linear) -> Floats:
    """Return the variances (n, p) of the coefficients given the data."""
    variance = np.empty(fit.coefficients.shape)
    inflated = np.where(linear.design.block == Block.WEEKDAY, 1.0, linear.learnt.inflation)
    for kind in np.unique(fit.kind):
        rows = fit.kind == kind
        middling = int(np.median(fit.choice[rows]))
        unit = np.einsum(
            "ij,ij->i",
            *(2 * (linear.factor(int(kind)).rotation * np.sqrt(linear.factor(int(kind)).shrinkage()[middling]),)),
        )
        variance[rows] = fit.spread[rows, None] ** 2 * unit * inflated
    return variance


def _pooled(fit: SeriesFit, residual: Floats, active: Flags, linear: Linear) -> Pooled:
    """Pool what the festival did on the periods that it touches."""
    design = linear.design
    weight = design.periods.mean(design.festivals.spread_out(np.eye(len(design.festivals.position))), _effect(linear))
    touched = np.flatnonzero(weight.sum(axis=1) > 0)
    festive = np.flatnonzero((design.block == Block.FESTIVAL) | (design.block == Block.OWN_SHAPE))
    scale = fit.coefficients[:, np.flatnonzero(design.block == Block.FESTIVAL)[0]]
    fitted = fit.coefficients[:, festive] @ linear.matrix[np.ix_(touched, festive)].T
    return pool(
        fitted, residual[:, touched], active[:, touched], scale=scale, spread=fit.spread, weight=weight[touched]
    )


def _effect(linear: Linear) -> Floats:
    out = linear.design.taken_out
    return linear.daily[:, out] @ linear.learnt.shared.mean[out]
