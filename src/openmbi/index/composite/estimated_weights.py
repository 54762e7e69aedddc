"""Sub-indices by domain and the composite over them, by weights that the base period's own data give: principal component, entropy, CRITIC."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.composite_methods import CriticSpec, EntropySpec, PcaSpec
from openmbi.catalog.composites import Domain, ExpertWeightsSpec, WeightedDomain
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, Names
from openmbi.index.composite.base import base_periods
from openmbi.index.composite.critic import critic_weights
from openmbi.index.composite.entropy import entropy_weights
from openmbi.index.composite.equal_weights import alike
from openmbi.index.composite.expert_weights import CompositeIndex, expert_weights
from openmbi.index.composite.pca import pca_weights
from openmbi.index.composite.scale import scaled
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.treatment.refusals import refuse_flat_rows

EstimatedSpec = PcaSpec | EntropySpec | CriticSpec


def estimated_weights(panel: IndicatorPanel, spec: EstimatedSpec, *, subject: str = "zone") -> CompositeIndex:
    """Return the composite by expert weights that are those of `with_estimated_weights`: fixed, so that its terms are exact.

    Raises
    ------
    Problem
        As `with_estimated_weights`.
    """
    return expert_weights(panel, with_estimated_weights(panel, spec), subject=subject)


def with_estimated_weights(panel: IndicatorPanel, spec: EstimatedSpec) -> ExpertWeightsSpec:
    """Return the expert weights that the sub-indices over the base give to the domains; in a domain every indicator counts alike.

    Raises
    ------
    Problem
        `index.contrary-weight` where a domain would count by nothing or less; otherwise as `scaled`, and `index.flat-indicator`.
    """
    inside = base_periods(panel.of([one.indicator for domain in spec.domains for one in domain.indicators]), spec.base)
    sub = np.array([_sub_index(panel, domain, spec)[inside] for domain in spec.domains])
    names = np.array([domain.domain for domain in spec.domains])
    refuse_flat_rows(sub, names)
    weight = data_weights(sub, spec)
    _refuse_contrary(weight, names)
    domains = tuple(_weighted(one, share) for one, share in zip(spec.domains, weight.tolist(), strict=True))
    declared = spec.model_dump(exclude={"method", "domains", "power", "cases"})
    return ExpertWeightsSpec(method="expert_weights", domains=domains, **declared)


def data_weights(values: Floats, spec: EstimatedSpec) -> Floats:
    """Return the weights (n,) that a method gives to rows (n, B) that all move; they sum to 1."""
    match spec:
        case PcaSpec():
            return pca_weights(values, spec.power)
        case EntropySpec():
            return entropy_weights(values)
        case CriticSpec():
            return critic_weights(values)


def _sub_index(panel: IndicatorPanel, domain: Domain, spec: EstimatedSpec) -> Floats:
    return scaled(panel, domain.indicators, spec.scale, spec.base).value.mean(axis=0)


def _weighted(domain: Domain, weight: float) -> WeightedDomain:
    return WeightedDomain(domain=domain.domain, name=domain.name, weight=weight, indicators=alike(domain))


def _refuse_contrary(weight: Floats, names: Names) -> None:
    contrary = names[weight < 1e-9]
    if len(contrary):
        raise Problem(
            "index.contrary-weight",
            Text(
                "基期内与多数领域反向变动或不相关，权重不为正：{names}",
                "against the others, or with none of them, over the base, so the weight is not positive: {names}",
            ).fill(names=", ".join(contrary)),
            Text(
                "请核对其方向（inverted），或不计该领域，或用载荷平方（power: 2）",
                "check which way they count (`inverted`), leave them out, or take squared loadings (power: 2)",
            ),
        )
