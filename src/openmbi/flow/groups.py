"""The macro and meso levels of a run: every group's level and light, where a register says who belongs where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openmbi.catalog.lights import LightRule
from openmbi.core.month_lights import MonthLights
from openmbi.core.tables import Flags, GroupSeries, IndexSeries, IndexTerms, Level, Lights, Stints
from openmbi.index.group_levels import levels_of
from openmbi.lights.groups import group_lights
from openmbi.lights.kept_days import last_days
from openmbi.lights.month_ends import month_end_lights

KEPT_DAYS = 400
"""Days of lights that are kept of each group and enterprise: the past year, and a month before it to compare with."""

KEPT_MONTHS = 36
"""Months of which the lights at their ends are kept: what the timeline of the light matrix shows."""


@dataclass(frozen=True)
class Groups:
    """By level: who belongs to which group, the groups' daily levels over all days, their lights of the last `KEPT_DAYS`, and those of the ends of months."""

    stints: Mapping[Level, Stints]
    series: Mapping[Level, GroupSeries]
    lights: Mapping[Level, Lights]
    month_lights: Mapping[Level, MonthLights]


def grouped(
    terms: IndexTerms,
    series: IndexSeries,
    stints: Mapping[Level, Stints],
    *,
    reported: Flags,
    base_day: Flags,
    rules: Mapping[Level, LightRule],
) -> Groups:
    """Return levels and lights of every group of the levels that have stints."""
    found = levels_of(
        terms, tuple(stints.values()), reported=reported, base_day=base_day, provisional=series.provisional
    )
    by_level = {one.level: one for one in found}
    lights: dict[Level, Lights] = {}
    month_lights: dict[Level, MonthLights] = {}
    for level, one in by_level.items():
        judged = group_lights(one, rules[level])
        lights[level], month_lights[level] = last_days(judged, KEPT_DAYS), month_end_lights(judged, KEPT_MONTHS)
    return Groups(stints, by_level, lights, month_lights)


def stands_apart(stints: Mapping[Level, Stints]) -> bool:
    """Return whether there is anything to compare: more than one city, county or industry."""
    return any(len(stints[level].groups) > 1 for level in (Level.CITY, Level.COUNTY, Level.INDUSTRY) if level in stints)
