"""Each month's growth on the same month a year before, over the same enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from openmbi.cells.same_sample import same_sample_growth
from openmbi.core.periods import Frequency, Period, period_containing


@dataclass(frozen=True)
class MonthGrowth:
    """`growth` of raw use (0.05 is 5 %) over the `subjects` that report well in both months; `load_share`: their share of the month's use."""

    growth: float
    subjects: int
    load_share: float


def yearly_growth(observations: ir.Table, months: Iterable[Period], first_day: date) -> Mapping[Period, MonthGrowth]:
    """Return the growth of the months that have a whole month a year before them in the data; a month with no such enterprise is left out."""
    pairs = [(month, _a_year_before(month)) for month in months]
    found = {
        month: same_sample_growth(observations, current=month, reference=before).to_pyarrow().to_pylist()[0]
        for month, before in pairs
        if before.first >= first_day
    }
    return {
        month: MonthGrowth(row["growth"], row["subjects"], row["load_share"])
        for month, row in found.items()
        if row["growth"] is not None
    }


def _a_year_before(month: Period) -> Period:
    return period_containing(month.first.replace(year=month.first.year - 1), Frequency.MONTHLY)
