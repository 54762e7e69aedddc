"""The one run of periods that a method needs without a gap."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Names
from openmbi.index.indicator_panel import IndicatorPanel, runs


def whole_run(panel: IndicatorPanel) -> tuple[int, int]:
    """Return first and last place of the one run of periods in which nothing is missing, and nothing held: what runs on bridges no gap.

    Raises
    ------
    Problem
        `index.held-component`, `index.gap`.
    """
    held = panel.indicators[panel.held.any(axis=1)]
    if len(held):
        raise _held(held)
    found = runs(np.asarray(~np.isnan(panel.value).any(axis=0)))
    if len(found) == 1:
        return found[0]
    gap = found[0][1] + 1 if found else 0
    absent = panel.indicators[np.isnan(panel.value[:, gap])]
    raise Problem(
        "index.gap",
        Text("{period} 缺 {names}，指数无法衔接", "{names} missing in {period}: the index cannot be chained").fill(
            period=panel.period(gap), names=", ".join(absent)
        ),
        Text("请补入缺失的数据，或不计该指标", "ingest what is missing, or leave the indicator out"),
    )


def _held(names: Names) -> Problem:
    return Problem(
        "index.held-component",
        Text(
            "指标频率低于指数，其各期变化无从计算：{names}",
            "of a lower frequency than the index, so their changes are not known: {names}",
        ).fill(names=", ".join(names)),
        Text("请降低指数频率，或不计这些指标", "compute the index on a lower frequency, or leave them out"),
    )
