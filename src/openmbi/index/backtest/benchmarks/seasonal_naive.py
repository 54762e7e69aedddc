"""The figure of the same period a year before."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.language import Text
from openmbi.index.backtest.figure_grid import figures_a_year, figures_until
from openmbi.index.backtest.held_figure import held_on
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt

LABEL = Text("沿用上年同期", "as a year before (seasonal naive)")


@dataclass(frozen=True)
class SeasonalNaive:
    """y of a period = y of the same period a year before; its spread that of past changes over a year."""

    name: str = "seasonal_naive"
    label: Text = LABEL

    def forecast(self, known: KnownAt) -> Density:
        """Return the figure of a year before, as a density."""
        figures = figures_until(known.target, known.wanted)
        return held_on(figures, figures_a_year(known.target)) if len(figures) else NO_FORECAST


BENCHMARKS = (SeasonalNaive(),)
