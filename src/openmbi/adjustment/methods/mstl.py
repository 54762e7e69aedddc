"""MSTL of daily logs with a weekly and an annual cycle: a reference that knows no calendar."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.decomposition import Parts, assembled, filled, log_values
from openmbi.adjustment.methods.batched import TOO_SHORT
from openmbi.adjustment.protocol import Examined, Method, Options, Refused
from openmbi.catalog.calendar import Calendar
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Floats

WEEK, YEAR = 7, 365
LEAST_DAYS = 60


def _work(panel: CellPanel, calendar: Calendar, options: Options) -> Examined:
    """Fit every series: the weekly cycle is taken out (`effect`), the annual one is `season`, where there are two years of days. The Spring Festival moves
    between years, so that part of this year's stays in the residual and part of last year's is in the season. Gaps are bridged by straight lines in logs.
    """
    logs, active = log_values(panel)
    parts = Parts.of(logs.shape)
    enough = active.sum(axis=1) >= LEAST_DAYS
    for row in np.flatnonzero(enough):
        parts.effect[row], parts.season[row], parts.trend[row] = _cycles(filled(logs[row]))
    refused = tuple(Refused(str(subject), TOO_SHORT) for subject in panel.subjects[~enough])
    return Examined(assembled(panel, calendar, options, parts), refused)


def _cycles(logs: Floats) -> tuple[Floats, Floats, Floats]:
    from statsmodels.tsa.seasonal import MSTL  # noqa: PLC0415  an extra

    annual = len(logs) > 2 * YEAR
    found = MSTL(logs, periods=(WEEK, YEAR) if annual else (WEEK,)).fit()
    seasonal = np.asarray(found.seasonal).reshape(len(logs), -1)
    season = seasonal[:, 1] if annual else np.zeros(len(logs))
    return seasonal[:, 0], season, np.asarray(found.trend)


METHOD = Method(
    name=Text("MSTL 分解", "MSTL"),
    citation=Text(
        "Bandara、Hyndman 与 Bergmeir（2021），arXiv:2107.13462",
        "Bandara, Hyndman & Bergmeir (2021), arXiv:2107.13462",
    ),
    frequencies=frozenset({Frequency.DAILY}),
    work=_work,
    uses=frozenset({"closure_window", "smearing_bound"}),
    needs=("reference", "statsmodels"),
)
