"""Which periods lie before an event, and of which it can be told.

Kaminsky and Reinhart (1999), The twin crises, American Economic Review 89:473–500: a signal is good where an event begins within the horizon after it.
Periods inside an event are left out: what a measure does then warns of nothing (Bussière and Fratzscher 2006, J. International Money and Finance 25:953).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Numbers


@dataclass(frozen=True)
class Ahead:
    """`ahead` (T,): an event begins in one of the `horizon` periods after this one; with a horizon of 0, there is an event in this period itself.

    `judged` (T,): outside events, and the whole horizon after it is known; with a horizon of 0 every period.
    """

    horizon: int
    ahead: Flags
    judged: Flags


def beginnings(event: Flags) -> Numbers:
    """Return the first place of each run of periods (T,) with an event."""
    return np.flatnonzero(event & ~np.concatenate([[False], event[:-1]]))


def ahead_of(event: Flags, horizon: int) -> Ahead:
    """Return which periods (T,) lie before the beginning of an event, or, with a horizon of 0, in one: what a signal should foretell, or show.

    Raises
    ------
    Problem
        `index.horizon` where the horizon is negative.
    """
    if horizon < 0:
        raise Problem(
            "index.horizon",
            Text("预警期为 {horizon} 期", "a horizon of {horizon} periods").fill(horizon=horizon),
            Text(
                "预警期至少一期；同步判定用 0",
                "let it be one period or more; 0 for a signal that should show events as they are",
            ),
        )
    count = len(event)
    if horizon == 0:
        return Ahead(0, event.copy(), np.ones(count, bool))
    ahead = np.zeros(count, bool)
    for place in beginnings(event):
        ahead[max(0, place - horizon) : place] = True
    return Ahead(horizon, ahead, ~event & (np.arange(count) + horizon < count))
