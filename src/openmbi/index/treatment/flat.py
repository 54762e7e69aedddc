"""Refuses indicators that do not move: they have no scale."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.setting import Setting


def refuse_flat(inside: Floats, setting: Setting) -> None:
    """Refuse indicators (n, B) that are the same in every column of the base.

    Raises
    ------
    Problem
        `index.flat-indicator`.
    """
    flat = setting.names[np.nanmax(inside, axis=1) <= np.nanmin(inside, axis=1)]
    if len(flat):
        raise Problem(
            "index.flat-indicator",
            Text(
                "基期内没有变化，无法定标：{names}", "they do not move in the base, so they have no scale: {names}"
            ).fill(names=", ".join(flat)),
            Text("请选有变化的基期，或不计这些指标", "choose a base in which they move, or leave them out"),
        )
