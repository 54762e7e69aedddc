"""Indicators of one subject side by side, on one frequency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats, Names


@dataclass(frozen=True)
class IndicatorPanel:
    """`value` (n, T) of indicators (n,) in consecutive periods (T,), given by their first days; NaN where there is none, each in a unit of its own.

    `held` (n, T) marks values that are of an earlier period, because the indicator has fewer periods than the panel.
    """

    indicators: Names
    frequency: Frequency
    periods: Days
    value: Floats
    held: Flags

    def period(self, place: int) -> Period:
        """Return the period at a place in 0..T − 1."""
        return period_containing(self.periods.tolist()[place], self.frequency)

    def of(self, wanted: Sequence[str]) -> IndicatorPanel:
        """Return the panel of some indicators, in the order asked for.

        Raises
        ------
        Problem
            `index.no-indicator` where the panel lacks one.
        """
        place = {str(name): row for row, name in enumerate(self.indicators)}
        absent = [name for name in wanted if name not in place]
        if absent:
            raise _no_indicator(absent, list(place))
        rows = [place[name] for name in wanted]
        return replace(self, indicators=np.array(wanted), value=self.value[rows], held=self.held[rows])


def runs(flag: np.ndarray) -> list[tuple[int, int]]:
    """Return first and last place of every run of flagged places (T,), in order."""
    steps = np.diff(np.concatenate([[False], flag, [False]]).astype(int))
    return list(zip(np.flatnonzero(steps == 1).tolist(), (np.flatnonzero(steps == -1) - 1).tolist(), strict=True))


def _no_indicator(absent: list[str], known: list[str]) -> Problem:
    return Problem(
        "index.no-indicator",
        Text("缺少指标：{absent}", "indicators are lacking: {absent}").fill(absent=", ".join(absent)),
        Text("请补入这些指标，或从指数声明中删去", "ingest them, or take them out of the declaration of the index"),
        expected=Text("已有：{known}", "there are: {known}").fill(known=", ".join(known)),
    )
