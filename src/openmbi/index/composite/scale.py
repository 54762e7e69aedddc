"""Indicators of different units made comparable: each on a scale whose mean over the base is 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from openmbi.catalog.composites import BaseSpan, Component
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.composite.base import base_periods
from openmbi.index.indicator_panel import IndicatorPanel

CENTRE = 100.0
SPREAD = 10.0  # as the European Commission's economic sentiment indicator: mean 100, standard deviation 10


def scaled(
    panel: IndicatorPanel, components: Sequence[Component], scale: Literal["indexed", "standardised"], base: BaseSpan
) -> IndicatorPanel:
    """Return the indicators (n, T) on one scale; an inverted one is reflected about 100.

    indexed: 100 x / m; standardised: 100 + 10 (x − m) / s, where m and s are the mean and the standard deviation (of the population) over the base.

    Raises
    ------
    Problem
        `index.no-indicator`, `index.base-incomplete`; `index.no-scale` where m ≤ 0 (indexed) or s = 0 (standardised).
    """
    names = [one.indicator for one in components]
    chosen = panel.of(names)
    value = chosen.value
    inside = value[:, base_periods(chosen, base)]
    mean, deviation = inside.mean(axis=1, keepdims=True), inside.std(axis=1, keepdims=True)
    divisor = mean if scale == "indexed" else np.where(np.ptp(inside, axis=1, keepdims=True) > 0, deviation, 0.0)
    _check(names, divisor[:, 0])
    change = CENTRE * (value - mean) / divisor if scale == "indexed" else SPREAD * (value - mean) / divisor
    sign = np.array([-1.0 if one.inverted else 1.0 for one in components])
    return replace(chosen, value=CENTRE + sign[:, None] * change)


def _check(names: list[str], divisor: Floats) -> None:
    refused = [name for name, size in zip(names, divisor, strict=True) if not size > 0]
    if refused:
        raise Problem(
            "index.no-scale",
            Text(
                "基期均值不为正，或基期内没有变化：{names}",
                "the base mean is not positive, or nothing moves in the base: {names}",
            ).fill(names=", ".join(refused)),
            Text(
                "可为负的指标请用 standardised，并选有变化的基期",
                "use `standardised` for what can be negative, and a base in which it moves",
            ),
        )
