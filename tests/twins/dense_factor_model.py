"""The plainest twin of the dynamic factor model: every value of the panel in one joint normal law, its covariance written out and inverted.

z: standardised value, λ: loadings, f: factors, w: weights of a value's own period, e: idiosyncratic term. A value that stands at grid period t is
z_it = Σ_k w_k λ_i'f_{t−k} + (its noise). The noise is e_it, white or a stationary first-order autoregression, on the grid for values of one grid
period; Σ_k w_k e_{i,t−k} for growth; and white, one draw a value, for sums and means (and for growth, where the model wants noise of
quarters). Factors before the first period have the stationary law too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.index.dynamic_factor import (
    Aggregation,
    FactorModel,
    FactorParameters,
    GrowthNoise,
    Idiosyncratic,
    MixedPanel,
)

GROWTH = (1.0, 2.0, 3.0, 2.0, 1.0)
"""Mariano and Murasawa (2003), the newest period first."""
AT_ONCE = (Aggregation.NONE, Aggregation.LAST)
SUMMED = (Aggregation.SUM, Aggregation.MEAN)


@dataclass(frozen=True)
class Dense:
    """Log-likelihood of the standardised panel, and mean (T, r) and covariance (T, r, r) of the factors given it."""

    log_likelihood: float
    factor: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True)
class Told:
    """Mean and variance, in the series' unit, of one value given the panel, and what each value of the panel weighs in that mean (n, T)."""

    mean: float
    variance: float
    weight: np.ndarray


def autocovariance(parameters: FactorParameters, lags: int) -> list[np.ndarray]:
    """Return Γ(0)…Γ(lags) of the factors, Γ(h) = E f_t f_{t−h}', each (r, r): vec P = (I − F⊗F)⁻¹ vec Q, F the companion matrix."""
    p, r, _ = parameters.transition.shape
    F = np.eye(p * r, k=-r)
    F[:r] = np.hstack(list(parameters.transition))
    Q = np.zeros_like(F)
    Q[:r, :r] = parameters.innovation
    P = np.linalg.solve(np.eye(F.size) - np.kron(F, F), Q.ravel()).reshape(F.shape)
    found = []
    for _ in range(lags + 1):
        found.append(P[:r, :r])
        P = F @ P
    return found


def value_weights(panel: MixedPanel, row: int, at: int) -> np.ndarray:
    """Return the weights w of a value on grid periods at, at − 1, …; none where its period began before the grid, so that the value is not used."""
    how = panel.aggregation[row]
    if how in AT_ONCE:
        return np.ones(1)
    if how is Aggregation.GROWTH:
        return np.array(GROWTH)
    begun = np.flatnonzero(panel.starts[panel.span[row], : at + 1])
    if not len(begun):
        return np.zeros(0)
    length = at - begun[-1] + 1
    return np.ones(length) / (length if how is Aggregation.MEAN else 1)


def used(panel: MixedPanel) -> list[tuple[int, int]]:
    """Return series and period of every value that the model uses."""
    return [
        (int(row), int(at)) for row, at in np.argwhere(~np.isnan(panel.value)) if len(value_weights(panel, row, at))
    ]


@dataclass(frozen=True)
class _Law:
    """The joint normal law of factors and values: covariances between factors (T, r, T, r), of them with values (T, r, N), and between values (N, N)."""

    factors: np.ndarray
    cross: np.ndarray
    values: np.ndarray


def law(panel: MixedPanel, model: FactorModel, parameters: FactorParameters, values: list[tuple[int, int]]) -> _Law:
    """Return the joint law of all factors and of values, each a series and a period."""
    before, T = len(GROWTH) - 1, panel.value.shape[1]
    periods = np.arange(-before, T)
    gap = periods[:, None] - periods[None]
    gamma = autocovariance(parameters, len(periods))
    factors = np.array([[gamma[g] if g >= 0 else gamma[-g].T for g in row] for row in gap]).transpose(0, 2, 1, 3)
    weights = np.zeros((len(values), len(periods)))
    noise = np.zeros((len(values), len(values)))
    for number, (row, at) in enumerate(values):
        own = value_weights(panel, row, at)
        weights[number, before + at - np.arange(len(own))] = own
    for row in {row for row, _ in values}:
        inside = np.array([number for number, (other, _) in enumerate(values) if other == row])
        variance, rho = parameters.variance[row], parameters.persistence[row]
        own = _of_a_value(panel.aggregation[row], model)
        end = np.array([values[number][1] for number in inside])
        whole = variance * (end[:, None] == end[None])  # one draw a value: none is shared but with itself
        noise[np.ix_(inside, inside)] = whole if own else _noise(variance, rho, gap, weights[inside])
    loadings = parameters.loadings[[row for row, _ in values]]
    cross = np.einsum("tksm,vs,vm->tkv", factors, weights, loadings, optimize=True)
    between = np.einsum("tkv,ut,uk->uv", cross, weights, loadings, optimize=True)
    return _Law(factors[before:, :, before:], cross[before:], between + noise)


def _of_a_value(how: Aggregation, model: FactorModel) -> bool:
    """Return whether noise is drawn once a value, not once a grid period."""
    quarters = model.idiosyncratic is Idiosyncratic.IID and model.growth_noise is GrowthNoise.QUARTER
    return how in SUMMED or (how is Aggregation.GROWTH and quarters)


def _noise(variance: float, rho: float, gap: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return weights @ (variance / (1 - rho**2) * rho ** np.abs(gap)) @ weights.T


def smoothed(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> Dense:
    """Return log-likelihood, means and covariances of the factors, at given parameters; what a block does not load on is 0 in them."""
    values = used(panel)
    z, joint = _standardised(panel, parameters, values), law(panel, model, parameters, values)
    inverse = np.linalg.inv(joint.values)
    log_likelihood = -0.5 * (len(z) * np.log(2 * np.pi) + np.linalg.slogdet(joint.values)[1] + z @ inverse @ z)
    explained = joint.cross @ inverse @ joint.cross.transpose(0, 2, 1)
    covariance = np.array([joint.factors[t, :, t] for t in range(len(explained))]) - explained
    return Dense(float(log_likelihood), joint.cross @ inverse @ z, covariance)


def told(panel: MixedPanel, model: FactorModel, parameters: FactorParameters, row: int, at: int) -> Told:
    """Return what the panel says of the value of series `row` at period `at`: an observed value of itself everything, with no variance left."""
    values = used(panel)
    z, joint = _standardised(panel, parameters, values), law(panel, model, parameters, [*values, (row, at)]).values
    gain = np.linalg.solve(joint[:-1, :-1], joint[:-1, -1])
    scale, weight = parameters.scale, np.zeros(panel.value.shape)
    for (other, when), share in zip(values, gain, strict=True):
        weight[other, when] = share * scale[row] / scale[other]
    variance = scale[row] ** 2 * (joint[-1, -1] - gain @ joint[:-1, -1])
    return Told(float(parameters.mean[row] + scale[row] * gain @ z), float(variance), weight)


def _standardised(panel: MixedPanel, parameters: FactorParameters, values: list[tuple[int, int]]) -> np.ndarray:
    return np.array([(panel.value[row, at] - parameters.mean[row]) / parameters.scale[row] for row, at in values])
