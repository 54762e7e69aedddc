"""Growth of rows of a monthly panel beside the target, figure by figure, as known at a moment: what a regression of the one on the others rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.backtest.protocol import KnownAt
from openmbi.index.figure_months import figure_months, year_on_year


@dataclass(frozen=True)
class GrowthRows:
    """`x` (S, k): year-on-year growth in per cent, of the figures before the wanted one; `g` (S,): the target's; `now` (k,): growth of the wanted one.

    NaN where it is not known.
    """

    x: Floats
    g: Floats
    now: Floats


def growth_rows(known: KnownAt, rows: Sequence[str]) -> GrowthRows | None:
    """Return the growth of some rows of the panel and of the target, as the bridge has them; None where the panel lacks a row or the wanted month."""
    if not set(rows) <= set(known.panel.indicators.tolist()) or not len(known.panel.periods):
        return None
    panel, target = known.panel.of(rows), known.target
    months = figure_months(panel.periods, combined_january_february=target.combined_january_february)
    place = np.flatnonzero(months.last == known.wanted)
    if not len(place):
        return None
    x = year_on_year(panel.value, panel.periods, months).T
    figures = dict(zip(target.periods.tolist(), target.value.tolist(), strict=True))
    january = (months.last.astype("datetime64[M]") - months.combined.astype(np.int64)).astype("datetime64[D]")
    pairs = zip(months.last.tolist(), january.tolist(), strict=True)
    g = np.array([figures.get(last, figures.get(first, np.nan)) for last, first in pairs])
    row = int(place[0])
    return GrowthRows(x[:row], g[:row], x[row])
