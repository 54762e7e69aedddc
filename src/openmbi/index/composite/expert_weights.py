"""Sub-indices by domain and the composite over them, by declared weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from openmbi.catalog.composites import ExpertWeightsSpec, WeightedDomain
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.composite.scale import scaled
from openmbi.index.composite.weighted_mean import WeightedIndex, weighted_mean
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.treatment.method import Options, Weighting
from openmbi.index.treatment.setting import Setting


@dataclass(frozen=True)
class CompositeIndex:
    """A composite over `by_domain`, the same figure over `by_indicator` (domain weight × weight in the domain), and the sub-index of each domain.

    A sub-index times its domain's weight is what the domain adds; its indicators' terms times that weight are theirs in the composite.
    """

    by_domain: WeightedIndex
    by_indicator: WeightedIndex
    sub_indices: dict[str, WeightedIndex]


def expert_weights(panel: IndicatorPanel, spec: ExpertWeightsSpec, *, subject: str = "zone") -> CompositeIndex:
    """Return the composite: S_dt = Σ_{i∈d} u_i v_it over the scaled indicators of a domain, I_t = Σ_d W_d S_dt; see `scaled`.

    A period in which any indicator is missing has no value, in the composite and in that indicator's sub-index; others' sub-indices stand.

    Raises
    ------
    Problem
        As `scaled`.
    """
    subs = {domain.domain: _sub_index(panel, spec, domain, subject) for domain in spec.domains}
    shares = np.array([domain.weight for domain in spec.domains])
    weights = np.concatenate([W * sub.terms.weight for W, sub in zip(shares, subs.values(), strict=True)])
    over = partial(weighted_mean, index=spec.code, subject=subject)
    return CompositeIndex(
        by_domain=over(_domains(panel, subs), shares),
        by_indicator=over(_indicators(panel, subs), weights),
        sub_indices=subs,
    )


def _domains(panel: IndicatorPanel, subs: dict[str, WeightedIndex]) -> IndicatorPanel:
    """Return the sub-indices (D, T) as components; one is held where any of its indicators is."""
    level = np.array([sub.series.close for sub in subs.values()])
    held = np.array([sub.terms.filled.any(axis=0) for sub in subs.values()])
    return replace(panel, indicators=np.array(list(subs)), value=level, held=held)


def _indicators(panel: IndicatorPanel, subs: dict[str, WeightedIndex]) -> IndicatorPanel:
    """Return the scaled indicators (n, T) of all domains as components."""
    names, relative, held = (
        np.concatenate([getattr(sub.terms, part) for sub in subs.values()])
        for part in ("subjects", "relative", "filled")
    )
    return replace(panel, indicators=names, value=relative, held=held)


def _sub_index(panel: IndicatorPanel, spec: ExpertWeightsSpec, domain: WeightedDomain, subject: str) -> WeightedIndex:
    return weighted_mean(
        scaled(panel, domain.indicators, spec.scale, spec.base),
        np.array([one.weight for one in domain.indicators]),
        index=f"{spec.code}.{domain.domain}",
        subject=subject,
    )


def _declared(_normalised: Floats, setting: Setting, _options: Options) -> Floats:
    if setting.expert is None:
        raise Problem(
            "index.no-expert-weights",
            Text("没有给出专家权重", "no expert weights are given"),
            Text(
                "请给出各指标的专家权重，或改选其他赋权方法",
                "give the experts' weight of each indicator, or weight otherwise",
            ),
        )
    return setting.expert / setting.expert.sum()


WEIGHTING = Weighting(
    name="expert_weights",
    label=Text("专家权重", "expert weights"),
    citation=Text("按目录声明的权重", "as the catalog declares"),
    weights=_declared,
)
