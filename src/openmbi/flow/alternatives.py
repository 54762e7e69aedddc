"""The zone's composite by each declared method, side by side: expert weights first, then equal weights, the Conference Board's, and all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from openmbi.catalog.composite_methods import GeometricSpec, OecdCliSpec, OtherComposite
from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats
from openmbi.flow.in_force import InForce
from openmbi.index.composite.conference_board import conference_board
from openmbi.index.composite.estimated_weights import EstimatedSpec, with_estimated_weights
from openmbi.index.composite.geometric import as_expert_weights, geometric_mean
from openmbi.index.composite.oecd_cli import oecd_cli
from openmbi.index.composite_by_group import GroupComposite, composite_by_group, panel_of
from openmbi.index.monthly_levels import MonthlyLevels

Spec = ExpertWeightsSpec | EqualWeightsSpec | ConferenceBoardSpec | OtherComposite
_NO_MONTH = Text("没有一个月各领域齐全，或基期不完整", "no month has every domain, or the base is not whole")
_LACKING = Text(
    "基期不完整或最后一期没有成员的领域：{names}",
    "without a whole base, or without members in the last period: {names}",
)


@dataclass(frozen=True)
class ZoneMethod:
    """The zone's composite by one method: `value` (M,) of `months` (M,), given by first days; NaN throughout where `why_none` says why there is none.

    `counts`: what it counts, with its weight in the composite; for the Conference Board's method, in the changes from month to month; for the growth cycle,
    among the cycles.
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
    specs = (in_force.composite, in_force.equal, in_force.conference_board, *in_force.other_composites)
    return tuple(_by(spec, levels) for spec in specs if spec)


def _by(spec: Spec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    months = next(iter(levels.values())).months
    try:
        return _made(spec, levels)
    except Problem as problem:
        return ZoneMethod(spec, months, np.full(len(months), np.nan), (), problem.found)


def _made(spec: Spec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    match spec:
        case ConferenceBoardSpec():
            return _by_changes(spec, levels)
        case OecdCliSpec():
            return _by_cycles(spec, levels)
        case GeometricSpec():
            return _by_geometric_mean(spec, levels)
        case ExpertWeightsSpec() | EqualWeightsSpec():
            return _by_domains(spec, spec, levels)
        case _:
            return _by_estimated_weights(spec, levels)


def _by_cycles(spec: OecdCliSpec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    made = oecd_cli(panel_of(levels), spec).index
    counts = zip((one.name.text() for one in spec.components), made.terms.weight.tolist(), strict=True)
    return ZoneMethod(spec, made.series.days, made.series.close, tuple(counts))


def _by_estimated_weights(spec: EstimatedSpec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    return _by_domains(spec, with_estimated_weights(panel_of(levels), spec), levels)


def _by_geometric_mean(spec: GeometricSpec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    arithmetic = composite_by_group(levels, as_expert_weights(spec))
    told = _told(spec, as_expert_weights(spec), arithmetic)
    if told.why_none:
        return told
    share = arithmetic.share[:, 0]
    used = np.where(np.isnan(arithmetic.value[0]), np.nan, arithmetic.sub[:, 0])
    return replace(told, value=geometric_mean(used, share))


def _by_changes(spec: ConferenceBoardSpec, levels: Mapping[str, MonthlyLevels]) -> ZoneMethod:
    made = conference_board(panel_of(levels), spec)
    counts = zip((one.name.text() for one in spec.components), made.factor.tolist(), strict=True)
    return ZoneMethod(spec, made.series.days, made.series.close, tuple(counts))


def _by_domains(
    spec: Spec, weights: ExpertWeightsSpec | EqualWeightsSpec, levels: Mapping[str, MonthlyLevels]
) -> ZoneMethod:
    return _told(spec, weights, composite_by_group(levels, weights))


def _told(spec: Spec, weights: ExpertWeightsSpec | EqualWeightsSpec, made: GroupComposite) -> ZoneMethod:
    if np.isnan(made.value[0]).all():
        return ZoneMethod(spec, made.months, made.value[0], (), _why_none(weights, made))
    counts = zip((one.name.text() for one in weights.domains), made.share[:, 0].tolist(), strict=True)
    return ZoneMethod(spec, made.months, made.value[0], tuple(counts))


def _why_none(spec: ExpertWeightsSpec | EqualWeightsSpec, made: GroupComposite) -> Text:
    lacking = [one.name.text() for one in spec.domains if one.domain in made.lacking(0)]
    if not lacking:
        return _NO_MONTH
    return _LACKING.fill(names=Text("、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)))
