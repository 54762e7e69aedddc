"""The release calendar: what the coming releases are expected to say, and how far each may move the nowcast.

An item j that is not out yet has E[y_j] and the standard error s_j of what is known; once out it moves the nowcast by w_j (y_j − E[y_j]), w_j its weight
with the item in the panel. Its typical impact is |w_j| s_j, the standard deviation of that move (Bańbura, Giannone, Modugno and Reichlin 2013, Handbook of
Economic Forecasting 2A, ch. 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from openmbi.index.dynamic_factor import MixedPanel
from openmbi.index.nowcast.estimator import Estimator
from openmbi.index.nowcast.vintages import place_of


@dataclass(frozen=True)
class Coming:
    """One release ahead: `expected` and `standard_error` in its own unit; `weight` and typical `impact` in the target's; impacts of several do not add up."""

    series: str
    period: np.datetime64
    expected: float
    standard_error: float
    weight: float
    impact: float


def coming(
    panel: MixedPanel,
    estimator: Estimator,
    target: tuple[str, np.datetime64],
    items: Iterable[tuple[str, np.datetime64]],
) -> tuple[Coming, ...]:
    """Return what each of some items (series, period), not known yet, is expected to be and to weigh; each as if it came next."""
    return tuple(_one(panel, estimator, target, *item) for item in items)


def _one(
    panel: MixedPanel, estimator: Estimator, target: tuple[str, np.datetime64], series: str, period: np.datetime64
) -> Coming:
    place = place_of(panel, series, period)
    item = estimator.estimate(panel, series, period)
    value = panel.value.copy()
    value[place] = item.mean
    weight = float(estimator.estimate(replace(panel, value=value), *target).weight[place])
    return Coming(series, period, item.mean, item.standard_error, weight, abs(weight) * item.standard_error)
