"""Sub-indices by domain and their geometric mean: what one domain lacks the others make up for only in part.

W_d: weight of a domain, S_d: its sub-index, u_i and v_i: weight and scaled value of its indicators, L: logarithmic mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openmbi.catalog.composite_methods import GeometricSpec
from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.core.tables import Floats, IndexSeries, Names
from openmbi.index.aggregation.geometric import logarithmic_mean, scores
from openmbi.index.composite.expert_weights import expert_weights
from openmbi.index.composite.weighted_mean import WeightedIndex
from openmbi.index.indicator_panel import IndicatorPanel


@dataclass(frozen=True)
class GeometricIndex:
    """The index, the sub-index (D, T) of each domain, and what each domain (D, T) and each indicator (n, T) added to its change, in points.

    The points of both sum to the change of `series.close` since the period before; NaN in the first period and where either has no value.
    """

    series: IndexSeries
    domains: Names
    sub: Floats
    domain_points: Floats
    indicators: Names
    points: Floats


def geometric(panel: IndicatorPanel, spec: GeometricSpec, *, subject: str = "zone") -> GeometricIndex:
    """Return I_t = Π S_dt^W_d over sub-indices S_dt = Σ u_i v_it, and its change in points: L(I_t, I_t−1) W_d ln(S_dt/S_d,t−1) by domain.

    As ln(S/S′) = (S − S′)/L(S, S′), an indicator's points are L(I, I′) W_d/L(S_d, S_d′) u_i (v_i − v_i′), exact though the level is no sum.

    Raises
    ------
    Problem
        `index.not-positive` where a sub-index is zero or negative; otherwise as `expert_weights`.

    Source: Vartia (1976), Ideal log-change index numbers, Scandinavian Journal of Statistics 3.
    """
    arithmetic = expert_weights(panel, as_expert_weights(spec), subject=subject)
    sub = np.array([one.series.close for one in arithmetic.sub_indices.values()])
    share = np.array([domain.weight for domain in spec.domains])
    level = geometric_mean(sub, share)
    exchange = share[:, None] * _since(logarithmic_mean, level) / _since(logarithmic_mean, sub)
    rows = zip(exchange, arithmetic.sub_indices.values(), strict=True)
    return GeometricIndex(
        series=IndexSeries(
            index=spec.code,
            subject=subject,
            days=panel.periods,
            close=level,
            coverage=arithmetic.by_domain.series.coverage,
            provisional=arithmetic.by_domain.series.provisional,
        ),
        domains=np.array([domain.domain for domain in spec.domains]),
        sub=sub,
        domain_points=exchange * _since(np.subtract, sub),
        indicators=arithmetic.by_indicator.terms.subjects,
        points=np.concatenate([row * _points(one) for row, one in rows]),
    )


def geometric_mean(sub: Floats, share: Floats) -> Floats:
    """Return Π S_d^W_d (T,) of sub-indices (D, T) and shares (D,) that sum to 1; NaN where one is.

    Raises
    ------
    Problem
        `index.not-positive`.
    """
    return scores(sub, share[None])[0]


def as_expert_weights(spec: GeometricSpec) -> ExpertWeightsSpec:
    """Return the same domains and weights for the arithmetic mean."""
    return ExpertWeightsSpec(method="expert_weights", **spec.model_dump(exclude={"method", "cases"}))


def _points(sub: WeightedIndex) -> Floats:
    """Return what each indicator of a domain (n_d, T) adds to the change of its sub-index."""
    return sub.terms.weight[:, None] * _since(np.subtract, sub.terms.relative)


def _since(measure: Callable[[Floats, Floats], Floats], value: Floats) -> Floats:
    """Return a measure of each value and the one before it (…, T), NaN at the first."""
    first = np.full((*value.shape[:-1], 1), np.nan)
    return np.concatenate([first, measure(value[..., 1:], value[..., :-1])], axis=-1)
