"""STL of monthly or quarterly logs: a reference that knows no calendar."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.decomposition import Parts, assembled, filled, log_values
from openmbi.adjustment.methods.batched import TOO_SHORT
from openmbi.adjustment.protocol import Examined, Method, Options, Refused
from openmbi.catalog.calendar import Calendar
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel

PERIODS_A_YEAR = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4}
YEARS = 3
"""Years of active periods that a series must have."""


def _work(panel: CellPanel, calendar: Calendar, options: Options) -> Examined:
    """Fit every series by robust STL; nothing is taken out (`effect` 0), the annual cycle is `season`. Gaps are bridged by straight lines in logs."""
    from statsmodels.tsa.seasonal import STL  # noqa: PLC0415  an extra

    logs, active = log_values(panel)
    parts = Parts.of(logs.shape)
    period = PERIODS_A_YEAR[options.frequency]
    enough = active.sum(axis=1) >= YEARS * period
    for row in np.flatnonzero(enough):
        found = STL(filled(logs[row]), period=period, robust=True).fit()
        parts.season[row], parts.trend[row] = found.seasonal, found.trend
    refused = tuple(Refused(str(subject), TOO_SHORT) for subject in panel.subjects[~enough])
    return Examined(assembled(panel, calendar, options, parts), refused)


METHOD = Method(
    name=Text("STL 分解", "STL"),
    citation=Text(
        "Cleveland、Cleveland、McRae 与 Terpenning（1990），Journal of Official Statistics 6:3",
        "Cleveland, Cleveland, McRae & Terpenning (1990), Journal of Official Statistics 6:3",
    ),
    frequencies=frozenset(PERIODS_A_YEAR),
    work=_work,
    uses=frozenset({"smearing_bound", "period_total"}),
    needs=("reference", "statsmodels"),
)
