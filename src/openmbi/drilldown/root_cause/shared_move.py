"""What all leaves did alike: it is taken out before causes are looked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openmbi.core.tables import Floats
from openmbi.drilldown.root_cause.leaves import Leaves
from openmbi.drilldown.root_cause.spread import ENOUGH, deviation

_ROUNDS = 6
_STEPS = 200
_WIDTH = 0.6
"""Of the kernel, in standard deviations: the mode of 10,000 normal values then errs by about 0.02 of one."""


def without_common_move(leaves: Leaves, most: float) -> tuple[Leaves, float]:
    """Return the leaves with `high` moved by what all did alike, and that move as a ratio of low to high.

    It is the mode of the deviations within ±`most`, which half of the leaves and more may leave on one side without moving it. Where it lies at the edge, or
    fewer than 30 leaves lie on the other side, there is none to tell.
    """
    found = deviation(leaves)
    mode = -most
    for _ in range(_ROUNDS):
        beyond = found[found > mode] - mode
        if len(beyond) < ENOUGH:
            return leaves, 1.0
        mode = _mode(found, _WIDTH * float(np.sqrt((beyond**2).mean())), most)
    if abs(mode) >= most:
        return leaves, 1.0
    ratio = (2 + mode) / (2 - mode)
    return replace(leaves, high=leaves.high * ratio), ratio


def _mode(found: Floats, width: float, most: float) -> float:
    """Return where the density of values is largest within ±`most`, by a normal kernel."""
    at = np.linspace(-most, most, _STEPS + 1)
    near = np.sort(found[np.abs(found) < most + 4 * width])
    edges = np.linspace(-most - 4 * width, most + 4 * width, 4 * _STEPS)
    count, _ = np.histogram(near, edges)
    middle = (edges[1:] + edges[:-1]) / 2
    density = np.exp(-0.5 * ((at[:, None] - middle) / max(width, most / _STEPS)) ** 2) @ count
    return float(at[density.argmax()])
