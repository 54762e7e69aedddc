"""Tables of lights cut to their last days and put below each other: tens of thousands of subjects are judged in blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from openmbi.core.tables import Lights


def last_days(lights: Lights, days: int | None) -> Lights:
    """Return the last `days` days of lights, as copies that free the rest; `lights` itself where None. `since` may lie before the first of them."""
    if days is None:
        return lights
    if days < 1:
        raise ValueError(f"{days} days are none")
    return replace(
        lights,
        days=lights.days[-days:].copy(),
        colour=lights.colour[:, -days:].copy(),
        measure=lights.measure[:, -days:].copy(),
        reason=lights.reason[:, -days:].copy(),
        since=lights.since[:, -days:].copy(),
        probability=None if lights.probability is None else lights.probability[:, -days:].copy(),
    )


def stacked(blocks: Sequence[Lights]) -> Lights:
    """Return the lights (one or more blocks) of one rule and the same days in one table; they have no measured probability yet."""
    if len(blocks) == 1:
        return blocks[0]
    return replace(
        blocks[0],
        subjects=np.concatenate([block.subjects for block in blocks]),
        colour=np.concatenate([block.colour for block in blocks]),
        measure=np.concatenate([block.measure for block in blocks]),
        reason=np.concatenate([block.reason for block in blocks]),
        since=np.concatenate([block.since for block in blocks]),
    )
