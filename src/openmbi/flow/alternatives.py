"""The zone's composite by each declared method, side by side: expert weights, equal weights, the Conference Board's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats
from openmbi.flow.in_force import InForce
from openmbi.index.composite.conference_board import conference_board
from openmbi.index.composite_by_group import GroupComposite, composite_by_group, panel_of
from openmbi.index.monthly_levels import MonthlyLevels

Spec = ExpertWeightsSpec | EqualWeightsSpec | ConferenceBoardSpec
_NO_MONTH = Text("没有一个月各领域齐全，或基期不完整", "no month has every domain, or the base is not whole")
_LACKING = Text(
    "基期不完整或最后一期没有成员的领域：{names}",
    "without a whole base, or without members in the last period: {names}",
)


@dataclass(frozen=True)
class ZoneMethod:
    """The zone's composite by one method: `value` (M,) of `months` (M,), given by first days; NaN throughout where `why_none` says why there is none.

    `counts`: what it counts, with its weight in the composite; for the Conference Board's method, in the changes from month to month.
    """

    spec: Spec
    months: Days
    value: Floats
    counts: tuple[tuple[Text, float], ...]
    why_none: Text | None = None


def side_by_side(levels: Mapping[str, MonthlyLevels], in_force: InForce) -> tuple[ZoneMethod, ...]:
    """Return the composites of the zone from its monthly levels by indicator; a method that is not declared is left out. Nothing is known without levels."""
    if not levels:
        return ()
    specs = (in_force.composite, in_force.equal, in_force.conference_board)
    return tuple(_by(spec, levels) for spec in specs if spec)


def _by(spec: Spec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    months = next(iter(levels.values())).months
    try:
        return _by_changes(spec, levels) if isinstance(spec, ConferenceBoardSpec) else _by_domains(spec, levels)
    except Problem as problem:
        return ZoneMethod(spec, months, np.full(len(months), np.nan), (), problem.found)


def _by_changes(spec: ConferenceBoardSpec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    made = conference_board(panel_of(levels), spec)
    counts = zip((one.name.text() for one in spec.components), made.factor.tolist(), strict=True)
    return ZoneMethod(spec, made.series.days, made.series.close, tuple(counts))


def _by_domains(spec: ExpertWeightsSpec | EqualWeightsSpec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    made = composite_by_group(levels, spec)
    if np.isnan(made.value[0]).all():
        return ZoneMethod(spec, made.months, made.value[0], (), _why_none(spec, made))
    counts = zip((one.name.text() for one in spec.domains), made.share[:, 0].tolist(), strict=True)
    return ZoneMethod(spec, made.months, made.value[0], tuple(counts))


def _why_none(spec: ExpertWeightsSpec | EqualWeightsSpec, made: GroupComposite) -> Text:
    lacking = [one.name.text() for one in spec.domains if one.domain in made.lacking(0)]
    if not lacking:
        return _NO_MONTH
    return _LACKING.fill(names=Text("、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)))
