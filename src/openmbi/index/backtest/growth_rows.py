"""Growth of the indicators beside the target, figure by figure, as known at a moment: what a regression of the one on the others rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.backtest.protocol import KnownAt
from openmbi.index.figure_months import figure_months, year_on_year

MOST = 60
"""Figures that a regression looks back on, as the bridge does."""


@dataclass(frozen=True)
class GrowthRows:
    """`x` (S, n): year-on-year growth of the indicators in per cent, of the figures before the wanted one; `y` (S,): the target's.

    `now` (n,): growth of the indicators in the wanted one. NaN where it is not known.
    """

    x: Floats
    y: Floats
    now: Floats

    def complete(self, counted: Flags) -> tuple[Floats, Floats, Floats]:
        """Return x, y of the last rows in which the target and every counted indicator (n,) are known, at most 60, and the counted of `now`."""
        x = self.x[:, counted]
        there = ~np.isnan(self.y) & ~np.isnan(x).any(axis=1)
        return x[there][-MOST:], self.y[there][-MOST:], self.now[counted]


def growth_rows(known: KnownAt, indicators: Sequence[str]) -> GrowthRows | None:
    """Return the growth of some indicators of a monthly panel and of the target; None where the panel does not reach the wanted month."""
    panel, target = known.panel.of(indicators), known.target
    if not len(panel.periods):
        return None
    months = figure_months(panel.periods, combined_january_february=target.combined_january_february)
    place = np.flatnonzero(months.last == known.wanted)
    if not len(place):
        return None
    x = year_on_year(panel.value, panel.periods, months).T
    figures = dict(zip(target.periods.tolist(), target.value.tolist(), strict=True))
    january = (months.last.astype("datetime64[M]") - months.combined.astype(np.int64)).astype("datetime64[D]")
    pairs = zip(months.last.tolist(), january.tolist(), strict=True)
    y = np.array([figures.get(last, figures.get(first, np.nan)) for last, first in pairs])
    row = int(place[0])
    return GrowthRows(x[:row], y[:row], x[row])


def usable(rows: GrowthRows, least: float = 0.75) -> Flags:
    """Return which indicators (n,) are known now, and in the past on at least a share of the rows that the longest of them is known on."""
    now = ~np.isnan(rows.now)
    past = (~np.isnan(rows.x) & ~np.isnan(rows.y)[:, None]).sum(axis=0)
    longest = past[now].max(initial=0)
    return now & (past >= max(least * longest, 1))
