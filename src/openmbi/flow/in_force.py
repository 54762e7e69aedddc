"""The declarations that a run rests on, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.catalog.composite_methods import OtherComposite
from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec
from openmbi.catalog.detection import DetectionRules, load_detection
from openmbi.catalog.diffusion import DiffusionSpec
from openmbi.catalog.events import Events, load_events
from openmbi.catalog.hierarchy import Hierarchy, load_hierarchy
from openmbi.catalog.indexes import ActivityLevelSpec, IndicatorLevelSpec, ResumptionSpec, load_indexes
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.lights import LightRule, change_rule_of, load_change_rules
from openmbi.catalog.linking import LinkingRules, load_linking
from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.catalog.score_lights import ScoreRule, load_score_rules
from openmbi.catalog.shown import check_shown
from openmbi.catalog.targets import BRIDGE, Target, load_targets
from openmbi.catalog.tile_grids import TileGrid, load_tile_grids
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.index.supervised.methods import supervised_names
from openmbi.index.supervised.refusals import no_method

T = TypeVar("T")


@dataclass(frozen=True)
class InForce:
    """What a run rests on. `rules` are the light rules of groups by level; `indicator_levels` by indicator; `targets` and `tiles` by place.

    `equal`, `conference_board` and `diffusion` stand beside the composite; None where they are not declared by that method. `other_composites`: all that are
    declared by another method, by name.
    """

    calendar: Calendar
    level: ActivityLevelSpec
    resumption: ResumptionSpec
    zone_rule: LightRule
    enterprise_rule: LightRule
    palette: Palette
    rules: Mapping[Level, LightRule]
    indicators: Mapping[str, Indicator]
    indicator_levels: Mapping[str, IndicatorLevelSpec]
    composite: ExpertWeightsSpec
    equal: EqualWeightsSpec | None
    conference_board: ConferenceBoardSpec | None
    diffusion: DiffusionSpec | None
    mbi_rule: ScoreRule
    hierarchy: Hierarchy
    events: Events
    targets: Mapping[str, Target]
    tiles: Mapping[str, TileGrid]
    linking: LinkingRules
    detection: DetectionRules
    other_composites: tuple[OtherComposite, ...] = ()


def declarations_in_force(overlay: Path | None, as_of: datetime | None = None) -> InForce:
    """Read what a run needs of the catalog, the bureau's own declarations laid over the shipped ones; the calendar as known at a moment (None: now).

    Raises
    ------
    Problem
        As the loader; `catalog.missing` where a declaration that a run needs is not there; `catalog.palette` where the zone's palette cannot show a light;
        `index.no-method` where a target is estimated by no method that there is.
    """
    calendar = load_calendar(overlay)
    indexes = load_indexes(overlay)
    rules = load_change_rules(overlay)
    zone_rule = _named(rules, "zone_activity", LightRule)
    enterprise_rule = _named(rules, "enterprise_activity", LightRule)
    palette = _named(load_all(Palette, "palettes", overlay), zone_rule.palette, Palette)
    by_level = {level: change_rule_of(level, rules) for level in Level if level is not Level.ENTERPRISE}
    for rule in {rule.code: rule for rule in (zone_rule, enterprise_rule, *by_level.values())}.values():
        check_shown(palette, rule)
    targets = load_targets(overlay)
    _check_estimates(targets)
    return InForce(
        calendar=calendar if as_of is None else calendar.as_known(as_of),
        level=_named(indexes, "activity_level", ActivityLevelSpec),
        resumption=_named(indexes, "resumption", ResumptionSpec),
        zone_rule=zone_rule,
        enterprise_rule=enterprise_rule,
        palette=palette,
        rules=by_level,
        indicators=load_all(Indicator, "indicators", overlay),
        indicator_levels={spec.indicator: spec for spec in indexes.values() if isinstance(spec, IndicatorLevelSpec)},
        composite=_named(indexes, "composite_expert", ExpertWeightsSpec),
        equal=_if_named(indexes, "composite_equal", EqualWeightsSpec),
        conference_board=_if_named(indexes, "composite_conference_board", ConferenceBoardSpec),
        diffusion=_if_named(indexes, "enterprise_diffusion", DiffusionSpec),
        mbi_rule=_named(load_score_rules(overlay), "mbi", ScoreRule),
        hierarchy=load_hierarchy(overlay),
        events=load_events(overlay),
        targets={target.place: target for target in targets.values()},
        tiles={grid.code: grid for grid in load_tile_grids(overlay).values()},
        linking=load_linking(overlay),
        detection=load_detection(overlay),
        other_composites=tuple(spec for _, spec in sorted(indexes.items()) if isinstance(spec, OtherComposite)),
    )


def _check_estimates(targets: Mapping[str, Target]) -> None:
    known = (BRIDGE, *supervised_names())
    for target in targets.values():
        if target.estimate not in known:
            raise no_method(target.estimate, known)


def _named(declared: Mapping[str, object], name: str, model: type[T]) -> T:
    found = _if_named(declared, name, model)
    if found is not None:
        return found
    raise Problem(
        "catalog.missing",
        Text("目录中缺少声明「{name}」", "the catalog lacks the declaration “{name}”").fill(name=name),
        Text("请恢复该文件，或检查其 method 字段", "restore the file, or check its `method`"),
        field=name,
    )


def _if_named(declared: Mapping[str, object], name: str, model: type[T]) -> T | None:
    found = declared.get(name)
    return found if isinstance(found, model) else None


def without_shipped_events(in_force: InForce) -> InForce:
    """Return the declarations without the known events that come with openmbi: in a simulated place they never happened."""
    real = {event.code for event in load_events(None).events}
    own = tuple(event for event in in_force.events.events if event.code not in real)
    return replace(in_force, events=replace(in_force.events, events=own))
