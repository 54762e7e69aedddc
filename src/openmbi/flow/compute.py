"""From what was known at a moment to level, lights, reasons and contributions: the rooms called one after the other, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import ibis.expr.types as ir

from openmbi.adjustment.adjust import adjust
from openmbi.cells.panel import panel as dense_panel
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period
from openmbi.core.problems import Problem
from openmbi.core.tables import Candle, CellPanel, Contributions, IndexSeries, IndexTerms, Lights, Reading
from openmbi.drilldown.contributions import contributions
from openmbi.flow.bureau import Bureau
from openmbi.flow.groups import KEPT_DAYS, Groups, grouped, stands_apart
from openmbi.flow.growth import MonthGrowth, yearly_growth
from openmbi.flow.in_force import InForce
from openmbi.flow.roster import Roster
from openmbi.flow.stints import stints
from openmbi.flow.strata import Capped, Levelled, levelled, strata
from openmbi.index.candles import candles
from openmbi.index.membership import base_days
from openmbi.index.resumption import Resumption, resumption
from openmbi.lights.enterprise import enterprise_lights
from openmbi.lights.zone import zone_lights
from openmbi.store.as_of import as_of as known_at

RECENT_DAYS = 28
Step = Callable[[Text], None]


@dataclass(frozen=True)
class Computed:
    """Everything that a run works out, before it is put into words."""

    panel: CellPanel
    terms: IndexTerms
    series: IndexSeries
    weekly: tuple[Candle, ...]
    monthly: tuple[Candle, ...]
    zone_lights: Lights
    enterprise_lights: Lights
    months: tuple[Contributions, ...]
    growth: Mapping[Period, MonthGrowth]
    recent: Contributions | None
    festivals: dict[date, Resumption]
    level_if_missing: float
    capped: tuple[Capped, ...]
    groups: Groups | None


def compute(
    bureau: Bureau, in_force: InForce, roster: Roster, *, as_of: datetime, manifest: int, step: Step
) -> Computed:
    """Work out every figure from what was known at `as_of`; the same inputs give the same bits.

    Raises
    ------
    Problem
        `run.no-data` where nothing was known then; those of the rooms.
    """
    step(Text("读取截至时点的数据", "reading what was known"))
    observations = _observations(bureau, as_of, manifest)
    panel = _panel(bureau, observations, as_of)
    step(Text("日历调整", "adjusting for the calendar"))
    level = _level(bureau, panel, in_force, roster)
    terms, series = level.terms, level.series
    step(Text("计算 K 线、红绿灯与贡献", "computing candles, lights and contributions"))
    weekly, monthly = candles(series, Frequency.WEEKLY), candles(series, Frequency.MONTHLY)
    return Computed(
        panel=panel,
        terms=terms,
        series=series,
        weekly=weekly,
        monthly=monthly,
        zone_lights=zone_lights(series, in_force.zone_rule),
        enterprise_lights=enterprise_lights(terms, panel, in_force.enterprise_rule, keep_days=KEPT_DAYS),
        months=tuple(contributions(terms, series, candle.period) for candle in monthly),
        growth=_growth(observations, monthly, panel),
        recent=_recent(terms, series),
        festivals=_festivals(panel, in_force),
        level_if_missing=level.if_missing,
        capped=level.capped,
        groups=_groups(bureau, in_force, roster, panel, level),
    )


def _level(bureau: Bureau, panel: CellPanel, in_force: InForce, roster: Roster) -> Levelled:
    return levelled(
        panel,
        strata(panel.subjects, roster.industries),
        in_force.level,
        partial(adjust, calendar=in_force.calendar),
        exits=roster.exits,
        accounts={},
        zone=bureau.settings.zone.code,
    )


def _groups(bureau: Bureau, in_force: InForce, roster: Roster, panel: CellPanel, level: Levelled) -> Groups | None:
    """Return the levels of cities, industries and cells; None where no register tells them apart."""
    zone = bureau.settings.zone.code
    belonging = stints(roster.register, panel.subjects, panel.days, in_force.hierarchy, zone=zone)
    if not stands_apart(belonging):
        return None
    return grouped(
        level.terms,
        level.series,
        belonging,
        reported=panel.reading != Reading.ABSENT,
        base_day=base_days(panel.days, in_force.level),
        rules=in_force.rules,
    )


def _observations(bureau: Bureau, as_of: datetime, manifest: int) -> ir.Table:
    settings = bureau.settings
    return known_at(bureau.store, source=settings.source, indicator=settings.indicator, moment=as_of, manifest=manifest)


def _panel(bureau: Bureau, observations: ir.Table, as_of: datetime) -> CellPanel:
    first, last = _span(observations, as_of)
    return dense_panel(observations, indicator=bureau.settings.indicator, unit="kWh", first=first, last=last)


def _span(observations: ir.Table, as_of: datetime) -> tuple[date, date]:
    bounds = observations.aggregate(first=observations.valid_at.min(), last=observations.valid_at.max()).to_pyarrow()
    first, last = bounds["first"][0].as_py(), bounds["last"][0].as_py()
    if first is None:
        raise Problem(
            "run.no-data",
            Text(
                "截至 {as_of:%Y-%m-%d %H:%M %Z} 没有已知数据", "nothing was known as of {as_of:%Y-%m-%d %H:%M %Z}"
            ).fill(as_of=as_of),
            Text(
                "先执行 mbi ingest，或改用较晚的 --as-of；并检查 bureau.toml 的 source 与 indicator",
                "give `mbi ingest` first, or choose a later --as-of; check `source` and `indicator` in bureau.toml",
            ),
        )
    return first, last


def _growth(observations: ir.Table, monthly: tuple[Candle, ...], panel: CellPanel) -> Mapping[Period, MonthGrowth]:
    return yearly_growth(observations, (candle.period for candle in monthly if candle.complete), panel.days[0].item())


def _recent(terms: IndexTerms, series: IndexSeries) -> Contributions | None:
    """Return the change over the latest four weeks; None where history is shorter."""
    if len(series.days) <= RECENT_DAYS:
        return None
    last: date = series.days[-1].item()
    return contributions(terms, series, Period(last - timedelta(days=RECENT_DAYS - 1), last, Frequency.DAILY))


def _festivals(panel: CellPanel, in_force: InForce) -> dict[date, Resumption]:
    """Return the rates of every Spring Festival whose New Year the data reach."""
    first, last = panel.days[0].item(), panel.days[-1].item()
    new_years = [year.spring_festival for year in in_force.calendar.years if first < year.spring_festival <= last]
    return {day: resumption(panel, in_force.resumption, new_year=day, first_data_day=first) for day in new_years}
