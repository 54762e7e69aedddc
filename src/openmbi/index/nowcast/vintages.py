"""Two vintages of a panel laid over each other: what is new, what was revised, what was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags
from openmbi.index.dynamic_factor import MixedPanel


@dataclass(frozen=True)
class Vintages:
    """Both vintages on one grid; `old.value` and `new.value` (n, T) are NaN where the one or the other knew nothing."""

    old: MixedPanel
    new: MixedPanel

    @property
    def released(self) -> Flags:
        """What the new one knows and the old one did not (n, T)."""
        return np.isnan(self.old.value) & ~np.isnan(self.new.value)

    @property
    def withdrawn(self) -> Flags:
        """What the old one knew and the new one does not (n, T)."""
        return ~np.isnan(self.old.value) & np.isnan(self.new.value)

    @property
    def revised(self) -> Flags:
        """What both know, and not alike (n, T)."""
        both = ~np.isnan(self.old.value) & ~np.isnan(self.new.value)
        return both & (self.old.value != self.new.value)

    @property
    def kept(self) -> MixedPanel:
        """What both know, as the old one had it."""
        return replace(self.old, value=np.where(np.isnan(self.new.value), np.nan, self.old.value))


def laid_over(old: MixedPanel, new: MixedPanel) -> Vintages:
    """Return both vintages on the grid of all their periods; that of the new one says where months and quarters begin, wherever it reaches.

    Raises
    ------
    Problem
        `index.other-series` where the vintages have other series, or sum them otherwise.
    """
    if not np.array_equal(old.series, new.series) or old.aggregation != new.aggregation:
        raise _other_series(old, new)
    if not np.array_equal(old.span, new.span) or len(old.starts) != len(new.starts):
        raise _other_series(old, new)
    periods = np.union1d(old.periods, new.periods)
    starts = _spread(old.starts, old.periods, periods, empty=False)
    starts[:, np.searchsorted(periods, new.periods)] = new.starts
    return Vintages(*(_on(one, periods, starts) for one in (old, new)))


def _on(panel: MixedPanel, periods: Days, starts: Flags) -> MixedPanel:
    return replace(panel, periods=periods, starts=starts, value=_spread(panel.value, panel.periods, periods, np.nan))


def _spread(values: np.ndarray, own: Days, periods: Days, empty: object) -> np.ndarray:
    whole = np.full((len(values), len(periods)), empty, values.dtype)
    whole[:, np.searchsorted(periods, own)] = values
    return whole


def place_of(panel: MixedPanel, series: str, period: np.datetime64) -> tuple[int, int]:
    """Return row and column of a series' period.

    Raises
    ------
    Problem
        `index.no-such-cell`.
    """
    rows, columns = np.flatnonzero(panel.series == series), np.flatnonzero(panel.periods == period)
    if not len(rows) or not len(columns):
        raise Problem(
            "index.no-such-cell",
            Text("面板中没有 {series} 在 {period} 的位置", "the panel has no place for {series} in {period}").fill(
                series=series, period=str(period)
            ),
            Text("请改用面板中的序列与时期", "choose a series and a period of the panel"),
            expected=Text("{first} 至 {last}", "{first} to {last}").fill(
                first=panel.periods[0], last=panel.periods[-1]
            ),
        )
    return int(rows[0]), int(columns[0])


def _other_series(old: MixedPanel, new: MixedPanel) -> Problem:
    listed = [", ".join(one.series.tolist()) for one in (old, new)]
    return Problem(
        "index.other-series",
        Text("两个版本的序列不同：{old}", "the vintages have other series: {old}").fill(old=listed[0]),
        Text(
            "请以同样的序列、同样的汇总方式建立两个版本", "build both vintages of the same series, summed the same way"
        ),
        expected=Text(listed[1], listed[1]),
    )
