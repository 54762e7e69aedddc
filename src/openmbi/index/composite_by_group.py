"""The composite of every group at once: monthly sub-indices by domain, and their weighted mean over the domains that a group has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.catalog.composites import BaseSpan, EqualWeightsSpec, ExpertWeightsSpec
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, first_days, period_containing
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats, Level, Names
from openmbi.index.composite.equal_weights import with_weights
from openmbi.index.composite.scale import CENTRE, SPREAD
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.missing import Missing
from openmbi.index.monthly_levels import MonthlyLevels


@dataclass(frozen=True)
class GroupComposite:
    """The composite of G groups of one level in M months (first days), over D domains of I indicators in all.

    `value` (G, M): NaN where a domain that the group has is missing. `sub` (D, G, M): the sub-indices, base mean 100. `used` (D, G, M): what the value rests
    on. `held` (D, G, M): of an earlier period. `has` (D, G): the domains of the group. `share` (D, G): their weights in it, summing to 1; NaN where too few.
    `factor` (I, G): points of the composite that one point of an indicator's own level adds. `missing`: months that an indicator lacks in every group.
    """

    index: str
    level: Level
    groups: Names
    domains: Names
    indicators: Names
    months: Days
    value: Floats
    sub: Floats
    used: Flags
    held: Flags
    has: Flags
    share: Floats
    factor: Floats
    missing: tuple[Missing, ...]

    @property
    def latest(self) -> Period | None:
        """The latest month in which a group has a value."""
        return _latest(self.months, self.value)

    def latest_of(self, domain: str) -> Period | None:
        """Return the latest month in which a group has the sub-index of a domain."""
        row = self.domains.tolist().index(domain)
        return _latest(self.months, self.sub[row])

    def lacking(self, group: int) -> tuple[str, ...]:
        """Return the domains that a group does not have."""
        return tuple(self.domains[~self.has[:, group]].tolist())


def composite_by_group(
    levels: Mapping[str, MonthlyLevels], spec: ExpertWeightsSpec | EqualWeightsSpec
) -> GroupComposite:
    """Return I_gm = Σ_d W_gd S_dgm, S the sub-index of a domain: Σ u_i · (100 + k_i (L_igm − m_i)) over its indicators.

    m: mean of the indicator's own monthly level over the base; k = 100/m (`indexed`) or 10/s (`standardised`), negative for an inverted one: as `scaled`. A
    group has a domain if all of its indicators have every month of the base and a close in their last period. W_gd is the declared weight over the sum of
    those that the group has, the same in all months, so that no month's value moves because another set is counted. The zone needs every domain, any other
    group at least `minimum_weight`; a month needs all domains that the group has.

    Parameters
    ----------
    levels
        By indicator, all of the same groups and months.

    Raises
    ------
    Problem
        `index.no-indicator` where one that the spec counts is lacking.
    ValueError
        Where groups or months differ.
    """
    weighted = with_weights(spec) if isinstance(spec, EqualWeightsSpec) else spec
    names = [one.indicator for domain in weighted.domains for one in domain.indicators]
    chosen = _chosen(levels, names)
    sign = np.array([-1.0 if one.inverted else 1.0 for domain in weighted.domains for one in domain.indicators])
    scale = _scale(chosen, weighted, sign)
    within = _within(weighted)
    return _put_together(chosen, weighted, scale, within)


@dataclass(frozen=True)
class _Scale:
    """`mean` and `factor` (I, G): the level's mean over the base, and what one of its points is in the sub-index; NaN where the base is not whole."""

    mean: Floats
    factor: Floats


def _chosen(levels: Mapping[str, MonthlyLevels], names: Sequence[str]) -> list[MonthlyLevels]:
    absent = [name for name in names if name not in levels]
    if absent:
        raise Problem(
            "index.no-indicator",
            Text("缺少指标：{absent}", "indicators are lacking: {absent}").fill(absent=", ".join(absent)),
            Text("请补入这些指标，或从指数声明中删去", "ingest them, or take them out of the declaration of the index"),
            expected=Text("已有：{known}", "there are: {known}").fill(known=", ".join(levels)),
        )
    chosen = [levels[name] for name in names]
    first = chosen[0]
    for one in chosen:
        if not (np.array_equal(one.series.groups, first.series.groups) and np.array_equal(one.months, first.months)):
            raise ValueError(f"{one.indicator} has other groups or months than {first.indicator}")
    return chosen


def _scale(chosen: Sequence[MonthlyLevels], spec: ExpertWeightsSpec, sign: Floats) -> _Scale:
    inside = _base_months(chosen[0].months, spec.base)
    value = np.array([one.value for one in chosen])
    base = value[:, :, inside] if inside is not None else np.full((*value.shape[:2], 1), np.nan)
    mean = base.mean(axis=2)
    size = mean / CENTRE if spec.scale == "indexed" else base.std(axis=2) / SPREAD
    usable = size > 0
    return _Scale(np.where(usable, mean, np.nan), sign[:, None] / np.where(usable, size, np.nan))


def _base_months(months: Days, base: BaseSpan) -> np.ndarray | None:
    """Return the places of the months of the base; None where the panel lacks one."""
    wanted = np.unique(
        first_days(np.arange(np.datetime64(base.first), np.datetime64(base.last) + 1), Frequency.MONTHLY)
    )
    return np.flatnonzero(np.isin(months, wanted)) if np.isin(wanted, months).all() else None


def _within(spec: ExpertWeightsSpec) -> Floats:
    """Return the weight (D, I) of each indicator in each domain."""
    count = [len(domain.indicators) for domain in spec.domains]
    weight = np.zeros((len(count), sum(count)))
    for row, domain in enumerate(spec.domains):
        start = sum(count[:row])
        weight[row, start : start + count[row]] = [one.weight for one in domain.indicators]
    return weight


def _put_together(
    chosen: Sequence[MonthlyLevels], spec: ExpertWeightsSpec, scale: _Scale, within: Floats
) -> GroupComposite:
    series = chosen[0].series
    value = np.array([one.value for one in chosen])
    scaled = CENTRE + scale.factor[:, :, None] * (value - scale.mean[:, :, None])
    counts = within > 0
    whole = ~np.isnan(scaled)
    there = np.array([whole[row].all(axis=0) for row in counts])
    sub = np.where(there, np.einsum("di,igm->dgm", within, np.where(whole, scaled, 0.0)), np.nan)
    lasting = ~np.isnan(scale.factor) & ~np.isnan(np.array([one.series.close[:, -1] for one in chosen]))
    has = np.array([lasting[row].all(axis=0) for row in counts])
    share = _shares(np.array([domain.weight for domain in spec.domains]), has, series.level, spec.minimum_weight)
    lacking = ~there & has[:, :, None]
    enough = ~lacking.any(axis=0) & ~np.isnan(share[:1].T)
    total = np.where(enough, np.einsum("dg,dgm->gm", np.nan_to_num(share), np.nan_to_num(sub)), np.nan)
    held = np.array([one.held for one in chosen])
    return GroupComposite(
        index=spec.code,
        level=series.level,
        groups=series.groups,
        domains=np.array([domain.domain for domain in spec.domains]),
        indicators=np.array([one.indicator for one in chosen]),
        months=chosen[0].months,
        value=total,
        sub=sub,
        used=has[:, :, None] & enough,
        held=np.array([held[row].any(axis=0) for row in counts]) & there,
        has=has,
        share=share,
        factor=np.einsum("dg,di->ig", share, within) * scale.factor,
        missing=tuple(run for one in chosen for run in one.missing),
    )


def _shares(weight: Floats, has: Flags, level: Level, minimum: float) -> Floats:
    """Return the weights (D, G) over the domains that each group has; NaN where they are too few."""
    held = np.where(has, weight[:, None], 0.0)
    whole = held.sum(axis=0)
    needed = 1.0 if level is Level.ZONE else minimum
    return held / np.where(whole >= needed - 1e-9, whole, np.nan)


def panel_of(levels: Mapping[str, MonthlyLevels], group: int = 0) -> IndicatorPanel:
    """Return the monthly levels of one group as indicators side by side, as the other methods take them."""
    chosen = list(levels.values())
    return IndicatorPanel(
        indicators=np.array(list(levels)),
        frequency=Frequency.MONTHLY,
        periods=chosen[0].months,
        value=np.array([one.value[group] for one in chosen]),
        held=np.array([one.held[group] for one in chosen]),
    )


def _latest(months: Days, value: Floats) -> Period | None:
    places = np.flatnonzero(~np.isnan(value).all(axis=0))
    return period_containing(months.tolist()[places[-1]], Frequency.MONTHLY) if len(places) else None
