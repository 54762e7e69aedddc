"""CRITIC weights: an indicator weighs by how much it moves and by how much it differs from the others."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.composite.entropy import unit_scaled
from openmbi.index.treatment.method import Options, Weighting
from openmbi.index.treatment.refusals import refuse_flat
from openmbi.index.treatment.setting import Setting


def critic_weights(values: Floats) -> Floats:
    """Return weights (n,) that sum to 1 of indicators (n, B), none of them flat, where more is better: wᵢ = Cᵢ/ΣC, Cᵢ = σᵢ Σⱼ (1 − rᵢⱼ).

    σᵢ: standard deviation of the values stretched to 0…1; rᵢⱼ: correlations. Where all indicators move as one, no one differs and each weighs alike.

    Source: Diakoulaki, Mavrotas, Papayannakis (1995), Determining objective weights in multiple criteria problems: the CRITIC method, Computers & Operations
    Research 22.
    """
    conflict = np.maximum(1 - np.atleast_2d(np.corrcoef(values)), 0.0).sum(axis=1)
    told = unit_scaled(values).std(axis=1) * conflict
    alike = conflict.max() < 1e-12
    return np.full(len(values), 1 / len(values)) if alike else told / told.sum()


def _weights(normalised: Floats, setting: Setting, _options: Options) -> Floats:
    inside = normalised[:, setting.base]
    whole = inside[:, ~np.isnan(inside).any(axis=0)]
    refuse_flat(whole, setting)
    return critic_weights(whole)


WEIGHTING = Weighting(
    name="critic",
    label=Text("CRITIC 法", "CRITIC"),
    citation=Text(
        "Diakoulaki、Mavrotas、Papayannakis（1995），《计算机与运筹学》第 22 卷",
        "Diakoulaki, Mavrotas, Papayannakis (1995), Computers & Operations Research 22",
    ),
    weights=_weights,
)
