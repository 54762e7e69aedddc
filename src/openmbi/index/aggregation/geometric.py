"""The weighted geometric mean: a low indicator is made up for only in part."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Aggregation

ORIGIN = 100.0


def scores(normalised: Floats, weights: Floats) -> Floats:
    """Return Sₜ = Π vᵢₜ^wᵢ (m, T) of values (n, T) and weights (m, n).

    Raises
    ------
    Problem
        `index.not-positive` where a value is zero or negative.
    """
    refuse_not_positive(normalised)
    return np.exp(weights @ np.log(normalised))


def parts(normalised: Floats, weight: Floats) -> Floats:
    """Return pᵢₜ = wᵢ (100 + L(Sₜ, 100) ln(vᵢₜ/100)) (n, T) of weights (n,) that sum to 1: they sum to Sₜ, see `points`."""
    total = scores(normalised, weight[None])[0]
    return weight[:, None] * ORIGIN + points(np.full_like(normalised, ORIGIN), normalised, weight, ORIGIN, total)


def points(before: Floats, now: Floats, weight: Floats, score_before: Floats | float, score_now: Floats) -> Floats:
    """Return what each indicator (n, T) adds to the change of the score (T,), in points that sum to it exactly: L(S′, S) wᵢ ln(v′ᵢ/vᵢ).

    L is the logarithmic mean, so that S′ − S = L(S′, S) ln(S′/S), and ln(S′/S) = Σ wᵢ ln(v′ᵢ/vᵢ).

    Source: Vartia (1976), Ideal log-change index numbers, Scandinavian Journal of Statistics 3; Ang, Liu (2001), on the logarithmic mean Divisia index (LMDI).
    """
    return logarithmic_mean(score_now, score_before) * weight[:, None] * np.log(now / before)


def logarithmic_mean(one: Floats | float, two: Floats | float) -> Floats:
    """Return L(a, b) = (a − b)/ln(a/b) of positive numbers, a where they are equal."""
    difference = np.asarray(np.log(one) - np.log(two), np.float64)
    small = np.abs(difference) < 1e-12
    steps = np.where(small, 1.0, difference)
    return np.asarray(two * np.where(small, 1.0, np.expm1(steps) / steps), np.float64)


def refuse_not_positive(values: Floats) -> None:
    """Refuse values (n, T) of which any is zero or negative.

    Raises
    ------
    Problem
        `index.not-positive`.
    """
    rows = np.flatnonzero((values <= 0).any(axis=1))
    if len(rows):
        raise Problem(
            "index.not-positive",
            Text(
                "几何平均与调和平均只适用于正数；第 {rows} 个指标有零值或负值",
                "geometric and harmonic means are for positive numbers; zero or negative: indicator {rows}",
            ).fill(rows=", ".join(str(row + 1) for row in rows)),
            Text(
                "请改用取值为正的标准化方法（如 min_max 取 low=1，或 rank），或改用算术平均",
                "normalise to positive numbers (min_max with low=1, or rank), or take the arithmetic mean",
            ),
        )


METHOD = Aggregation(
    name="geometric",
    label=Text("加权几何平均", "weighted geometric mean"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 6 步；分解用对数平均（Vartia，1976）",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 6; taken apart by the logarithmic mean (Vartia 1976)",
    ),
    scores=scores,
    parts=parts,
)
