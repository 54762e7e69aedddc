"""Our own method: all series of a stratum in one daily design."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.protocol import EVERY_PARAMETER, Examined, Method, Options, Refused
from openmbi.catalog.calendar import Calendar
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel

TOO_SHORT = Text("有数据的期数太少", "too few periods with data")


def _work(panel: CellPanel, calendar: Calendar, options: Options) -> Examined:
    adjusted = adjust(
        panel,
        calendar,
        frequency=options.frequency,
        strata=options.strata,
        temperature=options.temperature,
        parameters=options.parameters,
    )
    short = np.isnan(adjusted.fit).all(axis=1)
    return Examined(adjusted, tuple(Refused(str(subject), TOO_SHORT) for subject in panel.subjects[short]))


METHOD = Method(
    name=Text("批量日历调整", "batched calendar adjustment"),
    citation=Text(
        "本项目方法，见“日历与调整”页",
        "our own, see the page “Calendar and adjustment”",
    ),
    frequencies=frozenset({Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY}),
    work=_work,
    takes=frozenset({"strata", "temperature"}),
    uses=EVERY_PARAMETER,
)
