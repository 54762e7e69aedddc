"""The panel that a nowcast is made from: year-on-year growth of every domain's level and of the target, each on its own frequency, on one grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats
from openmbi.index.dynamic_factor import Aggregation, MixedPanel
from openmbi.index.nowcast.grid import FIGURES, MONTHS, QUARTERS, Grid, grid
from openmbi.index.nowcast.growth import growth_of_months, log_growth, weekly_means

FEWEST = 12
"""A series with fewer growth rates says too little of its own spread, and stays out."""
FLAT = 1e-6
"""A growth that never differs by more tells nothing of what others do."""
TARGET = "target"
_WEEKLY = {Frequency.DAILY, Frequency.WEEKLY}


@dataclass(frozen=True)
class OwnLevel:
    """One domain's level of one group: `close` (k,) and `coverage` (k,) in 0..1 of consecutive periods (k,) of its frequency. A stock is as of their ends."""

    name: str
    frequency: Frequency
    stock: bool
    periods: Days
    close: Floats
    coverage: Floats


@dataclass(frozen=True)
class TargetGrowth:
    """The target's year-on-year growth (k,) in per cent by the first days (k,) of its months, rising; `combined_january_february` stands at February."""

    months: Days
    growth_pct: Floats
    combined_january_february: bool


@dataclass(frozen=True)
class GrowthPanel:
    """`panel`: rows are the domains' series, the target last (`TARGET`). `slow` (n,): stocks told by month or more rarely.

    `left_out`: series with fewer than 12 growth rates, or all alike, and how many they have.
    """

    panel: MixedPanel
    grid: Grid
    slow: Flags
    left_out: tuple[tuple[str, int], ...]

    def period_of(self, month: np.datetime64) -> np.datetime64:
        """Return the period of the grid at which the target's figure of a month stands.

        Raises
        ------
        Problem
            `index.no-such-month`.
        """
        place = int(self.grid.ends(np.array([month], "datetime64[D]"))[0])
        if place < 0:
            raise _no_such_month(month, self.grid)
        return self.grid.periods[place]


def growth_panel(
    levels: Sequence[OwnLevel],
    target: TargetGrowth | None,
    last_month: np.datetime64,
    *,
    frequency: Frequency = Frequency.MONTHLY,
    minimum_coverage: float = 0.8,
    keep: Sequence[str] | None = None,
) -> GrowthPanel:
    """Return the panel on a grid of months (or weeks), from the first growth of any domain through the end of a month.

    On a grid of months days and weeks are months of weeks (`growth_of_months`). On one of weeks they stand at their week, months and quarters at the last week
    of their own: of a flow as its mean, of a stock as its end. Growth is 100 · log(level / level of a year before). `keep`: these series and no others,
    however short. Without a target there is no row of one.

    Raises
    ------
    Problem
        `index.no-growth` where no domain has growth rates enough.
    """
    found = [(one, *_growth(one, frequency, minimum_coverage)) for one in levels]
    counts = {one.name: int((~np.isnan(growth)).sum()) for one, _, growth in found}
    enough = {one.name for one, _, growth in found if counts[one.name] >= FEWEST and np.nanstd(growth) > FLAT}
    wanted = enough if keep is None else set(keep)
    used = [each for each in found if each[0].name in wanted]
    if not any(counts[one.name] for one, *_ in used):
        raise _no_growth(counts)
    first = min(periods[~np.isnan(growth)][0] for _, periods, growth in used if (~np.isnan(growth)).any())
    on = grid(first, last_month, frequency)
    rows = [_on_grid(on, one, periods, growth) for one, periods, growth in used]
    how = [_aggregation(one, frequency) for one, *_ in used]
    names = [one.name for one, *_ in used]
    if target is not None:
        rows.append(_placed(on, target.months, target.growth_pct))
        how.append((Aggregation.MEAN, FIGURES))
        names.append(TARGET)
    panel = MixedPanel(
        series=np.array(names),
        periods=on.periods,
        value=np.array(rows),
        aggregation=tuple(each for each, _ in how),
        span=np.array([span for _, span in how], np.intp),
        starts=on.starts(combined_january_february=target is not None and target.combined_january_february),
    )
    slow = [one.stock and one.frequency not in _WEEKLY for one, *_ in used] + [False] * (target is not None)
    return GrowthPanel(
        panel, on, np.array(slow, bool), tuple((name, count) for name, count in counts.items() if name not in wanted)
    )


def _growth(one: OwnLevel, frequency: Frequency, minimum_coverage: float) -> tuple[Days, Floats]:
    """Return periods and growth on the frequency that a level enters the grid with."""
    if one.frequency is Frequency.DAILY:
        days, means = weekly_means(one.periods, one.close[None], one.coverage[None], minimum_coverage)
        weekly = OwnLevel(one.name, Frequency.WEEKLY, one.stock, days, means[0], np.ones(len(days)))
        return _growth(weekly, frequency, minimum_coverage)
    close = np.where(one.coverage >= minimum_coverage - 1e-9, one.close, np.nan)
    if one.frequency is Frequency.WEEKLY and frequency is Frequency.MONTHLY:
        return growth_of_months(one.periods, close)
    return one.periods, log_growth(one.periods, close[None], one.frequency)[0]


def _on_grid(on: Grid, one: OwnLevel, periods: Days, growth: Floats) -> Floats:
    if one.frequency in _WEEKLY:
        row = np.full(len(on.periods), np.nan)
        there = np.isin(periods, on.periods)
        row[np.searchsorted(on.periods, periods[there])] = growth[there]
        return row
    months = last_days(periods, one.frequency).astype("datetime64[M]").astype("datetime64[D]")
    return _placed(on, months, growth)


def _placed(on: Grid, months: Days, growth: Floats) -> Floats:
    """Return growth (k,) of months (k,), or of longer periods by their last months, at the last places of those months (T,)."""
    row = np.full(len(on.periods), np.nan)
    place = on.ends(months)
    row[place[place >= 0]] = growth[place >= 0]
    return row


def _aggregation(one: OwnLevel, frequency: Frequency) -> tuple[Aggregation, int]:
    same = one.frequency in _WEEKLY or one.frequency is frequency
    if same:
        return Aggregation.NONE, -1
    if one.stock:
        return Aggregation.LAST, -1
    return Aggregation.MEAN, MONTHS if one.frequency is Frequency.MONTHLY else QUARTERS


def _no_growth(counts: dict[str, int]) -> Problem:
    listed = ", ".join(f"{name} {count}" for name, count in counts.items()) or "–"
    return Problem(
        "index.no-growth",
        Text("没有一个领域有足够的同比增速：{listed}", "no domain has growth rates enough: {listed}").fill(
            listed=listed
        ),
        Text(
            "同比需要一年以上的历史；请导入更多数据，或改用较晚的 --as-of",
            "growth on the year before needs more than a year of history: ingest more, or choose a later --as-of",
        ),
        expected=Text("每个序列至少 {count} 期", "at least {count} periods of a series").fill(count=FEWEST),
    )


def _no_such_month(month: np.datetime64, on: Grid) -> Problem:
    return Problem(
        "index.no-such-month",
        Text("{month} 不在现时预测的范围内", "{month} is outside what is nowcast").fill(month=str(month)[:7]),
        Text("请改用范围内的月份", "choose a month inside"),
        expected=Text("{first} 至 {last}", "{first} to {last}").fill(
            first=str(on.month[0])[:7], last=str(on.month[-1])[:7]
        ),
    )
