"""The weighted arithmetic mean: what one indicator lacks another makes up for in full."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Aggregation


def scores(normalised: Floats, weights: Floats) -> Floats:
    """Return Sₜ = Σ wᵢ vᵢₜ (m, T) of values (n, T) and weights (m, n)."""
    return weights @ normalised


def parts(normalised: Floats, weight: Floats) -> Floats:
    """Return wᵢ vᵢₜ (n, T) of weights (n,)."""
    return weight[:, None] * normalised


METHOD = Aggregation(
    name="arithmetic",
    label=Text("加权算术平均", "weighted arithmetic mean"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 6 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 6",
    ),
    scores=scores,
    parts=parts,
)
