"""From what was known at a moment to level, lights, reasons and contributions: the rooms called one after the other, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from openmbi.adjustment.adjust import adjust
from openmbi.catalog.lights import LightRule
from openmbi.core.adjusted import Outliers, StratumErrors
from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period
from openmbi.core.tables import (
    Candle,
    CellPanel,
    Contributions,
    IndexSeries,
    IndexTerms,
    Level,
    Lights,
    Reading,
    Stints,
)
from openmbi.drilldown.contributions import contributions
from openmbi.flow.bureau import Bureau
from openmbi.flow.composites import Composites, composites
from openmbi.flow.detection_parameters import parameters_in_force
from openmbi.flow.diffusions import diffusions
from openmbi.flow.domains import LEVELS as COMPOSED
from openmbi.flow.domains import DomainLevel
from openmbi.flow.electricity import Electricity, electricity
from openmbi.flow.groups import KEPT_DAYS, Groups, grouped, stands_apart
from openmbi.flow.growth import Growth
from openmbi.flow.in_force import InForce
from openmbi.flow.observed import Observed
from openmbi.flow.outliers import GatheredOutliers
from openmbi.flow.roster import Roster
from openmbi.flow.stints import stints
from openmbi.flow.strata import Adjust, Capped, Levelled, Watch, levelled, strata
from openmbi.flow.uncertainty import GatheredErrors, Judged, Uncertainty, sure, sure_groups, uncertainty
from openmbi.flow.watched_series import WatchedSeries
from openmbi.index.candles import candles
from openmbi.index.enterprise_diffusion import GroupDiffusion
from openmbi.index.membership import base_days
from openmbi.index.resumption import Resumption, resumption
from openmbi.index.weights import Weights
from openmbi.lights.enterprise import enterprise_lights
from openmbi.lights.zone import zone_lights
from openmbi.linking.link import Linked

RECENT_DAYS = 28
Step = Callable[[Text], None]


@dataclass(frozen=True)
class Computed:
    """Everything that a run works out, before it is put into words."""

    panel: CellPanel
    use: Electricity
    terms: IndexTerms
    series: IndexSeries
    weights: Weights
    weekly: tuple[Candle, ...]
    monthly: tuple[Candle, ...]
    zone_lights: Lights
    enterprise_lights: Lights
    months: tuple[Contributions, ...]
    growth: Mapping[Level, ReaderGrowth]
    recent: Contributions | None
    festivals: dict[date, Resumption]
    level_if_missing: float
    capped: tuple[Capped, ...]
    groups: Groups | None
    linked: Linked | None
    composites: Composites | None
    diffusion: Mapping[Level, GroupDiffusion]
    watched: tuple[WatchedSeries, ...]
    uncertainty: Uncertainty | None = None
    outliers: Outliers = field(default_factory=lambda: GatheredOutliers().outliers)


def compute(
    bureau: Bureau, in_force: InForce, roster: Roster, *, as_of: datetime, manifest: int, step: Step
) -> Computed:
    """Work out every figure from what was known at `as_of`; the same inputs give the same bits.

    Raises
    ------
    Problem
        `run.no-data` where nothing was known then; those of the rooms.
    """
    observed, use = _read(bureau, as_of, manifest, step)
    step(Text("日历调整", "adjusting for the calendar"))
    belonging = belonging_of(bureau, in_force, roster, use.panel)
    growth = Growth(use, belonging, in_force.calendar, in_force.level)
    gathered, odd = GatheredErrors(use.panel.subjects), GatheredOutliers()
    watched = _watched(use.panel, in_force)
    watching = (growth, gathered, odd, watched[use.panel.indicator])
    level = _level(bureau, use.panel, in_force, roster, [one.watch for one in watching])
    terms, series = level.terms, level.series
    step(Text("计算 K 线、红绿灯与贡献", "computing candles, lights and contributions"))
    monthly = candles(series, Frequency.MONTHLY)
    groups, doubt = _groups(in_force, use.panel, level, belonging, gathered.errors)
    return Computed(
        panel=use.panel,
        use=use,
        terms=terms,
        series=series,
        weights=level.weights,
        weekly=candles(series, Frequency.WEEKLY),
        monthly=monthly,
        zone_lights=_zone_lights(series, in_force.zone_rule, doubt),
        enterprise_lights=_enterprise_lights(terms, use, in_force.enterprise_rule, doubt),
        months=tuple(contributions(terms, series, candle.period) for candle in monthly),
        growth=growth.by_level(),
        recent=_recent(terms, series),
        festivals=_festivals(use.panel, in_force),
        level_if_missing=level.if_missing,
        capped=level.capped,
        groups=groups,
        linked=observed.linked_or_none,
        composites=_composites(observed, in_force, roster, level, groups, watched=watched, step=step),
        watched=tuple(watched.values()),
        diffusion=_diffusion(in_force, terms, groups),
        uncertainty=doubt,
        outliers=odd.outliers,
    )


def _read(bureau: Bureau, as_of: datetime, manifest: int, step: Step) -> tuple[Observed, Electricity]:
    step(Text("读取截至时点的数据", "reading what was known"))
    observed = Observed(bureau, as_of, manifest)
    return observed, electricity(observed)


def adjusting(in_force: InForce) -> Adjust:
    """Return how the strata of daily electricity use are adjusted."""
    return partial(adjust, calendar=in_force.calendar)


def _level(bureau: Bureau, panel: CellPanel, in_force: InForce, roster: Roster, watch: Sequence[Watch]) -> Levelled:
    return levelled(
        panel,
        strata(panel.subjects, roster.divisions(in_force.hierarchy.industries)),
        in_force.level,
        adjusting(in_force),
        exits=roster.exits,
        accounts=roster.value_added(in_force.level.base_first.year),
        zone=bureau.settings.zone.code,
        watch=watch,
    )


def belonging_of(bureau: Bureau, in_force: InForce, roster: Roster, panel: CellPanel) -> Mapping[Level, Stints]:
    """Return who belonged to which group; the zone alone where no register tells cities, industries and cells apart."""
    zone = bureau.settings.zone.code
    found = stints(roster.register, panel.subjects, panel.days, in_force.hierarchy, zone=zone, accounts=roster.accounts)
    return found if stands_apart(found) else {Level.ZONE: found[Level.ZONE]}


def _groups(
    in_force: InForce,
    panel: CellPanel,
    level: Levelled,
    belonging: Mapping[Level, Stints],
    errors: tuple[StratumErrors, ...] | None,
) -> tuple[Groups | None, Uncertainty | None]:
    """Return the levels of cities, industries and cells, where there are any, and how sure they and the zone's are."""
    groups = _grouped(in_force, panel, level, belonging) if len(belonging) > 1 else None
    doubt = uncertainty(errors, _judged(in_force, panel, level, belonging, groups))
    return groups and sure_groups(groups, doubt, in_force.rules), doubt


def _grouped(in_force: InForce, panel: CellPanel, level: Levelled, belonging: Mapping[Level, Stints]) -> Groups:
    return grouped(
        level.terms,
        level.series,
        belonging,
        reported=panel.reading != Reading.ABSENT,
        base_day=base_days(panel.days, in_force.level),
        rules=in_force.rules,
    )


def _judged(
    in_force: InForce, panel: CellPanel, level: Levelled, belonging: Mapping[Level, Stints], groups: Groups | None
) -> Judged:
    """Return the levels and lights whose errors are asked for."""
    zone = {Level.ZONE: level.series.close[None]}
    return Judged(
        terms=level.terms,
        panel=panel,
        base_day=base_days(panel.days, in_force.level),
        stints=belonging,
        close={name: one.close for name, one in groups.series.items()} if groups else zone,
        rules=in_force.rules,
        enterprise_rule=in_force.enterprise_rule,
    )


def _watched(panel: CellPanel, in_force: InForce) -> dict[str, WatchedSeries]:
    """Return what detection watches: the panel, and beside it what else is read every day."""
    parameters = parameters_in_force(in_force, panel.days)

    def watching(name: str, unit: str) -> WatchedSeries:
        return WatchedSeries(panel.subjects, panel.days, name, unit, parameters)

    found = {panel.indicator: watching(panel.indicator, panel.unit)}
    for name, spec in in_force.indicator_levels.items():
        if spec.frequency is Frequency.DAILY and name not in found:
            found[name] = watching(name, in_force.indicators[name].unit)
    return found


def _composites(
    observed: Observed,
    in_force: InForce,
    roster: Roster,
    level: Levelled,
    groups: Groups | None,
    *,
    watched: Mapping[str, WatchedSeries],
    step: Step,
) -> Composites | None:
    """Return what rests on more than one domain, None without groups; electricity is the level itself."""
    if groups is None:
        return None
    step(Text("计算各领域分项指数与综合指数", "computing the sub-indices of every domain and the composite"))
    series = {name: one for name, one in groups.series.items() if name in COMPOSED}
    settings = observed.bureau.settings
    own = DomainLevel(settings.indicator, Frequency.DAILY, level.terms, groups.stints, series)
    watch = {name: one.watch for name, one in watched.items()}
    return composites(observed, in_force, roster, own, settings.zone.code, watch=watch)


def _diffusion(in_force: InForce, terms: IndexTerms, groups: Groups | None) -> Mapping[Level, GroupDiffusion]:
    return diffusions(terms, groups.stints, in_force.level.indicator, in_force.diffusion) if groups else {}


def _zone_lights(series: IndexSeries, rule: LightRule, doubt: Uncertainty | None) -> Lights:
    return sure(zone_lights(series, rule), rule, doubt and doubt.levels[Level.ZONE].change)


def _enterprise_lights(terms: IndexTerms, use: Electricity, rule: LightRule, doubt: Uncertainty | None) -> Lights:
    found = enterprise_lights(terms, use.panel, rule, unmeasured=use.unmeasured, keep_days=KEPT_DAYS)
    return sure(found, rule, doubt and doubt.enterprises)


def _recent(terms: IndexTerms, series: IndexSeries) -> Contributions | None:
    """Return the change over the latest four weeks; None where history is shorter."""
    if len(series.days) <= RECENT_DAYS:
        return None
    last: date = series.days[-1].item()
    return contributions(terms, series, Period(last - timedelta(days=RECENT_DAYS - 1), last, Frequency.DAILY))


def _festivals(panel: CellPanel, in_force: InForce) -> dict[date, Resumption]:
    """Return the rates of every Spring Festival whose New Year the data reach."""
    first, last = panel.days[0].item(), panel.days[-1].item()
    new_years: list[date] = in_force.calendar.moving.new_years.tolist()
    return {
        day: resumption(panel, in_force.resumption, new_year=day, first_data_day=first)
        for day in new_years
        if first < day <= last
    }
