"""The zone's sub-indices and composites by month as known at a moment: what a run of that day would have shown of them, and nothing else of it.

No groups, lights, errors or pages: the same rooms on the same observations, so the same figures (to 1e-12: the zone is summed
alone), in a fraction of the time. A backtest asks for many moments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np

from openmbi.adjustment.adjust import adjust
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats, Level, Reading
from openmbi.flow.alternatives import side_by_side
from openmbi.flow.bureau import Bureau
from openmbi.flow.composites import whole_months
from openmbi.flow.domains import WITHOUT_DETAIL, DomainLevel, domain_level, indicators_of
from openmbi.flow.electricity import electricity
from openmbi.flow.in_force import InForce
from openmbi.flow.observed import Observed
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.flow.stints import stints
from openmbi.flow.strata import levelled, strata
from openmbi.index.composite_by_group import composite_by_group
from openmbi.index.group_levels import group_levels
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.membership import base_days
from openmbi.index.monthly_levels import MonthlyLevels, monthly_levels


@dataclass(frozen=True)
class ZoneMonths:
    """`panel`: rows are the domains of the composite by their codes, then the composites of every declared method by theirs, where they could be worked out.

    `why_none`: why there is nothing, or why there are no composites; None where everything is there.
    """

    panel: IndicatorPanel
    why_none: Text | None = None


def zone_months(bureau: Bureau, in_force: InForce, *, as_of: datetime, manifest: int) -> ZoneMonths:
    """Return the zone's months from what was known at `as_of`; empty, with the reason, where a run of that moment would have had no level yet."""
    observed = Observed(bureau, as_of, manifest)
    roster = roster_as_of(bureau, as_of, manifest)
    try:
        use = _electricity(observed, in_force, roster)
    except Problem as problem:
        return ZoneMonths(_panel({}, np.empty(0, "datetime64[D]")), problem.found)
    months = whole_months(use.terms.days)
    levels, lacking = _levels(observed, in_force, roster, use, months)
    return _with_composites(levels, in_force, months, lacking)


def _electricity(observed: Observed, in_force: InForce, roster: Roster) -> DomainLevel:
    """Return the activity level of the zone, as `compute` has it."""
    settings, spec = observed.bureau.settings, in_force.level
    zone, panel = settings.zone.code, electricity(observed).panel
    made = levelled(
        panel,
        strata(panel.subjects, roster.divisions(in_force.hierarchy.industries)),
        spec,
        partial(adjust, calendar=in_force.calendar, parameters=WITHOUT_DETAIL),
        exits=roster.exits,
        accounts=roster.value_added(spec.base_first.year),
        zone=zone,
    )
    belonging = stints(
        roster.register, panel.subjects, panel.days, in_force.hierarchy, zone=zone, accounts=roster.accounts
    )
    series = group_levels(
        made.terms,
        belonging[Level.ZONE],
        reported=panel.reading != Reading.ABSENT,
        base_day=base_days(panel.days, spec),
        provisional=made.series.provisional,
    )
    return DomainLevel(settings.indicator, Frequency.DAILY, made.terms, {}, {Level.ZONE: series})


def _levels(
    observed: Observed, in_force: InForce, roster: Roster, use: DomainLevel, months: Days
) -> tuple[dict[str, MonthlyLevels], list[str]]:
    """Return the zone's monthly levels by indicator, and the indicators of the composite that have none."""
    coverage, zone = in_force.composite.minimum_coverage, observed.bureau.settings.zone.code
    found: dict[str, MonthlyLevels] = {}
    lacking: list[str] = []
    for name in indicators_of(in_force):
        one = use if name == use.indicator else _domain(observed, in_force, roster, name, zone)
        if isinstance(one, DomainLevel) and len(months):
            found[name] = monthly_levels(name, one.groups[Level.ZONE], one.frequency, months, minimum_coverage=coverage)
        else:
            lacking.append(name)
    return found, lacking


def _domain(observed: Observed, in_force: InForce, roster: Roster, name: str, zone: str) -> DomainLevel | Text | None:
    spec = in_force.indicator_levels.get(name)
    return spec and domain_level(observed, spec, in_force, roster, zone, levels=(Level.ZONE,))


def _with_composites(
    levels: Mapping[str, MonthlyLevels], in_force: InForce, months: Days, lacking: Sequence[str]
) -> ZoneMonths:
    if lacking:
        rows = {domain: one for domain, one in _single(levels, in_force).items() if one is not None}
        said = Text("以下指标当时没有水平指数：{names}", "without a level then: {names}").fill(names=", ".join(lacking))
        return ZoneMonths(_panel(rows, months), said)
    made = composite_by_group(levels, in_force.composite)
    rows = dict(zip(made.domains.tolist(), made.sub[:, 0], strict=True))
    rows |= {one.spec.code: one.value for one in side_by_side(levels, in_force)}
    return ZoneMonths(_panel(rows, months))


def _single(levels: Mapping[str, MonthlyLevels], in_force: InForce) -> dict[str, Floats | None]:
    """Return, where the composite cannot be made, the domains of one indicator by that indicator's level: growth is the same on any scale."""
    return {
        one.domain: levels[one.indicators[0].indicator].value[0]
        for one in in_force.composite.domains
        if len(one.indicators) == 1 and one.indicators[0].indicator in levels and not one.indicators[0].inverted
    }


def _panel(rows: Mapping[str, Floats], months: Days) -> IndicatorPanel:
    value = np.array(list(rows.values())).reshape(len(rows), len(months))
    names = np.array(list(rows), np.str_)
    return IndicatorPanel(names, Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))
