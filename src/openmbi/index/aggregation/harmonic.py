"""The weighted harmonic mean: a low indicator is hardly made up for."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.aggregation.geometric import refuse_not_positive
from openmbi.index.treatment.method import Aggregation


def scores(normalised: Floats, weights: Floats) -> Floats:
    """Return Sₜ = 1/Σ wᵢ/vᵢₜ (m, T) of values (n, T) and weights (m, n).

    Raises
    ------
    Problem
        `index.not-positive` where a value is zero or negative.
    """
    refuse_not_positive(normalised)
    return 1 / (weights @ (1 / normalised))


METHOD = Aggregation(
    name="harmonic",
    label=Text("加权调和平均", "weighted harmonic mean"),
    citation=Text("COINr 的 a_hmean", "a_hmean of COINr"),
    scores=scores,
    parts=None,
    why_no_parts=Text(
        "调和平均的倒数可加，得分本身没有唯一的可加分解",
        "its inverse is additive; the score itself has no parts that are the only ones possible",
    ),
)
