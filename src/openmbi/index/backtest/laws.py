"""The laws that a density may follow: normal, Student-t, through stated quantiles, and a sample of draws.

Each has `cdf`, `quantile`, `crps` and `log_density`. CRPS: Gneiting and Raftery (2007, JASA 102:359), ∫ (F(x) − 1{x ≥ y})² dx; smaller is better, in units of
the forecast. Closed forms: Jordan, Krüger and Lerch (2019, J. Stat. Software 90:12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import betaln, gammaln, ndtr, ndtri, stdtr, stdtrit

from openmbi.core.tables import Floats

_ROOT_PI = float(np.sqrt(np.pi))
_LOG_ROOT_2PI = float(0.5 * np.log(2 * np.pi))


class Law(Protocol):
    """What a distribution on the real line can tell."""

    def cdf(self, value: float) -> float:
        """Return P(X ≤ value)."""
        ...

    def quantile(self, level: float) -> float:
        """Return the value below which X lies with a probability in (0, 1)."""
        ...

    def crps(self, value: float) -> float:
        """Return the continuous ranked probability score of what came out."""
        ...

    def log_density(self, value: float) -> float:
        """Return the natural logarithm of the density at what came out."""
        ...


@dataclass(frozen=True)
class Normal:
    """A normal distribution; `deviation` 0 is a point."""

    mean: float
    deviation: float

    def cdf(self, value: float) -> float:
        """Return Φ((value − mean) / deviation)."""
        return float(ndtr(_standardised(value - self.mean, self.deviation)))

    def quantile(self, level: float) -> float:
        """Return mean + deviation · Φ⁻¹(level)."""
        return float(self.mean + self.deviation * ndtri(level))

    def crps(self, value: float) -> float:
        """Return σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π)."""
        if self.deviation == 0:
            return abs(value - self.mean)
        z = (value - self.mean) / self.deviation
        return float(self.deviation * (z * (2 * ndtr(z) - 1) + 2 * _phi(z) - 1 / _ROOT_PI))

    def log_density(self, value: float) -> float:
        """Return −z²/2 − log σ − log √2π; that of a point is infinite."""
        if self.deviation == 0:
            return _at_point(value == self.mean)
        z = (value - self.mean) / self.deviation
        return float(-0.5 * z**2 - np.log(self.deviation) - _LOG_ROOT_2PI)


@dataclass(frozen=True)
class StudentT:
    """Student's t around `mean`, of more than one degree of freedom; `scale` is the standard error of an interval mean ± t · scale."""

    mean: float
    scale: float
    degrees_of_freedom: float

    def cdf(self, value: float) -> float:
        """Return F((value − mean) / scale)."""
        return float(stdtr(self.degrees_of_freedom, _standardised(value - self.mean, self.scale)))

    def quantile(self, level: float) -> float:
        """Return mean + scale · F⁻¹(level)."""
        return float(self.mean + self.scale * stdtrit(self.degrees_of_freedom, level))

    def crps(self, value: float) -> float:
        """Return σ (z (2F − 1) + 2f (ν + z²)/(ν − 1) − 2√ν/(ν − 1) · B(½, ν − ½)/B(½, ν/2)²)."""
        if self.scale == 0:
            return abs(value - self.mean)
        nu, z = self.degrees_of_freedom, (value - self.mean) / self.scale
        constant = 2 * np.sqrt(nu) / (nu - 1) * np.exp(betaln(0.5, nu - 0.5) - 2 * betaln(0.5, nu / 2))
        density = np.exp(self._log_standard(z))
        return float(self.scale * (z * (2 * stdtr(nu, z) - 1) + 2 * density * (nu + z**2) / (nu - 1) - constant))

    def log_density(self, value: float) -> float:
        """Return log f(z) − log scale; that of a point is infinite."""
        if self.scale == 0:
            return _at_point(value == self.mean)
        return float(self._log_standard((value - self.mean) / self.scale) - np.log(self.scale))

    def _log_standard(self, z: float) -> float:
        nu = self.degrees_of_freedom
        constant = gammaln((nu + 1) / 2) - gammaln(nu / 2) - 0.5 * np.log(nu * np.pi)
        return float(constant - (nu + 1) / 2 * np.log1p(z**2 / nu))


@dataclass(frozen=True)
class ThroughQuantiles:
    """The distribution through `values` (q,) at `levels` (q,), both rising, q ≥ 2: a straight line in normal scores between them, and beyond the outermost on.

    Two quantiles of a normal distribution give that distribution exactly.
    """

    levels: Floats
    values: Floats

    def cdf(self, value: float) -> float:
        """Return Φ of the normal score that the lines give at a value."""
        return float(ndtr(self._score(value)))

    def quantile(self, level: float) -> float:
        """Return the value of the line at a normal score."""
        z = float(ndtri(level))
        piece = self._piece(ndtri(self.levels), z)
        return float(self.values[piece] + self._slopes()[piece] * (z - ndtri(self.levels)[piece]))

    def crps(self, value: float) -> float:
        """Return the sum over the lines of slope · ∫ (Φ(z) − 1{z ≥ score of the value})² dz, and the distance to the nearest end beyond a flat one."""
        nodes, slopes, score = ndtri(self.levels), self._slopes(), self._score(value)
        first, last = np.append(-np.inf, nodes[1:-1]), np.append(nodes[1:-1], np.inf)
        below = _square_below(np.minimum(last, score)) - _square_below(np.minimum(first, score))
        above = _square_above(np.maximum(first, score)) - _square_above(np.maximum(last, score))
        outside = max(self.values[0] - value, 0) * (slopes[0] == 0) + max(value - self.values[-1], 0) * (
            slopes[-1] == 0
        )
        with np.errstate(invalid="ignore"):
            parts = np.where(slopes > 0, slopes * (below + above), 0.0)
        return float(parts.sum() + outside)

    def log_density(self, value: float) -> float:
        """Return log φ(z) − log slope of the line that a value lies on."""
        slope = self._slopes()[self._piece(self.values, value)]
        if slope == 0:
            return _at_point(bool(self.values[0] <= value <= self.values[-1]))
        return float(-0.5 * self._score(value) ** 2 - _LOG_ROOT_2PI - np.log(slope))

    def _slopes(self) -> Floats:
        return np.diff(self.values) / np.diff(ndtri(self.levels))

    def _piece(self, nodes: Floats, at: float) -> int:
        return int(np.clip(np.searchsorted(nodes, at, "right") - 1, 0, len(nodes) - 2))

    def _score(self, value: float) -> float:
        piece = self._piece(self.values, value)
        slope, start = self._slopes()[piece], ndtri(self.levels)[piece]
        if slope == 0:
            return float(start) if value == self.values[piece] else np.copysign(np.inf, value - self.values[piece])
        return float(start + (value - self.values[piece]) / slope)


@dataclass(frozen=True)
class Draws:
    """The empirical distribution of draws (m,), rising, each of weight 1/m."""

    sample: Floats

    def cdf(self, value: float) -> float:
        """Return the share of draws not above a value."""
        return float(np.searchsorted(self.sample, value, "right") / len(self.sample))

    def quantile(self, level: float) -> float:
        """Return the quantile, interpolated between the two draws beside it."""
        return float(np.quantile(self.sample, level))

    def crps(self, value: float) -> float:
        """Return E|X − y| − ½ E|X − X′| over the draws."""
        m = len(self.sample)
        spread = 2 * float(((2 * np.arange(1, m + 1) - m - 1) * self.sample).sum()) / m**2
        return float(np.abs(self.sample - value).mean()) - spread / 2

    def log_density(self, value: float) -> float:
        """Return the log of a normal kernel estimate, bandwidth 1.06 s m^(−1/5) (Silverman 1986)."""
        width = 1.06 * float(self.sample.std(ddof=1)) * len(self.sample) ** -0.2 if len(self.sample) > 1 else 0.0
        if width == 0:
            return _at_point(bool((self.sample == value).any()))
        logs = -0.5 * ((value - self.sample) / width) ** 2 - np.log(width) - _LOG_ROOT_2PI
        return float(np.logaddexp.reduce(logs) - np.log(len(self.sample)))


def _standardised(distance: float, scale: float) -> float:
    if scale == 0:
        return np.inf if distance >= 0 else -np.inf
    return distance / scale


def _at_point(hit: bool) -> float:
    return np.inf if hit else -np.inf


def _phi(z: Floats | float) -> Floats:
    return np.exp(-0.5 * np.square(z) - _LOG_ROOT_2PI)


def _square_below(z: Floats) -> Floats:
    """Return ∫ Φ² from −∞ to z: zΦ² + 2φΦ − Φ(√2 z)/√π."""
    finite = np.where(np.isneginf(z), 0.0, z)
    found = finite * ndtr(finite) ** 2 + 2 * _phi(finite) * ndtr(finite) - ndtr(np.sqrt(2) * finite) / _ROOT_PI
    return np.where(np.isneginf(z), 0.0, found)


def _square_above(z: Floats) -> Floats:
    """Return ∫ (1 − Φ)² from z to ∞: the mirror of the other."""
    return _square_below(-z)
