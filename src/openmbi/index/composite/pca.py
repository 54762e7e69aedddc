"""Weights by the first principal component: what the indicators move in common counts.

R: correlations of the indicators over the base, a: its first eigenvector, λ: the eigenvalue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Weighting
from openmbi.index.treatment.refusals import refuse_flat
from openmbi.index.treatment.setting import Setting


@dataclass(frozen=True)
class FirstComponent:
    """`loading` (n,): a, of length 1; `explained`: λ/n, the share of the variance of all indicators that the component has."""

    loading: Floats
    explained: float


def first_component(values: Floats, expert: Floats | None = None) -> FirstComponent:
    """Return the first principal component of the correlations of indicators (n, B), none of them flat.

    An eigenvector has no sign of its own: it is given the one that agrees with the experts' weights, a · w ≥ 0; without them the one by which most indicators
    load positively, or, where as many load negatively, by which the sum is positive.

    Source: OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 6.
    """
    size, vectors = np.linalg.eigh(np.corrcoef(values))
    loading = vectors[:, -1]
    agreement = loading.sum() if expert is None else loading @ expert
    votes = np.sign(loading).sum() if expert is None else 0.0
    return FirstComponent(loading if (votes or agreement) >= 0 else -loading, float(size[-1] / len(values)))


def pca_weights(values: Floats, power: int = 1, expert: Floats | None = None) -> Floats:
    """Return weights (n,) that sum to 1: wᵢ = aᵢ/Σa for power 1, aᵢ² for power 2.

    Power 1 makes the score of standardised indicators the component itself, up to its scale; an indicator that moves against the others has a negative
    weight. Power 2 weights by the share of the component's variance that is the indicator's, never negative.

    Source: power 2, Nicoletti, Scarpetta, Boylaud (2000), OECD Economics Department Working Paper 226.
    """
    loading = first_component(values, expert).loading
    return loading / loading.sum() if power == 1 else loading**2


def _weights(normalised: Floats, setting: Setting, options: Options) -> Floats:
    inside = normalised[:, setting.base]
    whole = inside[:, ~np.isnan(inside).any(axis=0)]
    refuse_flat(whole, setting)
    return pca_weights(whole, int(float(options["power"])), setting.expert)


WEIGHTING = Weighting(
    name="pca",
    label=Text("主成分赋权", "principal component"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 6 步；载荷平方见 Nicoletti、Scarpetta、Boylaud（2000）",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 6; squared loadings by Nicoletti, Scarpetta, Boylaud (2000)",
    ),
    weights=_weights,
    defaults={"power": 1.0},
)
