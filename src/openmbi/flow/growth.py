"""Each month's growth on the same month a year before, over the same enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from openmbi.cells.panel_growth import panel_growth
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.core.tables import CellPanel


@dataclass(frozen=True)
class MonthGrowth:
    """`growth` of raw use (0.05 is 5 %) over the `subjects` that report well in both months; `load_share`: their share of the month's use."""

    growth: float
    subjects: int
    load_share: float


def yearly_growth(panel: CellPanel, months: Iterable[Period]) -> Mapping[Period, MonthGrowth]:
    """Return the growth of the months that have a whole month a year before them in the data; a month with no such enterprise is left out."""
    first_day: date = panel.days[0].item()
    pairs = [(month, _a_year_before(month)) for month in months]
    found = {
        month: panel_growth(panel, current=month, reference=before)
        for month, before in pairs
        if before.first >= first_day
    }
    return {
        month: MonthGrowth(one.growth, one.subjects, one.load_share or 0.0)
        for month, one in found.items()
        if one.growth is not None
    }


def _a_year_before(month: Period) -> Period:
    return period_containing(month.first.replace(year=month.first.year - 1), Frequency.MONTHLY)
