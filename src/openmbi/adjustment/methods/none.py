"""No adjustment: what was read, with what it was lately as its fit. What every other method is measured against."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.methods.batched import TOO_SHORT
from openmbi.adjustment.plain import plain
from openmbi.adjustment.protocol import Examined, Method, Options, Refused
from openmbi.catalog.calendar import Calendar
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel

LATELY = {Frequency.DAILY: 28, Frequency.WEEKLY: 13, Frequency.MONTHLY: 6, Frequency.QUARTERLY: 4}
"""Active periods whose median is the fit."""


def _work(panel: CellPanel, calendar: Calendar, options: Options) -> Examined:
    del calendar
    adjusted = plain(panel, fit_periods=LATELY[options.frequency])
    short = np.isnan(adjusted.fit).all(axis=1)
    return Examined(adjusted, tuple(Refused(str(subject), TOO_SHORT) for subject in panel.subjects[short]))


METHOD = Method(
    name=Text("不调整", "no adjustment"),
    citation=Text("读数本身", "the readings themselves"),
    frequencies=frozenset(LATELY),
    work=_work,
)
