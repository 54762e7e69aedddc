"""The level of every domain as known at a moment, and how long each usually takes to be known: what a nowcast is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import ibis
import ibis.expr.types as ir
import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Level, Reading
from openmbi.flow.compute import Step, adjusting, belonging_of
from openmbi.flow.domains import LEVELS, DomainLevel, domain_level, indicators_of
from openmbi.flow.electricity import electricity
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.observed import Observed
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.flow.sources_of import source_of
from openmbi.flow.strata import levelled, strata
from openmbi.index.group_levels import levels_of
from openmbi.index.membership import base_days
from openmbi.store.as_of import as_of as known_at

MOST_KNOWN = 0.8
"""A period counts as known once this share of its observations is."""


@dataclass(frozen=True)
class DomainsAsKnown:
    """By indicator: `levels`, `lacking` (why there is none) and `lag_days` (from a period's end to the day on which most of it is known; 0 or more)."""

    observed: Observed
    in_force: InForce
    roster: Roster
    levels: Mapping[str, DomainLevel]
    lacking: Mapping[str, Text]
    lag_days: Mapping[str, int]


def domains_as_known(observed: Observed, step: Step) -> DomainsAsKnown:
    """Work out the level of every domain that the composite counts, from what was known at a moment.

    Raises
    ------
    Problem
        Where nothing of any domain was known: `run.no-data`.
    """
    bureau, as_of = observed.bureau, observed.as_of
    in_force = declarations_in_force(bureau.catalog, as_of)
    roster = roster_as_of(bureau, as_of, observed.manifest)
    found: dict[str, DomainLevel | Text] = {}
    for name in indicators_of(in_force):
        said = Text("{day} 所知：{name}", "as known on {day}: {name}")
        step(said.fill(day=as_of.astimezone(bureau.zone).date(), name=in_force.indicators[name].name.text()))
        found[name] = _level(observed, in_force, roster, name)
    levels = {name: one for name, one in found.items() if isinstance(one, DomainLevel)}
    if not levels:
        electricity(observed)  # says what is wrong where nothing at all was known
    return DomainsAsKnown(
        observed=observed,
        in_force=in_force,
        roster=roster,
        levels=levels,
        lacking={name: one for name, one in found.items() if isinstance(one, Text)},
        lag_days={name: lag_days(observed, name, one.frequency) for name, one in levels.items()},
    )


def _level(observed: Observed, in_force: InForce, roster: Roster, name: str) -> DomainLevel | Text:
    zone = observed.bureau.settings.zone.code
    if name == observed.bureau.settings.indicator:
        return _own_level(observed, in_force, roster)
    spec = in_force.indicator_levels.get(name)
    if spec is None:
        return Text("目录中没有该指标的水平指数声明", "the catalog declares no level of this indicator")
    return domain_level(observed, spec, in_force, roster, zone)


def _own_level(observed: Observed, in_force: InForce, roster: Roster) -> DomainLevel | Text:
    """Return the activity level by group: of daily electricity use, own generation counted."""
    bureau, spec = observed.bureau, in_force.level
    try:
        panel = electricity(observed).panel
        made = levelled(
            panel,
            strata(panel.subjects, roster.divisions(in_force.hierarchy.industries)),
            spec,
            adjusting(in_force),
            exits=roster.exits,
            accounts=roster.value_added(spec.base_first.year),
            zone=bureau.settings.zone.code,
        )
    except Problem as problem:
        return problem.found
    belonging = {
        level: each for level, each in belonging_of(bureau, in_force, roster, panel).items() if level in LEVELS
    }
    series = levels_of(
        made.terms,
        tuple(belonging.values()),
        reported=panel.reading != Reading.ABSENT,
        base_day=base_days(panel.days, spec),
        provisional=made.series.provisional,
    )
    by_level = {Level(one.level): one for one in series}
    return DomainLevel(bureau.settings.indicator, Frequency.DAILY, made.terms, belonging, by_level)


def lag_days(observed: Observed, indicator: str, frequency: Frequency) -> int:
    """Return in how many days after a period's end most of its observations are usually known: of each period when four fifths were, of these the median."""
    feeding = source_of(observed.bureau, indicator, observed.manifest)
    if feeding is None:
        return 0
    rows = known_at(
        observed.bureau.store,
        source=feeding.source,
        indicator=indicator,
        moment=observed.as_of,
        manifest=observed.manifest,
    )
    offset = int((observed.as_of.astimezone(observed.bureau.zone).utcoffset() or timedelta()).total_seconds())
    local_day = ((cast("ir.TimestampValue", rows.known_at).epoch_seconds() + offset) // 86_400).cast("int64")
    counted = rows.mutate(local_day=local_day).group_by(["valid_at", "local_day"]).aggregate(count=ibis._.count())
    table = counted.order_by(["valid_at", "local_day"]).to_pyarrow()
    return _usual_lag(
        table["valid_at"].to_numpy().astype("datetime64[D]"),
        table["local_day"].to_numpy(),
        table["count"].to_numpy(),
        frequency,
    )


def _usual_lag(valid_at: np.ndarray, day: np.ndarray, count: np.ndarray, frequency: Frequency) -> int:
    """Return the median lag from (valid_at, day) rows (k,) in order, with how many observations became known then."""
    if not len(valid_at):
        return 0
    periods, first = np.unique(valid_at, return_index=True)
    ends = last_days(periods, frequency).astype(np.int64)
    stops = np.append(first[1:], len(valid_at))
    lags = []
    for start, stop, end in zip(first.tolist(), stops.tolist(), ends.tolist(), strict=True):
        known = np.cumsum(count[start:stop])
        lags.append(int(day[start + int(np.argmax(known >= MOST_KNOWN * known[-1]))]) - end)
    return max(int(np.median(lags)), 0)
