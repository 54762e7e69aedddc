"""Sub-indices by domain and the composite over them, where each counts alike."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.composites import Domain, EqualWeightsSpec, ExpertWeightsSpec, WeightedComponent, WeightedDomain
from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.composite.expert_weights import CompositeIndex, expert_weights
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.treatment.method import Options, Weighting
from openmbi.index.treatment.setting import Setting


def equal_weights(panel: IndicatorPanel, spec: EqualWeightsSpec, *, subject: str = "zone") -> CompositeIndex:
    """Return the composite by expert weights 1/D of D domains, and 1/n of the n indicators of each.

    A domain with many indicators counts no more than one with few.

    Raises
    ------
    Problem
        As `expert_weights`.
    """
    return expert_weights(panel, with_weights(spec), subject=subject)


def with_weights(spec: EqualWeightsSpec) -> ExpertWeightsSpec:
    """Return the expert weights that count every domain alike, and in it every indicator."""
    domains = tuple(_weighted(domain, 1 / len(spec.domains)) for domain in spec.domains)
    declared = spec.model_dump(exclude={"method", "domains"})
    return ExpertWeightsSpec(method="expert_weights", domains=domains, **declared)


def alike(domain: Domain) -> tuple[WeightedComponent, ...]:
    """Return the indicators of a domain, each weighted 1/n."""
    share = 1 / len(domain.indicators)
    return tuple(WeightedComponent(weight=share, **one.model_dump()) for one in domain.indicators)


def _weighted(domain: Domain, weight: float) -> WeightedDomain:
    return WeightedDomain(domain=domain.domain, name=domain.name, weight=weight, indicators=alike(domain))


def _weights(normalised: Floats, _setting: Setting, _options: Options) -> Floats:
    return np.full(len(normalised), 1 / len(normalised))


WEIGHTING = Weighting(
    name="equal_weights",
    label=Text("等权", "equal weights"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 6 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 6",
    ),
    weights=_weights,
)
