"""The levels of every domain, of the zone and of its groups: electricity, freight, customs and the others, each on its own frequency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import ibis
import numpy as np

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.plain import plain
from openmbi.catalog.calendar import Calendar
from openmbi.catalog.indexes import IndicatorLevelSpec, LevelSpec
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, GroupSeries, IndexTerms, Level, Reading, Stints
from openmbi.flow.in_force import InForce
from openmbi.flow.observed import Observed
from openmbi.flow.roster import Roster
from openmbi.flow.stints import stints
from openmbi.flow.strata import Adjust, Levelled, Watch, levelled, strata
from openmbi.index.deflate import Deflator, deflated
from openmbi.index.group_levels import levels_of
from openmbi.index.membership import base_days

LEVELS = (Level.ZONE, Level.CITY, Level.INDUSTRY, Level.CELL, Level.COUNTY, Level.SIZE_CLASS, Level.CLUSTER)
"""The levels whose groups have composites. An industry group is judged by its activity alone."""

WITHOUT_DETAIL = AdjustmentParameters(detail=False)


@dataclass(frozen=True)
class DomainLevel:
    """An indicator's level: terms of the enterprises, who belongs to which group (of the rows of these terms), the groups' levels. `notes` for the reader."""

    indicator: str
    frequency: Frequency
    terms: IndexTerms
    stints: Mapping[Level, Stints]
    groups: Mapping[Level, GroupSeries]
    notes: tuple[Text, ...] = ()


def domain_level(
    observed: Observed,
    spec: IndicatorLevelSpec,
    in_force: InForce,
    roster: Roster,
    zone: str,
    *,
    levels: Sequence[Level] = LEVELS,
    watch: Sequence[Watch] = (),
) -> DomainLevel | Text:
    """Return the level of one indicator from what was known, of the groups of some levels; where there is none, the reason in words.

    `watch` sees each stratum.
    """
    panel = observed.panel_of(spec.indicator, in_force.indicators[spec.indicator].unit, spec.frequency)
    if panel is None:
        return Text("尚无数据", "no data yet")
    try:
        real, notes = _in_real_terms(panel, spec, observed, in_force, zone)
        made = levelled(
            real,
            strata(real.subjects, roster.divisions(in_force.hierarchy.industries)),
            spec,
            adjusting(spec, in_force.calendar),
            exits=roster.exits,
            accounts={},
            zone=zone,
            watch=watch,
        )
    except Problem as problem:
        return problem.found
    every = stints(roster.register, real.subjects, real.days, in_force.hierarchy, zone=zone)
    return _by_group(made, real, spec, {level: every[level] for level in levels if len(every[level].groups)}, notes)


def adjusting(spec: LevelSpec, calendar: Calendar) -> Adjust:
    """Return how a panel of an index is adjusted."""
    if isinstance(spec, IndicatorLevelSpec) and not spec.calendar_adjusted:
        return partial(plain, fit_periods=spec.fit_periods)
    frequency = spec.frequency if isinstance(spec, IndicatorLevelSpec) else Frequency.DAILY
    return partial(adjust, calendar=calendar, frequency=frequency, parameters=WITHOUT_DETAIL)


def _by_group(
    made: Levelled,
    panel: CellPanel,
    spec: IndicatorLevelSpec,
    belonging: Mapping[Level, Stints],
    notes: tuple[Text, ...],
) -> DomainLevel:
    series = levels_of(
        made.terms,
        tuple(belonging.values()),
        reported=panel.reading != Reading.ABSENT,
        base_day=base_days(panel.days, spec),
        provisional=made.series.provisional,
    )
    return DomainLevel(spec.indicator, spec.frequency, made.terms, belonging, {one.level: one for one in series}, notes)


def _in_real_terms(
    panel: CellPanel, spec: IndicatorLevelSpec, observed: Observed, in_force: InForce, zone: str
) -> tuple[CellPanel, tuple[Text, ...]]:
    """Return money in prices of the deflator's base, and for which months the latest known price index stands in."""
    if spec.deflator is None:
        return panel, ()
    prices = _deflator(spec.deflator, observed, in_force, zone)
    if prices is None:
        said = Text("缺少平减指数 {name}，按现价计", "the deflator {name} is lacking: at current prices")
        return panel, (said.fill(name=spec.deflator),)
    real = deflated(panel, prices)
    if not real.held:
        return real.panel, ()
    said = Text(
        "{months} 的平减指数尚未公布，沿用最近一期", "the deflator of {months} is not out yet: the latest one stands in"
    )
    return real.panel, (said.fill(months=", ".join(str(month) for month in real.held)),)


def _deflator(indicator: str, observed: Observed, in_force: InForce, zone: str) -> Deflator | None:
    frequency = in_force.indicators[indicator].frequency
    found = dated_values(observed, indicator, zone)
    if not found:
        return None
    return Deflator(indicator, frequency, np.array(list(found), "datetime64[D]"), np.array(list(found.values())))


def dated_values(observed: Observed, indicator: str, place: str) -> dict[date, float]:
    """Return the values of a place's own series as known, by the first days of their periods, rising."""
    table = observed.of(indicator)
    if table is None:
        return {}
    rows = table.filter(table.subject == ibis.literal(place)).select("valid_at", "value").to_pyarrow().to_pylist()
    return {row["valid_at"]: float(row["value"]) for row in sorted(rows, key=lambda row: row["valid_at"])}


def indicators_of(in_force: InForce) -> Iterator[str]:
    """Yield the indicators that the composite counts, in the order of its declaration."""
    return (one.indicator for domain in in_force.composite.domains for one in domain.indicators)
