"""Learn the profile, its depths and its timing from what the festival did to the series of a stratum."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.festival import Festivals, Pooled, Profile, expected_precision, profile_basis, profile_roughness
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.penalised_fit import factorise, likeliest, rotated, scaled_roughness, solved
from openmbi.core.tables import Flags, Floats

LEAST_SPREAD = 1e-6
"""Spread in log points that is taken for exact, so that no series weighs without bound."""
LEAST_FREE = 0.25
BOUNDS = ((0.2, 3.0), (-7.0, 7.0), (-7.0, 7.0))
"""Depth, closing and return beyond which the profile describes something else."""


def pool(fitted: Floats, residual: Floats, active: Flags, *, scale: Floats, spread: Floats, weight: Floats) -> Pooled:
    """Pool what the festival did to the series (n, V) of a stratum, as one level for all scales.

    `fitted` (n, V): the festival's part of the fit; `residual` (n, V) from the whole fit, bounded; `scale` (n,): scaleᵢ; `spread` (n,): σᵢ. Series weigh by
    scaleᵢ² ÷ (σᵢ² + median σ²): a quiet series weighs at most twice as much as a middling one.
    """
    share = 1 / (spread**2 + np.median(spread) ** 2 + LEAST_SPREAD**2)
    precision = (share * scale**2) @ active
    inside = np.where(active, residual + fitted, 0.0)
    level = (share * scale) @ inside / np.maximum(precision, np.finfo(float).tiny)
    return Pooled(level, precision, weight)


def refine(festivals: Festivals, profile: Profile, pooled: Pooled, parameters: AdjustmentParameters) -> Profile:
    """Fit the profile to pooled levels at the depths and times known so far, then those to the profile."""
    shaped = _shape(festivals, profile, pooled)
    return _years(festivals, shaped, pooled, parameters) if shaped is not profile else profile


def _shape(festivals: Festivals, profile: Profile, pooled: Pooled) -> Profile:
    root = np.sqrt(pooled.precision)
    design = root[:, None] * (pooled.weight @ (profile.depth[festivals.year][:, None] * profile.basis(festivals)))
    gram = design.T @ design
    rough = scaled_roughness(gram, profile_roughness(festivals.knots))
    factor = factorise(gram, np.full(len(gram), 1e-9 * np.trace(gram) / len(gram) + 1e-12), rough)
    turned = rotated(factor, ((root * pooled.level) @ design)[None])
    squares, known = np.array([(pooled.precision * pooled.level**2).sum()]), np.array([float((root > 0).sum())])
    found = solved(factor, turned, likeliest(factor, turned, squares, known))[0]
    fine = np.arange(festivals.knots[0], festivals.knots[-1] + 0.5, 0.5)
    size = _largest(fine, festivals, found)
    if size <= 0:
        return profile
    return Profile(found / size, profile.depth, profile.closing, profile.returning, profile.covariance)


def _largest(offset: Floats, festivals: Festivals, coefficients: Floats) -> float:
    return float(np.abs(profile_basis(offset, festivals.knots) @ coefficients).max())


def _years(festivals: Festivals, profile: Profile, pooled: Pooled, parameters: AdjustmentParameters) -> Profile:
    """Take one Gauss–Newton step for the depths and times of all years, each drawn to what is expected of it."""
    count = len(festivals.years)
    state = np.concatenate([profile.depth, profile.closing, profile.returning])
    middle = np.repeat([1.0, 0.0, 0.0], count)
    design = pooled.weight @ profile.year_columns(festivals)
    left = pooled.level - pooled.weight @ profile.values(festivals)
    informed = pooled.precision > 0
    seen = max(int(festivals.seen.sum()), 1)
    spent = max(1 - 1 / seen, LEAST_FREE)  # the profile follows what is common to the years
    noise = _noise(left, pooled.precision, informed) * parameters.persistence / spent
    weight = pooled.precision / noise
    expected = expected_precision(count, parameters)
    information = design.T @ (weight[:, None] * design)
    step = np.linalg.solve(
        information + np.diag(expected), design.T @ (weight * (left + design @ state)) + expected * middle
    )
    low, high = (np.repeat([bound[side] for bound in BOUNDS], count) for side in (0, 1))
    depth, closing, returning = np.split(np.clip(np.asarray(step, np.float64), low, high), 3)
    mean = depth[festivals.seen].mean() if festivals.seen.any() else 1.0
    return Profile(
        profile.coefficients,
        depth / mean,
        closing - _mean_of_seen(closing, festivals.seen),
        returning - _mean_of_seen(returning, festivals.seen),
        np.asarray(np.linalg.inv(information + np.diag(expected)), np.float64),
    )


def _mean_of_seen(days: Floats, seen: Flags) -> float:
    return float(days[seen].mean()) if seen.any() else 0.0


def _noise(left: Floats, precision: Floats, informed: Flags) -> float:
    """Return φ where the pooled level's variance is φ / precision."""
    return float(max((precision * left**2)[informed].mean(), 1e-12)) if informed.any() else 1.0
