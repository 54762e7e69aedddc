"""One vintage of what a nowcast rests on: growth of every domain and of the target as known at a moment, and when each figure was, or will be, known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Level, Numbers
from openmbi.flow.domains import DomainLevel, dated_values
from openmbi.flow.domains_as_known import DomainsAsKnown, lag_days
from openmbi.flow.observed import Observed
from openmbi.flow.release_days import release_days
from openmbi.index.nowcast.growth_panel import TARGET, GrowthPanel, OwnLevel, TargetGrowth, growth_panel

AT = "@"
"""Between the indicator and the group in the name of a series: `use_kwh@440600`; of the zone the indicator alone."""


@dataclass(frozen=True)
class Shape:
    """What is nowcast, and from which series: `month` None is the first one without a figure; `by`: the level whose groups each have series of their own."""

    frequency: Frequency = Frequency.MONTHLY
    by: Level = Level.ZONE
    month: np.datetime64 | None = None


@dataclass(frozen=True)
class Figures:
    """The target's figures as known, and the days on which they were published by the first day of their month, where stated; `lag`: usual days after it."""

    growth: TargetGrowth
    released_on: Mapping[date, date]
    lag: int

    def next_month(self) -> np.datetime64:
        """Return the month of the first figure that is not out, by its first day: that of January and February stands at February."""
        month = self.growth.months[-1].astype("datetime64[M]") + 1
        if self.growth.combined_january_february and month.astype(np.int64) % 12 == 0:
            month += 1
        return month.astype("datetime64[D]")

    def release_day(self, month: np.datetime64) -> np.datetime64:
        """Return the day on which a month's figure was, or by the usual lag will be, published."""
        stated = self.released_on.get(month.astype("datetime64[D]").item())
        if stated is not None:
            return np.datetime64(stated, "D")
        return last_days(np.array([month], "datetime64[D]"), Frequency.MONTHLY)[0] + self.lag


@dataclass(frozen=True)
class Vintage:
    """`known_on` (n, T): the day at whose end each figure of the panel was, or will be, known; `figures`: the target's; `day`: the vintage's own."""

    day: np.datetime64
    growth: GrowthPanel
    known_on: Days
    figures: Figures
    lag_days: Mapping[str, int]


def figures_as_known(observed: Observed, target: Target) -> Figures:
    """Return the target's figures as known at the moment.

    Raises
    ------
    Problem
        `nowcast.no-figures` where none was out.
    """
    found = dated_values(observed, target.indicator, target.place)
    if not found:
        raise Problem(
            "nowcast.no-figures",
            Text("目标指标「{name}」没有已公布的数字", "no figure of the target “{name}” was out").fill(
                name=target.name.text()
            ),
            Text("请导入该指标，或改用较晚的 --as-of", "ingest it, or choose a later --as-of"),
        )
    growth = TargetGrowth(
        np.array(list(found), "datetime64[D]"), np.array(list(found.values())), target.combined_january_february
    )
    released = release_days(observed, target.indicator, target.place)
    return Figures(growth, released, _usual_lag(observed, target, released))


def _usual_lag(observed: Observed, target: Target, released: Mapping[date, date]) -> int:
    if not released:
        return lag_days(observed, target.indicator, Frequency.MONTHLY)
    months = np.array(list(released), "datetime64[D]")
    days = np.array(list(released.values()), "datetime64[D]")
    return int(np.median((days - last_days(months, Frequency.MONTHLY)).astype(np.int64)))


def vintage(
    known: DomainsAsKnown, figures: Figures, shape: Shape, last_month: np.datetime64, keep: Sequence[str] | None = None
) -> Vintage:
    """Return the vintage of what was known, on a grid through the end of a month; `keep`: the series that another vintage has.

    Raises
    ------
    Problem
        `index.no-growth`.
    """
    levels = own_levels(known, shape.by, keep)
    made = growth_panel(
        levels,
        figures.growth,
        last_month,
        frequency=shape.frequency,
        minimum_coverage=known.in_force.composite.minimum_coverage,
        keep=None if keep is None else [name for name in keep if name != TARGET],
    )
    day = np.datetime64(known.observed.as_of.astimezone(known.observed.bureau.zone).date(), "D")
    lags = {one.name: known.lag_days.get(indicator_of(one.name), 0) for one in levels} | {TARGET: figures.lag}
    frequencies = {one.name: one.frequency for one in levels}
    return Vintage(day, made, _known_on(made, frequencies, lags, figures, day), figures, lags)


def own_levels(known: DomainsAsKnown, by: Level, keep: Sequence[str] | None = None) -> list[OwnLevel]:
    """Return the levels of every domain of the groups of a level; an empty one for each that another vintage has and this one lacks."""
    kinds = {name: one.kind == "stock" for name, one in known.in_force.indicators.items()}
    found = [
        level
        for name, domain in known.levels.items()
        if by in domain.groups
        for level in _levels(name, domain, by, stock=kinds[name])
    ]
    lacking = set(keep or ()) - {one.name for one in found} - {TARGET}
    nothing = np.zeros(0)
    for name in sorted(lacking):
        declared = known.in_force.indicators[indicator_of(name)]
        periods = np.zeros(0, "datetime64[D]")
        found.append(OwnLevel(name, declared.frequency, kinds[declared.code], periods, nothing, nothing))
    return found


def indicator_of(series: str) -> str:
    """Return the indicator of a series."""
    return series.split(AT, maxsplit=1)[0]


def group_of(series: str) -> str:
    """Return the group of a series; empty for the zone, and for the target."""
    return series.partition(AT)[2]


def _levels(name: str, domain: DomainLevel, by: Level, *, stock: bool) -> list[OwnLevel]:
    series = domain.groups[by]
    names = [name] if by is Level.ZONE else [f"{name}{AT}{code}" for code in series.groups.tolist()]
    return [
        OwnLevel(each, domain.frequency, stock, series.days, series.close[row], series.coverage[row])
        for row, each in enumerate(names)
    ]


def _known_on(
    made: GrowthPanel,
    frequencies: Mapping[str, Frequency],
    lags: Mapping[str, int],
    figures: Figures,
    day: np.datetime64,
) -> Days:
    """Return by the usual lags when each figure is known, the target's by its releases; what is there already, by the day at the latest."""
    own_ends = last_days(made.grid.periods, made.grid.frequency)
    month_ends = last_days(made.grid.month, Frequency.MONTHLY)
    of_week = {Frequency.DAILY, Frequency.WEEKLY}
    rows = []
    for name in made.panel.series.tolist():
        ends = own_ends if frequencies.get(name) in of_week else month_ends
        rows.append(ends + lags[name])
    found = np.array(rows)
    for month in figures.growth.months:
        place = made.grid.ends(np.array([month]))[0]
        if place >= 0:
            found[-1, place] = figures.release_day(month)
    return np.where(~np.isnan(made.panel.value), np.minimum(found, day), found)


def next_places(made: Vintage) -> Numbers:
    """Return the place of the first figure of each series (n,) after its last known one; −1 where the grid ends before it."""
    panel = made.growth.panel
    found = np.full(len(panel.series), -1, np.intp)
    for row, value in enumerate(panel.value):
        known = np.flatnonzero(~np.isnan(value))
        if len(known):
            step = _step(made, row)
            later = step[step > known[-1]]
            found[row] = later[0] if len(later) else -1
    return found


def _step(made: Vintage, row: int) -> Numbers:
    """Return the places at which a series may have a figure: all, or the ends of the calendar periods in which it always had one."""
    panel, on = made.growth.panel, made.growth.grid
    known = np.flatnonzero(~np.isnan(panel.value[row]))
    for starts in panel.starts[::-1] if panel.series[row] == TARGET else panel.starts[1::-1]:
        ends = np.flatnonzero(np.append(starts[1:], True))
        if np.isin(known, ends).all() and len(ends) < len(on.periods):
            return ends
    return np.arange(len(on.periods))
