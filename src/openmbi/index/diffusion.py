"""Diffusion indices of a survey, and the purchasing managers' index over them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openmbi.catalog.composites import PmiSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.composite.weighted_mean import WeightedIndex, weighted_mean
from openmbi.index.indicator_panel import IndicatorPanel


def diffusion_index(up: Floats, same: Floats) -> Floats:
    """Return DI = up + ½ same, in 0..100, of the shares of answers in per cent; 50 where as many report less as more.

    Raises
    ------
    Problem
        `index.not-shares` where a share is negative or both exceed 100 together.
    """
    if (np.minimum(up, same) < 0).any() or (up + same > 100 + 1e-9).any():
        raise _out_of_range()
    return up + same / 2


def pmi(panel: IndicatorPanel, spec: PmiSpec, *, subject: str = "zone") -> WeightedIndex:
    """Return the weighted mean of diffusion indices and its terms; an inverted one (supplier deliveries) counts as 100 − x.

    Raises
    ------
    Problem
        `index.no-indicator`; `index.not-shares` where a diffusion index lies outside 0..100.
    """
    names = [one.indicator for one in spec.components]
    chosen = panel.of(names)
    if (chosen.value < 0).any() or (chosen.value > 100).any():
        raise _out_of_range()
    inverted = np.array([one.inverted for one in spec.components])
    relative = np.where(inverted[:, None], 100 - chosen.value, chosen.value)
    weight = np.array([one.weight for one in spec.components])
    return weighted_mean(replace(chosen, value=relative), weight, index=spec.code, subject=subject)


def _out_of_range() -> Problem:
    return Problem(
        "index.not-shares",
        Text("占比或扩散指数超出 0–100", "a share or diffusion index lies outside 0–100"),
        Text("请以百分数给出占比", "give shares in per cent"),
    )
