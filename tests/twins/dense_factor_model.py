"""The plainest twin of the dynamic factor model: every value of the panel in one joint normal law, its covariance written out and inverted.

z: standardised value, λ: loadings, f: factors, w: weights of a value's own period, e: idiosyncratic term. A value that stands at grid period t is
z_it = Σ_k w_k λ_i'f_{t−k} + (its noise). The noise is e_it, white or a stationary first-order autoregression, on the grid for values of one grid period;
Σ_k w_k e_{i,t−k} for growth; and white, one draw a value, for sums and means. Factors before the first period have the stationary law too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.index.dynamic_factor import Aggregation, FactorModel, FactorParameters, MixedPanel

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


class _Law:
    """The joint law of all values of a panel and all its factors."""

    def __init__(self, panel: MixedPanel, parameters: FactorParameters) -> None:
        self.panel, self.parameters = panel, parameters
        self.gamma = autocovariance(parameters, panel.value.shape[1] + len(GROWTH))

    def between_factors(self, t: int, s: int) -> np.ndarray:
        return self.gamma[t - s] if t >= s else self.gamma[s - t].T

    def factor_and_value(self, t: int, one: tuple[int, int]) -> np.ndarray:
        row, at = one
        weights = value_weights(self.panel, row, at)
        shared = np.sum([w * self.between_factors(t, at - k) for k, w in enumerate(weights)], axis=0)
        return shared @ self.parameters.loadings[row]

    def between_values(self, one: tuple[int, int], other: tuple[int, int]) -> float:
        row, at = one
        weights = value_weights(self.panel, row, at)
        shared = np.sum([w * self.factor_and_value(at - k, other) for k, w in enumerate(weights)], axis=0)
        return float(self.parameters.loadings[row] @ shared) + self.between_noises(one, other)

    def between_noises(self, one: tuple[int, int], other: tuple[int, int]) -> float:
        (row, at), (other_row, other_at) = one, other
        if row != other_row:
            return 0.0
        variance, rho = self.parameters.variance[row], self.parameters.persistence[row]
        if self.panel.aggregation[row] in SUMMED:
            return float(variance) * (at == other_at)
        pairs = (
            (w * v, abs((at - k) - (other_at - j)))
            for k, w in enumerate(value_weights(self.panel, row, at))
            for j, v in enumerate(value_weights(self.panel, row, other_at))
        )
        return float(sum(weight * variance / (1 - rho**2) * rho**gap for weight, gap in pairs))


def smoothed(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> Dense:
    """Return log-likelihood, means and covariances of the factors, at given parameters. Blocks are zeros in the parameters."""
    values, z, law, S = _values(panel, parameters)
    inverse, T = np.linalg.inv(S), panel.value.shape[1]
    log_likelihood = -0.5 * (len(z) * np.log(2 * np.pi) + np.linalg.slogdet(S)[1] + z @ inverse @ z)
    cross = np.array([[law.factor_and_value(t, value) for value in values] for t in range(T)]).transpose(0, 2, 1)
    covariance = np.array([law.between_factors(t, t) - cross[t] @ inverse @ cross[t].T for t in range(T)])
    return Dense(float(log_likelihood), cross @ inverse @ z, covariance)


def told(panel: MixedPanel, model: FactorModel, parameters: FactorParameters, row: int, at: int) -> Told:
    """Return what the panel says of the value of series `row` at period `at`: an observed value of itself everything, with no variance left."""
    values, z, law, S = _values(panel, parameters)
    cross = np.array([law.between_values((row, at), value) for value in values])
    gain = np.linalg.solve(S, cross)
    scale, mean = parameters.scale, parameters.mean
    weight = np.zeros(panel.value.shape)
    for (other, when), share in zip(values, gain, strict=True):
        weight[other, when] = share * scale[row] / scale[other]
    variance = law.between_values((row, at), (row, at)) - gain @ cross
    return Told(float(mean[row] + scale[row] * gain @ z), float(scale[row] ** 2 * variance), weight)


def _values(
    panel: MixedPanel, parameters: FactorParameters
) -> tuple[list[tuple[int, int]], np.ndarray, _Law, np.ndarray]:
    values, law = used(panel), _Law(panel, parameters)
    z = np.array([(panel.value[row, at] - parameters.mean[row]) / parameters.scale[row] for row, at in values])
    S = np.array([[law.between_values(one, other) for other in values] for one in values])
    return values, z, law, S
