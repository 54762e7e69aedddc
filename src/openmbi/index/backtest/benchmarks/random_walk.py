"""No change: the last figure known is held on."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.language import Text
from openmbi.index.backtest.figure_grid import figures_until, steps_ahead
from openmbi.index.backtest.held_figure import held_on
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt

LABEL = Text("沿用上期（随机游走）", "no change (random walk)")


@dataclass(frozen=True)
class RandomWalk:
    """y of h steps ahead = the last figure known; its spread that of past changes over h steps."""

    name: str = "random_walk"
    label: Text = LABEL

    def forecast(self, known: KnownAt) -> Density:
        """Return the last figure known, as a density."""
        figures = figures_until(known.target, known.wanted)
        return held_on(figures, steps_ahead(figures)) if len(figures) else NO_FORECAST


BENCHMARKS = (RandomWalk(),)
