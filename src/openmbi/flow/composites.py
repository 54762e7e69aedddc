"""Sub-indices and the composite of every group by month, what its change is made of, and the MBI where a target is registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from types import MappingProxyType

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, first_days, period_containing
from openmbi.core.tables import ContributionNode, Days, GroupSeries, Level
from openmbi.drilldown.leaves import Leaves, joined, leaves
from openmbi.drilldown.tree import tree
from openmbi.flow.alternatives import ZoneMethod, side_by_side
from openmbi.flow.domains import DomainLevel, domain_level, indicators_of
from openmbi.flow.in_force import InForce
from openmbi.flow.mbi import mbi
from openmbi.flow.observed import Observed
from openmbi.flow.release_days import release_days
from openmbi.flow.roster import Roster
from openmbi.flow.strata import Watch
from openmbi.index.bridge import Bridge
from openmbi.index.change_weights import change_weights
from openmbi.index.composite_by_group import GroupComposite, composite_by_group
from openmbi.index.monthly_levels import MonthlyLevels, monthly_levels

PATH = (Level.CITY, Level.INDUSTRY)


@dataclass(frozen=True)
class Composites:
    """`domains`: the level of each indicator, or why there is none. `by_level`: composites of the groups. `change`: the zone's composite over its latest month,
    taken apart indicator → city → industry → enterprise. `methods`: the zone's composite by each method. `mbi`: None where no target is registered for the
    zone; `released_on`: when its figures were published, by the first day of their month, where the source states it.
    """

    domains: Mapping[str, DomainLevel | Text]
    by_level: Mapping[Level, GroupComposite]
    change: tuple[Period, ContributionNode] | None
    target: Target | None
    mbi: Bridge | None
    methods: tuple[ZoneMethod, ...] = ()
    released_on: Mapping[date, date] = field(default_factory=dict)


def composites(
    observed: Observed,
    in_force: InForce,
    roster: Roster,
    electricity: DomainLevel,
    zone: str,
    *,
    watch: Mapping[str, Watch] = MappingProxyType({}),
) -> Composites:
    """Return everything that rests on more than one domain; `electricity` is the activity level, which is worked out already.

    `watch`: by indicator, who sees each stratum while it is adjusted.
    """
    found: dict[str, DomainLevel | Text] = {
        name: electricity
        if name == electricity.indicator
        else _domain(observed, in_force, roster, name, zone=zone, watch=watch)
        for name in indicators_of(in_force)
    }
    known = {name: one for name, one in found.items() if isinstance(one, DomainLevel)}
    months = whole_months(electricity.terms.days)
    coverage = in_force.composite.minimum_coverage
    if set(known) != set(found) or not len(months):
        methods = side_by_side(_monthly(known, Level.ZONE, months, coverage), in_force)
        return Composites(found, {}, None, None, None, methods)
    monthly = {level: _monthly(known, level, months, coverage) for level in electricity.groups}
    by_level = {level: composite_by_group(levels, in_force.composite) for level, levels in monthly.items() if levels}
    target = in_force.targets.get(zone)
    return Composites(
        domains=found,
        by_level=by_level,
        change=_change(known, monthly[Level.ZONE], by_level[Level.ZONE], zone),
        target=target,
        mbi=mbi(observed, target, by_level[Level.ZONE], in_force.composite) if target else None,
        methods=side_by_side(monthly[Level.ZONE], in_force),
        released_on=release_days(observed, target.indicator, target.place) if target else {},
    )


def _domain(
    observed: Observed, in_force: InForce, roster: Roster, indicator: str, *, zone: str, watch: Mapping[str, Watch]
) -> DomainLevel | Text:
    spec = in_force.indicator_levels.get(indicator)
    if spec is None:
        return Text("目录中没有该指标的水平指数声明", "the catalog declares no level of this indicator")
    watching = (watch[indicator],) if indicator in watch else ()
    return domain_level(observed, spec, in_force, roster, zone, watch=watching)


def whole_months(days: Days) -> Days:
    """Return the first days of the months that begin and end within the days."""
    months = np.unique(first_days(days, Frequency.MONTHLY))
    after = np.append(months[1:], first_days(months[-1:] + 32, Frequency.MONTHLY))
    return months[(months >= days[0]) & (after - 1 <= days[-1])]


def _monthly(
    known: Mapping[str, DomainLevel], level: Level, months: Days, minimum_coverage: float
) -> dict[str, MonthlyLevels]:
    """Return the monthly levels of the groups that any domain has; a domain in which a group has nobody is NaN there.

    Empty where a domain lacks the level, or nothing is known.
    """
    if not len(months) or not known or any(level not in one.groups for one in known.values()):
        return {}
    codes = np.unique(np.concatenate([one.groups[level].groups for one in known.values()]))
    return {
        name: monthly_levels(name, _spread(one, level, codes), one.frequency, months, minimum_coverage=minimum_coverage)
        for name, one in known.items()
    }


def _spread(domain: DomainLevel, level: Level, codes: np.ndarray) -> GroupSeries:
    """Return the series of a domain with a row for every code."""
    series = domain.groups[level]
    place = np.searchsorted(codes, series.groups)

    def rows(values: np.ndarray, empty: object) -> np.ndarray:
        whole = np.full((len(codes), *values.shape[1:]), empty, values.dtype)
        whole[place] = values
        return whole

    return replace(
        series,
        groups=codes,
        close=rows(series.close, np.nan),
        coverage=rows(series.coverage, 0.0),
        weight=rows(series.weight, 0.0),
        members=rows(series.members, 0),
        restarted=rows(series.restarted, False),
    )


def _change(
    known: Mapping[str, DomainLevel], monthly: Mapping[str, MonthlyLevels], zone: GroupComposite, code: str
) -> tuple[Period, ContributionNode] | None:
    """Return the change of the zone's composite in its latest month; None where the month before has no value."""
    values = zone.value[0]
    there = np.flatnonzero(~np.isnan(values))
    if not len(there) or not there[-1] or np.isnan(values[there[-1] - 1]):
        return None
    closing, opening = (_month(zone.months, int(there[-1]) - back) for back in (0, 1))
    parts: dict[str, Leaves] = {}
    for row, name in enumerate(zone.indicators.tolist()):
        domain = known[name]
        steps = change_weights(monthly[name], opening, closing) * zone.factor[row, 0]
        parts[name] = leaves(domain.terms, steps, [domain.stints[level] for level in PATH])
    every = joined(parts)
    change = published(values[there[-1]]) - published(values[there[-1] - 1])
    return closing, tree(every.points, every.path, change, code=code)


def _month(months: Days, place: int) -> Period:
    return period_containing(months[place].item(), Frequency.MONTHLY)


def published(value: float, digits: int = 2) -> Decimal:
    """Return a figure rounded as published."""
    return Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
